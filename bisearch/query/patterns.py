"""Patterns of words with ``*`` for any letters and ``?`` for one letter."""

from __future__ import annotations

from bisearch.analysis.tokenizer import tokenize
from bisearch.lazy_pattern import lazy_pattern

WILDCARDS = lazy_pattern(r"([*?]+)")
_TO_SPACES = str.maketrans("*?~", "   ")
# In a quotation, a word that holds a wildcard beside a letter; a question mark at its end is punctuation.
_IN_QUOTATION = lazy_pattern(r"[\w*?'’]*(?:\w\*|\*\w|\w\?(?=[\w*])|\?\w)[\w*?'’]*")


def without_wildcards(text: str) -> str:
    """Return a text of the same length with spaces in place of ``*``, ``?`` and ``~``."""
    return text.translate(_TO_SPACES)


def has_wildcard(form: str) -> bool:
    """Return whether a form is a pattern."""
    return "*" in form or "?" in form


def field_pattern(text: str) -> str:
    """Return the pattern of a word with wildcards for a field of metadata; empty if the word has none."""
    if not has_wildcard(text):
        return ""
    pieces = WILDCARDS.split(text)
    forms = ("".join(token.form for token in tokenize(piece)) for piece in pieces[::2])
    signs = (*map(shortest, pieces[1::2]), "")
    return "".join(form + sign for form, sign in zip(forms, signs, strict=True))


def split_quotation(text: str) -> list[tuple[str, bool]]:
    """Return the words with wildcards of a quotation and the stretches between them, each with whether it is one."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for match in _IN_QUOTATION.finditer(text):
        word = match.group() if "*" in match.group() else match.group().rstrip("?")
        pieces += [(text[end : match.start()], False), (word, True)]
        end = match.end()
    return [*pieces, (text[end:], False)]


def shortest(signs: str) -> str:
    """Return wildcards in a row as the shortest that match the same: each ``?``, then at most one ``*``."""
    return "?" * signs.count("?") + "*" * ("*" in signs)
