"""Conditions that draw which documents exist in which language."""

from __future__ import annotations

from collections import Counter

import pytest

pytest.importorskip("ir_measures", reason="the extra bench is not installed")

from bisearch.errors import CollectionError
from bisearch.evaluation.conditions import (
    check_both_languages,
    check_topics_of_both_languages,
    draw_sides,
    half_translated,
    known_items,
    score_groups,
)
from bisearch.evaluation.documents import CollectionDocument
from bisearch.evaluation.topics import Topic
from bisearch.model import SIDES

DOCUMENTS = [CollectionDocument(f"d{n}", "", f"Лед номер {n}.", f"Ice number {n}.") for n in range(8)]


def test_a_quarter_keeps_russian_a_quarter_english_and_half_both() -> None:
    assert Counter(draw_sides(DOCUMENTS, 1).values()) == {("ru",): 2, ("en",): 2, SIDES: 4}


def test_the_draw_depends_on_ids_and_seed_alone() -> None:
    assert draw_sides(DOCUMENTS, 1) == draw_sides(reversed(DOCUMENTS), 1)
    assert draw_sides(DOCUMENTS, 1) != draw_sides(DOCUMENTS, 2)


def test_documents_with_one_side_keep_it() -> None:
    one_sided = CollectionDocument("x", "", "Лед.", "")
    sides = draw_sides([*DOCUMENTS, one_sided], 1)
    assert "x" not in sides
    assert half_translated([one_sided], sides) == [one_sided]


def test_a_document_loses_the_side_that_it_does_not_keep() -> None:
    (document,) = half_translated(DOCUMENTS[:1], {"d0": ("en",)})
    assert (document.text_ru, document.text_en) == ("", "Ice number 0.")


def test_a_known_item_is_asked_for_by_its_first_sentence_which_it_loses() -> None:
    both = CollectionDocument(
        "d", "", "Первое донесение про лед. Лед встал.", "First report about ice. The ice is firm."
    )
    short = CollectionDocument("s", "", "Лед.", "Ice.")
    items = known_items([both, short])
    assert items.documents == [CollectionDocument("d", "", "Лед встал.", "The ice is firm."), short]
    assert [(topic.id, topic.text) for topic in items.topics] == [
        ("d-ru", "Первое донесение про лед."), ("d-en", "First report about ice."),
    ]  # fmt: skip
    assert items.judgements == {"d-ru": {"d": 1}, "d-en": {"d": 1}}


def test_stamps_and_sentences_of_several_documents_are_no_titles() -> None:
    head_ru, head_en = "Секретно\n\nИнститут полярной геофизики\n\n", "Secret\n\nInstitute of Polar Geophysics\n\n"
    items = known_items([
        CollectionDocument(name, "", f"{head_ru}Письмо про {ru} сюда.\n\nЖдем.", f"{head_en}Note about {en}.\n\nWait.")
        for name, ru, en in (("a", "ящики", "crates"), ("b", "собак", "dogs"))
    ])  # fmt: skip
    assert [topic.text for topic in items.topics][:2] == ["Письмо про ящики сюда.", "Note about crates."]
    assert items.documents[0].text_en == "Secret\n\nInstitute of Polar Geophysics\n\n\n\nWait."


def test_titles_that_the_source_has_in_both_languages_are_asked_for() -> None:
    items = known_items([CollectionDocument("d", "On ice", "Лед встал.", "The ice is firm.", "О льде")])
    assert [topic.text for topic in items.topics] == ["О льде", "On ice"]
    assert items.documents == [CollectionDocument("d", "", "Лед встал.", "The ice is firm.")]


def test_success_is_scored_by_the_languages_of_the_relevant_document() -> None:
    topics = [Topic(id_, text, "t", 1) for id_, text in (("r1", "лед"), ("r2", "лед"), ("r3", "лед"), ("e1", "ice"))]
    judgements = {"r1": {"both": 1}, "r2": {"ru": 1}, "r3": {"en": 1}, "e1": {"ru": 1}}
    run = {"r1": {"both": 2.0}, "r2": {"x": 2.0, "ru": 1.0}, "r3": {"x": 1.0}, "e1": {"ru": 1.0}}
    sides: dict[str, tuple[str, ...]] = {"both": SIDES, "ru": ("ru",), "en": ("en",)}
    found = score_groups(run, judgements, topics, sides)  # type: ignore[arg-type]
    assert [(each.side, each.group, each.topics, list(each.scores.values())) for each in found] == [
        ("ru", "bilingual", 1, [1.0, 1.0, 1.0]),
        ("ru", "same language only", 1, [0.0, 1.0, 0.5]),
        ("ru", "other language only", 1, [0.0, 0.0, 0.0]),
        ("en", "other language only", 1, [1.0, 1.0, 1.0]),
    ]


def test_relevant_documents_of_another_group_push_none_down() -> None:
    topics = [Topic("r", "лед", "t", 1)]
    run = {"r": {"both": 3.0, "ru": 2.0, "x": 1.0}}
    found = score_groups(run, {"r": {"both": 1, "ru": 1}}, topics, {"both": SIDES, "ru": ("ru",)})
    assert [each.scores["RR"] for each in found] == [1.0, 1.0]


def test_a_collection_in_one_language_cannot_be_drawn_from() -> None:
    documents = [CollectionDocument(f"d{n}", "", "", "Ice.") for n in range(9)]
    with pytest.raises(CollectionError, match=r"corpus: 0 of 9 documents have both .*; give both texts under one id"):
        check_both_languages(documents, "corpus")


def test_topics_in_one_language_are_reported_where_two_are_needed() -> None:
    topics = [Topic("1", "ice", "topics.tsv", 1)]
    with pytest.raises(CollectionError, match=r"topics.tsv: no Russian topic among 1; .*take --condition known-item"):
        check_topics_of_both_languages(topics)
    check_topics_of_both_languages([*topics, Topic("2", "лед", "topics.tsv", 2)])
