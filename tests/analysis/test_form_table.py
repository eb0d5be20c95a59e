from __future__ import annotations

import pytest

from bisearch.analysis.form_table import FormTable, surface_term
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.analysis.stop_words import is_stop_word

LEMMATIZER = Lemmatizer()


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("энергией", "энергия"),
        ("смита", "смит"),
        ("елка", "елка"),
        ("см", "см"),
        ("новаго", "новый"),
        ("русския", "русский"),
        ("безсмертный", "бессмертный"),
        ("разсказ", "рассказ"),
        ("благо", "благо"),
        ("т", "т"),
        ("energies", "energy"),
        ("was", "be"),
        ("has", "have"),
        ("us", "us"),
        ("as", "as"),
        ("feet", "foot"),
        ("better", "good"),
        ("1946", "1946"),
    ],
)
def test_a_form_has_this_lemma(form: str, lemma: str) -> None:
    assert lemma in LEMMATIZER.lemmas(form)


def test_all_plausible_lemmas_are_kept_and_the_others_are_not() -> None:
    assert LEMMATIZER.lemmas("стали") == ("стать",)  # сталь is one reading in a hundred
    assert set(LEMMATIZER.lemmas("saw")) >= {"saw", "see"}


@pytest.mark.parametrize("forms", [("деканозов", "деканозова", "деканозову"), ("whitcombe", "whitcombes")])
def test_cases_of_an_unknown_name_share_a_lemma(forms: tuple[str, ...]) -> None:
    assert set.intersection(*(set(LEMMATIZER.lemmas(form)) for form in forms))


def test_function_words_of_both_languages_are_stop_words() -> None:
    assert is_stop_word("над")
    assert is_stop_word("which")
    assert not is_stop_word("энергия")


def test_a_form_table_asks_the_dictionaries_only_for_forms_it_does_not_keep() -> None:
    table = FormTable(lambda forms: {form: ("kept",) for form in forms if form == "дома"}, LEMMATIZER)
    assert table.lemmas(["дома", "стола"]) == {"дома": ("kept",), "стола": ("стол",)}
    assert table.analysed == {"стола": ("стол",)}
    assert table.terms(["стола"]) == {"стола": ("стол", surface_term("стола"))}


def test_a_table_with_too_many_forms_forgets_them_and_looks_them_up_again() -> None:
    table = FormTable(None, LEMMATIZER)
    table.lemmas(["дома", "стола"])
    table.take_analysed()
    table.forget_beyond(2)
    assert table.lemmas(["дома"])
    assert not table.analysed
    table.forget_beyond(1)
    assert table.terms(["дома"]) == {"дома": (*LEMMATIZER.lemmas("дома"), surface_term("дома"))}
    assert table.analysed == {"дома": LEMMATIZER.lemmas("дома")}
