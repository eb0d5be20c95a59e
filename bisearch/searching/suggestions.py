"""What else to look for where a word of a query matches nothing."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from bisearch.analysis.form_table import surface_term
from bisearch.engines.nodes import AnyTerm
from bisearch.notation.scripts import script_of
from bisearch.searching.results import Suggestion
from bisearch.similarity.ocr_confusion import ocr_distance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.engines.nodes import Node
    from bisearch.engines.port import EngineReader
    from bisearch.model import Side
    from bisearch.query.tree import Word
    from bisearch.storage.vocabulary import Vocabulary

# At most so many words are suggested in place of one.
MAX_SUGGESTIONS = 3
# Shorter words have neighbours everywhere.
MIN_LETTERS = 4
# From this length on, two letters may differ where no word is nearer.
TWO_EDITS = 6


def suggestions(
    words: Iterable[tuple[Word, Node]], vocabulary: Vocabulary, postings: EngineReader, lang: Side | None = None
) -> tuple[Suggestion, ...]:
    """Return words of the collection that resemble those of a query that match nothing.

    Args:
        words: the query's words that are looked up by lemma or as written, with the node of each.
        vocabulary: of the collection.
        postings: likewise.
        lang: the only side that was searched; None where both were.

    Returns:
        One for each word that has any; the words that look most like it come first, among them the more frequent.
    """
    found = []
    for word, node in words:
        if word.match in {"prefix", "fuzzy"} or len(word.form) < MIN_LETTERS or script_of(word.form) == "neutral":
            continue
        side: Side = "ru" if script_of(word.form) == "cyrillic" else "en"
        if lang not in {None, side}:
            continue
        if vocabulary.word(word.form) is not None or postings.search(node, 0).total:
            continue
        near = vocabulary.near(word.form, 1)
        if not near and len(word.form) >= TWO_EDITS:
            near = vocabulary.near(word.form, 2)
        ranked = sorted(near, key=lambda form: (ocr_distance(word.form, form), -near[form], form))
        # What was removed since is still in the vocabulary, but stands nowhere.
        standing = (form for form in ranked if postings.search(AnyTerm(side, (surface_term(form),)), 0).total)
        instead = list(islice(standing, MAX_SUGGESTIONS))
        if instead:
            found.append(Suggestion(word.form, tuple(instead)))
    return tuple(found)
