"""Options of a build, and what it reports."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from bisearch.engines.registry import ENGINES
from bisearch.validation import check_choice, check_counts

if TYPE_CHECKING:
    from collections.abc import Callable

    from bisearch.errors import SourceError

    # Called after each document with its id, how many were read so far, and about which share of the sources is done.
    Progress: TypeAlias = Callable[[str, int, float], None]


DEFAULT_ENGINE = "whoosh"


# The process that adds documents hardly keeps pace with more than so many that prepare them, at 400 MiB each.
MOST_JOBS = 8


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How to build; `ValueError` names an option that cannot be.

    Attributes:
        encoding: of all text files; None detects each file's.
        engine: name of the engine; None is the one that the index was made with, and `DEFAULT_ENGINE` for a new one.
            To change it takes `rebuild`.
        strict: stop at the first fault in a source, with nothing changed.
        prune: remove the documents of the paths given that those no longer hold; what was read from elsewhere stays.
        rebuild: make the index anew from the sources, whatever is there.
        wait: for how many seconds to wait while another process writes to the index; may be infinite.
        jobs: how many processes to prepare documents by, for all but small sources; None is one for each core, at most
            `MOST_JOBS`. The index is the same by any number.
    """

    encoding: str | None = None
    engine: str | None = None
    strict: bool = False
    prune: bool = False
    rebuild: bool = False
    wait: float = 0.0
    jobs: int | None = None

    def __post_init__(self) -> None:
        check_choice(ENGINES, engine=self.engine)
        if not self.wait >= 0:
            raise ValueError(f"wait must be a number of seconds, at least 0, not {self.wait!r}")
        if self.jobs is not None:
            check_counts(1, jobs=self.jobs)


@dataclass(slots=True)
class BuildReport:
    """What a run did.

    Attributes:
        added: ids of new documents; likewise `changed`, `removed`.
        unchanged: how many documents were as the index has them.
        passages: how many passages were added.
        tokens: how many words they hold, both sides together.
        left_out: the faults for which something was left out.
        passed_over: how many files below the folders are of no known kind, by the ends of their names.
        is_large_for_engine: whether the index has just grown to more passages than its engine searches well.
        seconds: wall time.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    passages: int = 0
    tokens: int = 0
    left_out: list[SourceError] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)
    is_large_for_engine: bool = False
    seconds: float = 0.0

    @property
    def is_changed(self) -> bool:
        """Whether anything was written."""
        return bool(self.added or self.changed or self.removed)
