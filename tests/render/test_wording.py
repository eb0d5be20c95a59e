from __future__ import annotations

import pytest

from bisearch.model import Passage, PassageText, Sentence
from bisearch.render.wording import counted, needs_empty_line_before, results_summary, with_asterisks
from bisearch.searching.results import Mark, Results


def mark(start: int, end: int) -> Mark:
    return Mark(start, end, "word", "lemma")


@pytest.mark.parametrize(("number", "expected"), [(0, "0 passages"), (1, "1 passage"), (2_000, "2,000 passages")])
def test_a_noun_is_plural_unless_there_is_one(number: int, expected: str) -> None:
    assert counted(number, "passage") == expected


@pytest.mark.parametrize(
    ("total", "offset", "expected"),
    [
        (0, 0, "0 passages in 0.125 s"),
        (0, 5, "0 passages in 0.125 s"),
        (8, 0, "8 passages in 0.125 s"),
        (8, 100, "no hits from 101 on; 8 passages in 0.125 s"),
    ],
)
def test_a_summary_without_hits_says_whether_they_were_skipped(total: int, offset: int, expected: str) -> None:
    assert results_summary(Results("query", total, (), 0.125, offset)) == expected


def test_asterisks_enclose_each_mark() -> None:
    assert with_asterisks("one two three", [mark(0, 3), mark(8, 13)]) == "**one** two **three**"


def test_adjacent_marks_share_their_asterisks() -> None:
    assert with_asterisks("onetwo three", [mark(0, 3), mark(3, 6)]) == "**onetwo** three"


def test_the_first_passage_of_a_document_needs_no_empty_line_before_it() -> None:
    side = PassageText("Да.", (Sentence(0, 3),), opens_paragraph=True)
    assert [needs_empty_line_before(Passage(number, side, None)) for number in (1, 2)] == [False, True]


def test_the_summary_divides_a_total_into_literal_and_translated() -> None:
    passages = Results("query", 12, (), 0.125, total_by_translation=3)
    assert results_summary(passages) == "12 passages (9 as typed, 3 by translation) in 0.125 s"
    documents = Results(
        "query", 12, (), 0.125, total_by_translation=3, total_documents=2, total_documents_by_translation=1
    )
    assert results_summary(documents) == "2 documents (1 as typed, 1 by translation) in 0.125 s"
