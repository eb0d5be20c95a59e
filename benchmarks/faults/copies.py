"""Copies an index while it is written, file by file as ``cp -r`` does, and opens the copy."""

from __future__ import annotations

import multiprocessing
import shutil
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import bisearch
from benchmarks.faults.children import TIME_LIMIT
from benchmarks.faults.outcome import Outcome
from benchmarks.faults.states import answers, digest_of, prepare_toggle
from bisearch.errors import StoredIndexError
from bisearch.storage.manifest import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.synchronize import Event
    from pathlib import Path
    from random import Random

    from benchmarks.faults.states import Toggle

# The longest pause between two files, in seconds.
PAUSE = 0.05


def run(folder: Path, engine: str, count: int, random: Random) -> list[Outcome]:
    """Copy an index `count` times while another process commits to it without a break."""
    toggle = prepare_toggle(folder, engine)
    outcome = Outcome(
        "an index copied file by file while it is written",
        "the copy is a committed state, complete, or it is refused with a clear message",
        engine,
    )
    context = multiprocessing.get_context("spawn")  # a fork would copy locks that threads of this process hold
    begun, stop = context.Event(), context.Event()
    writer = context.Process(target=_write, args=(toggle, begun, stop))
    writer.start()
    try:
        begun.wait(TIME_LIMIT)
        while outcome.tried < count:
            copy = folder / "copied"
            copy_files(toggle.index, copy, random)
            outcome.count(*copy_fault(copy, toggle.states))
    finally:
        stop.set()
        writer.join(TIME_LIMIT)
        writer.kill()
    return [outcome]


def copy_fault(copy: Path, states: frozenset[str]) -> tuple[str | None, str | None]:
    """Return how a copy broke the promise, or None, and a note on what it is."""
    try:
        faults = bisearch.check(copy)
    except StoredIndexError:
        faults = ["refused"]
    try:
        found = digest_of(answers(copy))
    except StoredIndexError as error:
        if not str(error).startswith(str(copy)):
            return f"the message does not name the copy: {error}", None
        return (None, "refused") if faults else (f"sound by check, refused by search: {error}", None)
    except Exception as error:  # noqa: BLE001 -- any other error is a failure
        return f"{type(error).__name__}: {error}", None
    if found not in states:
        return "answers of no committed state", None
    return None, "found damaged by check, with right answers" if faults else "sound"


def copy_files(index: Path, copy: Path, random: Random) -> None:
    """Copy an index file by file; the manifest first, last or in between; files that vanish are left out."""
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    order: Callable[[Path], object] = random.choice(
        (
            lambda path: path.name != MANIFEST,
            lambda path: path.name == MANIFEST,
            lambda path: (path.name, random.random()),
        )
    )
    pause = random.choice((0.0, random.uniform(0, PAUSE)))
    for path in sorted(index.iterdir(), key=order):  # type: ignore[arg-type]
        paths = [path]
        with suppress(OSError):
            paths += sorted(path.rglob("*"))
        for each in paths:
            target = copy / each.relative_to(index)
            with suppress(OSError):
                if each.is_dir():
                    target.mkdir(exist_ok=True)
                else:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(each, target)
            time.sleep(pause)


def _write(toggle: Toggle, begun: Event, stop: Event) -> None:
    begun.set()
    number = 0
    while not stop.is_set():
        toggle.turn(toggle.index, number)
        number += 1
