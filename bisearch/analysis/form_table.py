"""From a surface form to the terms it is indexed and looked up by.

The vocabulary is analysed, not the text: a form met a thousand times is lemmatized once, and what was found is kept
with the index. So a search loads neither dictionary unless it meets a word that the collection never had.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from bisearch.errors import IndexVersionError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from bisearch.analysis.lemmatizer import Lemmatizer

    Kept: TypeAlias = Callable[[Collection[str]], dict[str, tuple[str, ...]]]


# Surface forms share the term space of the lemmas, told apart by this first character, which no form begins with.
SURFACE = "="


def surface_term(form: str) -> str:
    """Return the term of the form as written."""
    return SURFACE + form


class FormTable:
    """The lemmas of forms, from what an index has kept and, for a form it never met, from the dictionaries.

    Args:
        kept: returns the lemmas of those of some forms that the index has kept; None where there is no index yet.
        lemmatizer: for the others.
        expected: the fingerprint the index was made with; None where there is no index yet.
        most: about how many forms to keep in memory, of a table that is asked for ever new ones; None keeps all.

    Attributes:
        analysed: the forms that `lemmatizer` was asked for, with their lemmas; of a table that keeps all.
    """

    def __init__(
        self, kept: Kept | None, lemmatizer: Lemmatizer, expected: str | None = None, most: int | None = None
    ) -> None:
        self._kept = kept
        self._lemmatizer = lemmatizer
        self._expected = expected
        self._most = most
        self._known: dict[str, tuple[str, ...]] = {}
        self._terms: dict[str, tuple[str, ...]] = {}
        self.analysed: dict[str, tuple[str, ...]] = {}

    def add(self, analysed: Mapping[str, tuple[str, ...]]) -> None:
        """Take over what another table of the same lemmatizer has analysed."""
        self._known.update(analysed)
        self.analysed.update(analysed)

    def take_analysed(self) -> dict[str, tuple[str, ...]]:
        """Return what was analysed since the last time."""
        taken, self.analysed = self.analysed, {}
        return taken

    def lemmas(self, forms: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Return the lemmas of some forms, each with at least one.

        Raises:
            IndexVersionError: a form is new to the index, and the index was made with other dictionaries than these.
        """
        # Other threads may be at the table that is let go of, hence another one in its place.
        known = self._known = self._known if self._has_room(self._known) else {}
        missing = set(forms).difference(known)
        if missing and self._kept is not None:
            known.update(self._kept(missing))
            missing = missing.difference(known)
        if missing and self._expected is not None and self._lemmatizer.fingerprint != self._expected:
            raise IndexVersionError(
                f"the index was made with {self._expected}, and this is {self._lemmatizer.fingerprint};"
                " build it again with: bisearch index --rebuild PATH..."
            )
        for form in sorted(missing):
            known[form] = self._lemmatizer.lemmas(form)
            if self._most is None:
                self.analysed[form] = known[form]
        return {form: known[form] for form in forms}

    def is_proper(self, form: str) -> bool:
        """Tell whether a form may be a name as far as the dictionaries know: marked as one, or unknown."""
        return self._lemmatizer.is_proper(form)

    def terms(self, forms: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Return what stands in the index wherever each form does: its lemmas and the form as written."""
        known = self._terms = self._terms if self._has_room(self._terms) else {}
        missing = set(forms).difference(known)
        if missing:
            known.update((form, (*lemmas, surface_term(form))) for form, lemmas in self.lemmas(missing).items())
        return {form: known[form] for form in forms}

    def _has_room(self, table: Mapping[str, tuple[str, ...]]) -> bool:
        return self._most is None or len(table) < self._most
