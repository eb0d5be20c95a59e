from __future__ import annotations

import io
from typing import TYPE_CHECKING

from bisearch import SearchOptions
from bisearch.render.kwic import print_concordance

if TYPE_CHECKING:
    from bisearch import Index


def lines(index: Index, query: str, width: int) -> list[str]:
    stream = io.StringIO()
    print_concordance(index.search(query, SearchOptions(group="passage")), stream, width)
    return stream.getvalue().splitlines()


def test_the_first_match_of_each_line_starts_in_the_same_column(index: Index) -> None:
    *hits, total = lines(index, "атомной", 80)
    assert "passage" in total
    assert len(hits) > 1
    assert len({line.index("**") for line in hits if "**" in line}) == 1
    assert all(len(line) <= 80 for line in hits)


def test_a_line_that_does_not_fit_is_cut_at_both_ends(index: Index) -> None:
    whole, cut = lines(index, "атомной", 200)[0], lines(index, "атомной", 50)[0]
    assert "…" not in whole
    assert cut.endswith("…")
    assert "**атомной**" in cut.lower()


def test_a_missing_side_is_named(index: Index) -> None:
    shown = lines(index, "id:*", 100)
    assert any("[no English counterpart]" in line or "[no Russian counterpart]" in line for line in shown)
