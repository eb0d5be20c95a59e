from __future__ import annotations

import pytest

from bisearch.errors import QueryError
from bisearch.query.lexer import Lexeme, lexemes


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("Смит Truman", ["word Смит", "word Truman"]),
        ("(a1 OR b1)", ["open (", "word a1", "operator OR", "word b1", "close )"]),
        ("ORder ANDy", ["word ORder", "word ANDy"]),
        ("+a1 -b1", ["sign +", "word a1", "sign -", "word b1"]),
        ("a1 - b1", ["word a1", "word -", "word b1"]),
        ("на-днях", ["word на-днях"]),
        ("title:cable", ["field title:", "word cable"]),
        ("title: cable", ["word title:", "word cable"]),
        ("ВКП(б)", ["word ВКП(б)"]),
        ("ВКП (б)", ["word ВКП", "open (", "word б", "close )"]),
        ("энерг*", ["word энерг*"]),
    ],
)
def test_a_query_is_split_into_lexemes(query: str, kinds: list[str]) -> None:
    assert [f"{lexeme.kind} {lexeme.text}" for lexeme in lexemes(query)] == kinds


@pytest.mark.parametrize("query", ['"a b"', "«a b»", "“a b”", "„a b“"])
def test_every_pair_of_quotation_marks_makes_a_phrase(query: str) -> None:
    assert lexemes(query) == [Lexeme("phrase", "a b", 0)]


def test_a_lexeme_has_its_position_in_the_query() -> None:
    assert [lexeme.start for lexeme in lexemes('  a1 (b1 "c d")')] == [2, 5, 6, 9, 14]


@pytest.mark.parametrize(("query", "suffix"), [('"a b"~5', "5"), ('"a b"~x', "x"), ('"a b"~', ""), ('"a b" ~5', None)])
def test_a_phrase_has_the_text_after_its_tilde(query: str, suffix: str | None) -> None:
    assert lexemes(query)[0] == Lexeme("phrase", "a b", 0, suffix)


def test_a_quotation_that_is_not_closed_is_an_error_at_its_opening_mark() -> None:
    with pytest.raises(QueryError, match="not closed with »") as caught:
        lexemes('Смит «на днях"')
    assert caught.value.position == 5
