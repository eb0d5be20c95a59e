from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.analysis.synonyms import SHIPPED, SynonymTable, read_synonyms
from bisearch.errors import TableError

if TYPE_CHECKING:
    from pathlib import Path


def found(*words: str) -> list[tuple[str, ...]]:
    runs = SynonymTable(read_synonyms(SHIPPED)).runs([frozenset({word}) for word in words])
    return [run.spelling for run in runs]


def test_a_word_and_a_phrase_are_found() -> None:
    assert found("тов") == [("тов",)]
    assert found("the", "central", "committee") == [("central", "committee")]
    assert found("central", "heating") == []


def test_a_row_has_the_spellings_of_both_languages() -> None:
    (run,) = SynonymTable(read_synonyms(SHIPPED)).runs([frozenset({"cdes"})])
    assert {("товарищ",), ("тов",), ("т.т",)} <= set(run.row.ru)
    assert {("comrade",), ("cde",)} <= set(run.row.en)


def test_comments_and_empty_lines_are_ignored(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("# mine\n\nВИПГ | VIPG # the Institute\n", encoding="utf-8")
    (row,) = read_synonyms(tmp_path / "mine.txt")
    assert (row.ru, row.en) == ((("випг",),), (("vipg",),))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("тов. Cde.", "a row needs"),
        ("тов. | Cde. | comrade", "a row needs"),
        ("тов.; | Cde.", "no word"),
        ("тов. |", "no word"),
        ("Cde. | тов.", "is on the Russian side"),
        (f"{'слово ' * 9}| word", "at most 8 words"),
    ],
)
def test_a_malformed_line_is_reported_with_its_number(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "mine.txt"
    path.write_text(f"# mine\n{line}\n", encoding="utf-8")
    with pytest.raises(TableError, match=reason) as caught:
        read_synonyms(path)
    assert str(caught.value).startswith(f"{path}:2: ")


def test_a_file_that_is_not_utf8_is_reported(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_bytes("тов. | Cde.".encode("cp1251"))
    with pytest.raises(TableError, match="UTF-8"):
        read_synonyms(tmp_path / "mine.txt")
