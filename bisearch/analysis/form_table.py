"""Looking up the index terms of word forms.

Each form is lemmatized once, however often it occurs, and the index stores its lemmas. A search loads a dictionary only
for a word that the index does not have.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from bisearch.analysis.written_forms import parts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from bisearch.analysis.lemmatizer import Lemmatizer

    StoredLemmas: TypeAlias = Callable[[Collection[str]], dict[str, tuple[str, ...]]]


# Terms of surface forms begin with this character, which begins no lemma.
SURFACE = "="


def surface_term(form: str) -> str:
    """Return the term of a surface form."""
    return SURFACE + form


class FormTable:
    """The lemmas of forms, from an index or, for a form that the index does not have, from the dictionaries.

    Args:
        stored: returns the lemmas of those given forms that the index has, which the installed dictionaries have found;
            None without an index.
        lemmatizer: lemmatizes the other forms.
        max_forms: about how many forms to keep in memory; None keeps all.

    Attributes:
        analysed: the forms that `lemmatizer` has lemmatized, with their lemmas; empty if `max_forms` is set.
    """

    def __init__(
        self,
        stored: StoredLemmas | None,
        lemmatizer: Lemmatizer,
        max_forms: int | None = None,
    ) -> None:
        self._stored = stored
        self._lemmatizer = lemmatizer
        self._max_forms = max_forms
        self._known: dict[str, tuple[str, ...]] = {}
        self._terms: dict[str, tuple[str, ...]] = {}
        self.analysed: dict[str, tuple[str, ...]] = {}

    def add(self, analysed: Mapping[str, tuple[str, ...]]) -> None:
        """Add the lemmas that another table with the same lemmatizer has found; the index may have some of them."""
        self._known.update(analysed)
        stored = self._stored(analysed) if self._stored is not None else {}
        self.analysed.update((form, lemmas) for form, lemmas in analysed.items() if form not in stored)

    def take_analysed(self) -> dict[str, tuple[str, ...]]:
        """Return and forget the forms analysed since the last call."""
        taken, self.analysed = self.analysed, {}
        return taken

    def lemmas(self, forms: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Return the lemmas of some forms, each with at least one."""
        # Other threads may still use the full table, so it is replaced and not emptied.
        known = self._known = self._known if self._has_room(self._known) else {}
        missing = set(forms).difference(known)
        if missing and self._stored is not None:
            known.update(self._stored(missing))
            missing = missing.difference(known)
        self._lemmatizer.expect(len(missing))
        for form in sorted(missing):
            known[form] = self._lemmatizer.lemmas(form)
            if self._max_forms is None:
                self.analysed[form] = known[form]
        return {form: known[form] for form in forms}

    def is_known(self, form: str) -> bool:
        """Return whether the dictionaries have a form."""
        return self._lemmatizer.is_known(form)

    def has_entry(self, form: str) -> bool:
        """Return whether the dictionaries have a form, a Russian one also with ё for е or in older spelling."""
        return self._lemmatizer.has_entry(form)

    def is_proper(self, form: str) -> bool:
        """Return whether a form may be a name: the dictionary tags it as one or does not know it."""
        return self._lemmatizer.is_proper(form)

    def terms(self, forms: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Return the index terms of each form: its lemmas, its surface term, and the terms of its parts."""
        known = self._terms = self._terms if self._has_room(self._terms) else {}
        missing = set(forms).difference(known)
        if missing:
            parts = _parts_of(missing)
            known.update(_terms(self.lemmas(missing.union(chain.from_iterable(parts.values()))), missing, parts))
        return {form: known[form] for form in forms}

    def forget_beyond(self, forms: int) -> None:
        """Free the memory of all forms if there are more than some number; they are looked up again when needed."""
        if len(self._known) > forms:
            self._known, self._terms = {}, {}

    def forget_terms(self) -> None:
        """Free the memory of the terms looked up so far, which are made again from the lemmas when needed."""
        self._terms = {}

    def stored_terms(self, forms: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Return the index terms of those given forms that the index has, without loading a dictionary."""
        if self._stored is None:
            return {}
        parts = _parts_of(forms)
        stored = self._stored({*forms, *chain.from_iterable(parts.values())})
        return _terms(stored, [form for form in forms if form in stored], parts)

    def _has_room(self, table: Mapping[str, tuple[str, ...]]) -> bool:
        return self._max_forms is None or len(table) < self._max_forms


def _parts_of(forms: Iterable[str]) -> dict[str, tuple[str, ...]]:
    return {form: found for form in forms if (found := parts(form))}


def _terms(
    lemmas: Mapping[str, tuple[str, ...]], forms: Iterable[str], parts_of: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    found = {form: (*lemmas[form], surface_term(form)) for form in forms}
    for form in parts_of.keys() & found:
        of_parts = [(*lemmas[part], surface_term(part)) for part in parts_of[form] if part in lemmas]
        found[form] = tuple(dict.fromkeys(chain(found[form], *of_parts)))
    return found
