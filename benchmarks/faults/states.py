"""An index in a known state, a change to it, and checks that an index is in the old or the new state."""

from __future__ import annotations

import hashlib
import json
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import bisearch
from bisearch.analysis import english, russian
from bisearch.storage.index_folder import IndexFolder
from bisearch.storage.locks import WRITER_LOCK
from bisearch.storage.manifest import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterator

DEMO = Path(__file__).parent.parent.parent / "data" / "demo"
# Ids of documents of the demonstration archive, short ones because they are indexed thousands of times: the documents
# committed first, some of them one-sided, and the documents that the change edits, removes and adds.
BEFORE = ("vipg-026", "vipg-029", "vipg-033", "vipg-038")
CHANGED, REMOVED, ADDED = "vipg-026", "vipg-033", "vipg-039"
QUERIES = (
    "id:v*",
    "Вершинин",
    "Vershinin helicopter",
    '"в Москву"',
    "эксп*",
    "Эйхгорм~",
    "медведь OR станция -льдина",
    "date:1950..1960",
)


@dataclass(frozen=True, slots=True)
class Change:
    """An index and a change to it.

    Attributes:
        base: the committed index, read-only.
        sources: source files of the new state.
        before: digest of the old state.
        after: digest of the new state.
        engine: engine of the index.
    """

    base: Path
    sources: Path
    before: str
    after: str
    engine: str

    def copy(self, place: Path) -> Path:
        """Put a fresh copy of the committed index at `place` and return `place`."""
        shutil.rmtree(place, ignore_errors=True)
        return Path(shutil.copytree(self.base, place, copy_function=shutil.copy2))

    def build(self, index: Path) -> None:
        """Make the change to an index."""
        bisearch.build([self.sources], index, bisearch.BuildOptions(prune=True, engine=self.engine))

    def arguments(self, index: Path) -> list[str]:
        """Return the command-line arguments that make the change."""
        return ["index", str(self.sources), "--prune", "--engine", self.engine, "--index", str(index)]


def prepare(folder: Path, engine: str) -> Change:
    """Build an index and prepare a change to it."""
    old, new, base = folder / "before", folder / "after", folder / "base"
    for place, names in ((old, BEFORE), (new, (*BEFORE, ADDED))):
        place.mkdir(parents=True)
        for name in names:
            shutil.copy(DEMO / f"{name}.md", place)
    (new / f"{REMOVED}.md").unlink()
    with (new / f"{CHANGED}.md").open("a", encoding="utf-8") as file:
        file.write("\n\nIt was added later that the stove smokes.\n")
    bisearch.build([old], base, bisearch.BuildOptions(engine=engine))
    change = Change(base, new, digest(base), "", engine)
    copy = change.copy(folder / "copy")
    change.build(copy)
    return replace(change, after=digest(copy))


@contextmanager
def shared_dictionaries() -> Iterator[None]:
    """Share the dictionaries among all indexes of this process, since loading them takes longer than a small run."""
    with (
        patch.object(english, "EnglishLemmatizer", cache(english.EnglishLemmatizer)),
        patch.object(russian, "RussianLemmatizer", cache(russian.RussianLemmatizer)),
    ):
        yield


def answers(index: str | Path) -> list[str]:
    """Return the answers of an index to `QUERIES` as JSON, with times zeroed; the first query finds every passage."""
    with bisearch.open(index) as opened:
        return answers_of(opened)


def answers_of(opened: bisearch.Index) -> list[str]:
    """Return the answers of an open index to `QUERIES` as JSON, with times zeroed."""
    options = bisearch.SearchOptions(limit=10_000, group="passage")
    found = [opened.search(query, options).to_dict() for query in QUERIES]
    return [json.dumps({**record, "seconds": 0}, ensure_ascii=False) for record in found]


def digest(index: str | Path) -> str:
    """Return a digest of an index's documents, texts, hits, order, scores and marks."""
    return digest_of(answers(index))


def digest_of(found: list[str]) -> str:
    """Return a digest of answers."""
    return hashlib.sha256("\n".join(found).encode()).hexdigest()


def state_fault(index: Path, *states: str) -> str | None:
    """Return the fault of an index that must be undamaged and in one of `states`; None if there is none."""
    try:
        faults = bisearch.check(index)
        if faults:
            return f"damaged: {faults[0]}"
        if digest(index) not in states:
            return "answers match neither state"
    except bisearch.BisearchError as error:
        return f"cannot be searched: {error}"
    return None


def rerun_fault(change: Change, index: Path) -> str | None:
    """Make the change again; return the fault of the outcome, stray files included; None if there is none."""
    try:
        change.build(index)
    except bisearch.BisearchError as error:
        return f"the rerun failed: {error}"
    folder = IndexFolder(index)
    expected = {MANIFEST, WRITER_LOCK, folder.generation(folder.manifest().generation).name}
    left = {path.name for path in index.iterdir()} - expected
    if left:
        return f"stray files after the rerun: {', '.join(sorted(left))}"
    fault = state_fault(index, change.after)
    return f"after the rerun {fault}" if fault else None
