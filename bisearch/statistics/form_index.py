"""The forms of an index by their numbers: their lemmas, and the forms that a term of a query stands for."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from bisearch.analysis.form_table import SURFACE
from bisearch.analysis.written_forms import parts
from bisearch.errors import IndexDamagedError
from bisearch.statistics.columns import joined_numbers, starts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from bisearch.statistics.columns import Mask, Numbers
    from bisearch.storage.numbered_forms import NumberedForms


class FormIndex:
    """All forms of an index.

    Args:
        added: what each commit added, in order.

    Attributes:
        forms: the form of each number.
        lemma_names: the lemma of each number.
        lemma_numbers: the number of each form's likeliest lemma, the first that the index stores.

    Raises:
        IndexDamagedError: the columns do not fit each other.
    """

    def __init__(self, added: Collection[NumberedForms]) -> None:
        self.forms = list(chain.from_iterable(each.forms for each in added))
        self.lemma_names = list(chain.from_iterable(each.lemmas for each in added))
        counts = joined_numbers(each.counts for each in added)
        self._lemmas = joined_numbers(each.numbers for each in added)
        self._starts = starts_of(counts)
        is_fitting = len(counts) == len(self.forms) and self._starts[-1] == len(self._lemmas)
        if not is_fitting or (counts < 1).any() or (self._lemmas >= len(self.lemma_names)).any():
            raise IndexDamagedError("the lemmas of the index do not fit its forms")
        self.lemma_numbers: Numbers = self._lemmas[self._starts[:-1]]

    def masks(self, slots: Collection[tuple[str, ...]]) -> dict[tuple[str, ...], Mask]:
        """Return, for each of some groups of terms, which forms have any of the terms.

        A form has the terms that it is indexed by: its lemmas, itself as written, and those of its parts, so that the
        word before a note's number has the terms of the word.
        """
        wanted = frozenset(chain.from_iterable(slots))
        with_term: defaultdict[str, list[int]] = defaultdict(list)
        for number, form in enumerate(self.forms):
            if (term := SURFACE + form) in wanted:
                with_term[term].append(number)
        for number, lemma in enumerate(self.lemma_names):
            if lemma in wanted:
                places = np.flatnonzero(self._lemmas == number)
                with_term[lemma] += (np.searchsorted(self._starts, places, "right") - 1).tolist()
        for number, terms in self._terms_of_parts.items():
            for term in terms & wanted:
                with_term[term].append(number)
        return {slot: self._mask(chain.from_iterable(with_term.get(term, ()) for term in slot)) for slot in slots}

    @cached_property
    def _terms_of_parts(self) -> dict[int, frozenset[str]]:
        """The terms of the parts of the forms that have parts; only forms with digits have any."""
        parts_of = {
            number: found
            for number, form in enumerate(self.forms)
            if not form.isalpha() and any(map(str.isdigit, form)) and (found := parts(form))
        }
        wanted = frozenset(chain.from_iterable(parts_of.values()))
        numbers = {form: number for number, form in enumerate(self.forms) if form in wanted}
        terms = {
            form: frozenset((SURFACE + form, *(self._lemmas_of(numbers[form]) if form in numbers else ())))
            for form in wanted
        }
        return {number: frozenset().union(*map(terms.__getitem__, found)) for number, found in parts_of.items()}

    def _lemmas_of(self, number: int) -> list[str]:
        found = self._lemmas[self._starts[number] : self._starts[number + 1]]
        return [self.lemma_names[lemma] for lemma in found.tolist()]

    def _mask(self, numbers: Iterable[int]) -> Mask:
        mask = np.zeros(len(self.forms), np.bool_)
        mask[list(numbers)] = True
        return mask
