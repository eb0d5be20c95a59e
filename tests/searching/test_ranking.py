from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch import SearchOptions
from bisearch.engines.port import Match
from bisearch.model import SIDES
from bisearch.searching.ranking import (
    NEIGHBOUR_WEIGHT,
    ONE_SIDED_WEIGHT,
    RERANKED,
    passage_scorer,
    score_with_neighbours,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bisearch import Index


def match(passage: int, ru: float, en: float = 0.0) -> Match:
    return Match(passage, ru + en, is_two_sided=bool(en))


BOTH = passage_scorer(SIDES)


def test_two_sides_are_averaged_and_the_only_side_has_its_own_weight() -> None:
    assert BOTH(match(1, 3.0, 1.0)) == 2.0
    assert BOTH(match(1, 2.0)) == 2.0 * ONE_SIDED_WEIGHT
    assert BOTH(Match(1, 2.0, is_two_sided=True)) == 1.0


@pytest.mark.parametrize(
    "query", ['"атомной энергией"', "exact:энергией", "энерг*", "энергиий~", "ru:энергией", "+ru:контроль энерг*"]
)
def test_a_query_for_one_side_scores_a_passage_the_same_with_and_without_its_translation(
    tmp_path: Path, query: str
) -> None:
    text = "Смит говорил про контроль над атомной энергией."
    records = [
        {"id": "both", "text_ru": text, "text_en": "Smith spoke of control over atomic energy."},
        {"id": "alone", "text_ru": text},
    ]
    (tmp_path / "documents.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    bisearch.build([tmp_path / "documents.jsonl"], tmp_path / "index")
    with bisearch.open(tmp_path / "index") as opened:
        both, alone = opened.search(query, SearchOptions(translate=False)).hits
    assert both.score == alone.score > 0


def test_a_share_of_the_better_neighbour_in_the_same_document_is_added() -> None:
    scores = score_with_neighbours({1: 2.0, 2: 1.0, 3: 4.0, 9: 1.0}, [1, 1, 1, 1])
    assert scores == {
        1: pytest.approx(2 + NEIGHBOUR_WEIGHT * 1 + NEIGHBOUR_WEIGHT / 2 * 4),
        2: pytest.approx(1 + NEIGHBOUR_WEIGHT * 4),
        3: pytest.approx(4 + NEIGHBOUR_WEIGHT * 1 + NEIGHBOUR_WEIGHT / 2 * 2),
        9: 1.0,
    }


def test_passages_of_different_documents_are_not_neighbours() -> None:
    assert score_with_neighbours({1: 2.0, 2: 1.0}, [1, 2]) == {1: 2.0, 2: 1.0}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Yield an index in which more passages match than are reranked, most of them with the same score."""
    folder: Path = tmp_path_factory.mktemp("ranking")
    records = [{"id": f"{n:03}", "text_en": "Truman left.\n\nSmith came."} for n in range(RERANKED // 2 + 5)]
    records += [{"id": "apart", "text_en": "Truman left.\n\nIt rained.\n\nSmith came."}]
    (folder / "documents.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    bisearch.build([folder / "documents.jsonl"], folder / "index")
    with bisearch.open(folder / "index") as opened:
        yield opened


def test_words_in_adjacent_passages_rank_above_words_farther_apart(index: Index) -> None:
    hits = index.search("Smith Truman", limit=200).hits
    assert [hit.document.id for hit in hits[:RERANKED]].count("apart") == 0


def test_pages_of_hits_join_to_the_whole_list(index: Index) -> None:
    whole = [(hit.document.id, hit.passage.number) for hit in index.search("Smith Truman", limit=200)]
    pages = [
        (hit.document.id, hit.passage.number)
        for offset in range(0, 200, 7)
        for hit in index.search("Smith Truman", SearchOptions(limit=7, offset=offset))
    ]
    assert pages == whole
    assert len(set(whole)) == len(whole) == index.search("Smith Truman").total


def test_scores_never_rise_from_one_hit_to_the_next(index: Index) -> None:
    scores = [hit.score for hit in index.search("Smith Truman", limit=200)]
    assert scores == sorted(scores, reverse=True)


def test_limit_0_counts_matches_without_returning_hits(index: Index) -> None:
    results = index.search("Smith", limit=0)
    assert results.hits == ()
    assert results.total > 0
