from __future__ import annotations

import pytest

from bisearch.errors import QueryError
from bisearch.query.lexeme_stream import LexemeStream
from bisearch.query.operands import parse_filter, parse_phrase, parse_word
from bisearch.query.tree import DateFilter, Filter, Node, Phrase, Word


def word(query: str) -> Node | None:
    stream = LexemeStream(query)
    return parse_word(stream.take(), None, stream)


def phrase(query: str, *, exact: bool = False) -> Node:
    stream = LexemeStream(query)
    return parse_phrase(stream.take(), None, stream, exact=exact)


def filter_(query: str) -> Filter | DateFilter:
    stream = LexemeStream(query)
    return parse_filter(stream.take(), stream.take(), stream)


def test_a_word_keeps_its_spelling_as_typed() -> None:
    assert word("Смит") == Word("смит", surface="Смит")


def test_punctuation_after_a_word_is_ignored() -> None:
    assert word("Смит?!") == word("Смит")


def test_punctuation_alone_is_no_operand() -> None:
    assert word("—") is None


def test_a_hyphenated_word_is_a_phrase_with_its_parts() -> None:
    assert word("на-днях") == Phrase(("на", "днях"), parts=(Word("на", surface="на"), Word("днях", surface="днях")))


@pytest.mark.parametrize(("query", "edits"), [("Смит~", 1), ("Сталин~", 2), ("Сталин~1", 1), ("Смит~2", 2)])
def test_a_fuzzy_word_allows_two_edits_from_six_letters_on_unless_it_has_a_number(query: str, edits: int) -> None:
    node = word(query)
    assert isinstance(node, Word)
    assert (node.match, node.edits) == ("fuzzy", edits)


def test_a_word_with_an_asterisk_matches_by_prefix() -> None:
    assert word("Энерг*") == Word("энерг", match="prefix")


@pytest.mark.parametrize(
    ("query", "position", "reason"),
    [
        ("ст*лин", 2, "only once"),
        ("с*", 1, "at least 2 letters"),
        ("Смит~3", 4, "takes 1 or 2"),
        ("на-днях~", 7, "needs one word"),
        ("title:", 0, "no word after it"),
    ],
)
def test_a_mistake_in_a_word_is_reported_with_its_position(query: str, position: int, reason: str) -> None:
    with pytest.raises(QueryError, match=reason) as caught:
        word(query)
    assert caught.value.position == position


def test_a_quotation_of_one_word_is_a_word_that_is_not_expanded() -> None:
    assert phrase('"Смита"') == Word("смита")
    assert phrase('"Смита"', exact=True) == Word("смита", match="exact")


def test_the_number_after_a_quotation_is_the_slop() -> None:
    assert phrase('"Смит Трумэн"~5') == Phrase(("смит", "трумэн"), slop=5)


@pytest.mark.parametrize("suffix", ["", "x", "-1", "101"])
def test_a_slop_that_is_no_number_up_to_100_is_refused(suffix: str) -> None:
    with pytest.raises(QueryError, match="up to 100") as caught:
        phrase(f'"a b"~{suffix}')
    assert caught.value.position == 5


def test_a_filter_has_its_value_as_typed_and_its_position() -> None:
    assert filter_('REF:"ф. 558"') == Filter("ref", "ф. 558", 4)


def test_a_filter_takes_no_tilde() -> None:
    with pytest.raises(QueryError, match="title: takes no ~"):
        filter_('title:"a b"~2')


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("date:1946", "1946-01-01", "1946-12-31"),
        ("date:1946-02", "1946-02-01", "1946-02-28"),
        ("date:1946..1947-03", "1946-01-01", "1947-03-31"),
        ("date:..1947", "0001-01-01", "1947-12-31"),
        ("date:1947..", "1947-01-01", "9999-12-31"),
    ],
)
def test_a_date_filter_includes_its_first_and_last_day(query: str, first: str, last: str) -> None:
    assert filter_(query) == DateFilter(first, last)
