from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bisearch.similarity.pass_join import candidate_segments, segments

# Few letters, so that words are often near each other, and edits next to each other.
WORD = st.text("абв", min_size=1, max_size=14)


@st.composite
def edited(draw: st.DrawFn, edits: int) -> tuple[str, str]:
    """Draw a word and the same word after some random edits."""
    word = other = draw(WORD)
    for _ in range(edits):
        place = draw(st.integers(0, len(other)))
        head, tail = other[:place], other[place:]
        letter = draw(st.sampled_from("абвг"))
        other = draw(st.sampled_from([head + letter + tail, head + tail[1:], head + letter + tail[1:],
                                      head + tail[1:2] + tail[:1] + tail[2:]])) or letter  # fmt: skip
    return word, other


@pytest.mark.parametrize("edits", [1, 2])
@given(data=st.data())
def test_every_word_within_the_edits_shares_a_segment(data: st.DataObject, edits: int) -> None:
    word, other = data.draw(edited(edits))
    assume(OSA.distance(word, other) <= edits)  # two edits at one place may count as three
    assert not set(segments(word)).isdisjoint(candidate_segments(other, edits))


def test_a_word_costs_three_rows_whatever_its_length() -> None:
    assert [len(segments("а" * length)) for length in (1, 4, 5, 8, 30)] == [1, 1, 3, 3, 3]


def test_no_segment_is_looked_up_twice() -> None:
    found = list(candidate_segments("энергетика", 2))
    assert len(found) == len(set(found)) <= 39
