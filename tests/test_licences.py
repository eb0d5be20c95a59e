"""Every file of data that ships is listed in LICENSES.md with where it is from and its licence."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROWS = re.findall(r"^\| `([^`]+)` \|", (ROOT / "LICENSES.md").read_text(encoding="utf-8"), re.MULTILINE)


def shipped() -> list[str]:
    """The files of the package and of the source distribution that are no code."""
    files = [
        path for folder in ("bisearch", "data", "benchmarks", "tests", "scripts") for path in (ROOT / folder).rglob("*")
    ]
    return [
        path.relative_to(ROOT).as_posix() for path in files if path.is_file() and path.suffix not in {".py", ".pyc"}
    ]


def test_all_data_that_ships_is_listed() -> None:
    assert [file for file in shipped() if not any(fnmatchcase(file, row) for row in ROWS)] == []


def test_nothing_is_listed_that_does_not_ship() -> None:
    assert [row for row in ROWS if not any(fnmatchcase(file, row) for file in shipped())] == []
