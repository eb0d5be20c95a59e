"""Quotations are also found by their translation: as a phrase of the lexicon, or word by word."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch import BuildOptions, SearchOptions
from bisearch.engines.registry import LOCAL_ENGINES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bisearch import Index

TEXTS = {
    "council": ("en", "The draft was submitted to the Council of the Ministers."),
    "foreign": ("en", "The Council of Foreign Ministers adjourned."),
    "совет": ("ru", "Проект внесён в Совет Министров."),
    "farming": ("en", "The situation in agriculture is grave."),
    "хозяйство": ("ru", "Он говорил о сельском хозяйстве."),
    "minister": ("en", "The Minister of Agriculture left."),
    "prisoners": ("en", "The prisoners of war were sent home."),
    "пленные": ("ru", "Военнопленных отправили домой."),
    "перемирие": ("ru", "Перемирие заключили ночью."),
    "пакт": ("ru", "Подписали договор о ненападении."),
    "nose": ("en", "He is leading us by the nose."),
    "library": ("en", "A letter from the library of the district came."),
    "библиотека": ("ru", "Районная библиотека закрыта."),
}


@pytest.fixture(scope="module", params=LOCAL_ENGINES)
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder: Path = tmp_path_factory.mktemp("phrases")
    records = [{"id": id_, f"text_{side}": text} for id_, (side, text) in TEXTS.items()]
    (folder / "records.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    bisearch.build([folder / "records.jsonl"], folder / "index", BuildOptions(engine=request.param))
    with bisearch.open(folder / "index") as opened:
        yield opened


def found(index: Index, query: str, **options: object) -> list[str]:
    """Return the documents of the hits, with a star after those found by translation."""
    hits = index.search(query, SearchOptions(**options))  # type: ignore[arg-type]
    return [hit.document.id + ("*" if hit.matched == "translation" else "") for hit in hits]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('"Совет Министров"', ["совет", "council*"]),
        ('"Совета Министров"', ["совет", "council*"]),
        ('"Council of the Ministers"', ["council", "совет*"]),
        ('"Council of Ministers"', ["совет*"]),
        ('"военнопленные"', ["пленные", "prisoners*"]),
        ('"prisoners of war"', ["prisoners", "пленные*"]),
        ('"prisoner of war"', ["prisoners", "пленные*"]),
        ('"водить за нос"', ["nose*"]),
        ('"министр сельского хозяйства"', ["minister*"]),
        ('"районная библиотека"', ["библиотека", "library*"]),
        ('"library of the district"', ["library", "библиотека*"]),
    ],
)
def test_a_quotation_is_found_by_its_translation_after_its_literal_matches(
    index: Index, query: str, expected: list[str]
) -> None:
    assert found(index, query) == expected


def test_a_word_is_found_by_the_phrase_that_translates_it_and_a_phrase_by_a_word(index: Index) -> None:
    assert found(index, '"сельское хозяйство"')[0] == "хозяйство"
    assert set(found(index, '"сельское хозяйство"')[1:]) == {"farming*", "minister*"}
    assert found(index, '"agriculture"')[-1] == "хозяйство*"


@pytest.mark.parametrize(
    "query",
    ['exact:"Совет Министров"', 'ru:"Совет Министров"', '"Совет Министров Council"', '"Совет Министров" -id:council'],
)
def test_exact_sided_mixed_and_excluded_quotations_find_no_translation(index: Index, query: str) -> None:
    assert "council*" not in found(index, query)


def test_without_translation_a_quotation_finds_only_itself(index: Index) -> None:
    assert found(index, '"Совет Министров"', translate=False) == ["совет"]
    assert found(index, '"военнопленные"', lang="ru") == ["пленные"]


def test_the_total_is_divided_into_literal_and_by_translation(index: Index) -> None:
    results = index.search('"сельское хозяйство"', SearchOptions(limit=0))
    assert (results.total, results.total_literal, results.total_by_translation) == (3, 1, 2)
    assert results.total_documents_literal is None
    documents = index.search('"сельское хозяйство"', SearchOptions(group="document"))
    assert (documents.total_documents, documents.total_documents_literal) == (3, 1)
    assert [each.matched for each in documents.documents] == ["text", "translation", "translation"]


@pytest.mark.parametrize("query", ["военнопленный", "prisoners of war", "+домой", "id:council", "Council"])
def test_the_literal_total_is_that_of_a_search_without_translation(index: Index, query: str) -> None:
    for group in ("passage", "document"):
        found = index.search(query, SearchOptions(group=group))
        literal = index.search(query, SearchOptions(group=group, translate=False))
        assert found.total_literal == literal.total
        assert found.total_documents_literal == literal.total_documents


def test_words_without_quotation_marks_are_found_by_a_phrase_too(index: Index) -> None:
    assert "хозяйство" in found(index, "agriculture")
    assert found(index, "сельское хозяйство")[0] == "хозяйство"
    assert "farming" in found(index, "сельское хозяйство")
    assert "prisoners" in found(index, "военнопленные")


def test_a_hyphenated_word_is_found_by_the_phrase_list_without_quotation_marks(index: Index) -> None:
    assert "перемирие" in found(index, "cease-fire")
    assert "пакт" in found(index, "non-aggression pact")
    assert "перемирие" not in found(index, "cease-fire", translate=False)


def test_an_institution_that_only_this_archive_has_is_found_by_the_phrase_learned_from_it(
    tmp_path: Path,
) -> None:
    """An invented office, which no list has and whose words do not translate each other one by one."""
    sentences = [
        ("открыла станцию", "opened a station"),
        ("закупила лес", "bought timber"),
        ("уволила повара", "dismissed a cook"),
        ("продала дом", "sold a house"),
        ("ждала парохода", "waited for a steamer"),
    ]
    records = [
        {"id": f"both{number}", "text_ru": f"Льдоконтора {ru}.", "text_en": f"The Floe Bureau {en}."}
        for number, (ru, en) in enumerate(sentences)
    ]
    records += [
        {"id": "ru", "text_ru": "Письмо пришло из Льдоконторы утром."},
        {"id": "en", "text_en": "The letter came from the Floe Bureau at dawn."},
    ]
    (tmp_path / "records.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    bisearch.build([tmp_path / "records.jsonl"], tmp_path / "index")
    with bisearch.open(tmp_path / "index") as opened:
        assert "en*" in found(opened, '"Льдоконтора"', limit=20)
        assert "ru*" in found(opened, '"Floe Bureau"', limit=20)
        lookups = opened.search('"Floe Bureau"').lookups
        assert any(each.source == "5 beads" for each in lookups)


def test_a_look_up_says_which_phrase_it_is_and_where_it_is_from(index: Index) -> None:
    lookups = index.search('"военнопленные"').lookups
    listed = [each for each in lookups if each.source == "phrase list"]
    assert ("prisoner war", 0.9) in [each.alternatives[0] for each in listed]
    (word_by_word,) = [each for each in index.search('"районная библиотека"').lookups if each.why == "translation"]
    assert word_by_word.source == "word by word"


def test_all_words_of_a_translated_phrase_are_marked(index: Index) -> None:
    hit = index.search('"Совет Министров"').hits[1]
    assert hit.passage.en is not None
    marked = [hit.passage.en.text[mark.start : mark.end] for mark in hit.marks_en]
    assert marked == ["Council", "of", "the", "Ministers"]
    assert {mark.why for mark in hit.marks_en} == {"translation"}


def test_by_date_hits_by_translation_are_among_the_others(index: Index) -> None:
    assert sorted(found(index, '"Совет Министров"', sort="date")) == ["council*", "совет"]
    assert found(index, '"Совет Министров"', offset=1) == ["council*"]


@pytest.mark.parametrize(
    "query", ['"в"', '"и в"', '"12"', '"' + "совет " * 40 + '"', '"совет"~3', '"Совет Министров"~4']
)
def test_odd_quotations_are_answered(index: Index, query: str) -> None:
    index.search(query)
