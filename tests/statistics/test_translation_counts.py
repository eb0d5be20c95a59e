"""The translations of a word are counted in its passages, by year and by translator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch.analysis.tokenizer import tokenize

if TYPE_CHECKING:
    from pathlib import Path


def test_occurrences_are_counted_by_year_and_by_translator(counted: bisearch.Index) -> None:
    found = counted.translate("уголь")
    coal = next(each for each in found if each.en == "coal")
    assert coal.observed is not None
    assert coal.observed.occurrences == 4
    # letter-3 is of 1946 or 1947 and names no translator.
    assert coal.observed.by_year == (("1946", 4), ("1947", 2))
    assert coal.observed.by_translator == (("Brown", 2), (None, 2))
    assert [each.partition("/")[0] for each in coal.observed.passages] == ["cable-1", "cable-1", "letter-3"]
    assert (found.occurrences, found.beads, found.read, found.read_occurrences, found.translated) == (4, 3, 3, 4, 4)
    assert dict(found.forms) == {"уголь": 3, "угля": 1}


def test_two_translators_render_a_word_by_two_words(counted: bisearch.Index) -> None:
    found = counted.translate("завод")
    counts = {each.en: each.observed.by_translator for each in found if each.observed and each.observed.occurrences}
    assert counts == {"factory": (("Brown", 2),), "plant": (("Green", 2),)}


def test_every_reference_leads_to_a_passage_with_both_words(demonstration: bisearch.Index) -> None:
    found = demonstration.translate("station", 5)
    assert sum(each.observed.occurrences for each in found if each.observed) <= found.translated
    assert found.translated <= found.read_occurrences <= found.occurrences
    for each in found:
        assert each.observed is not None
        for reference in each.observed.passages:
            passage = demonstration.passage(reference).passage
            assert passage.ru is not None
            assert passage.en is not None
            assert {token.form for token in tokenize(passage.en.text)} & {"station", "stations"}


def test_the_passages_read_are_spread_over_all_and_their_number_is_given(demonstration: bisearch.Index) -> None:
    found = demonstration.translate("станция", passages=5)
    assert (found.read, found.beads > 5) == (5, True)
    assert found.read_occurrences < found.occurrences
    everything = demonstration.translate("станция", passages=None)
    assert everything.read == everything.beads == found.beads
    assert demonstration.translate("станция", passages=0).translated == 0


def test_filters_narrow_the_counts_and_not_the_lexicon(counted: bisearch.Index) -> None:
    found = counted.translate("уголь", filters="id:letter-3")
    coal = next(each for each in found if each.en == "coal")
    assert coal.observed is not None
    assert coal.observed.occurrences == 2
    assert coal.beads == next(each for each in counted.translate("уголь") if each.en == "coal").beads
    assert found.basis.filters == "id:letter-3"


def test_json_has_the_counts_beside_the_probabilities(counted: bisearch.Index) -> None:
    record = counted.translate("завод", 1).to_dict()
    (first,) = record["equivalents"]
    assert (record["word"], record["side"], record["occurrences"]) == ("завод", "ru", 5)
    assert {"ru", "en", "to_en", "to_ru", "beads", "occurrences", "by_year", "by_translator", "passages"} <= set(first)


def test_a_word_that_the_archive_lacks_is_counted_nowhere(counted: bisearch.Index, tmp_path: Path) -> None:
    found = counted.translate("нигдеибо")
    assert (list(found), found.occurrences, found.beads) == ([], 0, 0)
    bisearch.build([bisearch.Document(id="a", text_en="Coal is dear.")], tmp_path / "index")
    with bisearch.open(tmp_path / "index") as index:
        assert index.translate("coal").beads == 0
    for impossible in ({"limit": 0}, {"passages": -1}):
        with pytest.raises(ValueError, match=next(iter(impossible))):
            counted.translate("coal", **impossible)  # type: ignore[arg-type]
