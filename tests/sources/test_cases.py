"""Files as strangers keep them, each read from the file to its metadata and its two texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.sources.reading import read

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.model import Document

RU = ["Катер вышел в Диксон утром.", "На борту было шесть ящиков угля."]
EN = ["The launch left for Dikson in the morning.", "It carried six crates of coal."]
BODY = f"{' '.join(RU)}\n\n{' '.join(EN)}\n"


def document(folder: Path, name: str, text: str) -> Document:
    """Return the only document of a file."""
    (folder / name).write_text(text, encoding="utf-8")
    errors: list[Exception] = []
    (found,) = read([folder / name], on_error=errors.append)
    assert errors == []
    return found


def sentences(text: str | None) -> list[str]:
    """Return the lines of a text, without the empty ones."""
    return [line for line in (text or "").split("\n") if line]


def test_text_before_a_line_that_resembles_a_label_is_kept(tmp_path: Path) -> None:
    text = f"{EN[0]}\n\nP. Orlov\n\nSOURCE: the cook, who had it from the mate.\n\n{EN[1]}"
    found = document(tmp_path, "note.txt", text)
    assert found.text_en == text
    assert found.metadata.citation == ""


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("block.txt", "Title: Coal for Dikson\nDate: 5 May 1948\nSource: GAPI, f. 72, op. 3, d. 118, l. 4\n"),
        ("heading.md", "# Coal for Dikson\n\nДата: 5 мая 1948 г.\n\nАрхив: GAPI, f. 72, op. 3, d. 118, l. 4\n"),
        (
            "front.md",
            '---\ntitle: "Coal for Dikson"\ndate: 1948-05-05\nreference: GAPI, f. 72, op. 3, d. 118, l. 4\n---\n',
        ),
        (
            "parts.txt",
            "Title: Coal for Dikson\nDate: 05.05.1948\nArchive: GAPI\nFond: 72\nOpis: 3\nDelo: 118\nList: 4\n",
        ),
    ],
)
def test_metadata_in_one_block_or_as_front_matter_is_read(tmp_path: Path, name: str, head: str) -> None:
    found = document(tmp_path, name, f"{head}\n{BODY}")
    reference = found.metadata.reference
    assert (found.metadata.title, found.metadata.date) == ("Coal for Dikson", "1948-05-05")
    assert reference is not None
    assert (reference.archive, reference.fond, reference.delo, reference.list) == ("GAPI", "72", "118", "4")
    assert f"{found.text_ru}\n\n{found.text_en}\n" == BODY


@pytest.mark.parametrize("heading", ["", "## "])
def test_a_web_page_with_a_section_of_metadata_at_its_end_is_read(tmp_path: Path, heading: str) -> None:
    label = f"{heading and '### '}"
    title = f"{heading and '# '}Coal, the Launch to the Port"
    tail = {"Source": "GAPI, f. 72, op. 3, d. 118. Translated by A. Reader.", "Type": "Cable", "Language": "Russian",
            "Record ID": "4711"}  # fmt: skip
    section = "\n\n".join(f"{label}{name}\n\n{value}" for name, value in tail.items())
    text = f"Skip to content\n\nMay 5, 1948\n\n{title}\n\n{EN[0]}\n\n{heading}Document Information\n\n{section}\n"
    found = document(tmp_path, "page.md" if heading else "page.txt", text)
    metadata = found.metadata
    assert found.text_en == EN[0]
    assert (metadata.title, metadata.date) == ("Coal, the Launch to the Port", "1948-05-05")
    assert (metadata.translator, metadata.language) == ("A. Reader", "Russian")
    assert metadata.reference is not None
    assert metadata.reference.text == "GAPI, f. 72, op. 3, d. 118"
    assert metadata.fields == {"Type": "Cable", "Record ID": "4711"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("halves.txt", "\n".join([*RU, *EN])),
        ("turns.txt", f"{RU[0]}\n{EN[0]}\n{RU[1]}\n{EN[1]}\n"),
        ("pairs.txt", f"{RU[0]}\n{EN[0]}\n\n{RU[1]}\n{EN[1]}\n"),
        ("table.md", f"| Русский | English |\n|---|---|\n| {RU[0]} | {EN[0]} |\n| {RU[1]} | {EN[1]} |\n"),
        ("tabs.txt", f"{RU[0]}\t{EN[0]}\n{RU[1]}\t{EN[1]}\n"),
        ("columns.txt", f"{RU[0]:40}{EN[0]}\n{RU[1]:40}{EN[1]}\n"),
    ],
)
def test_two_languages_without_blank_lines_are_divided(tmp_path: Path, name: str, text: str) -> None:
    found = document(tmp_path, name, text)
    assert (sentences(found.text_ru), sentences(found.text_en)) == (RU, EN)


def test_a_translation_memory_takes_the_first_variant_with_text_and_keeps_words_apart(tmp_path: Path) -> None:
    units = (
        '<tu><tuv xml:lang="EN-GB"><seg></seg></tuv><tuv xml:lang="EN-US"><seg>The bay is frozen.</seg></tuv>'
        '<tuv xml:lang="EN-AU"><seg>The cove is frozen.</seg></tuv>'
        '<tuv xml:lang="RU-RU"><seg>Бухта замёрзла<ph>&lt;br/&gt;</ph>совсем.</seg></tuv></tu>'
        '<tu><tuv xml:lang="eng"><seg>Coal is short.</seg></tuv><tuv xml:lang="rus"><seg>Угля мало.</seg></tuv></tu>'
    )
    found = document(tmp_path, "memory.tmx", f'<tmx version="1.4"><header/><body>{units}</body></tmx>')
    assert [line.split() for line in sentences(found.text_ru)] == [["Бухта", "замёрзла", "совсем."], ["Угля", "мало."]]
    assert sentences(found.text_en) == ["The bay is frozen.", "Coal is short."]


def test_a_quotation_mark_in_a_table_with_tabs_does_not_join_rows(tmp_path: Path) -> None:
    rows = ['a\tКатер "Заря\tThe launch "Zarya', "b\tУголь\tCoal", 'c\tСнова "Заря\tAgain "Zarya']
    (tmp_path / "t.tsv").write_text("\n".join(["id\ttext_ru\ttext_en", *rows]), encoding="utf-8")
    errors: list[Exception] = []
    found = list(read([tmp_path / "t.tsv"], on_error=errors.append))
    assert (errors, [each.text_ru for each in found]) == ([], ['Катер "Заря', "Уголь", 'Снова "Заря'])


def test_files_of_one_name_in_two_folders_are_two_documents_beside_a_pair_in_folders(tmp_path: Path) -> None:
    for name, text in {"1946/01": RU[0], "1947/01": RU[1], "ru/02": RU[0], "en/02": EN[0]}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    errors: list[Exception] = []
    found = {each.metadata.id: (each.text_ru, each.text_en) for each in read([tmp_path], on_error=errors.append)}
    assert errors == []
    assert found == {"01": (RU[0], None), "1947/01": (RU[1], None), "02": (RU[0], EN[0])}
