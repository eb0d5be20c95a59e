"""Keywords are those of a count of both parts, word by word."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from scipy import stats

import bisearch
from tests.statistics.plain_counts import plain_sentences

if TYPE_CHECKING:
    from bisearch.model import Side


@pytest.mark.parametrize("side", ["ru", "en"])
def test_keywords_of_a_year_of_the_demonstration_archive_are_those_of_its_texts(
    demonstration: bisearch.Index, side: Side
) -> None:
    here: Counter[str] = Counter()
    there: Counter[str] = Counter()
    for sentence in plain_sentences(demonstration)[side]:
        (here if sentence.document.date.startswith("1947") else there).update(each[0] for each in sentence.lemmas)
    found = demonstration.keywords("date:1947", side=side, limit=10_000, function_words=True)
    assert (found.target.words, found.reference.words) == (here.total(), there.total())
    assert found.compared == len(here | there)
    listed = {each.lemma: each for each in (*found.more, *found.less)}
    assert len(listed) == len(found.more) + len(found.less)
    for lemma in sorted(listed)[::25]:
        each = listed[lemma]
        assert (each.in_target, each.in_reference) == (here[lemma], there[lemma])
        cells = [
            [here[lemma], there[lemma]],
            [here.total() - here[lemma], there.total() - there[lemma]],
        ]
        result = stats.chi2_contingency(cells, correction=False, lambda_="log-likelihood")
        assert each.g2 == pytest.approx(result.statistic, rel=1e-10, abs=1e-9)
        assert each.p == pytest.approx(result.pvalue, rel=1e-8)
        ratio = ((here[lemma] or 0.5) / here.total()) / ((there[lemma] or 0.5) / there.total())
        assert each.log_ratio == pytest.approx(math.log2(ratio), rel=1e-10, abs=1e-12)
    for rows in (found.more, found.less):
        assert [each.g2 for each in rows] == sorted((each.g2 for each in rows), reverse=True)
    assert all(each.per_million_target > each.per_million_reference for each in found.more)


def test_documents_of_both_parts_count_for_the_target_alone(counted: bisearch.Index) -> None:
    found = counted.keywords("id:cable-1", "author:Смирнов")
    assert (found.shared, found.target.documents, found.reference.documents) == (1, 1, 1)
    assert (found.target.words, found.reference.words) == (9, 8)


def test_further_filters_narrow_both_parts(counted: bisearch.Index) -> None:
    found = counted.keywords("id:cable-1", filters="author:Смирнов")
    assert (found.target.documents, found.reference.documents) == (1, 1)


def test_the_whole_archive_has_nothing_to_be_compared_with(counted: bisearch.Index) -> None:
    found = counted.keywords("date:1900..2000 OR id:note-4")
    assert (found.reference.words, found.more, found.less) == (0, (), ())


@pytest.mark.parametrize(
    ("target", "reference"), [("уголь", None), ("", None), ("date:1946", "уголь"), ("date:1946", " ")]
)
def test_a_part_is_chosen_by_filters_alone(counted: bisearch.Index, target: str, reference: str | None) -> None:
    with pytest.raises(bisearch.QueryError, match="filter"):
        counted.keywords(target, reference)


@pytest.mark.parametrize(("option", "value"), [("limit", -1), ("at_least", 0), ("side", "de"), ("side", None)])
def test_impossible_options_are_refused(counted: bisearch.Index, option: str, value: object) -> None:
    with pytest.raises(ValueError, match=option):
        counted.keywords("date:1946", **{option: value})  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="no keyword 'widen'"):
        counted.keywords("date:1946", widen=("names",))
