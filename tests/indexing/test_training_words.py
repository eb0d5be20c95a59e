"""The words that translations are learned from."""

from __future__ import annotations

from array import array

from bisearch.indexing.training_words import KeptWords, joined, two_sided
from bisearch.storage.document_tokens import DocumentTokens

# Three passages: the first has two Russian sentences, and the second no English text.
RU = DocumentTokens(array("I", [5, 6, 7, 8, 9]), array("I", [2, 1, 1, 1]), array("I", [2, 1, 1]))
EN = DocumentTokens(array("I", [1, 2, 3]), array("I", [2, 1]), array("I", [1, 0, 1]))


def test_only_passages_with_both_sides_teach() -> None:
    ru, en = two_sided({"ru": RU, "en": EN})
    assert (list(ru.forms), list(ru.counts)) == ([5, 6, 7, 9], [3, 1])
    assert (list(en.forms), list(en.counts)) == ([1, 2, 3], [2, 1])
    assert not two_sided({"ru": RU})[0].counts


def test_some_passages_can_be_chosen() -> None:
    ru, en = two_sided({"ru": RU, "en": EN}, [1, 2])
    assert (list(ru.forms), list(en.forms)) == ([9], [3])


def test_documents_are_joined_by_id_with_the_names_of_their_forms() -> None:
    kept = KeptWords()
    kept.add("b", {"ru": RU, "en": EN})
    one = DocumentTokens(array("I", [4]), array("I", [1]), array("I", [1]))
    kept.add("a", {"ru": one, "en": one})
    columns = joined(kept.by_id(), lambda numbers: [f"form {number}" for number in numbers])
    assert list(columns.ru.forms) == [4, 5, 6, 7, 9]
    assert columns.names == {number: f"form {number}" for number in (1, 2, 3, 4, 5, 6, 7, 9)}
