from __future__ import annotations

import random

import pymorphy3
import pytest
from dawg_python import RecordDAWG

from bisearch.analysis.pymorphy import Guesser
from bisearch.analysis.word_graphs import Records, faster

MISSPELLED = ("еж", "ежик", "слезы", "перелет", "о", "", "е", "елка-ель", "незнакомоеслово", "ё", "a\x01b", "щ" * 40)


@pytest.fixture(scope="module")
def whole() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(result_type=None)


@pytest.fixture(scope="module")
def known(whole: pymorphy3.MorphAnalyzer) -> list[str]:
    chance = random.Random(11)
    words = [word for prefix in ("пере", "ко", "ежо", "ещ") for word, *_ in whole.dictionary.iter_known_words(prefix)]
    return [word.replace("ё", "е") for word in chance.sample(words, 2_000)]


def test_a_faster_graph_has_the_records_of_the_graph_itself(whole: pymorphy3.MorphAnalyzer, known: list[str]) -> None:
    plain = whole.dictionary.words
    fast = faster(plain)
    if isinstance(plain, RecordDAWG):
        assert isinstance(fast, Records)
    chance = random.Random(5)
    for word in (*known, *MISSPELLED, *("".join(chance.choices("абвеёжийост", k=6)) for _ in range(500))):
        assert fast.similar_items(word, whole.char_substitutes) == plain.similar_items(word, whole.char_substitutes)
        assert fast.get(word) == plain.get(word)
        assert (word in fast) == (word in plain)


def test_a_faster_graph_predicts_endings_as_the_graph_itself(whole: pymorphy3.MorphAnalyzer, known: list[str]) -> None:
    for plain in whole.dictionary.prediction_suffixes_dawgs:
        fast = faster(plain)
        for word in (*known, *MISSPELLED):
            for length in range(1, 6):
                ending = word[-length:]
                found = fast.similar_items(ending, whole.char_substitutes)
                assert found == plain.similar_items(ending, whole.char_substitutes)


def test_guesses_are_those_of_pymorphy3(whole: pymorphy3.MorphAnalyzer, known: list[str]) -> None:
    guesser = Guesser()
    chance = random.Random(7)
    for word in known[:800]:
        unknown = chance.choice(("гы", "недощ", "буфр", "супер", "")) + word + chance.choice(("", "ер", "ями"))
        if "-" in unknown or whole.word_is_known(unknown):
            continue
        expected = [(found, lemma, str(tag)) for found, tag, lemma, _, _ in whole.parse(unknown)]
        parses = guesser.parse(unknown)
        assert [tuple(parse)[:3] for parse in parses] == expected
        assert [parse.score for parse in parses] == pytest.approx([score for *_, score, _ in whole.parse(unknown)])
