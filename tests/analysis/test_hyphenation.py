from __future__ import annotations

import pytest

from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.analysis.readings import possible_readings, second_readings
from bisearch.analysis.tokenizer import split_words


@pytest.fixture(scope="module")
def lemmatizer() -> Lemmatizer:
    return Lemmatizer()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A hyphen that a scanner left: neither part need be a word.
        ("готов присое-диниться к договору", [((1, 2), ("присоединиться",))]),
        ("готов присое- диниться", [((1, 2), ("присоединиться",))]),
        ("в стране coun‐try", [((2, 3), ("country",))]),
        ("We met to-morrow.", [((2, 3), ("tomorrow",))]),
        # The hyphen of a compound at a line end, which the tokenizer takes for a cut word.
        ("по-\nрусски", [((0,), ("по", "русски"))]),
        ("the vice-\npresident", [((1,), ("vice", "president"))]),
        # Hyphens with one reading.
        ("кто-нибудь", []),
        ("на-днях", []),
        ("поли-\nтика", []),
        ("он- один", []),
        ("Ямало-Ненецкий", []),
        ("5-й, Т-34, и-и", []),
    ],
)
def test_a_hyphen_has_a_second_reading_only_if_it_makes_words(
    text: str, expected: list[tuple[tuple[int, ...], tuple[str, ...]]], lemmatizer: Lemmatizer
) -> None:
    starts, surfaces = split_words(text)
    found = second_readings(text, starts, surfaces, lemmatizer.is_known)
    assert [(reading.places, reading.forms) for reading in found] == expected


def test_a_possible_reading_gives_the_forms_as_written_too() -> None:
    text = "Он присое-диниться"
    (reading,) = possible_readings(text, *split_words(text))
    assert reading.written == ("присое", "диниться")
