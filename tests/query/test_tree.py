from __future__ import annotations

import pytest

from bisearch.query.parser import parse
from bisearch.query.tree import has_only_filters


@pytest.mark.parametrize(
    "query",
    [
        "id:cable-1", "date:1946 title:cable", "date:1946 OR id:c*", "(date:1946 AND id:c*)",
        "date:1946 AND NOT id:c*", "id:* -Сталин",
    ],
)  # fmt: skip
def test_a_query_of_filters_and_exclusions_has_only_filters(query: str) -> None:
    assert has_only_filters(parse(query))


@pytest.mark.parametrize(
    "query",
    ["Смит", "id:cable-1 Смит", "date:1946 OR Смит", "Смит AND NOT id:c*", '"на днях"', "ф. 558", "ноябрь 1946"],
)
def test_a_query_that_looks_for_words_does_not_have_only_filters(query: str) -> None:
    assert not has_only_filters(parse(query))
