"""Mend a query with mistakes: remove them one after the other, and note each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from bisearch.analysis.tokenizer import tokenize
from bisearch.errors import QueryError
from bisearch.query.lexeme_stream import MAX_WORDS
from bisearch.query.parser import MAX_LENGTH

if TYPE_CHECKING:
    from collections.abc import Callable

    from bisearch.errors import Mending

# After this many mistakes the signs of a query mean nothing.
MAX_MISTAKES = 20
# A note quotes at most this much of a query.
_MAX_QUOTED = 40
_Answer = TypeVar("_Answer")


class Mended(NamedTuple):
    """A query without mistakes.

    Attributes:
        query: the query; empty if there is no word to look for.
        notes: what was changed and why, a line for each change.
    """

    query: str
    notes: tuple[str, ...] = ()


def run_mended(query: str, run: Callable[[str], _Answer]) -> tuple[Mended, _Answer | None]:
    """Run a query, without its mistakes.

    Args:
        query: the query as typed.
        run: runs a query, and raises `QueryError` for a mistake.

    Returns:
        The query that was run, and its answer; None if the query has no word to look for.
    """
    current = query
    notes: list[str] = []
    for _ in range(MAX_MISTAKES):
        try:
            return Mended(current, tuple(notes)), run(current)
        except QueryError as error:
            if error.mending is None:
                break
            mended = _with_mending(current, error.mending)
            if not _has_word(mended):
                break
            notes.append(_note(current, error))
            current = mended
    plain = _only_words(query)
    if not plain:
        return Mended("", (*notes, "the query has no word to look for")), None
    notes.append("all signs are ignored, and the words are looked for as they are")
    return Mended(plain, tuple(notes)), run(plain)


def _with_mending(query: str, mending: Mending) -> str:
    return " ".join(f"{query[: mending.start]}{mending.text}{query[mending.end :]}".split())


def _note(query: str, error: QueryError) -> str:
    mending = error.mending
    if mending is None:
        return error.reason
    old, new = query[mending.start : mending.end], mending.text.strip()
    if not old:
        return f"{error.reason}; {new} is added"
    if not old.strip():
        return f"{error.reason}; the space is removed"
    quoted = old if len(old) <= _MAX_QUOTED else f"{old[:_MAX_QUOTED]}..."
    if len(new) > _MAX_QUOTED:
        return error.reason
    return f"{error.reason}; {quoted} is read as {new}" if new else f"{error.reason}; {quoted} is ignored"


def _has_word(query: str) -> bool:
    return any(True for _ in tokenize(query))


def _only_words(query: str) -> str:
    """Return the first words of a query, each in quotation marks, so that none is taken for an operator."""
    quoted = [f'"{token.form}"' for token in tokenize(query[:MAX_LENGTH])][:MAX_WORDS]
    while len(" ".join(quoted)) > MAX_LENGTH:
        quoted = quoted[: len(quoted) // 2]
    return " ".join(quoted)
