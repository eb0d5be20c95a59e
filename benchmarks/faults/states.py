"""An index in a known state, a change to it, and checks that an index is in the old or the new state."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import bisearch
from bisearch.analysis import english, russian
from bisearch.model import SIDES
from bisearch.storage.index_folder import IndexFolder
from bisearch.storage.locks import WRITER_LOCK
from bisearch.storage.manifest import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterator

DEMO = Path(__file__).parent.parent.parent / "data" / "demo"
# Ids of documents of the demonstration archive, short ones because they are indexed thousands of times: the documents
# committed first, some of them one-sided, and the documents that the change edits, removes and adds.
BEFORE = ("vipg-026", "vipg-029", "vipg-033", "vipg-038")
OLD_SOURCES = "before"
# How often an index is changed to learn its states: alignment learns from what was there before.
REHEARSED = 4
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
        """Put a fresh copy of the committed index at `place`, beside `base`, and return `place`.

        An index knows its sources by their paths from its folder, so elsewhere it would take them for others.
        """
        if place.parent != self.base.parent:
            raise ValueError(f"{place} is not beside {self.base}")
        shutil.rmtree(place, ignore_errors=True)  # a disk that is mounted there stays
        return Path(shutil.copytree(self.base, place, copy_function=shutil.copy2, dirs_exist_ok=True))

    def build(self, index: Path) -> None:
        """Make the change to an index."""
        bisearch.build([self.sources], index, bisearch.BuildOptions(prune=True, engine=self.engine))

    def arguments(self, index: Path) -> list[str]:
        """Return the command-line arguments that make the change."""
        return ["index", str(self.sources), "--prune", "--engine", self.engine, "--index", str(index)]


def prepare(folder: Path, engine: str) -> Change:
    """Build an index and prepare a change to it."""
    base, sources = folder / "base", folder / "sources"
    sources.mkdir(parents=True)
    for name in BEFORE:
        shutil.copy(DEMO / f"{name}.md", sources)
    # A document is known by the path of its file, so that both states have the same folder of sources.
    shutil.copytree(sources, folder / OLD_SOURCES)
    bisearch.build([sources], base, bisearch.BuildOptions(engine=engine))
    shutil.copy(DEMO / f"{ADDED}.md", sources)
    (sources / f"{REMOVED}.md").unlink()
    with (sources / f"{CHANGED}.md").open("a", encoding="utf-8") as file:
        file.write("\n\nIt was added later that the stove smokes.\n")
    change = Change(base, sources, digest(base), "", engine)
    copy = change.copy(folder / "copy")
    change.build(copy)
    _require_change(copy)
    return replace(change, after=digest(copy))


def _require_change(index: Path) -> None:
    """Raise `RuntimeError` unless the change has edited, removed and added what it should."""
    with bisearch.open(index) as opened:
        found = {document.id for document in opened.documents()}
    if found != {*BEFORE, ADDED} - {REMOVED}:
        raise RuntimeError(f"the change made the documents {', '.join(sorted(found))}")


@dataclass(frozen=True, slots=True)
class Toggle:
    """An index whose one source file has either of two contents, so that several processes can change it in turn.

    Attributes:
        index: the index, in its first state.
        states: digests of all states that changing back and forth passes through.
    """

    index: Path
    states: frozenset[str]
    _source: Path
    _contents: tuple[str, str]
    _engine: str

    def turn(self, index: Path, number: int, wait: float = 0.0) -> bool:
        """Make the change if `number` is even, or take it back; return whether the index was in the other state."""
        fresh = self._source.with_suffix(f".{os.getpid()}")
        fresh.write_text(self._contents[number % 2 == 0], encoding="utf-8")
        fresh.replace(self._source)
        options = bisearch.BuildOptions(prune=True, engine=self._engine, wait=wait)
        report = bisearch.build([self._source], index, options)
        return bool(report.added or report.changed or report.removed)


def prepare_toggle(folder: Path, engine: str) -> Toggle:
    """Build an index of the documents of `prepare` that can be changed to its new state and back."""
    change = prepare(folder / "change", engine)
    contents = _as_lines(change.base), _as_lines(folder / "change" / "copy")
    toggle = Toggle(folder / "index", frozenset(), folder / "sources.jsonl", contents, engine)
    toggle.turn(toggle.index, 1)
    rehearsal = Path(shutil.copytree(toggle.index, folder / "rehearsal"))
    states = {digest(rehearsal)}
    for number in range(REHEARSED):
        if not toggle.turn(rehearsal, number):
            raise RuntimeError("the source changed and the index did not")
        states.add(digest(rehearsal))
    return replace(toggle, states=frozenset(states))


def _as_lines(index: Path) -> str:
    """Return the documents of an index as JSONL."""
    lines = []
    with bisearch.open(index) as opened:
        for summary in opened.documents():
            document, passages = opened.find_document(summary.id)
            record = {"id": document.id, "title": document.title, "date": document.date}
            for side in SIDES:
                texts = [half.text for passage in passages if (half := passage.side(side)) is not None]
                record |= {f"text_{side}": "\n".join(texts)} if texts else {}
            lines.append(json.dumps(record, ensure_ascii=False))
    return "\n".join(lines) + "\n"


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
