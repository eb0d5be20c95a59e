from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.searching.hits import LOOKED_UP_TOGETHER
from bisearch.searching.options import SearchOptions
from bisearch.searching.search import rank

if TYPE_CHECKING:
    from bisearch import Index


def test_hits_built_together_equal_those_built_one_by_one(index: Index) -> None:
    """Also where a passage occurs again, and where there are more than are looked up together."""
    with index._open_snapshot() as snapshot:  # noqa: SLF001 -- builds hits like `Index.search`
        found = rank("энергии energy Смит", SearchOptions(context=1), snapshot.readers)
        again = rank("энергии energy Смит", SearchOptions(context=1), snapshot.readers)
        passages = [*found.passages] * (1 + LOOKED_UP_TOGETHER // len(found.passages))
        assert len(passages) > LOOKED_UP_TOGETHER
        together = list(found.builder.hits(passages))
        assert together == [again.builder.hit(each) for each in passages]
        assert any(hit.marks_ru or hit.marks_en for hit in together)
        assert list(found.builder.hits(())) == []
