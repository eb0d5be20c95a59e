"""The translations of a word in the lexicon of one collection, each with a passage as an example."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

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


class ObservedTranslation(NamedTuple):
    """How often a translation was seen in the passages of a word.

    Attributes:
        occurrences: the number of occurrences of the word that it translates, in the passages read.
        by_year: these by the year of their documents, ascending and the undated last, as None; a document of several
            years counts in each.
        by_translator: these by the translator that the documents name; None for documents that name none.
        passages: permanent references to the passages, at most a hundred, in the order of the index.
    """

    occurrences: int
    by_year: tuple[tuple[str | None, int], ...]
    by_translator: tuple[tuple[str | None, int], ...]
    passages: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the counts as in JSON."""
        return {
            "occurrences": self.occurrences,
            "by_year": [{"value": value, "occurrences": count} for value, count in self.by_year],
            "by_translator": [{"value": value, "occurrences": count} for value, count in self.by_translator],
            "passages": list(self.passages),
        }


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
        observed: how often the passages of the word have it; None if they were not read.
    """

    ru: str
    en: str
    to_en: float
    to_ru: float
    beads: int
    dictionaries: tuple[str, ...]
    example: Hit | None
    observed: ObservedTranslation | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the translation as in JSON; `example` is a hit, or null."""
        return {
            "ru": self.ru,
            "en": self.en,
            "to_en": round(self.to_en, 4),
            "to_ru": round(self.to_ru, 4),
            "beads": self.beads,
            "dictionaries": list(self.dictionaries),
            "example": self.example.to_dict() if self.example is not None else None,
            **(self.observed.to_dict() if self.observed is not None else {}),
        }


def query_word(word: str, readers: IndexReaders) -> tuple[Side, tuple[str, ...]]:
    """Return the side and the lemmas of a word.

    Args:
        word: a word of either language in any form; of a hyphenated word, the first part is used.
        readers: the readers of the index.

    Raises:
        QueryError: `word` has no Russian or English word, or more than one.
    """
    if len(word.split()) > 1:
        raise QueryError(word, len(word) - len(word.split(maxsplit=1)[1]), "one word at a time")
    forms = [token.form for token in tokenize(word)]
    script = script_of(forms[0]) if forms else "neutral"
    if script == "neutral":
        raise QueryError(word, 0, "no Russian or English word")
    return "ru" if script == "cyrillic" else "en", readers.forms.lemmas(forms[:1])[forms[0]]


def ranked_rows(side: Side, lemmas: tuple[str, ...], readers: IndexReaders) -> list[TableRow]:
    """Return the rows of the lexicon that translate any of some lemmas of a side, the likeliest first."""
    return sorted(readers.store.translations.rows(side, lemmas), key=lambda row: _likeliest_first(row, side))


def _likeliest_first(row: TableRow, side: Side) -> tuple[float, float, str, str]:
    ru, en, to_en, to_ru, _ = row
    return (-to_en, -to_ru, ru, en) if side == "ru" else (-to_ru, -to_en, ru, en)


def to_translation(row: TableRow, side: Side, observed: Hit | None, readers: IndexReaders) -> Translation:
    """Return the translation of a row of the lexicon with its dictionaries and an example.

    Args:
        row: the row.
        side: the side of the word.
        observed: a passage that has the pair, which is then the example; None looks for one.
        readers: the readers of the index.
    """
    ru, en, to_en, to_ru, beads = row
    pair: dict[Side, str] = {"ru": ru, "en": en}
    example = observed or (next(_examples(side, pair, readers), None) if beads else None)
    dictionaries = tuple(readers.store.translations.dictionaries(ru, en))
    if not (beads or dictionaries or observed):
        dictionaries = (GENERAL_GLOSSARY,)
    return Translation(ru, en, to_en, to_ru, beads, dictionaries, example)


def _examples(side: Side, pair: dict[Side, str], readers: IndexReaders) -> Iterator[Hit]:
    """Yield passages in which one lemma is marked as the translation of the other."""
    opposite = other(side)
    word = AnyTerm(side, (pair[side],))
    node = Both((word, AnyTerm(opposite, (pair[opposite],))))
    plan = QueryPlan(node, (Expansion(word, pair[side], "lemma"),), ())
    builder = HitBuilder(plan.expansions, readers)
    ranked = rank_passages(plan, readers, "score", EXAMPLE_CANDIDATES)
    for hit in map(builder.hit, ranked.passages[:EXAMPLE_CANDIDATES]):
        text = hit.passage.side(opposite)
        if text is None:
            continue
        marked = [token.form for mark in hit.marks(opposite) for token in tokenize(text.text[mark.start : mark.end])]
        if any(pair[opposite] in lemmas for lemmas in readers.forms.lemmas(marked).values()):
            yield hit
