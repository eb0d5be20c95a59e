"""LICENSES.md lists every data file that ships, with its origin and licence."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROWS = re.findall(r"^\| `([^`]+)` \|", (ROOT / "LICENSES.md").read_text(encoding="utf-8"), re.MULTILINE)


def shipped() -> list[str]:
    """Return the data files of the package and of the source distribution, by their paths in the checkout."""
    folders = ("bisearch", "data", "docs", "benchmarks", "tests", "scripts")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    names = [path.relative_to(ROOT).as_posix() for path in files if path.suffix not in {".py", ".pyc"}]
    return [name for name in names if not fnmatchcase(name, "docs/*.md")]


def test_every_shipped_data_file_is_listed() -> None:
    assert [file for file in shipped() if not any(fnmatchcase(file, row) for row in ROWS)] == []


def test_every_listed_file_ships() -> None:
    assert [row for row in ROWS if not any(fnmatchcase(file, row) for file in shipped())] == []
