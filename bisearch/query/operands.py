"""Parse the operands of a query: words, quotations and filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.analysis.tokenizer import tokenize
from bisearch.errors import Mending
from bisearch.lazy_pattern import lazy_pattern
from bisearch.notation.field_names import field_name
from bisearch.query.fields import FIELDS, SHELFMARK_PARTS, queried_field
from bisearch.query.patterns import has_wildcard, split_quotation
from bisearch.query.tree import DateFilter, Filter, Or, Phrase, Word
from bisearch.query.wildcards import MIN_LETTERS, wildcard_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.model import Side
    from bisearch.query.lexeme_stream import LexemeStream
    from bisearch.query.lexer import Lexeme
    from bisearch.query.tree import Node

MAX_SLOP = 100
MAX_EDITS = 2
# A fuzzy word without a number allows two edits from this length on, and one below it.
TWO_EDITS_FROM = 6

# Punctuation that follows a word in running text and has no meaning in the query language.
_TRAILING_PUNCTUATION = ".,;:!?…"
# A quotation within a quotation: its words are next to each other within the proximity of the whole.
_INNER_QUOTATION = lazy_pattern(r"«([^»]*)»|“([^”]*)”|„([^“]*)“")
_FIRST_DAY, _LAST_DAY = "0001-01-01", "9999-12-31"


def parse_word(lexeme: Lexeme, side: Side | None, stream: LexemeStream) -> Node | None:
    """Return the node of a word without quotation marks; None for punctuation alone.

    Raises:
        QueryError: ``*``, ``?`` or ``~`` is in the wrong place, or a field name has no value.
    """
    text = lexeme.text
    if text.endswith(":") and queried_field(text[:-1]) in FIELDS:
        raise stream.error(lexeme.start, f"{text} has no word after it", _value_moved_closer(lexeme, stream))
    text = text.rstrip(_TRAILING_PUNCTUATION)
    if has_wildcard(text):
        return wildcard_word(_with_final_wildcards(lexeme.text), lexeme, side, stream)
    if (either := _word_or_wildcard(text, lexeme, side, stream)) is not None:
        return either
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


def _word_or_wildcard(text: str, lexeme: Lexeme, side: Side | None, stream: LexemeStream) -> Or | None:
    """Return the node of a query of one word with a question mark, which may be a wildcard; None for any other."""
    if lexeme.text != f"{text}?" or len(stream.lexemes) > 1:
        return None
    forms = [token.form for token in tokenize(text)]
    if len(forms) != 1 or len(forms[0]) < MIN_LETTERS:
        return None
    word = Word(forms[0], side, position=lexeme.start, surface=text)
    return Or((word, wildcard_word(lexeme.text, lexeme, side, stream)))


def parse_phrase(lexeme: Lexeme, side: Side | None, stream: LexemeStream, *, exact: bool = False) -> Node:
    """Return the node of a quotation; of a single word, a word that is not expanded.

    Raises:
        QueryError: the quotation has no word, or a wrong ``~``.
    """
    is_word = lexeme.kind == "word"
    text = _with_final_wildcards(lexeme.text) if is_word else lexeme.text
    if is_word and has_wildcard(text):
        return wildcard_word(text, lexeme, side, stream)
    slop = parse_slop(lexeme, "a quotation", stream)
    runs = [run for run in _quoted_runs(text, lexeme, side, stream) if run]
    words = [word for run in runs for word in run]
    if not words:
        raise stream.error(lexeme.start, "the quotation has no word to look for", Mending(lexeme.start, lexeme.end))
    if len(words) == 1:
        (word,) = words
        return (
            word
            if has_wildcard(word.form) or word.match == "prefix"
            else word._replace(match="exact" if exact else "lemma")
        )
    forms = tuple(f"{word.form}*" if word.match == "prefix" else word.form for word in words)
    if len(runs) == 1:
        return Phrase(forms, side, exact, position=lexeme.start)
    lengths = tuple(map(len, runs)) if slop and len(runs) < len(words) else ()
    return Phrase(forms, side, exact, slop, runs=lengths, position=lexeme.start)


def parse_slop(lexeme: Lexeme, after: str, stream: LexemeStream) -> int:
    """Return the number after the ``~`` of a quotation or a parenthesis; 0 without ``~``.

    Args:
        lexeme: the quotation or the closing parenthesis.
        after: the name of that, for the error message.
        stream: the lexemes of the query.

    Raises:
        QueryError: there is no number after the ``~``, or a number above `MAX_SLOP`.
    """
    if lexeme.suffix is None:
        return 0
    if not lexeme.suffix.isdecimal() or int(lexeme.suffix) > MAX_SLOP:
        reason = f"~ after {after} needs a number of words up to {MAX_SLOP}"
        raise stream.error(lexeme.suffix_start, reason, Mending(lexeme.suffix_start, lexeme.end))
    return int(lexeme.suffix)


def parse_filter(name: Lexeme, value: Lexeme, stream: LexemeStream) -> Filter | DateFilter:
    """Return the node of a filter.

    Args:
        name: the field name with its colon.
        value: the word or quotation after it.
        stream: the lexemes of the query.

    Raises:
        QueryError: the value has a ``~``, or is not a date after ``date:``.
    """
    typed = field_name(name.text[:-1])
    field = queried_field(typed)
    if value.suffix is not None:
        raise stream.error(value.start, f"{name.text} takes no ~", Mending(value.suffix_start, value.end))
    if field == "date":
        return _date_filter(name, value, stream)
    stream.tokens(value, value.text)
    text = value.text
    if field in {"ref", *SHELFMARK_PARTS} and "*" in text:
        reason = f"{name.text} takes no *; it finds a shelfmark by any of its parts"
        raise stream.error(stream.query.index("*", value.start), reason, stream.without_wildcards(value))
    return metadata_filter(typed, text)._replace(position=value.start, start=name.start)


def metadata_filter(typed: str, text: str) -> Filter:
    """Return the filter for documents whose field has a value.

    Args:
        typed: the field's name as typed; it is none of a side or a date.
        text: the value.
    """
    typed = field_name(typed)
    field = queried_field(typed)
    if field in SHELFMARK_PARTS:
        field, text = "ref", SHELFMARK_PARTS[field] + text
    return Filter(field, text, typed=typed if typed != field else "")


def _value_moved_closer(name: Lexeme, stream: LexemeStream) -> Mending:
    """Return the change that puts the next word right after a field name, or takes the name for a word."""
    value = stream.peek()
    if value is not None and value.kind in {"word", "phrase"}:
        return Mending(name.end, value.start, "")
    return Mending(name.end - 1, name.end)


def _with_final_wildcards(text: str) -> str:
    """Return a word without the punctuation after it, but with its final ``?``."""
    return text.rstrip(_TRAILING_PUNCTUATION.replace("?", ""))


def _quoted_runs(text: str, lexeme: Lexeme, side: Side | None, stream: LexemeStream) -> Iterator[list[Word]]:
    """Yield the runs of words of a quotation: a run for each word, and one for each quotation within it."""
    end = 0
    for inner in _INNER_QUOTATION.finditer(text):
        for word in _quoted_words(text[end : inner.start()], lexeme, side, stream):
            yield [word]
        yield _quoted_words(inner.group()[1:-1], lexeme, side, stream)
        end = inner.end()
    for word in _quoted_words(text[end:], lexeme, side, stream):
        yield [word]


def _quoted_words(text: str, lexeme: Lexeme, side: Side | None, stream: LexemeStream) -> list[Word]:
    words: list[Word] = []
    for piece, is_pattern in split_quotation(text):
        if is_pattern:
            words.append(wildcard_word(piece, lexeme, side, stream))
        else:
            words += (Word(token.form, side, position=lexeme.start) for token in stream.tokens(lexeme, piece))
    return words


def _fuzzy(  # noqa: PLR0913, PLR0917 -- the parts of one word
    forms: tuple[str, ...], edits: str, lexeme: Lexeme, tilde: int, side: Side | None, stream: LexemeStream
) -> Word:
    without = Mending(tilde, lexeme.end) if tilde > lexeme.start else stream.without_wildcards(lexeme)
    if edits not in {"", "1", "2"}:
        raise stream.error(tilde, f"~ after a word takes 1 or {MAX_EDITS}: how many letters may differ", without)
    if len(forms) != 1:
        raise stream.error(tilde, "~ needs one word right before it", without)
    stream.count_wildcard(lexeme)
    allowed = int(edits) if edits else (1 if len(forms[0]) < TWO_EDITS_FROM else MAX_EDITS)
    return Word(forms[0], side, "fuzzy", allowed, lexeme.start)


def _date_filter(name: Lexeme, value: Lexeme, stream: LexemeStream) -> DateFilter:
    is_set = value.text[:1] in {"[", "{"}  # EDTF, e.g. [..1946]
    first, dots, last = (value.text, "", "") if is_set else value.text.partition("..")
    if not dots:
        last = first
    without_name = Mending(name.start, value.start, "")
    earliest = _FIRST_DAY if dots and not first else _days(first, value.start, without_name, stream)[0]
    last_position = value.start + (len(first) + len(dots) if dots else 0)
    latest = _LAST_DAY if dots and not last else _days(last, last_position, without_name, stream)[1]
    if earliest > latest:
        raise stream.error(value.start, "the range of dates ends before it begins", without_name)
    return DateFilter(earliest, latest)


def _days(date: str, position: int, mending: Mending, stream: LexemeStream) -> tuple[str, str]:
    """Return the first and the last day of a date."""
    from bisearch.notation.dates import day_range_of_text  # noqa: PLC0415 -- a search starts faster without

    try:
        return day_range_of_text(date)
    except ValueError as error:
        reason = "a date is written 1946, 1946-11, 1946-11-20 or 20.11.1946, a range 1946..1947"
        raise stream.error(position, reason, mending) from error
