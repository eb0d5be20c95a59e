"""The translation table of an index and the dictionaries imported into it, open for reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from bisearch.model import other
from bisearch.storage.database import texts
from bisearch.storage.encodings import SCALE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from bisearch.model import Side
    from bisearch.storage.database import Database

# The translations of this many lemmas are cached.
MAX_CACHED_LEMMAS = 20_000
# The probability that two lemmas translate each other: the mean of both directions.
_PROBABILITY = f"(to_en + to_ru) / {2.0 * SCALE}"

# A Russian lemma, an English lemma, and the probability that the first is translated as the second, and vice versa.
TableEntry: TypeAlias = tuple[str, str, float, float]
# A `TableEntry` and the number of beads in which the two lemmas were aligned.
TableRow: TypeAlias = tuple[str, str, float, float, int]
# A `TableRow` and the probability that words of these lemmas translate each other when they share a passage.
LearnedRow: TypeAlias = tuple[str, str, float, float, int, float]


class StoredTranslations:
    """The translation table and the imported dictionaries of an index.

    Args:
        database: the database that contains the tables.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._links: dict[str, dict[str, float]] = {}

    def link_probabilities(self, lemmas: Iterable[str]) -> Mapping[str, Mapping[str, float]]:
        """Return the probabilities that words with two lemmas are linked if they are in one passage.

        Args:
            lemmas: Russian lemmas.

        Returns:
            For each of these lemmas, and maybe for others, the English lemmas that the table has for it, each with the
            probability.
        """
        # The lemmas of hits are cached: the commonest ones occur in all of them.
        known = self._links = self._links if len(self._links) < MAX_CACHED_LEMMAS else {}
        new: dict[str, dict[str, float]] = {lemma: {} for lemma in lemmas if lemma not in known}
        if new:
            rows = self._database.select_in("SELECT ru, en, link FROM translations WHERE ru IN", new)
            with self._database.reporting_damage():
                for lemma_ru, lemma_en, link in rows:
                    new[lemma_ru][lemma_en] = link / SCALE
            known.update(new)
        return known

    def rows(self, side: Side | None = None, lemmas: Iterable[str] = ()) -> Iterator[TableRow]:
        """Yield rows of the translation table.

        Args:
            side: None for all rows, ordered by their lemmas.
            lemmas: lemmas of that side; only their rows are yielded, in no particular order.
        """
        select = f"SELECT ru, en, to_en / {SCALE}.0, to_ru / {SCALE}.0, beads FROM translations"  # noqa: S608 -- our own number
        if side is not None:
            yield from self._database.select_in(f"{select} WHERE {side} IN", lemmas)
            return
        with self._database.reporting_damage():
            yield from self._database.connection().execute(f"{select} ORDER BY ru, en")

    def dictionaries(self, ru: str, en: str) -> list[str]:
        """Return the names of the imported dictionaries in which two lemmas translate each other."""
        select = "SELECT source FROM entries WHERE ru = ? AND en = ? ORDER BY 1"
        with self._database.reporting_damage():
            return [row[0] for row in self._database.connection().execute(select, (ru, en))]

    def imported(self) -> dict[str, list[TableEntry]]:
        """Return the entries of each imported dictionary, by the dictionary's name."""
        found: dict[str, list[TableEntry]] = {}
        select = "SELECT source, ru, en, to_en, to_ru FROM entries"
        with self._database.reporting_damage():
            for source, ru, en, to_en, to_ru in self._database.connection().execute(select):
                found.setdefault(source, []).append((ru, en, to_en, to_ru))
        return found

    def translate(self, side: Side, lemmas: Collection[str]) -> dict[str, float]:
        """Return the translations of some lemmas that occur in the collection.

        Args:
            side: the side of the lemmas.
            lemmas: the lemmas to translate.

        Returns:
            Lemmas of the other side, each with the highest probability that it translates one of `lemmas`.
        """
        select = f"SELECT {other(side)}, {_PROBABILITY} FROM translations WHERE met_{other(side)} AND {side} IN"  # noqa: S608 -- the sides' names
        found: dict[str, float] = {}
        with self._database.reporting_damage():
            for translation, probability in self._database.select_in(select, lemmas):
                found[translation] = max(found.get(translation, 0.0), probability)
            texts(found)
        return found

    def translate_prefix(self, side: Side, prefix: str, max_length: int) -> Iterator[tuple[str, str, float]]:
        """Yield the translations, among those that occur in the collection, of all lemmas with a prefix.

        Args:
            side: the side of the lemmas.
            prefix: the prefix of the lemmas.
            max_length: the greatest length of a lemma, in code points.

        Yields:
            A lemma, a lemma of the other side, and the probability that they translate each other.
        """
        select = (
            f"SELECT {side}, {other(side)}, {_PROBABILITY} FROM translations"  # noqa: S608 -- the sides' names
            f" WHERE met_{other(side)} AND {side} >= ? AND {side} < ? AND length({side}) <= ?"
        )
        with self._database.reporting_damage():
            yield from self._database.connection().execute(select, (prefix, prefix + "\U0010ffff", max_length))

    def pairs(self, side: Side, lemmas: Iterable[str]) -> Iterator[tuple[str, str, float]]:
        """Yield the pairs that contain any of some lemmas of one side.

        Yields:
            The lemma, a lemma of the other side, and the probability that they translate each other.
        """
        select = f"SELECT {side}, {other(side)}, {_PROBABILITY} FROM translations WHERE {side} IN"  # noqa: S608 -- the sides' names
        yield from self._database.select_in(select, lemmas)
