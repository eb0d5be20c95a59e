"""The table of engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.errors import EngineMissingError, IndexVersionError
from bisearch.storage.manifest import REBUILD

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.engines.opensearch.options import ClusterOptions
    from bisearch.engines.port import Engine


# Engines whose postings are in the index's folder, and all.
LOCAL_ENGINES = ("whoosh", "tantivy")
ENGINES = (*LOCAL_ENGINES, "opensearch")
# Engines whose k1 and b cannot be changed.
FIXED_BM25 = ("tantivy",)


# Install the optional engines; pyproject.toml's extras have the same bounds.
TO_INSTALL_TANTIVY = "pip install 'tantivy>=0.27,<0.28'"
TO_INSTALL_OPENSEARCH = "pip install 'opensearch-py>=3,<4'"
# An index with more passages than this still works, but its engine searches it slowly.
MAX_PASSAGES = {"whoosh": 200_000}


def engine(name: str, cluster: ClusterOptions | None = None) -> Engine:
    """Return the engine with a name.

    Args:
        name: one of `ENGINES`.
        cluster: where the postings are to be, for engine opensearch; None takes those of the index or the environment.

    Raises:
        KeyError: there is no such engine.
        EngineMissingError: its package is not installed.
    """
    if name == "whoosh":
        from bisearch.engines.whoosh.engine import WhooshEngine  # noqa: PLC0415 -- load only the engine in use

        return WhooshEngine()
    if name == "tantivy":
        try:
            from bisearch.engines.tantivy.engine import TantivyEngine  # noqa: PLC0415 -- an extra
        except ImportError as error:
            raise EngineMissingError(f"engine tantivy is not installed; {TO_INSTALL_TANTIVY}") from error

        return TantivyEngine()
    if name == "opensearch":
        try:
            from bisearch.engines.opensearch.engine import OpenSearchEngine  # noqa: PLC0415 -- an extra
        except ImportError as error:
            raise EngineMissingError(f"engine opensearch is not installed; {TO_INSTALL_OPENSEARCH}") from error

        return OpenSearchEngine(cluster)
    raise KeyError(name)


def stored_engine(name: str, index: Path) -> Engine:
    """Return the engine that an index was built with.

    Args:
        name: the engine's name, as the index has it.
        index: the index's folder, for messages.

    Raises:
        IndexVersionError: this version does not have that engine.
        EngineMissingError: its package is not installed.
    """
    if name not in ENGINES:
        raise IndexVersionError(
            f"{index}: built with engine {name!r}; this version has {', '.join(ENGINES)}; {REBUILD}"
        )
    try:
        return engine(name)
    except EngineMissingError as error:
        raise EngineMissingError(f"{index}: {error}") from error
