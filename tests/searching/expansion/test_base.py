"""What a query finds beyond its own words, and that each widening can be switched off."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch import SearchOptions, TableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RECORDS = [
    {
        "id": "both",
        "text_ru": "ДЕКАНОЗОВ.\n\nЦК ВКП(б)\n\n20.XI.46г.",
        "text_en": "DEKANOZOV\n\nVKP(b) CC\n\n20 November 1946",
    },
    {"id": "ru", "reference": "РГАСПИ, ф. 17, оп. 3", "text_ru": "К Деканозову пришли т.т. Смирнов и Абаев, у Абаеву."},
    {"id": "ru-date", "text_ru": "Письмо от 20/XI-46 лежит в РГАСПИ, ф. 558, оп. 11, д. 102."},
    {"id": "en", "text_en": "Cdes. Dekanosov and Smirnoff left. The Central Committee met on November 20, 1946."},
    {"id": "en-mark", "text_en": "The letter is kept at RGASPI, f. 558, op. 11, d. 102, l. 6."},
    {"id": "old", "text_ru": "О вѣчномъ мирѣ и новаго разсказа нѣтъ."},
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("widening")
    lines = (json.dumps(record, ensure_ascii=False) for record in RECORDS)
    (path / "records.jsonl").write_text("\n".join(lines), encoding="utf-8")
    bisearch.build([path], path / "index")
    return path / "index"


@pytest.fixture
def index(folder: Path) -> Iterator[bisearch.Index]:
    with bisearch.open(folder) as opened:
        yield opened


def found(index: bisearch.Index, query: str, **options: bool) -> set[str]:
    return {hit.document.id for hit in index.search(query, SearchOptions(**options))}  # type: ignore[arg-type]


@pytest.mark.parametrize("query", ["Деканозов", "деканозовым", "Dekanozov", "Dekanosow", "Dekanozoff"])
def test_a_name_is_found_in_every_spelling(index: bisearch.Index, query: str) -> None:
    assert found(index, query) == {"both", "ru", "en"}


@pytest.mark.parametrize(
    ("query", "switch", "without"),
    [
        ("Деканозов", "names", {"both", "ru"}),
        ("Smirnow", "names", set()),
        ("CC VKP(b)", "abbreviations", {"both"}),
        ("Central Committee", "abbreviations", {"en"}),
        ("товарищ", "abbreviations", set()),
        ("ноябрь 1946", "dates", {"both", "en"}),
    ],
)
def test_each_widening_can_be_switched_off(index: bisearch.Index, query: str, switch: str, without: set[str]) -> None:
    assert found(index, query, translate=False, **{switch: False}) == without
    assert found(index, query, translate=False) > without


def test_abbreviations_find_what_they_stand_for(index: bisearch.Index) -> None:
    assert found(index, "Central Committee", translate=False) == {"both", "en"}
    assert found(index, "comrade", translate=False) == {"ru", "en"}
    assert found(index, "CC AND VKP(b)", translate=False) == {"both"}


@pytest.mark.parametrize("query", ["20 November 1946", "20 ноября 1946 г.", "20.XI.46г.", "1946-11-20"])
def test_a_date_is_found_in_every_form(index: bisearch.Index, query: str) -> None:
    assert found(index, query) == {"both", "ru-date", "en"}


def test_a_date_is_marked_whole(index: bisearch.Index) -> None:
    hit = next(hit for hit in index.search("November 20, 1946") if hit.document.id == "both")
    assert hit.passage.ru is not None
    mark = hit.marks_ru[0]
    assert hit.passage.ru.text[mark.start : mark.end] == "20.XI.46"
    assert mark.why == "date"


@pytest.mark.parametrize("query", ["ф. 558 оп. 11", "f. 558, op. 11", "фонд 558, опись 11"])
def test_a_shelfmark_is_found_in_either_script(index: bisearch.Index, query: str) -> None:
    assert found(index, query) == {"ru-date", "en-mark"}


def test_a_shelfmark_finds_the_documents_that_have_it(index: bisearch.Index) -> None:
    assert found(index, "f. 17, op. 3") == {"ru"}


@pytest.mark.parametrize("query", ["мир", "вечный", "новый", "рассказ"])
def test_old_spelling_is_found_by_todays(index: bisearch.Index, query: str) -> None:
    assert "old" in found(index, query)


@pytest.mark.parametrize("query", ['"Dekanosow"', "exact:Деканозов", '"comrade"', "Stalin -Dekanosow"])
def test_what_is_quoted_or_excluded_is_not_widened(index: bisearch.Index, query: str) -> None:
    assert found(index, query) <= {"both"}


def test_lang_keeps_names_to_its_side(index: bisearch.Index) -> None:
    hits = index.search("Dekanozov", SearchOptions(lang="ru"))
    assert {hit.document.id for hit in hits} == {"both", "ru"}
    assert {lookup.side for lookup in hits.lookups} == {"ru"}


def test_every_mark_says_why(index: bisearch.Index) -> None:
    marks = {
        (hit.document.id, mark.why): mark.probability
        for hit in index.search("Dekanosow")
        for mark in (*hit.marks_ru, *hit.marks_en)
        if mark.why == "name"
    }
    assert marks.keys() == {("both", "name"), ("ru", "name"), ("en", "name")}
    assert all(0 < probability < 1 for probability in marks.values())


def test_results_say_what_each_word_was_looked_up_by(index: bisearch.Index) -> None:
    said = {
        (lookup.word, lookup.side, lookup.why, form)
        for lookup in index.search("ЦК Смирнов").lookups
        for form, probability in lookup.alternatives
        if 0 < probability <= 1
    }
    assert said >= {
        ("цк", "ru", "lemma", "цк"),
        ("цк", "en", "abbreviation", "cc"),
        ("цк", "en", "abbreviation", "central committee"),
        ("смирнов", "ru", "lemma", "смирнов"),
        ("смирнов", "en", "name", "smirnoff"),
    }


def test_a_word_without_match_is_suggested_for(index: bisearch.Index) -> None:
    (suggestion,) = index.search("разскаэа").suggestions
    assert (suggestion.word, suggestion.instead) == ("разскаэа", ("разсказа",))
    assert index.search("разскаэа", SearchOptions(suggest=False)).suggestions == ()
    assert index.search("разсказа").suggestions == ()


def test_an_index_has_rows_of_its_own(folder: Path) -> None:
    table = folder / "tables" / "equivalents.txt"
    table.parent.mkdir()
    table.write_text("# ours\nвождь | Dekanosov\n", encoding="utf-8")
    with bisearch.open(folder) as index:
        assert found(index, "вождь") == {"en"}
    table.write_text("# ours\nвождь\n", encoding="utf-8")
    with bisearch.open(folder) as index, pytest.raises(TableError, match=r"equivalents\.txt:2: a row needs"):
        index.search("вождь")
    table.unlink()


def test_a_name_is_marked_on_both_sides_of_its_passage(index: bisearch.Index) -> None:
    (both,) = [hit for hit in index.search("Dekanozov") if hit.document.id == "both"]
    assert both.marks_ru
    assert both.marks_en
