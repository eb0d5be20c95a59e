from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from bisearch.analysis.casing import Usage
from bisearch.analysis.form_table import FormTable
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.analysis.tokenizer import normalize, split_words
from bisearch.query.tree import Word
from bisearch.searching.expansion.names import name_variants
from bisearch.storage.vocabulary import Vocabulary, VocabularyWriter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bisearch import Index

TEXTS = (
    "Товарищ Деканозов принял посла Смита. К Деканозову от Смиту и со Смитом, с Ивановой и Ивановым у Абаева.",
    "Comrade Dekanozov received Smith, then Dekanosov saw Ščerbatjuk and Ivanova; the smithy is at the station.",
    "Записка о контроле над энергией: смета и счет.",
)


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vocabulary]:
    usage, lemmatizer = Usage(), Lemmatizer()
    for text in TEXTS:
        starts, surfaces = split_words(text)
        usage.count(Counter(surfaces))
        usage.notice(text, starts, surfaces)
    path: Path = tmp_path_factory.mktemp("names") / "vocabulary.sqlite"
    with VocabularyWriter(path) as writer:
        writer.add(usage.uses(), lemmatizer.is_proper)
        writer.commit()
    with Vocabulary(path) as opened:
        yield opened


def found(vocabulary: Vocabulary, surface: str) -> set[str]:
    word = Word(normalize(surface), surface=surface)
    both = name_variants(word, vocabulary, FormTable(None, Lemmatizer()))
    return {variant.form for names in both.values() for variant in names}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Деканозов", {"деканозову", "dekanozov", "dekanosov"}),
        ("Деканозовым", {"деканозов", "деканозову", "dekanozov", "dekanosov"}),
        ("Dekanosow", {"деканозов", "деканозову", "dekanozov", "dekanosov"}),
        ("dekanozov", {"деканозов", "деканозову", "dekanosov"}),
        ("Smith", {"смита", "смиту", "смитом"}),
        ("Иванова", {"ивановой", "ивановым", "ivanova"}),
        ("Абаев", {"абаева"}),
        ("Щербатюк", {"scerbatjuk"}),
        ("Shcherbatyuk", {"scerbatjuk"}),
    ],
)
def test_a_name_has_its_spellings_and_cases_as_variants(vocabulary: Vocabulary, query: str, expected: set[str]) -> None:
    assert found(vocabulary, query) == expected


@pytest.mark.parametrize("word", ["энергией", "смета", "Смета", "station", "контроль", "счетом", "И", "XI", "1946"])
def test_an_ordinary_word_has_no_variants(vocabulary: Vocabulary, word: str) -> None:
    assert found(vocabulary, word) == set()


def test_the_likeliest_variants_come_first(vocabulary: Vocabulary) -> None:
    names = name_variants(Word("смит", surface="Смит"), vocabulary, FormTable(None, Lemmatizer()))
    for side in names.values():
        assert [variant.probability for variant in side] == sorted((each.probability for each in side), reverse=True)
        assert all(0 < variant.probability <= 1 for variant in side)


@pytest.mark.parametrize("query", ["Деканозов", "деканозовым", "Dekanozov", "Dekanosow", "Dekanozoff"])
def test_a_name_is_found_in_every_spelling(spellings: Index, query: str) -> None:
    assert {hit.document.id for hit in spellings.search(query)} == {"both", "ru", "en"}


def test_another_spelling_of_a_name_is_marked_as_a_name_with_its_probability(spellings: Index) -> None:
    marks = {
        hit.document.id: mark.probability
        for hit in spellings.search("Dekanosow")
        for mark in (*hit.marks_ru, *hit.marks_en)
        if mark.why == "name"
    }
    assert marks.keys() == {"both", "ru", "en"}
    assert all(0 < probability < 1 for probability in marks.values())
