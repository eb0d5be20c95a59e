from __future__ import annotations

import unicodedata

import pytest

from bisearch.sources.language_marks import OPPOSITES, find_marks
from bisearch.word_lists import read_rows


@pytest.mark.parametrize(
    ("name", "role", "stem"),
    [
        ("a_ru", "ru", "a"),
        ("a.RU", "ru", "a"),
        ("a-en", "en", "a"),
        ("ru_1", "ru", "1"),
        ("en2", "en", "2"),
        ("01ru", "ru", "01"),
        ("doc_ru_01", "ru", "doc_01"),
        ("Letter 5 rus", "ru", "Letter 5"),
        ("Letter (1946) (eng)", "en", "Letter (1946)"),
        ("ru-RU", "ru", ""),
        ("messages.en_US", "en", "messages"),
        ("Письмо англ", "en", "Письмо"),
        (unicodedata.normalize("NFD", "Письмо, русский"), "ru", "Письмо"),
        ("4-original", "original", "4"),
        ("4-Translation", "translation", "4"),
    ],
)
def test_a_mark_gives_its_role_and_the_name_without_it(name: str, role: str, stem: str) -> None:
    mark, *_ = find_marks(name)
    assert (mark.role, mark.stem) == (role, stem)


@pytest.mark.parametrize("name", ["menu", "Peru", "brush", "renown", "рустам", "originality"])
def test_letters_inside_a_word_are_no_mark(name: str) -> None:
    assert find_marks(name) == []


def test_the_last_mark_comes_first() -> None:
    assert [mark.role for mark in find_marks("ru_letter_en")] == ["en", "ru"]


def test_every_row_of_the_table_has_marks_for_both_texts() -> None:
    for _, firsts, seconds in read_rows("sources", "language_marks.txt", "|"):
        roles = [{find_marks(f"x_{word}")[0].role for word in words.split()} for words in (firsts, seconds)]
        (first,), (second,) = roles
        assert OPPOSITES[first] == second
