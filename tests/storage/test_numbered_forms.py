"""Forms and lemmas keep their numbers over commits, and damage is detected."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bisearch.storage.numbered_forms import FormNumbering, NumberedForms, pack_forms, unpack_forms

NAMES = st.text(st.characters(blacklist_characters="\n", blacklist_categories=["Cs"]), min_size=1, max_size=8)
COMMITS = st.lists(st.dictionaries(NAMES, st.lists(NAMES, min_size=1, max_size=3).map(tuple), max_size=6), max_size=4)


@given(COMMITS)
def test_every_commit_adds_its_new_forms_sorted_after_those_before(commits: list[dict[str, tuple[str, ...]]]) -> None:
    stored: list[tuple[int, bytes]] = []
    expected: dict[str, tuple[str, ...]] = {}
    for lemmas_of in commits:
        new = {form: lemmas for form, lemmas in lemmas_of.items() if form not in expected}
        numbering = FormNumbering(unpack_forms(packed, first, 7) for first, packed in stored)
        assert numbering.numbers(expected) == list(range(len(expected)))
        added = numbering.take_added(new)
        assert (added is None) == (not new)
        if added is not None:
            stored.append((added[0], pack_forms(added[1], added[0], 7)))
        expected |= dict(sorted(new.items()))
    read = [unpack_forms(packed, first, 7) for first, packed in stored]
    forms = [form for each in read for form in each.forms]
    lemmas = [lemma for each in read for lemma in each.lemmas]
    numbers = iter([number for each in read for number in each.numbers.numbers()])
    counts = [count for each in read for count in each.counts.numbers()]
    found = {
        form: tuple(lemmas[next(numbers)] for _ in range(count)) for form, count in zip(forms, counts, strict=True)
    }
    assert found == expected
    assert list(found) == list(expected)
    assert len(set(lemmas)) == len(lemmas)


def test_every_changed_byte_is_detected() -> None:
    added = FormNumbering(()).take_added({"дома": ("дом",), "houses": ("house",)})
    assert added is not None
    stored = pack_forms(added[1], 0, 7)
    for place in range(len(stored)):
        damaged = bytearray(stored)
        damaged[place] ^= 1
        with pytest.raises((ValueError, zlib.error)):
            unpack_forms(bytes(damaged), 0, 7)
    for first, seed in ((1, 7), (0, 8)):
        with pytest.raises(ValueError, match="checksum mismatch"):
            unpack_forms(stored, first, seed)


def test_names_that_do_not_fit_their_number_are_refused() -> None:
    added = FormNumbering(()).take_added({"дома": ("дом",)})
    assert added is not None
    forged = NumberedForms(["до\nма"], *added[1][1:])
    with pytest.raises(ValueError, match="do not fit"):
        unpack_forms(pack_forms(forged, 0, 7), 0, 7)
