from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bisearch.errors import PermanentReferenceError
from bisearch.model import Passage, PassageText, Sentence
from bisearch.storage.permanent_references import (
    PermanentReference,
    parse_permanent_reference,
    permanent_reference_to,
    sentence_hash,
    sentence_hashes,
)


def of(text: str) -> str:
    return sentence_hash(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("letter-12/3-k7f2q", PermanentReference("letter-12", 3, "k7f2q")),
        (" letter-12/3-K7F2Q\n", PermanentReference("letter-12", 3, "k7f2q")),
        ("1947/01/3", PermanentReference("1947/01", 3, None)),
        ("письмо №5/10-aaaaa", PermanentReference("письмо №5", 10, "aaaaa")),
    ],
)
def test_a_reference_is_the_id_the_number_and_the_hash(text: str, expected: PermanentReference) -> None:
    assert parse_permanent_reference(text) == expected


@pytest.mark.parametrize(
    "text", ["", "/", "letter-12", "letter-12/", "a/0-k7f2q", "a/x", "a/3-k7f2", "a/3-k7f21", "/3", "a/3-"]
)
def test_another_form_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(PermanentReferenceError, match="not a permanent reference; the form is"):
        parse_permanent_reference(text)


@given(st.text(min_size=1).filter(lambda text: text.strip() == text), st.integers(1, 10**8), st.text())
def test_a_reference_survives_printing(id_: str, number: int, sentence: str) -> None:
    reference = PermanentReference(id_, number, of(sentence))
    assert parse_permanent_reference(str(reference)) == reference


@pytest.mark.parametrize(
    "other",
    [
        "ещё один день",
        "Еще один  день.",
        "«ЕЩЕ ОДИН ДЕНЬ!»",
        "Ещё один\nдень",
        "Еще о\u0301дин день".replace("\u0301", ""),
    ],
)
def test_case_punctuation_and_whitespace_do_not_change_the_hash(other: str) -> None:
    assert of(other) == of("Ещё один день.")


def test_other_words_change_the_hash() -> None:
    assert len({of(text) for text in ("* * *", "---", "", "12", "Верно.", "Неверно.")}) == 6


def test_every_sentence_of_both_sides_has_a_hash() -> None:
    text = "Раз. Два."
    ru = PassageText(text, (Sentence(10, 14), Sentence(15, 19)))
    en = PassageText("One.\nThree.", (Sentence(0, 4), Sentence(90, 96)))
    passage = Passage(4, ru, en)
    assert sentence_hashes(passage) == [of("Раз"), of("Два"), of("One"), of("Three")]
    assert permanent_reference_to("x", passage) == PermanentReference("x", 4, of("Раз"))
    assert permanent_reference_to("x", passage._replace(ru=None)).sentence == of("One")
