"""Queries that are as costly as possible."""

from __future__ import annotations

import time
from random import Random
from typing import TYPE_CHECKING

import pytest

import bisearch
from benchmarks.faults import bounds, timeouts
from benchmarks.faults.costly_calls import MAKERS, make_call
from benchmarks.faults.costly_queries import (
    CHOICES,
    COMPOSED,
    LEAVES,
    CostlyQuery,
    Part,
    Words,
    change_query,
    follows_grammar,
    make_query,
)
from benchmarks.faults.states import DEMO
from bisearch.searching import costs
from bisearch.searching.options import SearchOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from benchmarks.faults.outcome import Outcome

    Check = Callable[[Iterable[Outcome], int], None]

WORDS = Words(("the", "of", "в", "и"), ("letter", "письмо"), ("seismics",))


@pytest.fixture
def index(tmp_path: Path, engine: str) -> Path:
    """Build an index of some documents of the demonstration archive."""
    bisearch.build(sorted(DEMO.glob("*.md"))[:6], tmp_path / "index", bisearch.BuildOptions(engine=engine))
    return tmp_path / "index"


@pytest.mark.parametrize(("run", "count"), [(bounds.run, 20), (bounds.run_calls, 30)])
def test_costly_queries_and_calls_are_answered_or_refused_within_the_bounds(
    index: Path, engine: str, assert_survived: Check, run: Callable[..., Outcome], count: int
) -> None:
    outcome = run(index, engine, count, Random(1))
    assert_survived([outcome], count)
    assert outcome.notes["accepted"]


def test_every_kind_of_call_is_made_and_queries_get_mistakes() -> None:
    random = Random(1)
    calls = [make_call(WORDS, ["cable-641/9"], random) for _ in range(300)]
    assert {call.name for call in calls} == {*MAKERS, "like"}
    assert {call.arguments[1] for call in calls if call.name == "concordance"} == {"left", "right", "opposite"}
    mistaken = [CostlyQuery(Part("word", c.arguments[0]), {}) for c in calls if c.name == "search with mistakes"]
    assert sum(not follows_grammar(query) for query in mistaken) > len(mistaken) / 2


def test_every_operator_and_every_option_is_tried() -> None:
    random = Random(1)
    queries = [make_query(WORDS, random) for _ in range(300)]
    queries += [change_query(query, WORDS, random) for query in queries]
    good = [query for query in queries if follows_grammar(query)]
    operators = frozenset[str]().union(*(query.part.kinds() for query in good))
    assert operators >= {*LEAVES, *COMPOSED} - {"unknown", "deep"}
    assert {name for query in good for name in query.options} == set(CHOICES)
    assert len(good) > 100


def test_a_query_that_takes_too_long_or_too_much_memory_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_SECONDS", 0.3)

    def slow() -> str:
        while time.process_time() < 0.5:
            pass
        return "accepted"

    assert "accepted after" in (bounds.fault(bounds.measure(slow), "slow") or "")
    large = bounds.measure(lambda: "accepted" if b"x" * 900_000_000 else "")
    assert "MB" in (bounds.fault(large, "large") or "")

    def endless() -> str:
        while True:
            pass

    monkeypatch.setattr(bounds, "STOPPED_AT_SECONDS", 1)
    assert "stopped by signal" in (bounds.fault(bounds.measure(endless), "endless") or "")


def test_without_checks_of_cost_a_refused_query_is_answered(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check is what refuses: with a limit of nothing all words are refused, without the check none."""
    with bisearch.open(index) as opened:
        monkeypatch.setattr(costs, "WORK_PER_PASSAGE", 0)
        with pytest.raises(bisearch.QueryCostError):
            opened.search("and the")
        with timeouts.unchecked():
            assert opened.search("and the").total


def test_ordinary_questions_are_accepted(index: Path) -> None:
    question = "What did the head of the polar station ask the Council of Ministers for in the letter of 1946?"
    with bisearch.open(index) as opened:
        for group in ("passage", "document"):
            options = SearchOptions(limit=1_000, context=3, facets=("year", "archive", "fond", "language"), group=group)
            assert opened.search(question, options).total


def test_a_time_limit_stops_costly_queries(
    index: Path, engine: str, assert_survived: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A busy machine takes more processor time for the same work; without the limit, some of these take minutes.
    monkeypatch.setattr(timeouts, "LATE", 3.0)
    assert_survived([timeouts.run(index, engine, 9, Random(2))], 9)


def test_a_query_that_ends_long_after_its_time_limit_is_found_out() -> None:
    late = bounds.Measured("stopped", 1.0, 0)
    assert timeouts.late_fault(late, 0.5, "late") == "0.50 s late: late"
    assert timeouts.late_fault(late, 0.1, "in time") is None
