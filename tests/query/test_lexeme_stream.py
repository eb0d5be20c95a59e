from __future__ import annotations

import pytest

from bisearch.errors import QueryError
from bisearch.query.lexeme_stream import MAX_DEPTH, MAX_WILDCARDS, MAX_WORDS, LexemeStream


def test_lexemes_are_taken_in_order() -> None:
    stream = LexemeStream("a1 OR b1")
    assert [stream.take().text for _ in range(3)] == ["a1", "OR", "b1"]
    assert stream.peek() is None
    assert stream.taken == 3


def test_peeking_takes_nothing() -> None:
    stream = LexemeStream("a1")
    assert stream.peek() == stream.take()


def test_the_next_lexeme_is_compared_by_kind_and_text() -> None:
    stream = LexemeStream("OR a1")
    assert stream.at("operator")
    assert stream.at("operator", "OR")
    assert not stream.at("operator", "AND")
    assert not stream.at("word")
    assert not LexemeStream("").at("word")


def test_a_lexeme_is_taken_only_if_its_kind_and_text_match() -> None:
    stream = LexemeStream("OR a1")
    assert stream.take_if("operator", "AND") is None
    assert stream.taken == 0
    taken = stream.take_if("operator", "OR")
    assert taken is not None
    assert taken.text == "OR"
    assert stream.taken == 1


def test_words_are_counted_over_all_lexemes() -> None:
    stream = LexemeStream("a1 b1")
    first, second = stream.take(), stream.take()
    assert len(stream.tokens(first, "word " * MAX_WORDS)) == MAX_WORDS
    with pytest.raises(QueryError, match="at most 200 words") as caught:
        stream.tokens(second, "word")
    assert caught.value.position == 3


def test_wildcards_are_counted_over_all_lexemes() -> None:
    stream = LexemeStream("a*")
    lexeme = stream.take()
    for _ in range(MAX_WILDCARDS):
        stream.count_wildcard(lexeme)
    with pytest.raises(QueryError, match=r"at most 20 words with \*, \? or ~"):
        stream.count_wildcard(lexeme)


def test_leaving_a_parenthesis_makes_room_for_another() -> None:
    stream = LexemeStream("(")
    lexeme = stream.take()
    for _ in range(MAX_DEPTH):
        stream.enter(lexeme)
    stream.leave()
    stream.enter(lexeme)
    with pytest.raises(QueryError, match="at most 20 deep"):
        stream.enter(lexeme)
