from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bisearch.similarity.name_similarity import LIKELY_LONG, LIKELY_SHORT, distance, likely

SOUND = st.text("abdehiklmnorstuvw", min_size=1, max_size=10)


def test_a_vowel_counts_half_of_a_consonant() -> None:
    assert distance("trumen", "truman") == 0.5 / 6
    assert distance("smirnov", "spirnov") == 1 / 7


@given(SOUND, SOUND)
def test_a_distance_has_no_direction_and_its_bounds(first: str, second: str) -> None:
    assert 0 <= distance(first, second) == distance(second, first) <= 1
    assert (distance(first, second) == 0) == (first == second)


@given(SOUND, SOUND, st.floats(0.05, 1))
def test_a_cutoff_changes_only_what_is_farther(first: str, second: str, most: float) -> None:
    apart = distance(first, second)
    assert distance(first, second, most) == (apart if apart <= most else 1.0)


def test_the_nearest_readings_count() -> None:
    assert likely(("qruwev", "hruwev"), ("hruwev",)) == LIKELY_LONG[0][1]
    assert likely(("li",), ("li",)) == LIKELY_SHORT[0][1]
    assert likely(("li",), ("lo",)) == 0.0
    assert likely((), ("li",)) == 0.0
