from __future__ import annotations

import random
from itertools import pairwise

import pytest

from bisearch.alignment import second_alignment
from bisearch.alignment.log_linear_model import load_model
from bisearch.alignment.second_alignment import MIN_LENGTH, align_again
from bisearch.alignment.sure_beads import SURE
from bisearch.alignment.windows import MAX_SINGLE_WINDOW, align_by_windows
from bisearch.model import Bead
from tests.alignment.long_texts import EN, RU, numbered, text

MODEL = load_model("second pass")


def one_to_one(count: int, confidence: float) -> list[Bead]:
    return [Bead((i,), (i,), confidence) for i in range(count)]


@pytest.mark.parametrize("count", [MIN_LENGTH, MIN_LENGTH + 1, MAX_SINGLE_WINDOW + 1, 5 * MAX_SINGLE_WINDOW])
def test_texts_divided_at_sure_borders_are_aligned_as_by_windows(count: int) -> None:
    texts, matches = numbered(text(RU, count), text(EN, count))
    (by_windows,) = align_by_windows([texts], matches, MODEL)
    (again,) = align_again([texts], [one_to_one(count, 1.0)], matches, MODEL)
    assert [(bead.ru, bead.en) for bead in again] == [(bead.ru, bead.en) for bead in by_windows]
    assert [bead.confidence for bead in again] == pytest.approx([bead.confidence for bead in by_windows], abs=0.05)


def test_a_sentence_that_the_earlier_alignment_split_off_is_joined_again() -> None:
    count = 2 * MAX_SINGLE_WINDOW
    ru, en = text(RU, count), text(EN, count)
    en[50:52] = [f"{en[50][:-1]}, and {en[51]}"]
    beads = one_to_one(count - 1, 1.0)
    beads[51:] = [Bead((51,), (), 0.5), *(Bead((i + 1,), (i,), 1.0) for i in range(51, count - 1))]
    texts, matches = numbered(ru, en)
    (found,) = align_again([texts], [beads], matches, MODEL)
    assert ((50, 51), (50,)) in {(bead.ru, bead.en) for bead in found}


def test_texts_of_which_the_earlier_alignment_is_unsure_are_aligned_by_windows() -> None:
    count = 2 * MAX_SINGLE_WINDOW
    texts, matches = numbered(text(RU, count), text(EN, count))
    assert align_again([texts], [one_to_one(count, SURE - 0.01)], matches, MODEL) == align_by_windows(
        [texts], matches, MODEL
    )


@pytest.mark.parametrize("seed", range(6))
def test_every_sentence_is_in_one_bead_however_wrong_the_earlier_beads_are(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_alignment, "MIN_SURE_SHARE", 0.0)
    draw = random.Random(seed)
    count = 3 * MAX_SINGLE_WINDOW
    texts, matches = numbered(text(RU, count), text(EN, count))
    beads, i, j = [], 0, 0
    while i < count or j < count:
        a, b = draw.choice([(1, 0), (0, 1), (1, 1), (1, 1), (1, 1), (1, 1), (2, 1), (1, 3)])
        a, b = min(a, count - i), min(b, count - j)
        beads.append(Bead(tuple(range(i, i + a)), tuple(range(j, j + b)), draw.choice([0.3, 1.0, 1.0])))
        i, j = i + a, j + b
    beads = [bead for bead in beads if bead.ru or bead.en]
    aligned: list[int] = []
    (found,) = align_again([texts], [beads], matches, MODEL, aligned.append)
    assert [i for bead in found for i in bead.ru] == list(range(count))
    assert [j for bead in found for j in bead.en] == list(range(count))
    assert sum(aligned) == 2 * count
    assert all(first.ru < second.ru for first, second in pairwise(bead for bead in found if bead.ru))


@pytest.mark.parametrize("count", [1, MIN_LENGTH, 3 * MAX_SINGLE_WINDOW])
def test_a_text_whose_earlier_beads_are_all_sure_keeps_them(count: int) -> None:
    texts, matches = numbered(text(RU, count), text(EN, count))
    beads = one_to_one(count, SURE)
    assert align_again([texts], [beads], matches, MODEL) == [beads]


def test_only_windows_with_an_unsure_bead_are_aligned_again() -> None:
    count = 6 * MAX_SINGLE_WINDOW
    texts, matches = numbered(text(RU, count), text(EN, count))
    beads = one_to_one(count, SURE)
    beads[count // 2] = Bead((count // 2,), (count // 2,), SURE - 0.01)
    (found,) = align_again([texts], [beads], matches, MODEL)
    again = [bead.ru[0] for bead, earlier in zip(found, beads, strict=True) if bead != earlier]
    assert count // 2 in again
    assert max(again) - min(again) < 2 * MAX_SINGLE_WINDOW
    # They are the beads that the same windows have if all of the text is aligned again.
    (by_windows,) = align_by_windows([texts], matches, MODEL)
    assert [(bead.ru, bead.en) for bead in found] == [(bead.ru, bead.en) for bead in by_windows]


def test_a_short_text_with_an_unsure_bead_is_aligned_again_as_a_whole() -> None:
    texts, matches = numbered(text(RU, MIN_LENGTH), text(EN, MIN_LENGTH))
    beads = [*one_to_one(MIN_LENGTH, 1.0)[:-1], Bead((MIN_LENGTH - 1,), (), 1.0), Bead((), (MIN_LENGTH - 1,), 1.0)]
    assert align_again([texts], [beads], matches, MODEL) == align_by_windows([texts], matches, MODEL)


def test_a_side_may_be_empty() -> None:
    count = 2 * MIN_LENGTH
    texts, matches = numbered(text(RU, count), [])
    (found,) = align_again([texts], [[Bead((i,), ()) for i in range(count)]], matches, MODEL)
    assert [bead.ru for bead in found] == [(i,) for i in range(count)]
