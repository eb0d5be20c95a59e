from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.alignment import first_alignment
from bisearch.alignment.features import WindowBeads
from bisearch.alignment.first_alignment import align_first
from bisearch.alignment.log_linear_model import load_model
from bisearch.alignment.sure_beads import is_sure
from bisearch.alignment.windows import MAX_SINGLE_WINDOW, align_by_windows
from tests.alignment.long_texts import EN, RU, numbered, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bisearch.alignment.numbered_text import NumberedText
    from bisearch.alignment.word_matches import Matches
    from bisearch.model import Bead

MODEL = load_model("first pass")


def links(beads: list[Bead]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.ru, bead.en) for bead in beads]


@pytest.mark.parametrize("count", [1, MAX_SINGLE_WINDOW, MAX_SINGLE_WINDOW + 1, 5 * MAX_SINGLE_WINDOW])
def test_long_texts_have_the_beads_of_large_windows(count: int) -> None:
    texts, matches = numbered(text(RU, count), text(EN, count))
    (found,) = align_first([texts], matches, MODEL)
    (by_windows,) = align_by_windows([texts], matches, MODEL)
    assert links(found) == links(by_windows)


@pytest.mark.parametrize("omitted", [3, 15, 40])
def test_an_omitted_stretch_is_found_and_no_wrong_bead_at_its_ends_is_sure(omitted: int) -> None:
    count = 4 * MAX_SINGLE_WINDOW
    ru, en = text(RU, count), text(EN, count)
    del en[100 : 100 + omitted]
    texts, matches = numbered(ru, en)
    aligned: list[int] = []
    (found,) = align_first([texts], matches, MODEL, aligned.append)
    truth = {((i,), (i,)) for i in range(100)} | {((i,), ()) for i in range(100, 100 + omitted)}
    truth |= {((i,), (i - omitted,)) for i in range(100 + omitted, count)}
    assert len(truth.difference(links(found))) <= 4
    assert truth.issuperset(links([bead for bead in found if is_sure(bead)]))
    assert sum(aligned) == len(ru) + len(en)


def test_texts_on_which_short_windows_do_not_agree_are_aligned_by_windows() -> None:
    count = 2 * MAX_SINGLE_WINDOW
    texts, matches = numbered(
        [f"Он {'сидел и молчал' * (i % 5)}." for i in range(count)],
        [f"She {'did not go there' * (i % 7)}." for i in range(count + 20)],
    )
    assert align_first([texts], matches, MODEL) == align_by_windows([texts], matches, MODEL)


def test_of_texts_on_which_short_windows_do_not_agree_few_windows_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []

    class CountedBeads(WindowBeads):
        def __init__(self, windows: Sequence[tuple[NumberedText, NumberedText]], matches: Matches) -> None:
            tried.extend(len(ru) for ru, _ in windows)
            super().__init__(windows, matches)

    monkeypatch.setattr(first_alignment, "WindowBeads", CountedBeads)
    count = 10 * MAX_SINGLE_WINDOW
    texts, matches = numbered(
        [f"Он {'сидел и молчал' * (i % 5)}." for i in range(count)],
        [f"She {'did not go there' * (i % 7)}." for i in range(count)],
    )
    align_first([texts], matches, MODEL)
    assert 0 < sum(tried) < count


def test_only_windows_that_do_not_agree_are_aligned_again() -> None:
    count = 6 * MAX_SINGLE_WINDOW
    ru, en = text(RU, count), text(EN, count)
    ru[150:170] = [f"Он {'сидел и молчал' * (i % 5)}." for i in range(20)]
    en[150:170] = [f"She {'did not go there' * (i % 7)}." for i in range(20)]
    texts, matches = numbered(ru, en)
    (found,) = align_first([texts], matches, MODEL)
    (by_windows,) = align_by_windows([texts], matches, MODEL)
    assert set(links(found)) >= {((i,), (i,)) for i in range(count) if not 140 <= i < 180}
    assert links(found) == links(by_windows)


def test_a_side_may_be_empty() -> None:
    count = 2 * MAX_SINGLE_WINDOW
    texts, matches = numbered(text(RU, count), [])
    (found,) = align_first([texts], matches, MODEL)
    assert links(found) == [((i,), ()) for i in range(count)]
