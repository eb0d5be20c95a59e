"""Suggest other words for the words of a query that match nothing."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from bisearch.analysis.form_table import surface_term
from bisearch.engines.nodes import AnyTerm
from bisearch.notation.scripts import script_of
from bisearch.searching.results import Suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.engines.nodes import Node
    from bisearch.model import Side
    from bisearch.query.tree import Word
    from bisearch.searching.headings import HeadingMatcher
    from bisearch.searching.readers import IndexReaders

# The greatest number of suggestions for one word.
MAX_SUGGESTIONS = 3
# The greatest number of words with suggestions; a longer query with more unknown words is in another language.
MAX_SUGGESTED = 30
# Shorter words are similar to too many others.
MIN_LETTERS = 4
# From this length on two letters may differ, if no word differs in one.
TWO_EDITS_FROM = 6


def suggestions(
    words: Iterable[tuple[Word, Node]], readers: IndexReaders, headings: HeadingMatcher | None, lang: Side | None = None
) -> tuple[Suggestion, ...]:
    """Return similar words of the collection for the words of a query that match nothing.

    Args:
        words: the words of the query, each with its node.
        readers: the readers of the index.
        headings: matches the words against headings; None if these are not searched.
        lang: the only side that was searched; None if both were.

    Returns:
        A suggestion for each word that has any, of the first `MAX_SUGGESTED` that match nothing; its words are ordered
        by similarity, then by frequency.
    """
    vocabulary, postings = readers.vocabulary, readers.postings
    found = []
    left = MAX_SUGGESTED
    for word, node in words:
        readers.deadline.check()
        if not left:
            break
        if (
            word.match in {"prefix", "wildcard", "fuzzy"}
            or len(word.form) < MIN_LETTERS
            or script_of(word.form) == "neutral"
        ):
            continue
        side: Side = "ru" if script_of(word.form) == "cyrillic" else "en"
        if lang not in {None, side}:
            continue
        if vocabulary.word(word.form) is not None or postings.search(node, 0).total:
            continue
        if headings is not None and headings.matches(node):
            continue
        left -= 1
        near = vocabulary.within_edits(word.form, 1)
        if not near and len(word.form) >= TWO_EDITS_FROM:
            near = vocabulary.within_edits(word.form, 2)
        from bisearch.similarity.ocr_confusion import ocr_distance  # noqa: PLC0415 -- a search starts faster without

        ranked = sorted(near, key=lambda form: (ocr_distance(word.form, form), -near[form], form))
        # The vocabulary keeps the words of documents that have since been removed.
        in_passages = (form for form in ranked if postings.search(AnyTerm(side, (surface_term(form),)), 0).total)
        instead = list(islice(in_passages, MAX_SUGGESTIONS))
        if instead:
            found.append(Suggestion(word.form, tuple(instead)))
    return tuple(found)
