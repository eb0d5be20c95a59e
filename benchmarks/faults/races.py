"""Lets several processes write to one index while it is being read."""

from __future__ import annotations

import multiprocessing
import time
from typing import TYPE_CHECKING

import bisearch
from benchmarks.faults.children import TIME_LIMIT
from benchmarks.faults.outcome import Outcome
from benchmarks.faults.states import Toggle, answers_of, digest, digest_of, prepare_toggle

if TYPE_CHECKING:
    from multiprocessing.queues import Queue
    from multiprocessing.synchronize import Event, Semaphore
    from pathlib import Path

WRITERS = 2


def run(folder: Path, engine: str, count: int) -> list[Outcome]:
    """Read `count` times while three writers change the index: two that wait for the lock and one that does not.

    Every other read opens the index; the others refresh an index that stays open.
    """
    toggle = prepare_toggle(folder, engine)
    index, states = toggle.index, toggle.states
    context = multiprocessing.get_context("spawn")  # a fork would copy locks that threads of this process hold
    begun, stop, tally = context.Semaphore(0), context.Event(), context.Queue()
    waits = [float("inf")] * WRITERS + [0.0]
    writers = [context.Process(target=_write, args=(toggle, wait, begun, stop, tally)) for wait in waits]
    for writer in writers:
        writer.start()
    for _ in writers:
        begun.acquire(timeout=TIME_LIMIT)
    reading = Outcome(
        "searches while three processes write", "each sees one complete committed state and is never blocked", engine
    )
    with bisearch.open(index) as opened:
        for number in range(count):
            reading.count(*_read(index if number % 2 else opened, states))
    stop.set()
    try:
        counts = [tally.get(timeout=TIME_LIMIT) for _ in writers]
    finally:
        for writer in writers:
            writer.join(TIME_LIMIT)
            writer.kill()
    writing = Outcome(
        "writers that find the index locked", "refused at once with the holder's name, or done after waiting", engine
    )
    for commits, refused, failures in counts:
        writing.tried += commits + refused + len(failures)
        writing.failures += failures
        writing.notes["committed"] = writing.notes.get("committed", 0) + commits
        writing.notes["refused"] = writing.notes.get("refused", 0) + refused
    writing.failures += [f"at the end: {line}" for line in bisearch.check(index)]
    return [reading, writing]


def _read(index: Path | bisearch.Index, states: frozenset[str]) -> tuple[str | None, str | None]:
    try:
        if isinstance(index, bisearch.Index):
            note = "refreshed to a newer state" if index.refresh() else "refreshed to the same state"
            found = digest_of(answers_of(index))
        else:
            note = "opened"
            found = digest(index)
    except bisearch.BisearchError as error:
        return f"{type(error).__name__}: {error}", None
    return (None if found in states else "answers of no committed state"), note


def _write(
    toggle: Toggle, wait: float, begun: Semaphore, stop: Event, tally: Queue[tuple[int, int, list[str]]]
) -> None:
    begun.release()
    commits = refused = number = 0
    failures = []
    while number == 0 or not stop.is_set():
        try:
            toggle.turn(toggle.index, number, wait)
            commits += 1
        except bisearch.IndexLockedError as error:
            refused += 1
            if "has been writing to this index since" not in str(error):
                failures.append(str(error))
            time.sleep(0.05)
        except Exception as error:  # noqa: BLE001 -- any other error is a failure
            failures.append(f"{type(error).__name__}: {error}")
        number += 1
    tally.put((commits, refused, failures))
