from __future__ import annotations

import pytest

from bisearch.alignment.align import align
from bisearch.alignment.heading_numbers import with_arabic_numbers


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Книга I", "Книга 1"),
        ("Chapter XIV. The Sea", "Chapter 14. The Sea"),
        ("Глава ХІ", "Глава 11"),  # Cyrillic letters, as typists write them
        ("IV. Position of the Parties", "4. Position of the Parties"),
        ("XL", "40"),
    ],
)
def test_roman_numbers_of_headings_become_arabic(heading: str, expected: str) -> None:
    assert with_arabic_numbers(heading) == expected


@pytest.mark.parametrize("sentence", ["I came home.", "World War II ended.", "C. Wright said no.", "Chapter Ivan"])
def test_pronouns_initials_and_numbers_outside_headings_are_kept(sentence: str) -> None:
    assert with_arabic_numbers(sentence) == sentence


def test_headings_numbered_in_different_notations_are_linked() -> None:
    ru = "Автор\n\nКнига I\n\nВступительный текст о море.\n\nГлава 1. Начало\n\nПервая фраза о собаке."
    en = (
        "The Author\n\nBook 1\n\nThe introductory text about the sea.\n\n"
        "Chapter I. The Beginning\n\nThe first sentence about the dog."
    )
    found = align(ru, en)
    linked = {
        (
            " ".join(found.sentences_ru[i].of(ru) for i in bead.ru),
            " ".join(found.sentences_en[j].of(en) for j in bead.en),
        )
        for bead in found.beads
    }
    assert {("Книга I", "Book 1"), ("Глава 1.", "Chapter I.")} <= linked


@pytest.mark.parametrize("sentence", ["с.X", "ВX", "том (II)", "X-лучи", "Xерсон"])
def test_letters_that_are_no_heading_stay(sentence: str) -> None:
    assert with_arabic_numbers(sentence) == sentence
