from __future__ import annotations

import pymorphy3
import pytest

from bisearch.analysis.russian import MIN_SCORE, RussianLemmatizer

FORMS = ("стали", "дома", "вершинину", "абаев", "сверхзвуковыми", "бутявкает", "наибутявейший", "энергпя", "ео", "40ая")


@pytest.fixture(scope="module")
def whole() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer()


@pytest.mark.parametrize("form", FORMS)
def test_lemmas_are_those_of_the_whole_of_pymorphy3(whole: pymorphy3.MorphAnalyzer, form: str) -> None:
    likely = [parse.normal_form.replace("ё", "е") for parse in whole.parse(form) if parse.score >= MIN_SCORE]
    lemmas = RussianLemmatizer().lemmas(form)
    assert likely
    assert lemmas[: len(set(likely))] == tuple(dict.fromkeys(likely))
