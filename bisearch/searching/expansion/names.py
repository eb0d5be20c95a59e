"""Which other words of a collection are the name that a word of the query is: in other cases, spellings and scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.form_table import surface_term
from bisearch.engines.nodes import AnyTerm
from bisearch.model import SIDES
from bisearch.notation.scripts import script_of
from bisearch.searching.expansion.base import Wider
from bisearch.similarity.name_similarity import same_name_probability
from bisearch.similarity.phonetics import phonetic_key, pronunciations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bisearch.analysis.form_table import FormTable
    from bisearch.model import Side
    from bisearch.query.tree import Word
    from bisearch.searching.snapshot import Holdings
    from bisearch.storage.vocabulary import Vocabulary


# A single letter is an initial.
MIN_LETTERS = 2
_ROMAN = re.compile("[IVXLCDM]+")
# A name is looked up by at most so many other words on a side.
MAX_VARIANTS = 24
# Where a collection has names that sound the same, those that only nearly do are others.
LEAST_SHARE = 0.7


class Variant(NamedTuple):
    """A word that may be the same name as another.

    Attributes:
        form: as the collection has it.
        probability: in (0, 1], that it is.
    """

    form: str
    probability: float


def variants(word: Word, vocabulary: Vocabulary, forms: FormTable) -> dict[Side, list[Variant]]:
    """Return the words that may be the same name as a word of the query.

    Args:
        word: typed bare.
        vocabulary: of the collection.
        forms: likewise.

    Returns:
        For each side, words of its script, the likeliest first; none where the word is not a name: the collection uses
        it as another word, or does not have it and it is neither typed with a capital letter nor unknown to the
        dictionaries.
    """
    found: dict[Side, list[Variant]] = {side: [] for side in SIDES}
    if len(word.form) < MIN_LETTERS or not word.form[0].isalpha() or _ROMAN.fullmatch(word.surface):
        return found
    met = vocabulary.word(word.form)
    is_name = met.is_name if met is not None else word.surface[0].isupper() or forms.is_proper(word.form)
    if not is_name:
        return found
    typed = word.surface.lower()
    own = pronunciations(typed if script_of(word.form) == "latin" else word.form)
    for form, readings in vocabulary.names({phonetic_key(reading) for reading in own} - {""}).items():
        if form != word.form and (probability := same_name_probability(own, readings)):
            found["ru" if script_of(form) == "cyrillic" else "en"].append(Variant(form, probability))
    return {side: _likeliest(names) for side, names in found.items()}


def _likeliest(names: list[Variant]) -> list[Variant]:
    names = sorted(names, key=lambda variant: (-variant.probability, variant.form))[:MAX_VARIANTS]
    return [variant for variant in names if variant.probability >= LEAST_SHARE * names[0].probability]


def names(word: Word, lemmas: tuple[str, ...], sides: Sequence[Side], holdings: Holdings) -> Iterator[Wider]:
    """Yield the other spellings of a name, those left out that its lemmas find anyway.

    Args:
        word: typed bare.
        lemmas: its own.
        sides: where to look.
        holdings: of the index.
    """
    for side, found in variants(word, holdings.vocabulary, holdings.forms).items():
        if side not in sides or not found:
            continue
        lemmas_of = holdings.forms.lemmas([variant.form for variant in found])
        new = [variant for variant in found if not set(lemmas).intersection(lemmas_of[variant.form])]
        if new:
            terms = tuple(surface_term(variant.form) for variant in new)
            yield Wider(AnyTerm(side, terms, disjoint=True), "name", tuple(variant.probability for variant in new))
