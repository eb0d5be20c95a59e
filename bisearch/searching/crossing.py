"""What a word is looked up by on the other side: by the translation table, by its relatives, by its looks.

Probabilistic structured queries (Darwish & Oard, 2003): all of it is one synonym group, whose frequencies are mixed by
the probabilities. A small archive teaches few words, so two sources fill in. A word that the table does not know may
have relatives that it does (вторгаться, вторжение); and a word borrowed by both languages, or a name, looks alike in
both. A word that the table explains as something else is no cognate, however alike it looks. What the figures
below should be was tried on the first of five folds of XQuAD's articles, without a dictionary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.analysis.forms import is_stop_word
from bisearch.analysis.tokens import script_of
from bisearch.model import other
from bisearch.spelling.likeness import distance
from bisearch.spelling.sounds import key, sounds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.model import Side
    from bisearch.searching.widening import Holdings

# At most so many terms, each at least so likely, and at least this much as likely as the best.
MAX_TERMS = 10
LEAST_LIKELIHOOD = 0.03
LEAST_SHARE = 0.1
# Relatives share so many first letters and differ by at most so many in length; what one is rendered as counts half.
BEGINNING = 5
LONGER = 4
RELATIVE = 0.5
# Where the table is as sure as this of a word, its looks and its relatives are not asked.
SURE = 0.5
# A word of the same sound renders another in this share of cases; one that sounds so much else, by a power of what is
# left, the less; further apart, or further than this beyond the nearest, never.
COGNATE = 0.6
APART_POWER = 5
MOST_APART, MOST_BEYOND = 0.35, 0.15
# Where the likeliest term is less likely than this, all count for less, by this power of its share.
TRUSTED, DISTRUST = 0.6, 0.5
# Shorter words look alike by chance.
MIN_LETTERS = 4


def across(
    form: str, lemmas: tuple[str, ...], side: Side, holdings: Holdings, *, by_looks: bool = True
) -> dict[str, float]:
    """Return what a word is looked up by on the other side.

    Args:
        form: the word, normalised.
        lemmas: its own.
        side: its own.
        holdings: of the index.
        by_looks: whether words that look alike count.

    Returns:
        Lemmas of the other side, the likeliest first, with weights that sum to 1, or to less where nothing is likely;
        none where nothing is known.
    """
    store = holdings.store
    found = store.translations(side, lemmas)
    if max(found.values(), default=0.0) < SURE:
        for lemma in lemmas if not _is_slip(form, holdings) else ():
            if len(lemma) >= BEGINNING and lemma.isalpha():
                relatives = store.translations_of_relatives(side, lemma[:BEGINNING], len(lemma) + LONGER)
                for term, likely in relatives.items():
                    found[term] = max(found.get(term, 0.0), RELATIVE * likely)
        for term, likely in _cognates({form, *lemmas}, side, holdings).items() if by_looks else ():
            found[term] = max(found.get(term, 0.0), likely)
    # A function word renders another word now and then, and to look it up would find everything.
    found = {term: likely for term, likely in found.items() if not is_stop_word(term)} or found
    best = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:MAX_TERMS]
    least = max(LEAST_LIKELIHOOD, LEAST_SHARE * best[0][1]) if best else 0.0
    kept = {term: likely for term, likely in best if likely >= least}
    total = sum(kept.values()) / min(1.0, max(kept.values(), default=1.0) / TRUSTED) ** DISTRUST
    return {term: likely / total for term, likely in kept.items()}


def _is_slip(form: str, holdings: Holdings) -> bool:
    """Tell whether a word is likely misspelt: the collection has none such, but one that is a letter off."""
    vocabulary = holdings.vocabulary
    return len(form) >= MIN_LETTERS and vocabulary.word(form) is None and bool(vocabulary.near(form, 1))


def _cognates(words: Iterable[str], side: Side, holdings: Holdings) -> dict[str, float]:
    """Return the words of the other side that look like a word, and how likely each renders it."""
    readings = {reading for word in words if len(word) >= MIN_LETTERS and word.isalpha() for reading in sounds(word)}
    script = "latin" if side == "ru" else "cyrillic"
    near: dict[str, float] = {}
    for form, their_readings in holdings.vocabulary.alike({key(reading) for reading in readings} - {""}).items():
        if len(form) >= MIN_LETTERS and script_of(form) == script:
            near[form] = min(distance(one, two, MOST_APART) for one in readings for two in their_readings)
    nearest = min(near.values(), default=1.0)
    near = {form: apart for form, apart in near.items() if apart <= min(MOST_APART, nearest + MOST_BEYOND)}
    found: dict[str, float] = {}
    for form, lemmas in holdings.forms.lemmas(near).items():
        for lemma in lemmas:
            found[lemma] = max(found.get(lemma, 0.0), COGNATE * (1 - near[form]) ** APART_POWER)
    beginnings = {word[: BEGINNING - 1] for word in words}
    explained: dict[str, float] = {}
    for lemma, source, likely in holdings.store.sources(other(side), found):
        if source[: BEGINNING - 1] not in beginnings:
            explained[lemma] = max(explained.get(lemma, 0.0), likely)
    return {lemma: likely * (1 - explained.get(lemma, 0.0)) for lemma, likely in found.items()}
