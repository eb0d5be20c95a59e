from __future__ import annotations

import pytest

from bisearch.query.parser import parse
from bisearch.query.tree import Clauses, DateMention, Phrase, ShelfmarkMention, Word


def mentions(query: str) -> list[DateMention | ShelfmarkMention]:
    tree = parse(query)
    children = tree.should if isinstance(tree, Clauses) else (tree,)
    return [child for child in children if isinstance(child, DateMention | ShelfmarkMention)]


@pytest.mark.parametrize("query", ["20 November 1946", "встреча 20.XI.46г.", "20 ноября 1946 г. Смит", "1946-11-20"])
def test_a_date_in_any_notation_is_a_mention(query: str) -> None:
    (date,) = mentions(query)
    assert isinstance(date, DateMention)
    assert date.term == "@1946-11-20"


def test_the_words_of_a_date_are_words_of_the_query_too() -> None:
    tree = parse("20 November 1946")
    assert isinstance(tree, Clauses)
    assert [child.form for child in tree.should if isinstance(child, Word)] == ["20", "november", "1946"]


def test_the_words_of_a_shelfmark_are_not_words_of_the_query() -> None:
    tree = parse("Смит ф. 558, оп. 11 Трумэн")
    assert isinstance(tree, Clauses)
    word, shelfmark, last = tree.should
    assert isinstance(word, Word)
    assert isinstance(last, Word)
    assert shelfmark == ShelfmarkMention((("fond", "558"), ("opis", "11")), "ф. 558, оп. 11", 19)


def test_a_side_applies_to_the_mentions_in_its_parentheses() -> None:
    (shelfmark,) = mentions("ru:(f. 558, op. 11)")
    assert shelfmark.side == "ru"


@pytest.mark.parametrize(
    "query",
    [
        '"20 November 1946"', "date:1946-11-20 Смит", "+20 November 1946", "-20 ноября 1946 Смит", 'ref:"ф. 558"',
        "ф. 558 AND Смит", "Смит AND ф. 558", "20 (November) 1946", "ноябрь",
    ],
)  # fmt: skip
def test_quoted_signed_or_combined_words_are_not_mentions(query: str) -> None:
    assert mentions(query) == []


def test_a_hyphenated_date_is_also_a_phrase() -> None:
    tree = parse("20.XI.46г.")
    assert isinstance(tree, Clauses)
    assert any(isinstance(child, Phrase) for child in tree.should)
