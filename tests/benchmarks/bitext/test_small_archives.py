from __future__ import annotations

from benchmarks.bitext.small_archives import ARCHIVES, DOCUMENTS_EACH, draw, marks, read_judgements, report, table
from bisearch.analysis.form_table import FormTable
from bisearch.analysis.lemmatizer import Lemmatizer


def test_the_archives_are_drawn_alike_each_time_and_hold_different_documents() -> None:
    first, second = ([[each.metadata.id for each in documents] for documents in draw()] for _ in range(2))
    assert first == second
    assert len(first) == ARCHIVES
    assert all(len(set(ids)) == DOCUMENTS_EACH for ids in first)


def test_a_mark_joins_lemmas_of_words_in_its_passage() -> None:
    found = list(marks(draw()[0][:2], FormTable(None, Lemmatizer())))
    assert ("институт", "institute") in {mark.pair for mark in found}
    assert all(mark.ru and mark.en for mark in found)


def test_pairs_without_judgement_are_counted_apart() -> None:
    counts = {("кот", "cat"): 6, ("кот", "or"): 2, ("пес", "dog"): 3}
    found = report(counts, {("кот", "cat"): True, ("кот", "or"): False})
    assert (found["marks"], found["right"], found["unjudged"]) == (11, 0.75, 3)
    assert found["unjudged_pairs"] == ["пес dog"]
    assert found["wrong"] == [("кот", "or", 2)]
    assert "кот: or (2)" in table(found)


def test_every_judgement_is_a_pair_of_lemmas_with_a_grade() -> None:
    judged = read_judgements()
    assert judged["институт", "institute"]
    assert not judged["эйхгорн", "photograph"]
    assert not all(judged.values())
