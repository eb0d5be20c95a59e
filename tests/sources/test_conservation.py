"""No reader loses a word, or adds one: its words are counted by an extractor that does not use the readers."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.conservation.extraction import words
from benchmarks.conservation.measure import Conservation, measure, measure_file
from bisearch.conversion.headers import Header
from bisearch.errors import SourceError
from bisearch.model import Document
from bisearch.sources.accounting import Account
from bisearch.sources.archive_page import read_page
from tests.conversion.test_headers import LETTER
from tests.conversion.test_tei import VOLUME
from tests.sources.nasty_pages import EN, PAGES, RU

ROOT = Path(__file__).parent.parent.parent
SCANS = Path(__file__).parent.parent / "conversion" / "scans"
DATASETS = ROOT.parent / "shared" / "datasets"
MANY = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def check(*files: Path) -> Conservation:
    found = measure_file(files)
    assert found.errors == []
    assert not found.lost
    assert not found.doubled
    return found


@pytest.mark.parametrize("suffix", [".md", ".txt"])
@pytest.mark.parametrize(("name", "text", "is_all_body"), PAGES, ids=[page[0] for page in PAGES])
def test_no_word_of_a_page_is_lost(tmp_path: Path, name: str, text: str, is_all_body: bool, suffix: str) -> None:  # noqa: FBT001
    path = tmp_path / f"{name}{suffix}"
    path.write_text(text, encoding="utf-8")
    found = check(path)
    (document,) = (each for each in read_page(path) if isinstance(each, Document))
    body = words(f"{document.text_ru or ''} {document.text_en or ''}")
    if is_all_body:
        assert body == words(text)
        assert not document.metadata.fields
    assert found.passed_over.total() <= 10


LINES = st.sampled_from(
    [
        "Title: A", "Date: 5 May 1948", "# Heading", "**Bold**", "#### **Citation:**", "Source: RGASPI, f. 5, op. 6",
        "To: B", "Stalin: Yes.", "", "", "", RU, EN, "| a | б |", "|---|---|", "a\tб", "Дата: 1948", "Архив: РГАСПИ",
        "Фонд: 5", "---", "- list", "1. One", "[Source: X]",
        "861.00/11–2046: Telegram", "SECRET  Moscow, May 5, 1948—3 p.m.", "Secret",
        "[121]", "Document Information", "Type", "Summary:", "Contents:",
        "Translation - English", "*emphasis* and _more_", "<https://a.example/b>", "[c](https://d.example)", "Menu",
        "    indented", "Тип: нота", "May 5, 1948", "Moscow, May 5, 1948", "271. Note", "Да", "Yes", "© 2020 X", "\f",
        "title: x", "tags: [a, b]", "...", "Text: here", "Посол      Envoy", "a|б", "снег_и_лёд", "5 \\* 3",
    ]
)  # fmt: skip


@MANY
@given(st.lists(LINES, max_size=25))
def test_no_word_of_a_generated_page_is_lost(tmp_path: Path, lines: list[str]) -> None:
    path = tmp_path / "page.md"
    path.write_text("\n".join([*lines, "", EN, "", RU]), encoding="utf-8")
    check(path)


@MANY
@given(st.lists(LINES, min_size=1, max_size=15))
def test_no_word_of_a_generated_pair_is_lost(tmp_path: Path, ru: list[str]) -> None:
    paths = [tmp_path / "pair.ru.txt", tmp_path / "pair.en.txt"]
    for path, text in zip(paths, ("\n".join([*ru, "", RU * 20, "", RU * 20]), EN * 20), strict=True):
        path.write_text(text, encoding="utf-8")
    found = measure_file(paths)
    assert found.errors == []
    assert not found.lost


TEXTS = st.text(st.sampled_from('яю ab."«»\t\n;,é12-'), max_size=20)


@MANY
@given(TEXTS, TEXTS, st.dictionaries(st.sampled_from(["title", "tags", "Автор", "note"]), TEXTS))
def test_no_word_of_a_record_is_lost(tmp_path: Path, ru: str, en: str, values: dict[str, str]) -> None:
    record = {"id": "a", "text_ru": f"{RU} {ru}", "text_en": f"{EN} {en}", **values}
    path = tmp_path / "r.jsonl"
    path.write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    found = measure_file([path])
    assert not found.lost - words("title tags Автор note text ru en id".replace("_", " "))
    with (tmp_path / "r.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([record.keys(), record.values()])
    check(tmp_path / "r.csv")


@MANY
@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=4))
def test_no_word_of_a_table_with_tabs_is_lost(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    cells = [[f"{RU} {ru}", f"{EN} {en}"] for ru, en in rows] or [[RU, EN]]
    lines = [f"d{n}\t" + "\t".join(" ".join(cell.split()) for cell in row) for n, row in enumerate(cells)]
    path = tmp_path / "t.tsv"
    path.write_text("\n".join(["id\ttext_ru\ttext_en", *lines]), encoding="utf-8")
    check(path)


PARTS = st.lists(
    st.sampled_from(["Кот", "спит", " ", ". ", "<ph>br</ph>", "<bpt>b</bpt>", "<hi>пёс</hi>", "<it/>"]), max_size=8
)
VARIANTS = st.lists(st.tuples(st.sampled_from(["ru", "RU-RU", "rus", "en", "en-GB", "de"]), PARTS), max_size=4)


@MANY
@given(st.lists(VARIANTS, max_size=4))
def test_no_word_of_a_translation_memory_is_lost(tmp_path: Path, units: list[list[tuple[str, list[str]]]]) -> None:
    first = [("ru", [escape(RU)] * 9), ("en", [escape(EN)])]
    body = ""
    for unit in [first, *units]:
        variants = (f'<tuv xml:lang="{language}"><seg>{"".join(parts)}</seg></tuv>' for language, parts in unit)
        body += f"<tu>{''.join(variants)}</tu>"
    path = tmp_path / "m.tmx"
    path.write_text(f'<tmx version="1.4"><body>{body}</body></tmx>', encoding="utf-8")
    found = measure_file([path])
    assert [error for error in found.errors if "seem swapped" not in error and "mostly" not in error] == []
    if not found.errors:
        assert not found.lost
        assert not found.doubled


def test_no_word_of_line_pairs_is_lost(tmp_path: Path) -> None:
    (tmp_path / "a.ru").write_text(f"{RU}\n\n{RU}\n", encoding="utf-8")
    (tmp_path / "a.en").write_text(f"{EN}\n{EN}\n\n", encoding="utf-8")
    check(tmp_path / "a.ru", tmp_path / "a.en")


def test_no_word_of_the_demonstration_archive_is_lost() -> None:
    for found in measure([ROOT / "data" / "demo", ROOT / "data" / "cable-641.md"]):
        assert (found.errors, found.lost, found.doubled) == ([], {}, {})
        # Each page is short and has six words of labels.
        assert found.passed_over["label"] <= 6 * found.files
        assert found.passed_over.total() == found.passed_over["label"]


def dataset(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATASETS / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.skipif(not DATASETS.is_dir(), reason="the data sets are not beside the checkout")
def test_no_word_of_the_data_sets_is_lost(tmp_path: Path) -> None:
    news = [("\n".join(each["ru"]), "\n".join(each["en"])) for each in dataset("known-item-dev/documents.jsonl")[:30]]
    articles = [(each["ru_text"], each["en_text"]) for each in dataset("alignment-dev/dev-xquadr.c1ocr.raw.jsonl")[:10]]
    for number, (ru, en) in enumerate([*news, *articles]):
        (tmp_path / f"page-{number}.txt").write_text(f"{ru}\n\n{en}", encoding="utf-8")
        (tmp_path / f"pair-{number}.ru.txt").write_text(ru, encoding="utf-8")
        (tmp_path / f"pair-{number}.en.txt").write_text(en, encoding="utf-8")
    for found in measure([tmp_path]):
        assert (found.errors, found.lost, found.doubled) == ([], {}, {})
        assert found.share_passed_over <= 0.005


def test_text_that_a_reader_has_not_accounted_for_is_an_error_with_its_line() -> None:
    account = Account("Title: A\n\nLost words.\n", "page.md")
    account.take(0, 8)
    with pytest.raises(SourceError, match=r"page.md:3: cannot place the text 'Lost words.'"):
        list(account.close())


def test_passed_over_text_is_listed_with_its_place_and_reason() -> None:
    text = "**Title:** A\n\nMenu\n"
    account = Account(text, "page.md")
    account.pass_over(0, 10, "markup")
    account.pass_over(2, 8, "label")
    account.take(11, 12)
    account.pass_over(14, 18, "page furniture")
    listed = [(each.line, each.start, each.end, each.reason, each.text) for each in account.close()]
    assert listed == [(1, 2, 8, "label", "Title:"), (3, 14, 18, "page furniture", "Menu")]


def test_the_languages_of_a_nested_translation_are_no_lost_words(tmp_path: Path) -> None:
    line = '{"id": "a", "translation": {"ru": "Радист спит.", "en": "The operator sleeps.", "de": "Er schläft."}}\n'
    (tmp_path / "a.jsonl").write_text(line, encoding="utf-8")
    (found,) = measure([tmp_path])
    assert (found.words, dict(found.lost)) == (8, {})


def test_a_file_without_extractor_is_reported_as_not_measured(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_text(r"{\rtf1 He sleeps.}", encoding="utf-8")
    (found,) = measure([tmp_path])
    assert (found.files, found.errors) == (0, [f"{path}: not measured, no extractor for this form"])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("letter.xml", LETTER), ("volx.xml", VOLUME),
        ("protocol.alto.xml", (SCANS / "protocol.alto.xml").read_text("utf-8")),
        ("protocol.hocr", (SCANS / "protocol.hocr").read_text("utf-8")),
        ("a.ru.srt", ("1\n00:00:01,000 --> 00:00:02,000\n<i>Смит вернулся</i>\nв 1946 году.\n\n2\n"
         "00:00:03,000 --> 00:00:04,000\n{\\an8}1946\n\n")),
        ("a.page", ("<PcGts><Metadata><Creator>Losev</Creator></Metadata><Page imageFilename='1.png'><TextRegion>"
         "<TextLine><Word><TextEquiv><Unicode>Сми</Unicode></TextEquiv></Word><TextEquiv index='1'><Unicode>Смерть"
         "</Unicode></TextEquiv><TextEquiv index='0'><Unicode>Смит ушёл</Unicode></TextEquiv></TextLine></TextRegion>"
         "</Page></PcGts>")),
        ("a.xml", ('<document xmlns="http://www.abbyy.com/FineReader_xml/FineReader10-schema-v1.xml"><page><block><text>'
         "<par><line><formatting><charParams>С</charParams><charParams>м</charParams><charParams> </charParams>"
         "<charParams>и</charParams></formatting></line></par></text></block></page></document>")),
    ],
)  # fmt: skip
def test_no_word_of_a_marked_up_file_is_lost(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    found = measure_file([path])
    assert (found.errors, found.lost) == ([], {})
    assert found.words


def test_the_measure_finds_a_word_of_a_header_that_a_reader_drops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Header, "leave_out", lambda *_: None)
    path = tmp_path / "letter.xml"
    path.write_text(LETTER, encoding="utf-8")
    dropped = "Written at sea Spelling is unchanged Checked twice Olga Kim A navigator"
    assert measure_file([path]).lost == words(dropped)
