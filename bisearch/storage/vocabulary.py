"""The words of a collection: how often each occurs, what it sounds like, and which words are spelled similarly."""

from __future__ import annotations

from array import array
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from bisearch.storage.database import PARAMETERS, Database, DatabaseWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from bisearch.analysis.casing import Use
    from bisearch.similarity.pass_join import Segment
    from bisearch.storage.identity import Identity

# Words added at once: in order, so that SQLite fills its pages; limited, so that memory does not grow.
BATCH = 50_000
# `surface` is NULL if it equals the form; `words.sounds` are pronunciations separated by spaces. `is_name` is repeated
# beside the keys, because most words that a key finds are not names. `pieces.words` is an array of the numbers of the
# words with that segment; each commit adds a row of its own.
_SCHEMA = """
CREATE TABLE words (
    number INTEGER PRIMARY KEY, form TEXT NOT NULL UNIQUE, surface TEXT, total INTEGER NOT NULL,
    capital INTEGER NOT NULL, small INTEGER NOT NULL, is_name INTEGER NOT NULL, sounds TEXT NOT NULL
);
CREATE TABLE sounds (
    key TEXT NOT NULL, word INTEGER NOT NULL, is_name INTEGER NOT NULL, PRIMARY KEY (key, word)
) WITHOUT ROWID;
CREATE TABLE pieces (
    length INTEGER NOT NULL, slot INTEGER NOT NULL, letters TEXT NOT NULL, first_word INTEGER NOT NULL,
    words BLOB NOT NULL, PRIMARY KEY (length, slot, letters, first_word)
) WITHOUT ROWID;
"""


class Word(NamedTuple):
    """A form that the collection contains.

    Attributes:
        form: normalized.
        total: how often it has occurred, including in documents removed since.
        is_name: whether it is used as a name.
    """

    form: str
    total: int
    is_name: bool


class Vocabulary(Database):
    """The words of a collection, open for reading; arguments as for `DocumentStore`."""

    def __init__(self, path: Path, identity: Identity | None = None) -> None:
        super().__init__(path, "words", identity)

    def word(self, form: str) -> Word | None:
        """Return the word with a form, or None if the collection never contained it."""
        with self.reporting_damage():
            row = self.connection().execute("SELECT form, total, is_name FROM words WHERE form = ?", (form,))
            found = row.fetchone()
        return None if found is None else Word(found[0], found[1], bool(found[2]))

    def names(self, keys: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Return the names that have any of some phonetic keys, each with its pronunciations."""
        return self._with_keys("sounds.is_name AND key IN", keys)

    def all_names(self) -> set[str]:
        """Return all words that are used as names."""
        with self.reporting_damage():
            return {form for (form,) in self.connection().execute("SELECT form FROM words WHERE is_name")}

    def similar_sounding(self, keys: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Return the words, names or not, that have any of some phonetic keys, each with their pronunciations."""
        return self._with_keys("key IN", keys)

    def _with_keys(self, condition: str, keys: Collection[str]) -> dict[str, tuple[str, ...]]:
        select = f"SELECT form, words.sounds FROM sounds JOIN words ON number = word WHERE {condition}"  # noqa: S608 -- the two above
        with self.reporting_damage():
            return {form: tuple(readings.split()) for form, readings in self.select_in(select, keys)}

    def within_edits(self, form: str, edits: int) -> dict[str, int]:
        """Return the words within `edits` (1 or 2) edits of a form, each with how often it has occurred."""
        from bisearch.similarity.edit_distance import words_within_edits  # noqa: PLC0415 -- few searches need them
        from bisearch.similarity.pass_join import candidate_segments  # noqa: PLC0415

        numbers: set[int] = set()
        with self.reporting_damage():
            connection = self.connection()
            for piece in candidate_segments(form, edits):
                select = "SELECT words FROM pieces WHERE length = ? AND slot = ? AND letters = ?"
                for (packed,) in connection.execute(select, piece):
                    numbers.update(memoryview(packed).cast("I"))
        with self.reporting_damage():
            totals = dict(self.select_in("SELECT form, total FROM words WHERE number IN", sorted(numbers)))
        return {other: totals[other] for other in words_within_edits(form, totals, edits)}


class VocabularyWriter(DatabaseWriter):
    """Changes to a vocabulary that is not yet committed."""

    def __init__(self, path: Path, identity: Identity | None = None) -> None:
        super().__init__(path, _SCHEMA, identity)

    def add(self, uses: Mapping[str, Use], is_proper: Callable[[str], bool]) -> None:
        """Add the uses of some forms.

        Args:
            uses: how each form was used since the last commit.
            is_proper: returns whether the dictionaries list a form as a name; asked if its use does not decide that.
        """
        forms = sorted(uses)
        for start in range(0, len(forms), BATCH):
            self._add(forms[start : start + BATCH], uses, is_proper)

    def _add(self, forms: Sequence[str], uses: Mapping[str, Use], is_proper: Callable[[str], bool]) -> None:
        from bisearch.similarity.pass_join import segments  # noqa: PLC0415 -- a search starts faster without
        from bisearch.similarity.phonetics import keys_of_all, pronunciations_of_all  # noqa: PLC0415

        known = self._known(forms)
        last = self._connection.execute("SELECT coalesce(max(number), 0) FROM words").fetchone()[0]
        new = {form: number for number, form in enumerate((form for form in forms if form not in known), last + 1)}
        counted = {
            form: _added(known.get(form) or (new[form], uses[form].surface, 0, 0, 0), uses[form]) for form in forms
        }
        sounding = [form for form in forms if form[0].isalpha()]
        heard = pronunciations_of_all([counted[form][1] for form in sounding])
        sounds = dict(zip(sounding, zip(heard, keys_of_all(heard), strict=True), strict=True))
        words, keys = [], []
        for form, (number, surface, total, capital, small) in counted.items():
            readings, found = sounds.get(form, ((), set()))
            is_name = bool(found) and _is_name(form, capital, small, is_proper)
            written = surface if surface != form else None
            words.append((number, form, written, total, capital, small, is_name, " ".join(readings)))
            keys += [(each, number, is_name) for each in found]
        numbers: defaultdict[Segment, array[int]] = defaultdict(partial(array, "I"))
        for form, number in new.items():
            for piece in segments(form):
                numbers[piece].append(number)
        rows = [(*piece, found[0], found.tobytes()) for piece, found in numbers.items()]
        self._connection.executemany("INSERT OR REPLACE INTO words VALUES (?, ?, ?, ?, ?, ?, ?, ?)", words)
        self._connection.executemany("INSERT OR REPLACE INTO sounds VALUES (?, ?, ?)", sorted(keys))
        self._connection.executemany("INSERT INTO pieces VALUES (?, ?, ?, ?, ?)", sorted(rows))

    def _known(self, forms: Sequence[str]) -> dict[str, tuple[int, str, int, int, int]]:
        """Return number, surface and counts of those forms that are stored."""
        select = "SELECT form, number, coalesce(surface, form), total, capital, small FROM words WHERE form IN"
        found = {}
        for start in range(0, len(forms), PARAMETERS):
            some = forms[start : start + PARAMETERS]
            for form, *row in self._connection.execute(f"{select} ({','.join('?' * len(some))})", some):
                found[form] = tuple(row)
        return found


def _added(stored: tuple[int, str, int, int, int], use: Use) -> tuple[int, str, int, int, int]:
    """Return the number, the surface and the counts of a word with its uses since the last commit."""
    number, surface, total, capital, small = stored
    return number, surface, total + use.total, capital + use.capital, small + use.small


def _is_name(form: str, capital: int, small: int, is_proper: Callable[[str], bool]) -> bool:
    from bisearch.analysis.casing import used_as_name  # noqa: PLC0415 -- a search starts without

    used = used_as_name(capital, small)
    return is_proper(form) if used is None else used
