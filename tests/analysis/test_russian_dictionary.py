from __future__ import annotations

import random

import pymorphy3
import pytest

from bisearch.analysis.russian_dictionary import RussianDictionary

# Ambiguous forms, ё written as е, prefixes of comparatives, names, forms in other paradigms.
FORMS = ("стали", "зимой", "еще", "ежик", "наилучшего", "подлиннее", "берия", "сталина", "москве", "три", "и", "шла")


@pytest.fixture(scope="module")
def whole() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(result_type=None)


@pytest.fixture(scope="module", params=[True, False], ids=["mapped", "read"])
def dictionary(request: pytest.FixtureRequest) -> RussianDictionary:
    return RussianDictionary(mapped=request.param)


def parses_of(whole: pymorphy3.MorphAnalyzer, form: str) -> list[tuple[str, str, str, float]]:
    return [(word, lemma, str(tag), score) for word, tag, lemma, score, _ in whole.parse(form)]


@pytest.mark.parametrize("form", FORMS)
def test_parses_are_those_of_pymorphy3(
    dictionary: RussianDictionary, whole: pymorphy3.MorphAnalyzer, form: str
) -> None:
    expected = parses_of(whole, form)
    found = [tuple(parse) for parse in dictionary.parse(form)]
    assert [parse[:3] for parse in found] == [parse[:3] for parse in expected]
    assert [parse[3] for parse in found] == pytest.approx([parse[3] for parse in expected])


def test_parses_of_many_forms_are_those_of_pymorphy3(
    dictionary: RussianDictionary, whole: pymorphy3.MorphAnalyzer
) -> None:
    chance = random.Random(3)
    prefix = chance.choice(["па", "ко", "раз", "не", "вы"])
    forms = [word.replace("ё", "е") for word, *_ in whole.dictionary.iter_known_words(prefix) if "-" not in word]
    for form in chance.sample(forms, 3_000):
        expected = parses_of(whole, form)
        found = dictionary.parse(form)
        assert [tuple(parse)[:3] for parse in found] == [parse[:3] for parse in expected], form
        assert [parse.score for parse in found] == pytest.approx([parse[3] for parse in expected])


@pytest.mark.parametrize("form", ["бутявка", "энергпя", "", "a", "\x01", "ё", "ъ" * 60])
def test_only_the_forms_of_the_dictionary_have_parses(
    dictionary: RussianDictionary, whole: pymorphy3.MorphAnalyzer, form: str
) -> None:
    assert bool(dictionary.parse(form)) == bool(whole.dictionary.words.similar_items(form, whole.char_substitutes))
    assert dictionary.has(form) == whole.word_is_known(form)
