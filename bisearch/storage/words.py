"""The words a collection holds, by how often they are met, by what its names sound like, and by their pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bisearch.spelling.pieces import pieces, wanted
from bisearch.spelling.sounds import key, sounds
from bisearch.storage.database import Database, write_to

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from bisearch.analysis.usage import Use

_SCHEMA = """
CREATE TABLE words (
    number INTEGER PRIMARY KEY, form TEXT NOT NULL UNIQUE, surface TEXT NOT NULL,
    total INTEGER NOT NULL, capital INTEGER NOT NULL, small INTEGER NOT NULL
);
CREATE TABLE sounds (
    key TEXT NOT NULL, form TEXT NOT NULL, sounds TEXT NOT NULL, is_name INTEGER NOT NULL, PRIMARY KEY (key, form)
) WITHOUT ROWID;
CREATE INDEX sounds_by_form ON sounds (form);
CREATE TABLE pieces (
    length INTEGER NOT NULL, slot INTEGER NOT NULL, letters TEXT NOT NULL, word INTEGER NOT NULL,
    PRIMARY KEY (length, slot, letters, word)
) WITHOUT ROWID;
"""


class Word(NamedTuple):
    """A form that the collection holds.

    Attributes:
        form: normalised.
        total: how often it was met; what was removed since still counts.
        is_name: whether it is used as a name.
    """

    form: str
    total: int
    is_name: bool


class Vocabulary(Database):
    """The words of an index, open for reading."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._probe("words")

    def word(self, form: str) -> Word | None:
        """Return what is known of a form, None where the collection never had it."""
        with self._reading():
            row = self._connection().execute(
                "SELECT form, total, EXISTS (SELECT 1 FROM sounds WHERE sounds.form = words.form AND is_name)"
                " FROM words WHERE form = ?",
                (form,),
            )
            found = row.fetchone()
        return None if found is None else Word(found[0], found[1], bool(found[2]))

    def names(self, keys: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Return the names that have any of some keys, each with what it may sound like."""
        rows = self._chosen("SELECT form, sounds FROM sounds WHERE is_name AND key IN", keys)
        return {form: tuple(readings.split()) for form, readings in rows}

    def alike(self, keys: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Return the words, names or not, that have any of some keys, each with what it may sound like."""
        rows = self._chosen("SELECT form, sounds FROM sounds WHERE key IN", keys)
        return {form: tuple(readings.split()) for form, readings in rows}

    def near(self, form: str, edits: int) -> dict[str, int]:
        """Return the words that differ from a form in at most so many letters, 1 or 2, with how often each was met."""
        from rapidfuzz.distance import OSA  # noqa: PLC0415 -- only fuzzy words and suggestions need it

        found: dict[str, int] = {}
        looked_at: set[str] = set()
        with self._reading():
            connection = self._connection()
            for piece in wanted(form, edits):
                rows = connection.execute(
                    "SELECT form, total FROM pieces JOIN words ON number = word"
                    " WHERE length = ? AND slot = ? AND letters = ?",
                    piece,
                )
                for other, total in rows:
                    if other not in looked_at:
                        looked_at.add(other)
                        if OSA.distance(form, other, score_cutoff=edits) <= edits:
                            found[other] = total
        return found


class VocabularyWriter:
    """Changes to a vocabulary that is not yet committed."""

    def __init__(self, path: Path) -> None:
        self._connection = write_to(path, _SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def add(self, uses: Mapping[str, Use], is_proper: Callable[[str], bool]) -> None:
        """Add to what is known of some forms.

        Args:
            uses: how each was met since the last commit.
            is_proper: whether a form may be a name as far as the dictionaries know; asked where its use does not tell.
        """
        last = self._connection.execute("SELECT coalesce(max(number), 0) FROM words").fetchone()[0]
        self._connection.executemany(
            "INSERT INTO words (form, surface, total, capital, small) VALUES (?, ?, ?, ?, ?) ON CONFLICT (form) DO"
            " UPDATE SET total = total + excluded.total, capital = capital + excluded.capital,"
            " small = small + excluded.small",
            ((form, use.surface, use.total, use.capital, use.small) for form, use in uses.items()),
        )
        new = self._connection.execute("SELECT number, form FROM words WHERE number > ?", (last,)).fetchall()
        rows = ((*piece, number) for number, form in new for piece in pieces(form))
        self._connection.executemany("INSERT INTO pieces VALUES (?, ?, ?, ?)", rows)
        for form in uses:
            self._settle(form, is_proper)

    def commit(self) -> None:
        """Write everything to the file and close it."""
        self._connection.execute("COMMIT")
        self._connection.close()

    def _settle(self, form: str, is_proper: Callable[[str], bool]) -> None:
        """Keep what a form sounds like, and whether its use tells that it is a name."""
        from bisearch.analysis.usage import used_as_name  # noqa: PLC0415 -- a search starts without

        surface, capital, small = self._connection.execute(
            "SELECT surface, capital, small FROM words WHERE form = ?", (form,)
        ).fetchone()
        used = used_as_name(capital, small)
        if used is None:
            used = form[0].isalpha() and is_proper(form)
        readings = sounds(surface) if form[0].isalpha() else ()
        rows = {key(reading) for reading in readings} - {""}
        self._connection.executemany(
            "INSERT OR REPLACE INTO sounds VALUES (?, ?, ?, ?)",
            ((each, form, " ".join(readings), bool(used)) for each in rows),
        )
