from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bisearch.pairing.assignment import CLEAR_MARGIN, LEAST_SCORE, SURE_SCORE, choose_pairs


def chosen(scores: list[list[float]]) -> list[tuple[int, int]]:
    return [(each.ru, each.en) for each in choose_pairs(np.array(scores, np.float32))]


def test_the_surest_pair_is_chosen_first_and_each_text_once() -> None:
    assert chosen([[0.6, 0.7], [0.5, 0.65]]) == [(0, 1), (1, 0)]


def test_a_text_that_is_near_none_is_left_alone() -> None:
    assert chosen([[0.6, 0.1], [0.1, 0.15]]) == [(0, 0)]


def test_a_free_translation_is_proposed_if_no_other_text_is_as_near() -> None:
    assert chosen([[0.25, 0.1], [0.1, 0.1]]) == [(0, 0)]
    assert chosen([[0.25, 0.2], [0.1, 0.1]]) == []


def test_the_margin_is_the_lead_over_the_next_best_text_of_either_language() -> None:
    first, second = choose_pairs(np.array([[0.7, 0.4], [0.5, 0.6]], np.float32))
    assert first.margin == pytest.approx(0.2)
    assert second.margin == pytest.approx(0.1)


def test_the_margin_is_below_0_if_a_nearer_text_is_taken() -> None:
    _, second = choose_pairs(np.array([[0.9, 0.8], [0.8, 0.5]], np.float32))
    assert second.margin == pytest.approx(-0.3)


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0)])
def test_texts_in_one_language_make_no_pair(shape: tuple[int, int]) -> None:
    assert choose_pairs(np.zeros(shape, np.float32)) == []


@given(arrays(np.float32, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.floats(0, 1, width=32)))
def test_every_choice_is_one_to_one_and_near_enough(scores: np.ndarray) -> None:
    found = choose_pairs(scores)
    assert len({each.ru for each in found}) == len({each.en for each in found}) == len(found)
    for each in found:
        assert each.score == pytest.approx(float(scores[each.ru, each.en]))
        assert each.score >= SURE_SCORE or (each.score >= LEAST_SCORE and each.margin >= CLEAR_MARGIN)
