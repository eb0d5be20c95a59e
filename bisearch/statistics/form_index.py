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
        for term in wanted:
            if term.startswith(SURFACE) and (number := self._numbers.get(term.removeprefix(SURFACE))) is not None:
                with_term[term].append(number)
            if (lemma := self._numbers_of_lemmas.get(term)) is not None:
                places = np.flatnonzero(self._lemmas == lemma)
                with_term[term] += (np.searchsorted(self._starts, places, "right") - 1).tolist()
            with_term[term] += self._forms_with_part.get(term, ())
        return {slot: self._mask(chain.from_iterable(with_term.get(term, ()) for term in slot)) for slot in slots}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {form: number for number, form in enumerate(self.forms)}

    @cached_property
    def _numbers_of_lemmas(self) -> dict[str, int]:
        return {lemma: number for number, lemma in enumerate(self.lemma_names)}

    @cached_property
    def _forms_with_part(self) -> dict[str, list[int]]:
        """The forms with a part that has a term, by the term; only forms with digits have parts."""
        parts_of = {
            number: found
            for number, form in enumerate(self.forms)
            if not form.isalpha() and any(map(str.isdigit, form)) and (found := parts(form))
        }
        with_part: defaultdict[str, list[int]] = defaultdict(list)
        for number, found in parts_of.items():
            for term in frozenset(chain.from_iterable(map(self._terms_of, found))):
                with_part[term].append(number)
        return with_part

    def _terms_of(self, form: str) -> tuple[str, ...]:
        """Return the terms of a form that the index may lack."""
        number = self._numbers.get(form)
        return (SURFACE + form, *(self._lemmas_of(number) if number is not None else ()))

    def _lemmas_of(self, number: int) -> list[str]:
        found = self._lemmas[self._starts[number] : self._starts[number + 1]]
        return [self.lemma_names[lemma] for lemma in found.tolist()]

    def _mask(self, numbers: Iterable[int]) -> Mask:
        mask = np.zeros(len(self.forms), np.bool_)
        mask[list(numbers)] = True
        return mask
