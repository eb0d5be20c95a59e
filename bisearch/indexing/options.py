"""Options and result of a build."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from bisearch.engines.opensearch.options import ClusterOptions
from bisearch.engines.registry import ENGINES
from bisearch.validation import check_choice, check_counts, check_flags, check_types

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bisearch.corrections.applying import Orphan
    from bisearch.errors import SourceError
    from bisearch.sources.accounting import Notice, PassedOver

    # Called after each document with its id, the number of documents read so far, and the share of the sources read.
    Progress: TypeAlias = Callable[[str, int, float], None]
    # Called with a phase of the work, e.g. "learning translations", and the share of it that is done, in [0, 1]; None
    # if that is unknown.
    OnPhase: TypeAlias = Callable[[str, float | None], None]

DEFAULT_ENGINE = "whoosh"


def no_phase(_phase: str, _share: float | None) -> None:
    """Report no progress."""


def check_dask(address: str | None) -> None:
    """Raise `ValueError` if the address of a Dask scheduler is given and is no text, or empty."""
    if address is not None and (not isinstance(address, str) or not address):
        raise ValueError(f"dask must be the address of a scheduler, not {address!r}")


# More workers than this outrun the single writer (400 MiB each).
MAX_JOBS = 8


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """Options of a build; an invalid value raises `ValueError`.

    Attributes:
        encoding: encoding of all text files; None detects it for each file.
        pairs: a table of files that are the two texts of one document, as `bisearch.pair` and a person made it; each
            wrong row is reported in `BuildReport.left_out`.
        separate_pages: read each file of a folder of recognized pages as a document; by default the folder is one.
        engine: name of the engine; None takes opensearch with a `cluster`, and otherwise keeps the index's engine and
            uses `DEFAULT_ENGINE` for a new index. To change the engine, set `rebuild`.
        cluster: where the postings of engine opensearch are to be, and how they are spread there; None takes where the
            index has them.
        strict: stop at the first error in a source and leave the index unchanged.
        prune: remove documents that were read from the given paths and are no longer there.
        rebuild: build the index from scratch, even if the old one is damaged; documents that a program
            gave before stay, unless it gives documents again.
        restore: index documents of the sources again that were deleted from the index before.
        corrections: the file of people's corrections; None takes the one that the index remembers, at first
            ``corrections.jsonl`` in its folder.
        vectors: whether the index has vectors, by which `Index.search` and `Index.like` also find passages by meaning;
            None keeps those of the index up to date, if it has any. They need the extra `meaning`.
        wait: seconds to wait while another process writes to the index; may be infinite.
        jobs: the greatest number of worker processes; small sources use none. None is one per core, at most
            `MAX_JOBS`. The index does not depend on it.
        dask: the address of a Dask scheduler whose workers process the documents in place of processes on this machine,
            e.g. ``tcp://10.0.0.5:8786``; `jobs` has no effect then. The index does not depend on it.
    """

    encoding: str | None = None
    pairs: str | Path | None = None
    separate_pages: bool = False
    engine: str | None = None
    cluster: ClusterOptions | None = None
    strict: bool = False
    prune: bool = False
    rebuild: bool = False
    restore: bool = False
    corrections: str | Path | None = None
    vectors: bool | None = None
    wait: float = 0.0
    jobs: int | None = None
    dask: str | None = None

    def __post_init__(self) -> None:
        check_choice(ENGINES, engine=self.engine)
        check_types("ClusterOptions", ClusterOptions, cluster=self.cluster)
        if self.cluster is not None and self.engine not in {None, "opensearch"}:
            raise ValueError(f"engine {self.engine} has no cluster")
        check_flags(strict=self.strict, prune=self.prune, rebuild=self.rebuild, separate_pages=self.separate_pages)
        if self.vectors is not None:
            check_flags(vectors=self.vectors)
        if not isinstance(self.wait, int | float) or isinstance(self.wait, bool) or not self.wait >= 0:
            raise ValueError(f"wait must be a number of seconds, at least 0, not {self.wait!r}")
        if self.encoding is not None and not isinstance(self.encoding, str):
            raise ValueError(f"encoding must be the name of an encoding, not {self.encoding!r}")
        if self.jobs is not None:
            check_counts(1, jobs=self.jobs)
        check_dask(self.dask)

    @property
    def requested_engine(self) -> str | None:
        """The engine that is asked for by name or by a cluster; None if neither is given."""
        return "opensearch" if self.cluster is not None else self.engine


@dataclass(slots=True)
class BuildReport:
    """Result of a build.

    Attributes:
        added: ids of new documents.
        changed: ids of documents whose content differs from the index's.
        moved: ids of documents whose file has another path but the same content.
        removed: ids of removed documents.
        gone: ids of documents that are no longer in the sources read; `prune` would remove them.
        excluded: ids of documents in the sources that were deleted from the index before; `restore` would index them.
        corrected: ids of unchanged documents whose corrections have changed.
        orphans: the corrections that no longer apply, each with the reason.
        vectors: number of vectors added, one for each passage and language.
        has_other_vectors: whether the index has got vectors, or has lost them.
        has_other_names: whether pairs of spellings of a name were added to the corrections, or undone.
        unchanged: number of documents already in the index with the same content.
        both_sides: number of documents read that have both texts.
        russian_only: number of documents read that have only the Russian text.
        english_only: number of documents read that have only the English text.
        likely_pairs: a Russian and an English file that look like one document, but were not joined.
        passages: number of passages added.
        tokens: number of words in the added passages, both sides together.
        left_out: errors in sources; each left out a file or a document.
        passed_over: number of unsupported files, skipped in the folders, by suffix.
        passed_over_text: text of the sources that is in no document, with the reasons.
        notices: warnings about the sources, e.g. a date that could not be read, where nothing was left out.
        is_large_for_engine: whether this build made the index larger than its engine searches quickly.
        seconds: wall time.
        paths: the files and folders given to the build.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    corrected: list[str] = field(default_factory=list)
    orphans: list[Orphan] = field(default_factory=list)
    vectors: int = 0
    has_other_vectors: bool = False
    has_other_names: bool = False
    unchanged: int = 0
    both_sides: int = 0
    russian_only: int = 0
    english_only: int = 0
    likely_pairs: list[tuple[str, str]] = field(default_factory=list)
    passages: int = 0
    tokens: int = 0
    left_out: list[SourceError] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)
    passed_over_text: list[PassedOver] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    is_large_for_engine: bool = False
    seconds: float = 0.0
    paths: list[str] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        """Whether anything was written."""
        changes = (self.added, self.changed, self.moved, self.removed, self.corrected)
        return any(changes) or self.has_other_names or self.has_other_vectors

    @property
    def is_empty(self) -> bool:
        """Whether the sources hold no document that could be read."""
        return not (self.is_changed or self.unchanged or self.excluded)
