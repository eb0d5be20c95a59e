from __future__ import annotations

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bisearch.similarity.edit_distance import FEW, _Comparer, words_within_edits

# Few letters, so that words are often near each other, and edits next to each other.
WORD = st.text("абв", max_size=14)


@given(WORD, WORD)
def test_the_first_distances_are_those_of_rapidfuzz(first: str, second: str) -> None:
    distance = _Comparer().function(1)
    assert distance is not OSA.distance
    assert distance(first, second) == OSA.distance(first, second)


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_characters_and_long_words_are_compared_in_the_same_way(first: str, second: str) -> None:
    assert _Comparer().function(1)(first, second) == OSA.distance(first, second)


def test_rapidfuzz_computes_the_distances_of_a_process_that_compares_many_words() -> None:
    comparer = _Comparer()
    assert comparer.function(FEW) is not OSA.distance
    assert comparer.function(1) == OSA.distance
    assert comparer.function(1) == OSA.distance
    assert _Comparer().function(FEW + 1) == OSA.distance


@given(WORD, st.lists(WORD, max_size=20), st.integers(0, 2))
def test_no_word_within_the_edits_is_missed(form: str, words: list[str], edits: int) -> None:
    assert words_within_edits(form, words, edits) == [word for word in words if OSA.distance(form, word) <= edits]


def test_few_comparisons_do_not_import_rapidfuzz() -> None:
    code = """
import sys
from bisearch.similarity.edit_distance import words_within_edits
assert words_within_edits("смита", ["смета", "рапорт"], 1) == ["смета"]
sys.exit("rapidfuzz" in sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
