"""The words of a quotation, without what scholars may add or leave out by convention.

These are no alterations: an ellipsis (``...``, ``…``, ``[…]``, ``<…>``) for words left out; one's own words in
brackets; another case of letters, ``ё`` or ``е``, letters abolished in 1918; other punctuation and hyphens; words
divided or joined as in the archive's line breaks; and the correction of a letter that the scanner misread.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.tokenizer import without_ending, words
from bisearch.analysis.written_forms import noted_word

if TYPE_CHECKING:
    from collections.abc import Iterator

ELLIPSIS = re.compile(r"\s*(?:[\[<(]\s*(?:…|\.\s?\.\s?\.+)\s*[\]>)]|…|\.\s?\.\s?\.+)\s*")
# Words in square brackets that are not a part of a word; an editor's letters within a word belong to it.
INTERPOLATION = re.compile(r"(?<![^\W_])\[[^\[\]]{1,200}\](?![^\W_])|\((?:sic|так)!?\)", re.IGNORECASE)


class Word(NamedTuple):
    """A word of a text.

    Attributes:
        form: its normalized form.
        start: offset of its first code point.
        end: offset after its last code point.
    """

    form: str
    start: int
    end: int


class Wording(NamedTuple):
    """A quotation as the stretches of words that have to be in the archive, in order.

    Attributes:
        fragments: the stretches between ellipses.
        conventions: what was set aside: ``"ellipsis"``, ``"interpolation"``.
    """

    fragments: tuple[tuple[Word, ...], ...]
    conventions: tuple[str, ...]

    @property
    def all_words(self) -> tuple[Word, ...]:
        """The words of all fragments."""
        return tuple(word for fragment in self.fragments for word in fragment)


def wording_of(text: str, *, keep_brackets: bool = False) -> Wording:
    """Return the words of a quotation.

    Args:
        text: the quotation.
        keep_brackets: whether words in square brackets are the archive's own.
    """
    conventions = []
    if not keep_brackets and _has_interpolation(text):
        conventions.append("interpolation")
        text = INTERPOLATION.sub(lambda match: _blank(match.group()), text)
    fragments = []
    at = 0
    for match in [*ELLIPSIS.finditer(text), None]:
        end = len(text) if match is None else match.start()
        fragment = tuple(read_words(text[at:end], at))
        if fragment:
            fragments.append(fragment)
        if match is not None:
            at = match.end()
    if ELLIPSIS.search(text):
        conventions.append("ellipsis")
    return Wording(tuple(fragments), tuple(conventions))


def read_words(text: str, offset: int = 0) -> Iterator[Word]:
    """Yield the words of a text with their offsets, to which a number is added."""
    found = words(text)
    for start, surface, form in zip(found.starts, found.surfaces, found.forms, strict=True):
        end = start + len(without_ending(surface))
        yield Word(noted_word(form) or form, offset + start, offset + end)


def _has_interpolation(text: str) -> bool:
    return any(ELLIPSIS.fullmatch(match.group()) is None for match in INTERPOLATION.finditer(text))


def _blank(bracketed: str) -> str:
    """Return spaces in place of an interpolation; an ellipsis in brackets stays."""
    return bracketed if ELLIPSIS.fullmatch(bracketed) else " " * len(bracketed)
