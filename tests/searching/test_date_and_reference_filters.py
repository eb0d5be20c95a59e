from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch import SearchOptions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bisearch import Index

DATES = {
    "years": "1946-1947",
    "slashed": "1946/1947",
    "months": "November-December 1946",
    "iso": "1946-11-20T00:00:00Z",
    "dots": "1946.11.20",
    "decade": "1940s",
    "before": "before 1946",
    "undated": "n.d.",
    "unread": "the war years",
}
REFERENCES = {
    "avp": "AVP RF, f. 0102, op. 6, p. 22, d. 49, ll. 60-65",
    "rgani": "РГАНИ, ф. 3, оп. 10, ед. хр. 25, л. 4",
    "tsamo": "ЦАМО РФ, фонд 208, опись 2511, дело 13",
    "garf": "ГАРФ, ф. Р-9401, оп. 2, д. 64",
    "rgaspi": "РГАСПИ. Ф. 558. Оп. 11. Д. 102. Л. 1",
    "foreign": "TNA, FO 371/56763",
}


def index_of(folder: Path, records: list[dict[str, str]]) -> Index:
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    bisearch.build(folder / "a.jsonl", folder / "index")
    return bisearch.open(folder / "index")


@pytest.fixture
def dated(tmp_path: Path) -> Iterator[Index]:
    records = [{"id": id_, "text_ru": "Слово.", "date": date} for id_, date in DATES.items()]
    with index_of(tmp_path, records) as index:
        yield index


@pytest.fixture
def referenced(tmp_path: Path) -> Iterator[Index]:
    records = [{"id": id_, "text_ru": "Слово.", "reference": reference} for id_, reference in REFERENCES.items()]
    with index_of(tmp_path, records) as index:
        yield index


def ids(index: Index, query: str) -> str:
    return " ".join(sorted(hit.document.id for hit in index.search(query, SearchOptions(group="passage", limit=50))))


@pytest.mark.parametrize(
    ("date", "found"),
    [
        ("1947", "decade slashed years"),
        ("1946-11", "decade dots iso months slashed years"),
        ("1945", "before decade"),
        ("1946-11-05", "decade months slashed years"),  # two documents are of the 20th
        ("1946-11-20", "decade dots iso months slashed years"),
        ("1939", "before"),
        ("1950..", ""),
        ("..1945", "before decade"),
        ('"ноябрь 1946 г."', "decade dots iso months slashed years"),
        ("1930s", "before"),
        ('"before 1946"', "before decade"),
        ('"[..1945]"', "before decade"),
    ],
)
def test_a_date_finds_what_may_be_of_that_time(dated: Index, date: str, found: str) -> None:
    assert ids(dated, f"слово date:{date}") == found


def test_undated_documents_are_counted_where_a_date_leaves_them_out(dated: Index) -> None:
    assert dated.search("слово date:1946").undated == 2
    assert dated.search("слово (date:1946 OR id:a)").undated == 2
    assert dated.search("слово").undated == 0
    assert dated.search("слово NOT date:1946").undated == 0


def test_dates_sort_by_the_earliest_day_and_open_and_unknown_ones_come_last(dated: Index) -> None:
    hits = dated.search("слово", SearchOptions(sort="date", limit=50))
    assert [hit.document.id for hit in hits] == [
        "decade", "slashed", "years", "months", "dots", "iso", "before", "undated", "unread",
    ]  # fmt: skip


def test_what_a_source_says_of_a_date_is_kept(dated: Index) -> None:
    about = {hit.document.id: hit.document for hit in dated.search("слово", SearchOptions(limit=50))}
    assert {id_: document.date_text for id_, document in about.items()} == DATES
    assert about["dots"].date == "1946-11-20"
    assert {about[id_].date for id_ in ("years", "months", "decade", "before", "undated", "unread")} == {""}
    assert about["decade"].date_edtf == "194X"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ('"f. 0102, op. 6, p. 22, d. 49"', "avp"),
        ('"AVP RF"', "avp"),
        ("АВПРФ", "avp"),
        ('"ф. 0102, д. 49"', "avp"),
        ('"f. R-9401"', "garf"),
        ("РГАСПИ", "rgaspi"),
        ("RGASPI", "rgaspi"),
        ('"f. 558, d. 102"', "rgaspi"),
        ('"ед. хр. 25"', "rgani"),
        ('"fond 208"', "tsamo"),
        ('"оп. 10"', "rgani"),
        ('"FO 371"', "foreign"),
        ("371/56763", "foreign"),
        ('"оп. 64"', ""),
    ],
)
def test_a_reference_is_found_by_any_part_in_either_script(referenced: Index, asked: str, found: str) -> None:
    assert ids(referenced, f"ref:{asked}") == found


def test_a_reference_is_kept_as_written(referenced: Index) -> None:
    hits = referenced.search("слово", SearchOptions(limit=50))
    texts = {hit.document.id: hit.document.reference.text for hit in hits if hit.document.reference is not None}
    assert texts == REFERENCES


def test_a_shelfmark_with_full_stops_is_one_sentence_and_is_found_and_marked_whole(tmp_path: Path) -> None:
    shelfmark = "РГАНИ. Ф. 3. Оп. 66. Д. 328. Л. 127–128"
    texts = {
        "a": f"{shelfmark}. Подлинник.",
        "b": "РГАНИ, ф. 3, оп. 66, д. 471, л. 5.",
        "c": "ГАРФ, ф. 9, оп. 7, д. 328, л. 1.",
    }
    records = [{"id": id_, "text_ru": f"Посол передал ноту.\n\n{text}"} for id_, text in texts.items()]
    with index_of(tmp_path, records) as index:
        hit = next(iter(index.search("ф. 3, оп. 66, д. 328")))
    assert hit.document.id == "a"
    assert hit.passage.ru is not None
    assert shelfmark in hit.passage.ru.text
    assert [hit.passage.ru.text[mark.start : mark.end] for mark in hit.marks_ru] == ["Ф. 3. Оп. 66. Д. 328"]


@pytest.mark.parametrize(
    ("query", "text", "whole"),
    [
        ("f. R-9401, op. 2", "Справка: ф. Р-9401, оп. 2, д. 64.", "ф. Р-9401, оп. 2"),
        ("ф. 3, оп. 10, ед. хр. 25", "См. Ф. 3. Оп. 10. Ед. хр. 25.", "Ф. 3. Оп. 10. Ед. хр. 25"),
        ("ф. 3, оп. 10, ед. хр. 25", "См. ф. 3, оп. 10, д. 25.", "ф. 3, оп. 10, д. 25"),
    ],
)
def test_a_shelfmark_in_a_text_is_found_in_any_spelling(tmp_path: Path, query: str, text: str, whole: str) -> None:
    with index_of(tmp_path, [{"id": "a", "text_ru": text}]) as index:
        (hit,) = index.search(query)
    assert hit.passage.ru is not None
    assert [hit.passage.ru.text[mark.start : mark.end] for mark in hit.marks_ru] == [whole]
