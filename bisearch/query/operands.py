"""Parse the operands of a query: words, quotations and filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.notation.dates import day_range_of_text
from bisearch.notation.field_names import field_name
from bisearch.query.tree import DateFilter, Filter, Phrase, Word

if TYPE_CHECKING:
    from bisearch.model import Side
    from bisearch.query.lexeme_stream import LexemeStream
    from bisearch.query.lexer import Lexeme
    from bisearch.query.tree import Node

SIDE_FIELDS = ("ru", "en")
FILTER_FIELDS = ("title", "ref", "id", "date")
FIELDS = (*SIDE_FIELDS, "exact", *FILTER_FIELDS)

MAX_SLOP = 100
MAX_EDITS = 2
MIN_PREFIX = 2
# A fuzzy word without a number allows two edits from this length on, and one below it.
TWO_EDITS_FROM = 6

# Punctuation that follows a word in running text and has no meaning in the query language.
_TRAILING_PUNCTUATION = ".,;:!?…"
_FIRST_DAY, _LAST_DAY = "0001-01-01", "9999-12-31"


def parse_word(lexeme: Lexeme, side: Side | None, stream: LexemeStream) -> Node | None:
    """Return the node of a word without quotation marks; None for punctuation alone.

    Raises:
        QueryError: ``*`` or ``~`` is in the wrong place, or a field name has no value.
    """
    text = lexeme.text
    if text.endswith(":") and text[:-1].lower() in FIELDS:
        raise stream.error(lexeme.start, f"{text} has no word after it")
    text = text.rstrip(_TRAILING_PUNCTUATION)
    if "*" in text:
        return _prefix(text, lexeme, side, stream)
    stem, tilde, edits = text.partition("~")
    tokens = stream.tokens(lexeme, stem)
    forms = tuple(token.form for token in tokens)
    if tilde:
        return _fuzzy(forms, edits, lexeme, lexeme.start + len(stem), side, stream)
    if not forms:
        return None
    words = tuple(
        Word(token.form, side, position=lexeme.start, surface=stem[token.start : token.end]) for token in tokens
    )
    return words[0] if len(words) == 1 else Phrase(forms, side, parts=words)


def parse_phrase(lexeme: Lexeme, side: Side | None, stream: LexemeStream, *, exact: bool = False) -> Node:
    """Return the node of a quotation; of a single word, a word that is not expanded.

    Raises:
        QueryError: the quotation has no word, or a wrong ``~``.
    """
    forms = tuple(token.form for token in stream.tokens(lexeme, lexeme.text))
    if not forms:
        raise stream.error(lexeme.start, "the quotation has no word to look for")
    slop = 0
    if lexeme.suffix is not None:
        if not lexeme.suffix.isdecimal() or int(lexeme.suffix) > MAX_SLOP:
            position = lexeme.start + len(lexeme.text) + 2
            raise stream.error(position, f"~ after a quotation needs a number of words up to {MAX_SLOP}")
        slop = int(lexeme.suffix)
    if len(forms) == 1:
        return Word(forms[0], side, "exact" if exact else "lemma", position=lexeme.start)
    return Phrase(forms, side, exact, slop)


def parse_filter(name: Lexeme, value: Lexeme, stream: LexemeStream) -> Filter | DateFilter:
    """Return the node of a filter.

    Args:
        name: the field name with its colon.
        value: the word or quotation after it.
        stream: the lexemes of the query.

    Raises:
        QueryError: the value has a ``~``, or is not a date after ``date:``.
    """
    field = field_name(name.text[:-1])
    if value.suffix is not None:
        raise stream.error(value.start, f"{name.text} takes no ~")
    if field == "date":
        return _date_filter(value, stream)
    stream.tokens(value, value.text)
    return Filter(field, value.text, value.start, name.start)


def _fuzzy(  # noqa: PLR0913, PLR0917 -- the parts of one word
    forms: tuple[str, ...], edits: str, lexeme: Lexeme, tilde: int, side: Side | None, stream: LexemeStream
) -> Word:
    if edits not in {"", "1", "2"}:
        raise stream.error(tilde, f"~ after a word takes 1 or {MAX_EDITS}: how many letters may differ")
    if len(forms) != 1:
        raise stream.error(tilde, "~ needs one word right before it")
    stream.count_wildcard(lexeme)
    allowed = int(edits) if edits else (1 if len(forms[0]) < TWO_EDITS_FROM else MAX_EDITS)
    return Word(forms[0], side, "fuzzy", allowed, lexeme.start)


def _prefix(text: str, lexeme: Lexeme, side: Side | None, stream: LexemeStream) -> Word:
    stem = text.removesuffix("*")
    if "*" in stem or stem == text:
        raise stream.error(lexeme.start + text.find("*"), "* may be used only once, at the end of a word")
    forms = tuple(token.form for token in stream.tokens(lexeme, stem))
    stream.count_wildcard(lexeme)
    if len(forms) != 1 or len(forms[0]) < MIN_PREFIX:
        position = lexeme.start + len(stem)
        raise stream.error(position, f"* needs one word of at least {MIN_PREFIX} letters right before it")
    return Word(forms[0], side, "prefix", position=lexeme.start)


def _date_filter(value: Lexeme, stream: LexemeStream) -> DateFilter:
    is_set = value.text[:1] in {"[", "{"}  # EDTF, e.g. [..1946]
    first, dots, last = (value.text, "", "") if is_set else value.text.partition("..")
    if not dots:
        last = first
    earliest = _FIRST_DAY if dots and not first else _days(first, value.start, stream)[0]
    last_position = value.start + (len(first) + len(dots) if dots else 0)
    latest = _LAST_DAY if dots and not last else _days(last, last_position, stream)[1]
    if earliest > latest:
        raise stream.error(value.start, "the range of dates ends before it begins")
    return DateFilter(earliest, latest)


def _days(date: str, position: int, stream: LexemeStream) -> tuple[str, str]:
    """Return the first and the last day of a date."""
    try:
        return day_range_of_text(date)
    except ValueError as error:
        raise stream.error(
            position, "a date is written 1946, 1946-11, 1946-11-20 or 20.11.1946, a range 1946..1947"
        ) from error
