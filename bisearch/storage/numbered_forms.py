"""The numbers of forms and of their lemmas, in columns that are read at once.

The rows of `forms` answer for single words. Statistics need all forms with all their lemmas, and reading them row by
row would take longer than the count. Each commit adds a row of columns for its new forms and lemmas, so numbers ascend
from 0 in order of addition and never change.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, NamedTuple

from bisearch.storage.checksums import add_checksum, verify_checksum
from bisearch.storage.short_numbers import LONG_BYTES, ShortNumbers, pack_columns, short_numbers, unpack_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LEVEL = 6
# Bytes of the names after decompression: more than any vocabulary has; a damaged file could claim any size.
_MAX_UNPACKED = 256 << 20


class NumberedForms(NamedTuple):
    """The forms that one commit added.

    Attributes:
        forms: the new forms, in the order of their numbers.
        lemmas: the new lemmas, in the order of their numbers, which are apart from those of forms.
        counts: the number of lemmas of each form.
        numbers: the numbers of the lemmas of each form, the likeliest first, form by form.
    """

    forms: list[str]
    lemmas: list[str]
    counts: ShortNumbers
    numbers: ShortNumbers


class FormNumbering:
    """Numbers the forms and lemmas of an index that is being written.

    Args:
        stored: what the earlier commits added, in order.
    """

    def __init__(self, stored: Iterable[NumberedForms]) -> None:
        self._forms: dict[str, int] = {}
        self._lemmas: dict[str, int] = {}
        for added in stored:
            for known, names in ((self._forms, added.forms), (self._lemmas, added.lemmas)):
                known.update(zip(names, range(len(known), len(known) + len(names)), strict=True))
        self._stored = len(self._forms), len(self._lemmas)

    def numbers(self, forms: Iterable[str]) -> list[int]:
        """Return the number of each form; a new form gets the next one."""
        known = self._forms
        return [known.setdefault(form, len(known)) for form in forms]

    def names(self, numbers: Iterable[int]) -> list[str]:
        """Return the forms of some numbers."""
        known = list(self._forms)
        return [known[number] for number in numbers]

    def take_added(self, lemmas_of: Mapping[str, tuple[str, ...]]) -> tuple[int, NumberedForms] | None:
        """Return the number of the first new form, and all new forms; None if there are none.

        Args:
            lemmas_of: the lemmas of all new forms. Those without a number get theirs in alphabetical order, because
                the order in which workers have met them differs between two builds.
        """
        self.numbers(sorted(lemmas_of))
        first_form, first_lemma = self._stored
        forms = list(self._forms)[first_form:]
        if not forms:
            return None
        known = self._lemmas
        numbers = [[known.setdefault(lemma, len(known)) for lemma in lemmas_of[form]] for form in forms]
        added = NumberedForms(
            forms, list(known)[first_lemma:],
            short_numbers(map(len, numbers)), short_numbers(number for each in numbers for number in each),
        )  # fmt: skip
        self._stored = len(self._forms), len(known)
        return first_form, added


def pack_forms(added: NumberedForms, first_form: int, seed: int) -> bytes:
    """Return the stored form of what a commit added.

    Args:
        added: the forms.
        first_form: the number of the first form.
        seed: the seed of the index, which the checksum covers; see `Identity.seed`.
    """
    names = zlib.compress("\n".join([*added.forms, *added.lemmas]).encode("utf-8", "surrogatepass"), _LEVEL)
    sizes = short_numbers([len(added.forms), len(added.lemmas)])
    columns = pack_columns((sizes, added.counts, added.numbers))
    return add_checksum(len(columns).to_bytes(LONG_BYTES, "little") + columns + names, first_form, seed=seed)


def unpack_forms(stored: bytes, first_form: int, seed: int) -> NumberedForms:
    """Return what a commit added; arguments as in `pack_forms`.

    Raises:
        ValueError: the row is damaged.
        zlib.error: the same.
    """
    packed = verify_checksum(stored, first_form, seed=seed)
    end = LONG_BYTES + int.from_bytes(packed[:LONG_BYTES], "little")
    sizes, counts, numbers = unpack_columns(packed[LONG_BYTES:end], 3)
    inflated = zlib.decompressobj()
    text = inflated.decompress(packed[end:], _MAX_UNPACKED)
    if not inflated.eof:
        raise ValueError("the names of forms are cut short, or too long")
    names = text.decode("utf-8", "surrogatepass").split("\n")
    forms, lemmas = sizes.numbers()
    if len(names) != forms + lemmas:
        raise ValueError("the names of forms do not fit their number")
    return NumberedForms(names[:forms], names[forms:], counts, numbers)
