"""All written forms of the same thing share a lemma, and no others do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.analysis.readings import second_readings
from bisearch.analysis.tokenizer import split_words, words
from bisearch.analysis.written_forms import keys, numeral, parts, undotted

ORDINAL_ENDINGS = ("-й", "-го", "-му", "-ый", "-ого", "-я", "й", "го", "ый")
DECADE_ENDINGS = ("-е", "-х", "-ые", "-ых", "s", "'s", "’s")
LETTERS = {
    "Т": "T",
    "У": "U",
    "Б": "B",
    "Ил": "Il",
    "МиГ": "MiG",
    "Ту": "Tu",
    "Як": "Yak",
    "Фау": "V",
    "В": "B",
    "С": "C",
}
CAPITALS = st.text(st.sampled_from("БГДЖЗЛМНПРСТФЦЧ"), min_size=3, max_size=6)


@pytest.fixture(scope="module")
def lemmatizer() -> Lemmatizer:
    return Lemmatizer(mapped=True)


def lemmas_of(text: str) -> set[str]:
    """Return the lemmas of the keys of the only word of a text."""
    (form,) = words(text).forms
    return set(keys(form)) or {undotted(form) or form}


@given(st.integers(1, 999), st.sampled_from(ORDINAL_ENDINGS), st.sampled_from(ORDINAL_ENDINGS))
def test_an_ordinal_has_one_lemma_with_every_ending(number: int, one: str, other: str) -> None:
    assert lemmas_of(f"{number}{one}") == lemmas_of(f"{number}{other}") == {f"{number}."}


@given(st.integers(100, 204), st.sampled_from(DECADE_ENDINGS), st.sampled_from(DECADE_ENDINGS))
def test_a_decade_has_one_lemma_in_both_languages(tens: int, one: str, other: str) -> None:
    assert lemmas_of(f"{tens}0{one}") == lemmas_of(f"{tens}0{other}")
    assert lemmas_of(f"{tens}0-й").isdisjoint(lemmas_of(f"{tens}0{one}"))


@given(st.sampled_from(sorted(LETTERS)), st.integers(1, 999), st.sampled_from(["-", "–", "\u2011", ""]))
def test_a_designation_has_a_lemma_in_common_in_both_scripts(russian: str, number: int, hyphen: str) -> None:
    assert lemmas_of(f"{russian}{hyphen}{number}") & lemmas_of(f"{LETTERS[russian]}-{number}")
    assert lemmas_of(f"{russian}-{number}").isdisjoint(lemmas_of(f"{LETTERS[russian]}-{number % 999 + 1}"))


@given(CAPITALS, st.sampled_from([".", ". "]))
def test_a_dotted_abbreviation_is_the_one_without_dots(letters: str, dot: str) -> None:
    text = f"из {dot.join(letters)}. нам"
    starts, surfaces, forms = words(text)
    assert surfaces[1] == text[starts[1] : starts[1] + len(surfaces[1])] == f"{dot.join(letters)}."
    assert undotted(forms[1]) == letters.lower()


@given(st.text(st.sampled_from("абвеиоснАБВИН.- []123"), max_size=30))
def test_keys_and_parts_of_any_form_are_forms_or_lemmas(text: str) -> None:
    for form in words(text).forms:
        assert all(keys(form))
        assert form not in parts(form)
        assert numeral(form)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("И. В. Сталин, И.В.Сталина", ["и", "в", "сталин", "и", "в", "сталина"]),
        ("20-XI-46 и 1946..1947", ["20", "xi", "46", "и", "1946", "1947"]),
        ("ф. Р-9401", ["ф", "р", "9401"]),
        ("H2O, CO2, H₂O, В1", ["h2o", "co2", "h2o", "в1"]),
        ("слово[sic] treaty[a] слово[1]", ["слово", "sic", "treaty", "a", "слово", "1"]),
        ("<i>слово</i> foo<br>bar", ["i", "слово", "i", "foo", "br", "bar"]),
        ("5м, 10 г, 6,5", ["5", "м", "10", "г", "6.5"]),
        ("Stalin.12 слова*", ["stalin", "12", "слова"]),
    ],
)
def test_what_only_resembles_a_written_form_stays_apart(text: str, forms: list[str]) -> None:
    assert list(words(text).forms) == forms


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Граница CCCP закрыта.", [("ссср",)]),
        ("Нарком подписал COBET мира.", [("совет",)]),
        ("The CCCP stamp is red.", []),
        ("He can cope.", []),
        ("Он прочёл BBC и NATO.", []),
        ("THE reply; ТНЕ reply came from London.", [("the",)]),
        ("Колонна Т 34 и МиГ 15 шла.", [("т-34",), ("миг-15",)]),
        ("В 5 часов. К 1 мая. Том 3, Page 12.", []),
        ("The to-day paper", [("today",)]),
    ],
)
def test_a_second_reading_needs_evidence(text: str, forms: list[tuple[str, ...]], lemmatizer: Lemmatizer) -> None:
    found = second_readings(text, *split_words(text), lemmatizer.is_known)
    assert [reading.forms for reading in found] == forms
