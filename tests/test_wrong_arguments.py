"""Arguments of wrong types are refused by a documented error that names the argument."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import bisearch

if TYPE_CHECKING:
    from collections.abc import Callable

WRONG: dict[str, Callable[[Any], object]] = {
    "by": lambda index: index.facets("letter", None),
    "queries": lambda index: index.frequencies(None),
    "kinds": lambda index: list(index.audit("letter", 0)),
    "reference": lambda index: index.cite(None),
    "ids": lambda index: index.delete(None),
    "id": lambda index: index.delete([b"letter"]),
    "text": lambda index: index.like(text=0),
    "paths": lambda _: bisearch.pair(None),  # type: ignore[arg-type]
    "widen": lambda _: bisearch.CountOptions(widen=None),  # type: ignore[arg-type]
    "timeout": lambda index: index.verify("a quotation", timeout=""),
}


@pytest.mark.parametrize("name", WRONG)
def test_an_argument_of_another_type_is_named(index_folder: Path, name: str) -> None:
    with bisearch.open(index_folder) as index, pytest.raises((TypeError, ValueError), match=rf"^{name} must be"):
        WRONG[name](index)


@pytest.mark.parametrize("path", [Path("/nonexistent/manuscript.txt"), Path("/")])
def test_a_manuscript_that_cannot_be_opened_is_a_mistake_of_the_source(index_folder: Path, path: Path) -> None:
    with bisearch.open(index_folder) as index, pytest.raises(bisearch.SourceError):
        index.verify(path)


def test_a_path_with_a_null_character_is_no_file(index_folder: Path) -> None:
    with bisearch.open(index_folder) as index, pytest.raises(ValueError, match="not a file name"):
        index.verify(Path("a\0b"))
    with pytest.raises((bisearch.SourceError, OSError, ValueError), match="not a file name"):
        bisearch.align("Енот спит.", "The raccoon sleeps.", dictionary=Path("a\0b.tsv"))
