"""Collocates are those of a count of the sentences, word by word."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from scipy import stats

import bisearch
from tests.statistics.plain_counts import plain_sentences

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("window", [1, 3, 50])
def test_collocates_of_the_demonstration_archive_are_those_of_its_sentences(
    demonstration: bisearch.Index, window: int
) -> None:
    near: Counter[str] = Counter()
    others: Counter[str] = Counter()
    nodes = 0
    for sentence in plain_sentences(demonstration)["ru"]:
        places = [place for place, lemmas in enumerate(sentence.lemmas) if "станция" in lemmas]
        nodes += len(places)
        for place, lemmas in enumerate(sentence.lemmas):
            if place not in places:
                is_near = any(abs(place - other) <= window for other in places)
                (near if is_near else others)[lemmas[0]] += 1
    found = demonstration.collocates("станция", window=window, limit=1000, function_words=True)
    table = found.near
    assert (table.occurrences, table.words_near, table.compared) == (nodes, near.total(), len(near))
    listed = {each.lemma: each for each in table.collocates}
    total_near, total_others = near.total(), others.total()
    attracted = {
        lemma for lemma, count in near.items()
        if count * (total_near + total_others) > (count + others[lemma]) * total_near
    }  # fmt: skip
    assert set(listed) == attracted
    for lemma in sorted(attracted)[::5]:
        cells = [[near[lemma], others[lemma]], [total_near - near[lemma], total_others - others[lemma]]]
        each = listed[lemma]
        assert (each.together, each.occurrences) == (near[lemma], near[lemma] + others[lemma])
        if min(map(min, cells)) >= 0 and others[lemma] + near[lemma] < total_near + total_others:
            result = stats.chi2_contingency(cells, correction=False, lambda_="log-likelihood")
            assert each.g2 == pytest.approx(result.statistic, rel=1e-10, abs=1e-9)
            assert each.p == pytest.approx(result.pvalue, rel=1e-8)
            assert each.expected == pytest.approx(result.expected_freq[0][0], rel=1e-10)


def test_the_strongest_come_first_by_the_chosen_measure(demonstration: bisearch.Index) -> None:
    by_dice = demonstration.collocates("station").near.collocates
    by_g2 = demonstration.collocates("station", measure="g2").near.collocates
    assert [each.log_dice for each in by_dice] == sorted((each.log_dice for each in by_dice), reverse=True)
    assert [each.g2 for each in by_g2] == sorted((each.g2 for each in by_g2), reverse=True)
    shorter = demonstration.collocates("station", limit=7).near.collocates
    assert shorter == by_dice[:7]


def test_a_window_does_not_leave_the_sentence(counted: bisearch.Index) -> None:
    # "Завод получил уголь. Рабочие завода просили хлеба и угля."
    found = counted.collocates("получил", window=50, function_words=True)
    assert {each.lemma for each in found.near.collocates} <= {"завод", "уголь"}
    assert found.near.words_near == 2


def test_the_opposite_collocates_are_those_of_the_translations(counted: bisearch.Index) -> None:
    found = counted.collocates("уголь", function_words=True)
    assert found.opposite.side == "en"
    assert dict(found.opposite.forms) == {"coal": 4}
    assert found.beads == 3
    assert "rationed" not in {each.lemma for each in found.opposite.collocates}


def test_function_words_are_left_out_unless_asked_for(counted: bisearch.Index) -> None:
    without = counted.collocates("coal", window=50)
    with_all = counted.collocates("coal", window=50, function_words=True)
    assert "the" not in {each.lemma for each in without.near.collocates}
    assert with_all.near.compared > without.near.compared
    assert with_all.near.words_near == without.near.words_near


def test_a_word_that_is_not_there_has_no_collocates(counted: bisearch.Index) -> None:
    found = counted.collocates("нигдеибо")
    assert (found.near.collocates, found.near.occurrences, found.opposite.collocates, found.beads) == ((), 0, (), 0)


def test_a_number_needs_a_side(counted: bisearch.Index) -> None:
    with pytest.raises(bisearch.QueryError, match="name the side"):
        counted.collocates("1946")
    assert counted.collocates("1946", side="en").near.side == "en"


@pytest.mark.parametrize(
    ("option", "value"),
    [("window", 0), ("measure", "mi"), ("limit", -1), ("at_least", 0), ("side", "de"), ("function_words", 1)],
)
def test_impossible_options_are_refused(counted: bisearch.Index, option: str, value: object) -> None:
    with pytest.raises(ValueError, match=option):
        counted.collocates("coal", **{option: value})  # type: ignore[arg-type]


def test_an_archive_of_one_language_has_nothing_opposite(tmp_path: Path) -> None:
    (tmp_path / "note.en.txt").write_text("Coal is dear. Cheap coal is bad coal.", encoding="utf-8")
    bisearch.build([tmp_path / "note.en.txt"], tmp_path / "index", bisearch.BuildOptions(jobs=1))
    with bisearch.open(tmp_path / "index") as index:
        found = index.collocates("coal")
        assert found.near.occurrences == 3
        assert (found.opposite.words, found.opposite.collocates) == (0, ())
