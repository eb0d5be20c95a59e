from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.sources.pair_table import FilePair, pair_table, read_pair_table

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.errors import SourceError


def read(folder: Path, rows: str) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the pairs of a table in a folder with four texts, and the errors."""
    for name in ("a.txt", "b.txt", "c.txt", "d.md"):
        (folder / name).write_text("x", encoding="utf-8")
    (folder / "t.tsv").write_text(rows, encoding="utf-8")
    errors: list[SourceError] = []
    pairs = read_pair_table(folder / "t.tsv", errors.append)
    return [(ru.name, en.name) for ru, en, *_ in pairs], [f"{error.line}: {error.reason}" for error in errors]


def test_a_table_that_was_written_is_read(tmp_path: Path) -> None:
    pairs = [FilePair(tmp_path / "a.txt", tmp_path / "b.txt", 0.61234, 0.4, "")]
    table = pair_table(pairs, tmp_path)
    assert table == "ru\ten\tscore\tmargin\tnote\na.txt\tb.txt\t0.612\t0.400\t\n"
    assert read(tmp_path, table) == ([("a.txt", "b.txt")], [])


@pytest.mark.parametrize(
    "rows",
    [
        "a.txt\tb.txt\n",
        "ru\ten\na.txt\tb.txt\n",
        "\ufeffru\ten\r\na.txt\tb.txt\t\t\tchecked\r\n",
        "# checked\n\na.txt \t b.txt",
    ],
)
def test_a_corrected_table_needs_only_its_first_two_columns(tmp_path: Path, rows: str) -> None:
    assert read(tmp_path, rows) == ([("a.txt", "b.txt")], [])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("c.txt", "needs a Russian and an English file"),
        ("c.txt\t", "needs a Russian and an English file"),
        ("c.txt\tc.txt", "both columns name the same file"),
        ("c.txt\tnone.txt", "no such file: "),
        ("c.txt\ta.txt", "is also in line 1"),
        ("c.txt\tt.tsv", "is not a file with one text"),
    ],
)
def test_a_wrong_row_is_reported_with_its_line_and_the_others_are_read(tmp_path: Path, row: str, reason: str) -> None:
    pairs, errors = read(tmp_path, f"a.txt\tb.txt\n{row}\nd.md\tc.txt\n")
    assert pairs == [("a.txt", "b.txt"), ("d.md", "c.txt")]
    (error,) = errors
    assert error.startswith("2: ")
    assert reason in error


def test_a_name_with_a_tab_cannot_be_in_the_table(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="rename it"):
        pair_table([FilePair(tmp_path / "a\tb.txt", tmp_path / "b.txt")], tmp_path)
