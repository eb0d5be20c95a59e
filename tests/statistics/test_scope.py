"""The queries and filters of one count share one limit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import bisearch
from bisearch.searching import costs, filters

if TYPE_CHECKING:
    from bisearch.engines.nodes import PassageRanges
    from bisearch.query.tree import Filter


@pytest.fixture
def limit(monkeypatch: pytest.MonkeyPatch) -> int:
    """Allow a call 500 postings, which one query of the small archive stays below."""
    monkeypatch.setattr(costs, "LEAST_PASSAGES", 1)
    monkeypatch.setattr(costs, "WORK_PER_PASSAGE", 30)
    return 30


@pytest.mark.usefixtures("limit")
def test_the_costs_of_several_queries_add_up(counted: bisearch.Index) -> None:
    assert counted.frequencies(["coal"]).series
    with pytest.raises(bisearch.QueryCostError, match="together take too much") as caught:
        counted.frequencies(["coal"] * 100)
    assert "\n" not in caught.value.reason
    assert counted.frequencies(["coal"]).series


@pytest.mark.usefixtures("limit")
def test_the_costs_of_filters_add_up_too(counted: bisearch.Index) -> None:
    assert counted.frequencies(["coal author:Смирнов"]).series
    with pytest.raises(bisearch.QueryCostError, match="together take too much"):
        counted.frequencies([f"coal date:19{year}" for year in range(10, 100)])


def test_a_filter_is_looked_up_once_wherever_it_is_in_the_queries(
    counted: bisearch.Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[object] = []
    original = filters.filtered_passages

    def noted(condition: Filter, *given: Any) -> PassageRanges:
        looked_up.append(condition)
        return original(condition, *given)

    monkeypatch.setattr(filters, "filtered_passages", noted)
    counted.frequencies(["coal author:Смирнов", "factory author:Смирнов", "author:Смирнов bread"])
    assert len(looked_up) == 1


def test_a_hundred_ordinary_queries_are_counted(counted: bisearch.Index) -> None:
    assert len(counted.frequencies(["coal", "plant", "завод", "уголь"] * 25).series) == 100


def test_a_costly_query_is_refused_as_before_whatever_came_before_it(
    counted: bisearch.Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(costs, "WORK_PER_PASSAGE", 0)
    with pytest.raises(bisearch.QueryCostError, match="'coal' takes most of it"):
        counted.frequencies(["coal"])
