"""What a word is rendered as in one collection, with a passage that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.tokenizer import tokenize
from bisearch.engines.nodes import AnyTerm, Both
from bisearch.model import other
from bisearch.searching.planning import Leaf, Resolved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bisearch.analysis.form_table import FormTable
    from bisearch.model import Side
    from bisearch.searching.results import Hit
    from bisearch.storage.documents import DocumentStore
    from bisearch.storage.translations import TableRow

# So many passages are looked at for one that shows a rendering.
TRIES = 5
# What a pair is from that neither the beads nor an imported dictionary have.
GENERAL = "general glossary"


class Equivalent(NamedTuple):
    """A Russian and an English lemma that translate each other in a collection.

    Attributes:
        ru: the Russian lemma.
        en: the English one.
        to_en: probability in [0, 1] that `ru` is rendered as `en`; `to_ru` the other way round.
        to_ru: see `to_en`.
        beads: in how many of the beads that the lexicon was learned from they render each other.
        dictionaries: names of the imported dictionaries that have the pair, or, where nothing else does, the
            general glossary.
        example: a passage where one renders the other, both marked; None where none was found.
    """

    ru: str
    en: str
    to_en: float
    to_ru: float
    beads: int
    dictionaries: tuple[str, ...]
    example: Hit | None


def equivalents(
    side: Side,
    lemmas: Sequence[str],
    store: DocumentStore,
    forms: FormTable,
    hits: Callable[[Resolved, int], Sequence[Hit]],
) -> Iterator[Equivalent]:
    """Yield what some lemmas of one word are rendered as, the likeliest first.

    Args:
        side: of the word.
        lemmas: the word's.
        store: of the index.
        forms: of the same index.
        hits: finds the best passages for a resolved query, at most so many.
    """

    def unlikelihood(row: TableRow) -> tuple[float, float, str, str]:
        ru, en, to_en, to_ru, _ = row
        return (-to_en, -to_ru, ru, en) if side == "ru" else (-to_ru, -to_en, ru, en)

    for ru, en, to_en, to_ru, beads in sorted(store.translations.rows(side, lemmas), key=unlikelihood):
        pair: dict[Side, str] = {"ru": ru, "en": en}
        example = next(_examples(side, pair, forms, hits), None) if beads else None
        dictionaries = tuple(store.translations.dictionaries(ru, en))
        yield Equivalent(ru, en, to_en, to_ru, beads, dictionaries if beads or dictionaries else (GENERAL,), example)


def _examples(
    side: Side, pair: dict[Side, str], forms: FormTable, hits: Callable[[Resolved, int], Sequence[Hit]]
) -> Iterator[Hit]:
    """Yield passages where the one lemma is marked as the rendering of the other."""
    opposite = other(side)
    word = AnyTerm(side, (pair[side],))
    node = Both((word, AnyTerm(opposite, (pair[opposite],))))
    for hit in hits(Resolved(node, (Leaf(word, pair[side], "lemma"),), ()), TRIES):
        text = hit.passage.side(opposite)
        if text is None:
            continue
        marked = [token.form for mark in hit.marks(opposite) for token in tokenize(text.text[mark.start : mark.end])]
        if any(pair[opposite] in lemmas for lemmas in forms.lemmas(marked).values()):
            yield hit
