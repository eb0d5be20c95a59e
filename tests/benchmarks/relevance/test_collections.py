"""Test collections."""

from __future__ import annotations

from benchmarks.relevance.collections import Collection, Query, Text, Unit


def test_a_one_sided_document_drops_units_that_have_only_the_other_side() -> None:
    text = Text("d", (Unit(("а",), ("a",)), Unit((), ("b",))))
    assert text.only("ru").units == (Unit(("а",), ()),)


def test_documents_are_dealt_to_the_folds_in_turn() -> None:
    texts = tuple(Text(id_, ()) for id_ in "abcdef")
    asked = tuple(Query(f"q-{text.id}", "", text.id) for text in texts)
    collection = Collection("paragraphs", texts, {"en": asked, "ru": ()}, {"en": {}, "ru": {}})
    assert [query.id for query in collection.of_folds("en", {0})] == ["q-a", "q-f"]
    assert [query.id for query in collection.of_folds("en", {1, 4})] == ["q-b", "q-e"]
