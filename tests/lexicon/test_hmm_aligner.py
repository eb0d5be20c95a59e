"""The word aligner against counting every alignment by hand, on a bead of two words a side."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from bisearch.lexicon import hmm_aligner as hmm
from bisearch.lexicon.hmm_aligner import SideWords, align_words, collect_pairs


def words(*beads: list[int], count: int) -> SideWords:
    ids = [np.array(bead, np.int32) for bead in beads]
    return SideWords(ids, [np.zeros_like(bead) for bead in ids], count, 1)


def test_forward_backward_equals_the_sum_over_all_alignments() -> None:
    """A state is a source position, and whether that word or the empty word generates the target word."""
    source, target = words([0, 1, 2], count=3), words([0, 1], count=2)
    direction = hmm.Direction(source, target, np.zeros(0, np.int32))
    likely = np.array([[[0.5, 0.1], [0.2, 0.6], [0.05, 0.3]]], np.float32)
    found = direction.expect(np.array([[0, 1, 2]]), np.array([[0, 1]]), likely, markov=True)[0]

    def jump(here: int, there: int) -> float:
        return float(direction.steps[there - here + hmm.MAX_JUMP])

    first = np.array([jump(-1, i) for i in range(3)])
    first /= first.sum()
    leaving = np.array([1 / sum(jump(i, other) for other in range(3)) for i in range(3)])
    by_empty, empty = direction.by_empty[:2], hmm.EMPTY_PROBABILITY
    total, expected = 0.0, np.zeros((3, 2))
    for a, b in product(range(3), repeat=2):
        for real_a, real_b in product((True, False), repeat=2):
            weight = first[a] * ((1 - empty) * likely[0, a, 0] if real_a else empty * by_empty[0])
            if real_b:
                weight *= jump(a, b) * leaving[a] * (1 - empty) * likely[0, b, 1]
            elif a == b:
                weight *= empty * by_empty[1]
            else:
                continue
            total += weight
            expected[a, 0] += weight * real_a
            expected[b, 1] += weight * real_b
    assert found == pytest.approx(expected / total, rel=1e-4)


def test_padding_does_not_change_probabilities() -> None:
    """A bead's probabilities are the same alone and beside a longer one."""
    ru, en = words([0, 1], [2, 3, 4, 5], count=6), words([0, 1], [2, 3, 4], count=5)
    direction = hmm.Direction(ru, en, np.zeros(0, np.int32))
    likely = np.full((1, 2, 2), 0.2, np.float32)
    likely[0, 0, 0] = 0.9
    alone = direction.expect(np.array([[0, 1]]), np.array([[0, 1]]), likely, markov=True)
    wide = np.zeros((1, 4, 3), np.float32)
    wide[:, :2, :2] = likely
    padded = direction.expect(np.array([[0, 1, 6, 6]]), np.array([[0, 1, 5]]), wide, markov=True)
    assert padded[:, :2, :2] == pytest.approx(alone, rel=1e-4)
    assert padded[:, 2:].sum() == 0
    assert padded[:, :, 2:].sum() == pytest.approx(0, abs=1e-6)


def test_words_that_occur_together_are_aligned_in_any_order() -> None:
    ru = words([0, 1], [0, 2], [3, 1], [3, 2], [4, 0], count=5)
    en = words([1, 0], [2, 0], [1, 3], [2, 3], [0, 4], count=5)
    pairs = collect_pairs(ru, en)
    found = {
        int(number): row
        for batch, shares in align_words(ru, en, pairs, np.zeros(len(pairs.ru)))
        for number, row in zip(batch.numbers, shares, strict=True)
    }
    assert found[0][0, 1] > found[0][0, 0]
    assert found[2][1, 0] > found[2][1, 1]
    assert all((shares >= 0).all() and (shares <= 1.0001).all() for shares in found.values())


def test_the_prior_decides_without_other_evidence() -> None:
    ru, en = words([0, 1], count=2), words([0, 1], count=2)
    pairs = collect_pairs(ru, en)
    crossed = np.where(pairs.ru != pairs.en, 3.0, 0.0)
    ((_, shares),) = align_words(ru, en, pairs, crossed)
    assert shares[0, 0, 1] > 0.8
    assert shares[0, 0, 0] < 0.2
