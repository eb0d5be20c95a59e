"""Lets costly queries run against a time limit, with the checks of cost left out, so that only the limit stops them."""

from __future__ import annotations

import io
import time
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING
from unittest.mock import patch

import bisearch
from benchmarks.faults.bounds import WARMING, Measured, ending, measure, next_query, words
from benchmarks.faults.outcome import Outcome
from bisearch import deadline
from bisearch.searching import facets, search

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from random import Random

    from benchmarks.faults.costly_queries import CostlyQuery

# Time limits, and how much later a search may end, in seconds of processor time.
LIMITS, LATE = (0.02, 0.1, 0.3, 0.6), 0.2


def run(index: Path, engine: str, count: int, random: Random) -> Outcome:
    """Ask `count` costly queries with a time limit: searches, counts by facet and exports in turn."""
    outcome = Outcome(
        "costly queries with a time limit and without checks of cost",
        f"each ends at most {LATE:g} s of processor time after its limit, with an answer or the error",
        engine,
    )
    uses = (_search, _facets, _export)
    latest = (0.0, "")
    with bisearch.open(index) as opened, unchecked():
        for warming in WARMING:
            opened.search(warming, limit=10, facets=("year",), group="document")
        opened.export(WARMING[0], "jsonl", io.BytesIO(), limit=1)
        found = words(opened)
        while outcome.tried < count:
            query, limit, use = next_query([], found, random), random.choice(LIMITS), uses[outcome.tried % len(uses)]
            measured = measure(lambda query=query, limit=limit, use=use: use(opened, query, limit))  # type: ignore[misc]
            late = measured.seconds - limit
            text = f"{use.__name__[1:]} of {query.text} {query.options or ''} within {limit:g} s"
            outcome.count(late_fault(measured, late, text), "stopped" if measured.end == "stopped" else "answered")
            if measured.end == "stopped":
                latest = max(latest, (late, text))
    outcome.remarks.append(f"the latest stopped {latest[0]:.2f} s after its limit")
    return outcome


def late_fault(measured: Measured, late: float, text: str) -> str | None:
    """Return how a query with a time limit broke the promise; None if it held."""
    if measured.end not in {"answered", "stopped", "mistake"}:
        return f"{measured.end}: {text}"
    return f"{late:.2f} s late: {text}" if late > LATE else None


@contextmanager
def unchecked() -> Iterator[None]:
    """Leave out the checks of cost, and count processor time in place of time."""
    with ExitStack() as stack:
        for module in (search, facets):
            stack.enter_context(patch.object(module, "check_cost", lambda *_args, **_options: 0.0))
        stack.enter_context(patch.object(deadline, "time", SimpleNamespace(monotonic=time.process_time)))
        yield


def _answered(work: Callable[[], object]) -> str:
    return ending(work, "answered", {bisearch.SearchTimeoutError: "stopped"})


def _search(opened: bisearch.Index, query: CostlyQuery, limit: float) -> str:
    options = bisearch.SearchOptions(**{**query.options, "timeout": limit})
    return _answered(lambda: opened.search(query.text, options))


def _facets(opened: bisearch.Index, query: CostlyQuery, limit: float) -> str:
    options = bisearch.SearchOptions(timeout=limit, group=query.options.get("group"))
    return _answered(lambda: opened.facets(query.text, ("year",), options))


def _export(opened: bisearch.Index, query: CostlyQuery, limit: float) -> str:
    return _answered(lambda: opened.export(query.text, "jsonl", io.BytesIO(), timeout=limit))
