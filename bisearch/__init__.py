"""Search archives that exist twice: a Russian original and its English translation.

A short tour:

    import bisearch

    bisearch.build(["data"], "index")                       # read, align, analyse, commit
    with bisearch.open("index") as index:                   # safe to share between threads
        for hit in index.search("контроль над атомной энергией", limit=10):
            print(hit.document.title, hit.passage.ru, hit.passage.en)

    alignment = bisearch.align(text_ru, text_en)            # without any index

Everything raised on purpose is a `BisearchError`; `bisearch.errors` draws the tree. Names are loaded when first used,
so that a search does not wait for what only indexing needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from bisearch.version import __version__

if TYPE_CHECKING:
    from bisearch.alignment import align
    from bisearch.errors import (
        AlignmentError,
        BisearchError,
        IndexDamagedError,
        IndexLockedError,
        IndexMissingError,
        IndexVersionError,
        IndexWriteError,
        QueryError,
        SourceError,
        TableError,
        WorkerError,
    )
    from bisearch.indexing import BuildOptions, BuildReport, build
    from bisearch.model import Alignment, Bead, Document, Metadata, Passage, PassageText, Reference, Sentence
    from bisearch.searching.index import Index, SearchOptions, check, open  # noqa: A004 -- as in gzip.open
    from bisearch.searching.results import DocumentHit, Hit, LookUp, Mark, Results, Suggestion

__all__ = [
    "Alignment",
    "AlignmentError",
    "Bead",
    "BisearchError",
    "BuildOptions",
    "BuildReport",
    "Document",
    "DocumentHit",
    "Hit",
    "Index",
    "IndexDamagedError",
    "IndexLockedError",
    "IndexMissingError",
    "IndexVersionError",
    "IndexWriteError",
    "LookUp",
    "Mark",
    "Metadata",
    "Passage",
    "PassageText",
    "QueryError",
    "Reference",
    "Results",
    "SearchOptions",
    "Sentence",
    "SourceError",
    "Suggestion",
    "TableError",
    "WorkerError",
    "__version__",
    "align",
    "build",
    "check",
    "open",
]

_HOMES = {
    "bisearch.alignment": {"align"},
    "bisearch.indexing": {"BuildOptions", "BuildReport", "build"},
    "bisearch.model": {"Alignment", "Bead", "Document", "Metadata", "Passage", "PassageText", "Reference", "Sentence"},
    "bisearch.searching.index": {"Index", "SearchOptions", "check", "open"},
    "bisearch.searching.results": {"DocumentHit", "Hit", "LookUp", "Mark", "Results", "Suggestion"},
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = next((module for module, names in _HOMES.items() if name in names), "bisearch.errors")
    return getattr(import_module(home), name)
