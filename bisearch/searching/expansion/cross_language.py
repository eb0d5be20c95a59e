"""What a word is looked up by on the other side: by the translation table, by its relatives, by its looks.

Probabilistic structured queries (Darwish & Oard, 2003): all of it is one synonym group, whose frequencies are mixed by
weights. Only what the collection has met competes: a dictionary's renderings that stand nowhere would leave the others
little. A weight is how likely a rendering is beside the likeliest, which counts as the word itself would: a text that
has it is as good a hit, however many others the word may have.

A small archive teaches few words, so two sources fill in what the table leaves open. A word that it does not know may
have relatives that it does (вторгаться, вторжение); and a word borrowed by both languages, or a name, looks alike in
both. A word that the table explains as something else is no cognate, however alike it looks. The figures below are
round ones, tried on XQuAD's paragraphs and XQuAD-R's sentences; half or twice one of them moved nDCG@10 there by less
than .01 wherever that was tried.
"""

from __future__ import annotations

from os.path import commonprefix
from typing import TYPE_CHECKING

from bisearch.analysis.stop_words import is_stop_word
from bisearch.model import other
from bisearch.notation.scripts import script_of
from bisearch.similarity.name_similarity import phonetic_distance
from bisearch.similarity.phonetics import phonetic_key, pronunciations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bisearch.model import Side
    from bisearch.searching.snapshot import Holdings
    from bisearch.storage.documents import DocumentStore

# At most so many terms, each at least so likely, and at least this much as likely as the best.
MAX_TERMS = 10
LEAST_LIKELIHOOD = 0.03
LEAST_SHARE = 0.1
# Relatives share so many first letters at least, and are at most so much longer; what renders one renders the other in
# so many cases as the share of letters that they share, to this power.
BEGINNING = 5
LONGER = 4
RELATIVE_POWER = 3
# Where the table is as sure as this of a word, its looks and its relatives are not asked; the less sure, the more. What
# they say is a guess: asked for single words of XQuAD-R, four of five guesses less likely than this were wrong.
SURE = 0.5
LEAST_GUESS = 0.1
# A word of the same sound renders another in this share of cases; one that sounds so much else, by a power of what is
# left, the less; further apart, or further than this beyond the nearest, never.
COGNATE = 0.6
APART_POWER = 5
MOST_APART, MOST_BEYOND = 0.35, 0.15
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
        Lemmas of the other side, the likeliest first, with the probability in (0, 1] that each renders the word; none
        where nothing is known.
    """
    store = holdings.store
    found = store.translations.translate(side, lemmas)
    open_to_guesses = 1 - max(found.values(), default=0.0) / SURE
    if open_to_guesses > 0:
        guesses = [] if _is_slip(form, holdings) else list(_by_relatives(lemmas, side, store))
        if by_looks:
            guesses += _cognates({form, *lemmas}, side, holdings).items()
        for term, likely in guesses:
            if open_to_guesses * likely >= LEAST_GUESS and not is_stop_word(term):
                found[term] = max(found.get(term, 0.0), open_to_guesses * likely)
    # A function word renders another word now and then, and to look it up would find everything; where it is asked for
    # itself, it is another function word that renders it, or none.
    if is_stop_word(form):
        found = {term: likely for term, likely in found.items() if is_stop_word(term)}
    else:
        found = {term: likely for term, likely in found.items() if not is_stop_word(term)} or found
    best = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:MAX_TERMS]
    least = max(LEAST_LIKELIHOOD, LEAST_SHARE * best[0][1]) if best else 0.0
    return {term: likely for term, likely in best if likely >= least}


def weights(likely: Mapping[str, float]) -> dict[str, float]:
    """Return what each rendering counts for: as much as it is likely beside the likeliest."""
    likeliest = max(likely.values(), default=1.0)
    return {term: probability / likeliest for term, probability in likely.items()}


def _by_relatives(lemmas: Iterable[str], side: Side, store: DocumentStore) -> Iterator[tuple[str, float]]:
    """Yield what renders the relatives of some lemmas, and how likely each renders the lemmas."""
    for lemma in lemmas:
        if len(lemma) < BEGINNING or not lemma.isalpha():
            continue
        for relative, term, likely in store.translations.translate_prefix(side, lemma[:BEGINNING], len(lemma) + LONGER):
            shared = commonprefix((lemma, relative))  # noqa: RUF071 -- letter by letter is what is meant
            yield term, (len(shared) / max(len(lemma), len(relative))) ** RELATIVE_POWER * likely


def _is_slip(form: str, holdings: Holdings) -> bool:
    """Tell whether a word is likely misspelt: the collection has none such, but one that is a letter off."""
    vocabulary = holdings.vocabulary
    return len(form) >= MIN_LETTERS and vocabulary.word(form) is None and bool(vocabulary.near(form, 1))


def _cognates(words: Iterable[str], side: Side, holdings: Holdings) -> dict[str, float]:
    """Return the words of the other side that look like a word, and how likely each renders it."""
    readings = {
        reading for word in words if len(word) >= MIN_LETTERS and word.isalpha() for reading in pronunciations(word)
    }
    script = "latin" if side == "ru" else "cyrillic"
    near: dict[str, float] = {}
    for form, their_readings in holdings.vocabulary.alike(
        {phonetic_key(reading) for reading in readings} - {""}
    ).items():
        if len(form) >= MIN_LETTERS and script_of(form) == script:
            near[form] = min(phonetic_distance(one, two, MOST_APART) for one in readings for two in their_readings)
    nearest = min(near.values(), default=1.0)
    near = {form: apart for form, apart in near.items() if apart <= min(MOST_APART, nearest + MOST_BEYOND)}
    found: dict[str, float] = {}
    for form, lemmas in holdings.forms.lemmas(near).items():
        for lemma in lemmas:
            found[lemma] = max(found.get(lemma, 0.0), COGNATE * (1 - near[form]) ** APART_POWER)
    beginnings = {word[: BEGINNING - 1] for word in words}
    explained: dict[str, float] = {}
    for lemma, source, likely in holdings.store.translations.pairs(other(side), found):
        if source[: BEGINNING - 1] not in beginnings:
            explained[lemma] = max(explained.get(lemma, 0.0), likely)
    return {lemma: likely * (1 - explained.get(lemma, 0.0)) for lemma, likely in found.items()}
