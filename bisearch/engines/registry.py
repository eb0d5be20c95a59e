"""The table of engines."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from bisearch.errors import EngineMissingError, IndexVersionError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bisearch.engines.port import Engine

    # Of passages by their numbers, what puts each before others that score alike: the least comes first.
    Ranks: TypeAlias = Callable[[Sequence[int]], Sequence[int]]


ENGINES = ("whoosh", "tantivy")


# What installs the second one; as the extra of that name says.
TO_INSTALL_TANTIVY = "pip install 'tantivy>=0.27,<0.28'"


def engine(name: str) -> Engine:
    """Return the engine of that name.

    Args:
        name: one of `ENGINES`.

    Raises:
        KeyError: no such engine.
        EngineMissingError: its package is not installed.
    """
    if name == "whoosh":
        from bisearch.engines.whoosh.engine import WhooshEngine  # noqa: PLC0415 -- load only the engine in use

        return WhooshEngine()
    if name == "tantivy":
        try:
            from bisearch.engines.tantivy.engine import TantivyEngine  # noqa: PLC0415 -- an extra
        except ImportError as error:
            raise EngineMissingError(f"the engine tantivy is not installed; {TO_INSTALL_TANTIVY}") from error

        return TantivyEngine()
    raise KeyError(name)


def stored_engine(name: str) -> Engine:
    """Return the engine that an index on disk says it was made with.

    Raises:
        IndexVersionError: this version has no such engine.
    """
    if name not in ENGINES:
        raise IndexVersionError(
            f"the index was made with the engine {name!r}, and this version has {', '.join(ENGINES)};"
            " build it again with: bisearch index --rebuild PATH..."
        )
    return engine(name)
