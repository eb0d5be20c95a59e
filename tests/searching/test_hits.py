from __future__ import annotations

import json
from typing import TYPE_CHECKING

import bisearch
from bisearch.searching.hits import LOOKED_UP_TOGETHER
from bisearch.searching.options import SearchOptions
from bisearch.searching.search import rank

if TYPE_CHECKING:
    from pathlib import Path

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


def test_a_page_of_hits_takes_as_few_statements_as_two_hits(tmp_path: Path) -> None:
    """Documents, passages, lemmas, links and the phrases of each side are each read at once."""
    source = tmp_path / "letters.jsonl"
    records = (
        {
            "id": f"letter-{number}",
            "title": "Letter",
            "text_ru": f"Министр получил {number} письмо и подал в отставку.",
            "text_en": f"The minister received letter {number} and resigned.",
        }
        for number in range(12)
    )
    source.write_text("\n".join(json.dumps(each, ensure_ascii=False) for each in records), encoding="utf-8")
    bisearch.build([source], tmp_path / "index")
    assert _statements(tmp_path / "index", 10) == _statements(tmp_path / "index", 2) <= 6


def _statements(folder: Path, limit: int) -> int:
    """Return the number of statements that the hits of a search take in an index that has just been opened."""
    with bisearch.open(folder) as index, index._open_snapshot() as snapshot:  # noqa: SLF001 -- builds hits like `Index.search`
        found = rank("министр", SearchOptions(limit=limit), snapshot.readers)
        statements: list[str] = []
        snapshot.store.connection().set_trace_callback(statements.append)
        hits = list(found.builder.hits(found.passages))
        snapshot.store.connection().set_trace_callback(None)
    assert len(hits) == limit
    assert all(hit.marks_ru and hit.marks_en for hit in hits)
    return len(statements)
