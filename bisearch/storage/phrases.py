"""The phrases of an index that translate each other as a whole, open for reading; `document_writer` writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from bisearch.lexicon.phrases import PhraseTranslation
from bisearch.model import other
from bisearch.storage.encodings import SCALE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bisearch.model import Side
    from bisearch.storage.database import Database

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

    def translate(self, side: Side, keys: Iterable[str]) -> Iterator[PhraseTranslation]:
        """Yield the translations of the phrases of a side that have some keys, in no particular order."""
        opposite = other(side)
        select = (
            f"SELECT {side}, {opposite}, text_{opposite}, (to_en + to_ru) / {2.0 * SCALE}, beads FROM phrases"  # noqa: S608 -- the sides' names
            f" WHERE {side} IN"
        )
        yield from map(PhraseTranslation._make, self._database.select_in(select, keys))
