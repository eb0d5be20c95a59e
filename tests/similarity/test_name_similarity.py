from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bisearch.similarity.name_similarity import (
    LONG_NAME_PROBABILITIES,
    SHORT_NAME_PROBABILITIES,
    phonetic_distance,
    same_name_probability,
)

SOUND = st.text("abdehiklmnorstuvw", min_size=1, max_size=10)


def test_a_vowel_edit_counts_half_of_a_consonant_edit() -> None:
    assert phonetic_distance("trumen", "truman") == 0.5 / 6
    assert phonetic_distance("smirnov", "spirnov") == 1 / 7


@given(SOUND, SOUND)
def test_the_distance_is_symmetric_and_within_zero_and_one(first: str, second: str) -> None:
    assert 0 <= phonetic_distance(first, second) == phonetic_distance(second, first) <= 1
    assert (phonetic_distance(first, second) == 0) == (first == second)


@given(SOUND, SOUND, st.floats(0.05, 1))
def test_a_cutoff_changes_only_larger_distances(first: str, second: str, most: float) -> None:
    apart = phonetic_distance(first, second)
    assert phonetic_distance(first, second, most) == (apart if apart <= most else 1.0)


def test_the_closest_pronunciations_decide_the_probability() -> None:
    assert same_name_probability(("qruwev", "hruwev"), ("hruwev",)) == LONG_NAME_PROBABILITIES[0][1]
    assert same_name_probability(("li",), ("li",)) == SHORT_NAME_PROBABILITIES[0][1]
    assert same_name_probability(("li",), ("lo",)) == 0.0
    assert same_name_probability((), ("li",)) == 0.0
