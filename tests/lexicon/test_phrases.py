from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.lexicon.phrases import (
    MAX_KEYS,
    PhrasePair,
    PhrasesBeginning,
    PhraseTranslation,
    content_slots,
    filler_words,
    keys_of,
    listed_phrases,
    merge_phrases,
    phrase_list,
    spans_by_key,
)
from bisearch.notation.scripts import script_of

if TYPE_CHECKING:
    from collections.abc import Collection

LEMMATIZER = Lemmatizer()


def lemmas(forms: Collection[str]) -> dict[str, tuple[str, ...]]:
    return {form: LEMMATIZER.lemmas(form) for form in forms}


def test_every_row_of_the_list_has_russian_and_english_spellings_without_repetition() -> None:
    for row in phrase_list():
        assert all(row.ru)
        assert all(row.en)
        assert len(set(row.ru)) == len(row.ru)
        assert len(set(row.en)) == len(row.en)
        assert all(script_of(word) != "latin" for text in row.ru for word in text.split())
        assert all(script_of(word) != "cyrillic" for text in row.en for word in text.split())


def test_a_row_is_worth_its_place_by_a_phrase_of_several_words() -> None:
    for row in phrase_list():
        assert any(" " in text or "-" in text for text in (*row.ru, *row.en)), row


def test_a_listed_pair_is_kept_if_the_collection_has_all_words_of_either_phrase() -> None:
    found = listed_phrases(lemmas, {"prisoner", "of", "war"})
    assert ("военнопленный", "prisoner of war") in {pair[:2] for pair in found}
    assert not any(pair.en == "iron curtain" for pair in found)
    assert listed_phrases(lemmas, {"prisoner", "железный"}) == []


def test_listed_pairs_are_sorted_and_distinct() -> None:
    found = listed_phrases(lemmas, {"prisoner", "of", "war", "железный", "занавес", "агитация"})
    keys = [pair[:2] for pair in found]
    assert keys == sorted(set(keys))


def test_a_phrase_has_a_key_for_each_choice_of_lemmas_up_to_a_limit() -> None:
    assert list(keys_of([("leading", "lead"), ("by",)])) == ["leading by", "lead by"]
    assert len(list(keys_of([("a", "b", "c")] * 6))) == MAX_KEYS


def beginning_with(*keys: str) -> dict[str, PhrasesBeginning]:
    found: dict[str, dict[str, list[PhraseTranslation]]] = {}
    for key in keys:
        found.setdefault(key.split()[0], {})[key] = []
    return {
        first: PhrasesBeginning(phrases, frozenset(len(key.split()) for key in phrases))
        for first, phrases in found.items()
    }


def test_phrases_begin_and_end_with_content_words() -> None:
    phrases = beginning_with("of academy", "academy", "academy of", "academy of science", "science")
    spans = spans_by_key([("of",), ("academy",), ("of",), ("science",)], phrases)
    assert spans == {"academy": [range(1, 2)], "academy of science": [range(1, 4)], "science": [range(3, 4)]}


def test_a_phrase_is_found_by_any_lemmas_of_its_words_and_wherever_it_occurs() -> None:
    words = [("стать", "сталь"), ("лист",), ("стать", "сталь"), ("лист",)]
    assert spans_by_key(words, beginning_with("сталь лист")) == {"сталь лист": [range(2), range(2, 4)]}
    assert spans_by_key(words, beginning_with("сталь лист"), {3}) == {"сталь лист": [range(2, 4)]}
    assert spans_by_key(words, {}) == {}


def test_a_phrase_is_not_found_beyond_the_limits_of_words_and_of_keys() -> None:
    longest = "академия наука союз советский социалистический республика москва"
    words = [(word,) for word in f"{longest} ленинград".split()]
    assert list(spans_by_key(words, beginning_with(longest, f"{longest} ленинград"))) == [longest]
    ambiguous = [("дом", "дым", "дума")] * 6
    last, first = "дом дом дом дом дом дым", "дым дом дом дом дом дом"
    assert list(spans_by_key(ambiguous, beginning_with(last, first))) == [last]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("council of minister", ["council", "minister"]),
        ("lose one head", ["lose", "head"]),
        ("from one", ["from", "one"]),
        ("agriculture", ["agriculture"]),
    ],
)
def test_function_words_are_not_looked_for_unless_too_little_would_remain(key: str, words: list[str]) -> None:
    assert [slot[0] for slot in content_slots(key)] == words


def test_fillers_are_function_words_of_their_side() -> None:
    assert {"of", "the"} <= set(filler_words("en"))
    assert {"по", "в"} <= set(filler_words("ru"))


def test_of_a_pair_that_is_listed_and_learned_the_listed_one_is_kept() -> None:
    listed = PhrasePair("а б", "x", "А Б", "X", 0.9, 0.9, 0)
    learned = PhrasePair("а", "y z", "а", "y z", 0.6, 0.7, 3)
    merged = merge_phrases([listed], [PhrasePair("а б", "x", "а б", "x", 0.95, 0.5, 7), learned])
    assert merged == [learned, listed]
