"""A heading may be in either language, so only its script says which side's words it can answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.storage.heading_terms import terms_of_side

if TYPE_CHECKING:
    from bisearch.model import Side

TERMS = ["доклад", "report", "1953", "№"]


@pytest.mark.parametrize(("side", "expected"), [("ru", {"доклад", "1953", "№"}), ("en", {"report", "1953", "№"})])
def test_a_side_finds_the_terms_of_a_heading_that_are_not_in_the_other_script(side: Side, expected: set[str]) -> None:
    assert terms_of_side(TERMS, side) == expected
