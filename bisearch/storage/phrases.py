"""The phrases of an index that translate each other as a whole, open for reading; `document_writer` writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from bisearch.lexicon.phrases import PhrasesBeginning, PhraseTranslation
from bisearch.model import SIDES, other
from bisearch.storage.encodings import SCALE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bisearch.model import Side
    from bisearch.storage.database import Database

# The phrases of about this many lemmas are cached; most begin none.
MAX_CACHED_LEMMAS = 20_000

# A Russian and an English phrase by their lemmas, both to show, the probability that the first is translated as the
# second, and vice versa, and the number of beads that the pair was learned from.
StoredPhrase: TypeAlias = tuple[str, str, str, str, float, float, int]


class StoredPhrases:
    """The phrases of an index with their translations.

    Args:
        database: the database that contains the table.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._beginning_with: dict[Side, dict[str, PhrasesBeginning | None]] = {side: {} for side in SIDES}

    def beginning_with(self, side: Side, lemmas: Iterable[str]) -> Mapping[str, PhrasesBeginning | None]:
        """Return the phrases of a side whose key begins with a lemma, or None, for some lemmas and maybe for others."""
        # Most words of a text begin no phrase, so their phrases are looked up once for each word, not for each text.
        known = self._beginning_with[side]
        if len(known) >= MAX_CACHED_LEMMAS:
            known = self._beginning_with[side] = {}  # other threads may still read the full one
        new = set(lemmas).difference(known)
        if new:
            found = self._rows(side, new)
            known.update({lemma: _by_key(found[lemma]) if lemma in found else None for lemma in new})
        return known

    def _rows(self, side: Side, lemmas: Iterable[str]) -> dict[str, list[PhraseTranslation]]:
        """Return the translations of the phrases that begin with some lemmas, ordered by phrase and translation."""
        opposite = other(side)
        # In the order of the keys, "!" follows the space that separates the lemmas of a key.
        select = (
            f"SELECT value, {side}, {opposite}, text_{opposite}, (to_en + to_ru) / {2.0 * SCALE}, beads"  # noqa: S608 -- the sides' names
            f" FROM given CROSS JOIN phrases ON {side} >= value AND {side} < value || '!'"
        )
        found: dict[str, list[PhraseTranslation]] = {}
        with self._database.reporting_damage():
            for lemma, key, *translation in self._database.select_given(select, lemmas):
                if key == lemma or key.startswith(f"{lemma} "):
                    found.setdefault(lemma, []).append(PhraseTranslation(key, *translation))
        return found


def _by_key(rows: Iterable[PhraseTranslation]) -> PhrasesBeginning:
    translations: dict[str, list[PhraseTranslation]] = {}
    for row in rows:
        translations.setdefault(row.key, []).append(row)
    return PhrasesBeginning(translations, frozenset(1 + key.count(" ") for key in translations))
