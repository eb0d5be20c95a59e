from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bisearch.errors import SourceError
from bisearch.model import Document, Reference
from bisearch.sources.archive_page import read_page

SEED = Path(__file__).parent.parent.parent / "data" / "cable-641.md"
HEAD = """

## **November 20, 1946**

### **Cable No. 641**

#### **Citation:**

"Cable No. 641", November 20, 1946, RGASPI, f. 558, op. 11, d. 102, ll. 0106.

#### **Contents:**

Original Scan

Translation - English

"""
RU = "Товарищу СТАЛИНУ.\n\n18 ноября я принял посла Смита (Smith).\n\n✓"
EN = "to Cde. STALIN\n\nOn 18 November I received Ambassador Smith (Смит).\n\n1-sn"


def page(folder: Path, text: str) -> Document:
    path = folder / "page-1.md"
    path.write_text(text, encoding="utf-8")
    return only_document(path)


def only_document(path: Path) -> Document:
    (document,) = (each for each in read_page(path) if isinstance(each, Document))
    return document


def test_the_seed_page_is_read_field_by_field() -> None:
    document = only_document(SEED)
    metadata = document.metadata
    assert metadata.id == "cable-641"
    assert metadata.title == "Cable No. 641, Dekanozov to Cde. Stalin"
    assert metadata.date == "1946-11-20"
    assert metadata.reference == Reference(
        "RGASPI, f. 558, op. 11, d. 102, ll. 0106", "RGASPI", "558", "11", delo="102", list="0106"
    )
    assert metadata.url == "https://wilson-center-digital-archive.dvincitest.com/document/209743"
    assert metadata.summary.startswith("Dekanozov relates a conversation")
    assert metadata.credits.endswith("Carnegie Corporation of New York (CCNY)")
    assert metadata.language == "Russian"
    assert document.text_ru is not None
    assert document.text_ru.startswith("К о п и я\nСов. секретно\nШ И Ф Р О М\n\nТоварищу СТАЛИНУ.")
    assert document.text_ru.endswith("1-сн\n\nВерно: Смирнова (Смирнова)")
    assert document.text_en is not None
    assert document.text_en.startswith("Copy\nTop Secret\nBY CIPHER\n\nto Cde. STALIN")
    assert document.text_en.endswith("\n\n1-sn")


@pytest.mark.parametrize(
    "contents",
    ["Contents:\n\nOriginal Scan\n\nTranslation - English", "Contents:\nOriginal Scan\nTranslation - English"],
)
def test_a_list_of_contents_is_a_custom_field(tmp_path: Path, contents: str) -> None:
    document = page(tmp_path, f"Title: Letter\n\n{contents}\n\n{RU}\n\n{EN}")
    assert document.metadata.fields == {"Contents": "Original Scan\nTranslation - English"}
    assert (document.text_ru, document.text_en) == (RU, EN)


@pytest.mark.parametrize("order", [(RU, EN), (EN, RU)])
def test_either_language_may_come_first(tmp_path: Path, order: tuple[str, str]) -> None:
    document = page(tmp_path, HEAD + "\n\n".join(order) + "\n")
    assert document.text_ru == RU
    assert document.text_en == EN


def test_a_page_may_hold_one_language(tmp_path: Path) -> None:
    russian, english = page(tmp_path, HEAD + RU), page(tmp_path, HEAD + EN)
    assert (russian.text_ru, russian.text_en) == (RU, None)
    assert (english.text_ru, english.text_en) == (None, EN)


def test_alternating_languages_are_separated(tmp_path: Path) -> None:
    ru = [f"Абзац номер {number} русского текста." for number in range(6)]
    en = [f"Paragraph {number} of the translation." for number in range(6)]
    turns = "\n\n".join(text for pair in zip(ru, en, strict=True) for text in pair)
    document = page(tmp_path, HEAD + turns)
    assert document.text_ru == "\n\n".join(ru)
    assert document.text_en == "\n\n".join(en)


def test_a_page_without_metadata_is_all_text(tmp_path: Path) -> None:
    document = page(tmp_path, f"{RU}\n\n{EN}")
    assert (document.text_ru, document.text_en) == (RU, EN)
    assert document.metadata.title == ""


def test_fields_without_markup_are_read(tmp_path: Path) -> None:
    fields = [
        "Title: Letter",
        "Date: 14 марта 1951 г.",
        "Reference: ГАПИ, ф. 72, оп. 3, д. 118, л. 4",
        "Summary:",
        "Short.",
        "",
    ]
    text = "\n\n".join(fields)
    document = page(tmp_path, f"{text}{RU}\n\n{EN}")
    metadata = document.metadata
    assert (metadata.title, metadata.date, metadata.summary) == ("Letter", "1951-03-14", "Short.")
    assert metadata.reference is not None
    assert metadata.reference.delo == "118"
    assert (document.text_ru, document.text_en) == (RU, EN)


def test_russian_metadata_is_not_part_of_the_text(tmp_path: Path) -> None:
    head = HEAD.replace("### **Cable No. 641**", "### **Шифртелеграмма № 641**").replace(
        "#### **Contents:**", "#### **Summary:**\n\nКратко.\n\n#### **Contents:**"
    )
    document = page(tmp_path, f"{head}{EN}")
    assert document.metadata.title == "Шифртелеграмма № 641"
    assert document.text_ru is None


def test_markdown_is_removed_and_its_words_are_kept(tmp_path: Path) -> None:
    body = "Верно: *Смирнова* (Смирнова)\n**Резолюция** _т. Щербатюку_  \n5\\*3 и 2 * 3 * 4 снег_и_лёд\n\n* * *\n\n<https://archive.example/1>"
    document = page(tmp_path, HEAD + RU + "\n\n" + body)
    assert document.text_ru == (
        RU
        + "\n\nВерно: Смирнова (Смирнова)\nРезолюция т. Щербатюку\n5*3 и 2 * 3 * 4 снег_и_лёд\n\nhttps://archive.example/1"
    )


def test_a_page_without_letters_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no text in Russian or English"):
        page(tmp_path, "1946\n\n№ 641\n")


BLOCKS_RU = st.lists(
    st.sampled_from(["Принял посла (Smith).", "Телеграмма о контроле над энергией", "№ 5", "✓"]), min_size=1, max_size=6
)
ENGLISH = ["Received the ambassador (Смит).", "A cable on the control of energy", "No. 5 noted"]
BLOCKS_EN = st.lists(st.sampled_from(ENGLISH), min_size=1, max_size=6)


@given(BLOCKS_RU, BLOCKS_EN, st.booleans())
def test_the_border_is_found_wherever_it_is(
    tmp_path_factory: pytest.TempPathFactory,
    ru: list[str],
    en: list[str],
    english_first: bool,  # noqa: FBT001
) -> None:
    ru, en = ["Русский текст документа о погоде в бухте Провидения.", *ru], ["The English text of the document.", *en]
    blocks = [*en, *ru] if english_first else [*ru, *en]
    document = page(tmp_path_factory.mktemp("page"), HEAD + "\n\n".join(blocks))
    assert document.text_ru == "\n\n".join(ru)
    assert document.text_en == "\n\n".join(en)
