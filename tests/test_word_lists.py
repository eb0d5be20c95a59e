from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.word_lists import FEW_LOOK_UPS, SortedTable, read_entries, read_rows, read_word_set, read_words

if TYPE_CHECKING:
    from pathlib import Path


def test_entries_are_read_with_their_line_numbers_and_without_comments(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("\ufeff# words\nодин # first\n\n two \n", encoding="utf-8")
    assert read_entries(tmp_path / "list.txt") == [(2, "один"), (4, "two")]


def test_a_shipped_list_is_read_once() -> None:
    assert read_words("analysis", "stopwords.en.txt") is read_words("analysis", "stopwords.en.txt")
    assert "the" in read_word_set("analysis", "stopwords.en.txt")


def test_rows_have_cells_between_separators_and_a_hyphen_is_an_empty_cell() -> None:
    assert ("reel", "рулон катушка мф микрофильм", "reel reels microfilm") in read_rows(
        "notation", "shelfmarks.txt", "|"
    )
    assert ("ъ", "") in read_rows("similarity", "cyrillic.txt")


def test_a_sorted_table_gives_the_same_values_by_halving_and_by_its_pages(tmp_path: Path) -> None:
    values = {f"слово{number:04}" + "ы" * (number % 300): str(number) for number in range(0, 3000, 3)}
    lines = sorted(f"{key}\t{value}\n".encode() for key, value in values.items())
    (tmp_path / "table.txt").write_bytes(b"".join(lines))
    table = SortedTable(tmp_path / "table.txt")
    asked = [*values, *(f"{key}я" for key in values), *(key[:-1] for key in values), "", "а", "я"]
    for number, key in enumerate([*asked[:FEW_LOOK_UPS], *asked]):
        assert table.get(key, "none") == values.get(key, "none"), number
