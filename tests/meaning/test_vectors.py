"""The search for the nearest vectors, next to a plain computation of all cosines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from bisearch.meaning import vector_writer
from bisearch.meaning.vector_files import VectorFiles
from bisearch.meaning.vector_writer import VectorWriter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bisearch.meaning.encoder import Vectors
    from bisearch.meaning.vectors import StoredVectors
    from bisearch.model import Side

SEED = 5


def by_number(passages: Sequence[int]) -> Sequence[int]:
    return passages


@pytest.fixture
def stored(tmp_path: Path, random_vectors: Vectors, monkeypatch: pytest.MonkeyPatch) -> StoredVectors:
    """Return the vectors of passages 10 to 209, each with both sides, in segments of at most 151."""
    monkeypatch.setattr(vector_writer, "MAX_ROWS", 151)
    folder = tmp_path / "vectors"
    keys = list(range(20, 420))
    VectorWriter(folder, SEED).append([(keys[:170], random_vectors[:170]), (keys[170:], random_vectors[170:])])
    names = [path.name for path in folder.iterdir()]
    assert len(names) == 3
    return VectorFiles(folder, names, SEED).vectors


def expected(vectors: Vectors, query: Vectors) -> dict[int, float]:
    wide = vectors.astype(float)
    cosines = wide @ query.astype(float) / np.linalg.norm(wide, axis=1) / np.linalg.norm(query.astype(float))
    return {10 + row: (cosines[2 * row] + cosines[2 * row + 1]) / 2 for row in range(200)}


def test_the_nearest_are_those_of_a_plain_computation(stored: StoredVectors, random_vectors: Vectors) -> None:
    query = random_vectors[33]
    best = expected(random_vectors, query)
    ranked = sorted(best, key=lambda passage: (-round(best[passage], 9), passage))
    found = stored.nearest(query, 30, by_number)
    assert [each.passage for each in found] == ranked[:30]
    assert [each.cosine for each in found] == pytest.approx([best[each] for each in ranked[:30]])


def test_equal_passages_are_ranked_by_the_given_order(stored: StoredVectors, random_vectors: Vectors) -> None:
    """Passages 160 to 209 have the vectors of passages 10 to 59."""
    query = random_vectors[0]
    first = stored.nearest(query, 1, by_number)[0].passage
    last = stored.nearest(query, 1, lambda passages: [-each for each in passages])[0].passage
    assert (first, last) == (10, 160)


def test_only_passages_in_a_range_of_each_filter_are_found(stored: StoredVectors, random_vectors: Vectors) -> None:
    among = [[range(100), range(150, 170)], [range(95, 155)]]
    found = stored.nearest(random_vectors[0], 1000, by_number, among=among)
    assert sorted(each.passage for each in found) == [*range(95, 100), *range(150, 155)]
    assert stored.nearest(random_vectors[0], 10, by_number, among=[[]]) == []


@pytest.mark.parametrize(("side", "row"), [("ru", 0), ("en", 1)])
def test_one_side_alone_can_be_compared(stored: StoredVectors, random_vectors: Vectors, side: Side, row: int) -> None:
    other = stored.nearest(random_vectors[1 - row], 1, by_number, side=side)[0]
    own = stored.nearest(random_vectors[row], 1, by_number, side=side)[0]
    assert own.cosine == pytest.approx(1)
    assert other.cosine < 0.5


def test_the_cosines_of_some_passages_are_those_of_the_search(stored: StoredVectors, random_vectors: Vectors) -> None:
    query = random_vectors[4]
    found = {each.passage: each.cosine for each in stored.nearest(query, 200, by_number)}
    some = [10, 12, 99, 209]
    assert stored.cosines(query, [*some, 5, 9999]) == {each: found[each] for each in some}


def test_the_vectors_of_a_passage_are_found_by_its_number(stored: StoredVectors, random_vectors: Vectors) -> None:
    found = stored.of_passages([209, 100, 9])
    assert list(found) == [100, 209]
    assert (found[100]["ru"] == random_vectors[180]).all()
    assert (found[100]["en"] == random_vectors[181]).all()
    assert stored.of_passages([100], "en")[100].keys() == {"en"}
    assert (stored.count, stored.keys(range(99, 101))) == (400, [198, 199, 200, 201])
