from __future__ import annotations

import pytest

from bisearch.sources.likely_pairs import find_likely_pairs


@pytest.mark.parametrize(
    ("ru", "en"),
    [
        ("a/letter5.txt", "a/letter5_en.txt"),
        ("a/letter_ru.txt", "a/letter_translation.txt"),
        ("a/letter-5r.txt", "a/letter-5e.txt"),
        ("a/LetterRu.txt", "a/LetterEn.txt"),
        ("a/Письмо 5.txt", "a/Letter 5.txt"),
        ("first/05.txt", "second/05.txt"),
    ],
)
def test_similar_names_in_one_folder_or_the_same_name_in_two_folders_are_a_likely_pair(ru: str, en: str) -> None:
    assert find_likely_pairs([ru], [en]) == [(ru, en)]


@pytest.mark.parametrize(
    ("ru", "en"),
    [
        ("a/letter5.txt", "a/letter6.txt"),
        ("a/report.txt", "a/memoir.txt"),
        ("a/b/05.txt", "c/d/05.txt"),
        ("a/table.csv", "a/table_en.csv"),
    ],
)
def test_other_names_are_no_likely_pair(ru: str, en: str) -> None:
    assert find_likely_pairs([ru], [en]) == []


def test_a_file_is_in_one_likely_pair_at_most() -> None:
    russian = ["a/letter1a.txt", "a/letter1b.txt"]
    assert find_likely_pairs(russian, ["a/letter1c.txt"]) == [("a/letter1a.txt", "a/letter1c.txt")]
