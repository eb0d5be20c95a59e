"""Consecutive passages that are compared together, next to a plain computation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from bisearch.meaning.encoder import quantized
from bisearch.meaning.stretches import MOST_TOGETHER, cosines_together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bisearch.meaning.encoder import Vectors


def cosine(query: Vectors, vectors: Sequence[Vectors]) -> float:
    together = sum(each / np.linalg.norm(each.astype(float)) for each in vectors)
    return float(together @ query / np.linalg.norm(together) / np.linalg.norm(query.astype(float)))


def test_a_text_in_two_passages_is_nearer_to_both_than_to_one(random_vectors: Vectors) -> None:
    one, other, far = random_vectors[:3]
    query = quantized((0.6 * one + 0.4 * other.astype(float))[np.newaxis])[0]
    found = cosines_together(query, {4: {"ru": one}, 5: {"ru": other}, 6: {"ru": far}}, [4, 4, 4])
    assert found[4] == pytest.approx(cosine(query, [one, other]))
    assert found[4] > cosine(query, [one]) + 0.1
    # The nearest passage of the stretch stands for it; the others keep what they have alone, or with the others.
    assert found[5] == pytest.approx(max(cosine(query, [other]), cosine(query, [other, far])))
    assert found[6] == pytest.approx(cosine(query, [far]))


def test_passages_of_two_documents_or_with_a_gap_are_not_compared_together(random_vectors: Vectors) -> None:
    one, other = random_vectors[:2]
    query = quantized((one + other.astype(float))[np.newaxis])[0]
    for numbers, firsts in (((4, 5), (4, 5)), ((4, 6), (4, 4))):
        passages = {number: {"en": vector} for number, vector in zip(numbers, (one, other), strict=True)}
        found = cosines_together(query, passages, firsts)  # type: ignore[arg-type]
        assert list(found.values()) == pytest.approx([cosine(query, [one]), cosine(query, [other])])


def test_a_stretch_is_at_most_so_long_and_its_sides_count_alike(random_vectors: Vectors) -> None:
    """Every stretch is compared with a plain computation; some passages lack a side."""
    query = random_vectors[50]
    passages = {
        number: {
            **({"ru": random_vectors[2 * number]} if number % 3 else {}),
            **({"en": random_vectors[2 * number + 1]} if number % 3 != 1 else {}),
        }
        for number in range(12)
    }

    def mean(numbers: range) -> float:
        sides = [[passages[each][side] for each in numbers if side in passages[each]] for side in ("ru", "en")]
        return float(np.mean([cosine(query, vectors) for vectors in sides if vectors]))

    alone = {number: mean(range(number, number + 1)) for number in passages}
    expected = dict(alone)
    for length in range(2, MOST_TOGETHER + 1):
        for first in range(12 - length + 1):
            stretch = range(first, first + length)
            nearest = max(stretch, key=lambda number: alone[number])
            expected[nearest] = max(expected[nearest], mean(stretch))
    assert cosines_together(query, passages, [0] * 12) == pytest.approx(expected)  # type: ignore[arg-type]


def test_nothing_is_compared_if_there_is_no_passage(random_vectors: Vectors) -> None:
    assert cosines_together(random_vectors[0], {}, []) == {}
