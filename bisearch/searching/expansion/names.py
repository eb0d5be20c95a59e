"""Expand names into the other spellings, cases and scripts that the collection has them in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.form_table import surface_term
from bisearch.engines.nodes import AnyTerm
from bisearch.lazy_pattern import lazy_pattern
from bisearch.model import SIDES
from bisearch.notation.scripts import script_of
from bisearch.searching.expansion.base import Expansion
from bisearch.similarity.name_similarity import same_name_probability
from bisearch.similarity.phonetics import phonetic_key, pronunciations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bisearch.analysis.form_table import FormTable
    from bisearch.model import Side
    from bisearch.query.tree import Word
    from bisearch.searching.expansion.base import ExpansionScope
    from bisearch.storage.vocabulary import Vocabulary


# A single letter is an initial.
MIN_LETTERS = 2
_ROMAN_NUMERAL = lazy_pattern("[IVXLCDM]+")
# The greatest number of variants of a name on one side.
MAX_VARIANTS = 24
# Variants below this share of the likeliest variant's probability are other names.
MIN_SHARE_OF_LIKELIEST = 0.7


class Variant(NamedTuple):
    """A form of the collection that may be the same name as a word.

    Attributes:
        form: the normalized form.
        probability: in (0, 1], that it is the same name.
    """

    form: str
    probability: float


def name_variants(word: Word, vocabulary: Vocabulary, forms: FormTable) -> dict[Side, list[Variant]]:
    """Return the forms that may be the same name as a word of the query.

    A word is not a name if the collection uses it as an ordinary word, or if the collection lacks it, the dictionaries
    know it as an ordinary word, and it is not capitalized.

    Args:
        word: a bare word.
        vocabulary: the vocabulary of the collection.
        forms: the form table of the collection.

    Returns:
        For each side, forms of its script, the likeliest first; empty if the word is not a name.
    """
    found: dict[Side, list[Variant]] = {side: [] for side in SIDES}
    if len(word.form) < MIN_LETTERS or not word.form[0].isalpha() or _ROMAN_NUMERAL.fullmatch(word.surface):
        return found
    entry = vocabulary.word(word.form)
    is_name = entry.is_name if entry is not None else word.surface[0].isupper() or forms.is_proper(word.form)
    if not is_name:
        return found
    typed = word.surface.lower()
    readings = pronunciations(typed if script_of(word.form) == "latin" else word.form)
    for form, other_readings in vocabulary.names({phonetic_key(reading) for reading in readings} - {""}).items():
        if form != word.form and (probability := same_name_probability(readings, other_readings)):
            found["ru" if script_of(form) == "cyrillic" else "en"].append(Variant(form, probability))
    return {side: _likeliest(variants) for side, variants in found.items()}


def expand_name(
    word: Word, lemmas: tuple[str, ...], sides: Sequence[Side], scope: ExpansionScope
) -> Iterator[Expansion]:
    """Yield the other spellings of a name that its lemmas do not already match.

    Args:
        word: a bare word.
        lemmas: the word's lemmas.
        sides: where to look.
        scope: the readers, options and sides that the expansion may use.
    """
    readers = scope.readers
    for side, variants in name_variants(word, readers.vocabulary, readers.forms).items():
        if side not in sides or not variants:
            continue
        lemmas_of = readers.forms.lemmas([variant.form for variant in variants])
        new = [variant for variant in variants if not set(lemmas).intersection(lemmas_of[variant.form])]
        if new:
            terms = tuple(surface_term(variant.form) for variant in new)
            probabilities = tuple(variant.probability for variant in new)
            yield Expansion(AnyTerm(side, terms, disjoint=True), word.form, "name", probabilities)


def _likeliest(variants: list[Variant]) -> list[Variant]:
    variants = sorted(variants, key=lambda variant: (-variant.probability, variant.form))[:MAX_VARIANTS]
    return [variant for variant in variants if variant.probability >= MIN_SHARE_OF_LIKELIEST * variants[0].probability]
