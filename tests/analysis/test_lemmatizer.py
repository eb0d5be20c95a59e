"""Which forms the dictionaries have."""

from __future__ import annotations

import pytest

from bisearch.analysis.lemmatizer import Lemmatizer


@pytest.mark.parametrize("form", ["ведрами", "завернутой", "дом", "ледоколъ", "хлебъ", "towers"])
def test_a_form_has_an_entry_also_with_e_for_yo_and_in_older_spelling(form: str) -> None:
    assert Lemmatizer().has_entry(form)


@pytest.mark.parametrize("form", ["ииститута", "наблюдеиия", "towrs", "1946", "", "х" * 400])
def test_a_misread_form_has_no_entry(form: str) -> None:
    assert not Lemmatizer().has_entry(form)
