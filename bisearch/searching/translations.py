"""Find the translations of a word in one collection, each with a passage as an example."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.tokenizer import tokenize
from bisearch.engines.nodes import AnyTerm, Both
from bisearch.errors import QueryError
from bisearch.model import other
from bisearch.notation.scripts import script_of
from bisearch.searching.expansion.base import Expansion
from bisearch.searching.hits import HitBuilder
from bisearch.searching.planning import QueryPlan
from bisearch.searching.ranking import rank_passages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.model import Side
    from bisearch.searching.readers import IndexReaders
    from bisearch.searching.results import Hit
    from bisearch.storage.translations import TableRow

# The number of passages that are searched for an example.
EXAMPLE_CANDIDATES = 5
# The source given for pairs that neither the beads nor an imported dictionary have.
GENERAL_GLOSSARY = "general glossary"


class Translation(NamedTuple):
    """A Russian and an English lemma that translate each other in a collection.

    Attributes:
        ru: the Russian lemma.
        en: the English lemma.
        to_en: the probability in [0, 1] that `ru` is translated as `en`.
        to_ru: the probability in [0, 1] that `en` is translated as `ru`.
        beads: the number of beads in which they translate each other, of those that the lexicon was learned from.
        dictionaries: the names of the imported dictionaries that have the pair; the general glossary if there are none
            and no beads.
        example: a passage with the pair, both words marked; None if none was found.
    """

    ru: str
    en: str
    to_en: float
    to_ru: float
    beads: int
    dictionaries: tuple[str, ...]
    example: Hit | None


def translations(word: str, readers: IndexReaders, limit: int) -> list[Translation]:
    """Return the translations of a word, the likeliest first.

    Args:
        word: a word of either language in any form; of a hyphenated word, the first part is used.
        readers: the readers of the index.
        limit: the greatest number of translations.

    Raises:
        QueryError: `word` has no Russian or English word, or more than one.
    """
    if len(word.split()) > 1:
        raise QueryError(word, len(word) - len(word.split(maxsplit=1)[1]), "one word at a time")
    forms = [token.form for token in tokenize(word)]
    script = script_of(forms[0]) if forms else "neutral"
    if script == "neutral":
        raise QueryError(word, 0, "no Russian or English word")
    side: Side = "ru" if script == "cyrillic" else "en"
    rows = readers.store.translations.rows(side, readers.forms.lemmas(forms[:1])[forms[0]])
    ranked = sorted(rows, key=lambda row: _likeliest_first(row, side))
    return [_translation(row, side, readers) for row in islice(ranked, limit)]


def _likeliest_first(row: TableRow, side: Side) -> tuple[float, float, str, str]:
    ru, en, to_en, to_ru, _ = row
    return (-to_en, -to_ru, ru, en) if side == "ru" else (-to_ru, -to_en, ru, en)


def _translation(row: TableRow, side: Side, readers: IndexReaders) -> Translation:
    ru, en, to_en, to_ru, beads = row
    pair: dict[Side, str] = {"ru": ru, "en": en}
    example = next(_examples(side, pair, readers), None) if beads else None
    dictionaries = tuple(readers.store.translations.dictionaries(ru, en))
    if not (beads or dictionaries):
        dictionaries = (GENERAL_GLOSSARY,)
    return Translation(ru, en, to_en, to_ru, beads, dictionaries, example)


def _examples(side: Side, pair: dict[Side, str], readers: IndexReaders) -> Iterator[Hit]:
    """Yield passages in which one lemma is marked as the translation of the other."""
    opposite = other(side)
    word = AnyTerm(side, (pair[side],))
    node = Both((word, AnyTerm(opposite, (pair[opposite],))))
    plan = QueryPlan(node, (Expansion(word, pair[side], "lemma"),), ())
    builder = HitBuilder(plan.expansions, readers)
    ranked = rank_passages(plan, readers.postings, readers.store, "score", EXAMPLE_CANDIDATES)
    for hit in map(builder.hit, ranked.passages):
        text = hit.passage.side(opposite)
        if text is None:
            continue
        marked = [token.form for mark in hit.marks(opposite) for token in tokenize(text.text[mark.start : mark.end])]
        if any(pair[opposite] in lemmas for lemmas in readers.forms.lemmas(marked).values()):
            yield hit
