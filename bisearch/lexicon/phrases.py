"""Phrases that translate each other as a whole: the list that ships with the package, and their keys in an index.

Word by word, *сельское хозяйство* is a rural economy; as a phrase it is agriculture. The list was written for this
project from general knowledge of both languages: institutions, offices, treaties and set terms. A phrase is found by
its key, the lemmas of its words, so it is found in every case and number.
"""

from __future__ import annotations

from functools import cache
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from bisearch.analysis.stop_words import is_stop_word, stop_words
from bisearch.analysis.tokenizer import words
from bisearch.word_lists import read_rows, read_words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from bisearch.model import Side

# Longer phrases are not looked up.
MAX_PHRASE_WORDS = 7
# Words with several lemmas give a phrase several keys; more than these are not looked up.
MAX_KEYS = 32
# The lemma of *one's*, which stands for a possessive pronoun.
PLACEHOLDER = "one"
# A form shares at least this many first letters with its lemma, with few exceptions that no row of the list has.
SHARED_LETTERS = 2
# The probability that the phrases of a row of the list translate each other.
LISTED_PROBABILITY = 0.9


class PhrasePair(NamedTuple):
    """A Russian and an English phrase that translate each other; either may be a single word.

    Attributes:
        ru: the lemmas of the Russian words, separated by spaces.
        en: the lemmas of the English words, separated by spaces.
        text_ru: the Russian phrase to show.
        text_en: the English phrase to show.
        to_en: probability in [0, 1] that the Russian phrase is translated as the English one.
        to_ru: probability in [0, 1] that the English phrase is translated as the Russian one.
        beads: number of beads that the pair was learned from; 0 if it is only in the list.
    """

    ru: str
    en: str
    text_ru: str
    text_en: str
    to_en: float
    to_ru: float
    beads: int


class PhraseTranslation(NamedTuple):
    """A translation of a phrase.

    Attributes:
        key: the lemmas of the phrase, separated by spaces.
        translation: the lemmas of its translation, separated by spaces.
        text: the translation to show.
        probability: probability in [0, 1] that the two translate each other: the mean of both directions.
        beads: number of beads that the pair was learned from; 0 if it is only in the shipped list.
    """

    key: str
    translation: str
    text: str
    probability: float
    beads: int


class PhrasesBeginning(NamedTuple):
    """The phrases whose key begins with a lemma.

    Attributes:
        translations: the translations of each phrase, by its key.
        lengths: the numbers of words of the phrases.
    """

    translations: Mapping[str, Sequence[PhraseTranslation]]
    lengths: frozenset[int]


# For each of some lemmas, the phrases whose key begins with it; None or missing if there are none.
PhrasesByFirstLemma: TypeAlias = "Mapping[str, PhrasesBeginning | None]"


class _Row(NamedTuple):
    """The spellings of one meaning."""

    ru: tuple[str, ...]
    en: tuple[str, ...]


@cache
def phrase_list() -> tuple[_Row, ...]:
    """Return the rows of the shipped list."""
    rows = read_rows("lexicon", "phrases.tsv", "\t")
    return tuple(_Row(*(tuple(each.strip() for each in side.split(";")) for side in row)) for row in rows)


def listed_phrases(
    lemmas: Callable[[Collection[str]], Mapping[str, tuple[str, ...]]],
    known: AbstractSet[str],
    new: AbstractSet[str] | None = None,
) -> list[PhrasePair]:
    """Return the pairs of the shipped list that can serve a collection.

    Args:
        lemmas: returns the lemmas of some forms.
        known: lemmas of the collection; a pair is kept if all words of its Russian or of its English phrase are among
            them.
        new: some of these lemmas; only pairs with a phrase that may have one of them are returned. None returns all.

    Returns:
        The pairs, sorted by their keys.
    """
    beginnings, new_beginnings = ({lemma[:SHARED_LETTERS] for lemma in each} for each in (known, new or known))

    def may_match(forms: Sequence[str]) -> bool:
        starts = {form[:SHARED_LETTERS] for form in forms}
        return starts <= beginnings and not starts.isdisjoint(new_beginnings)

    forms: dict[str, tuple[str, ...]] = {}
    for row in phrase_list():
        of_row = {text: words(text).forms for side in row for text in side}
        # Lemmatizing takes longest, so rows without a phrase that the collection may have are left out first.
        if any(map(may_match, of_row.values())):
            forms |= of_row
    found = lemmas({form for each in forms.values() for form in each})
    keys = {text: [found[form][0] for form in each] for text, each in forms.items()}
    can_match = {text: all(lemma in known for lemma in key) for text, key in keys.items()}
    pairs = {
        (" ".join(keys[ru]), " ".join(keys[en])): (ru, en)
        for row in reversed(phrase_list())
        if row.ru[0] in can_match
        for ru in row.ru
        for en in row.en
        if can_match[ru] or can_match[en]
    }
    listed = LISTED_PROBABILITY
    return [PhrasePair(*key, *texts, listed, listed, 0) for key, texts in sorted(pairs.items())]


def merge_phrases(listed: Sequence[PhrasePair], learned: Sequence[PhrasePair]) -> list[PhrasePair]:
    """Return the listed and the learned pairs, sorted; of a pair that is both, the listed one."""
    merged = {(pair.ru, pair.en): pair for pair in (*learned, *listed)}
    return [merged[key] for key in sorted(merged)]


def keys_of(lemmas: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the keys that a phrase may be stored under, at most `MAX_KEYS`.

    Args:
        lemmas: for each word of the phrase, its lemmas.
    """
    return (" ".join(key) for key in islice(product(*lemmas), MAX_KEYS))


def phrase_starts(lemmas: Sequence[Sequence[str]], wanted: Collection[int] | None = None) -> Sequence[int]:
    """Return the positions that a phrase may begin at, ascending; arguments as in `spans_by_key`."""
    functional = stop_words()
    reached: Iterable[int] = range(len(lemmas))
    if wanted is not None:
        reached = sorted(
            {start for place in wanted for start in range(max(0, place - MAX_PHRASE_WORDS + 1), place + 1)}
        )
    return [start for start in reached if lemmas[start][0] not in functional]


def spans_by_key(
    lemmas: Sequence[Sequence[str]], beginning_with: PhrasesByFirstLemma, wanted: Collection[int] | None = None
) -> dict[str, list[range]]:
    """Return the positions of the phrases that are among some words, by their keys.

    Phrases begin and end with a word that is not a function word.

    Args:
        lemmas: for each word, its lemmas.
        beginning_with: the phrases that begin with any of these lemmas.
        wanted: positions of words; only phrases with one of them are returned. None for all phrases.
    """
    found: dict[str, list[range]] = {}
    functional = stop_words()
    for start in phrase_starts(lemmas, wanted):
        stored = [phrases for lemma in lemmas[start] if (phrases := beginning_with.get(lemma)) is not None]
        if not stored:
            continue
        lengths = stored[0].lengths if len(stored) == 1 else frozenset[int]().union(*(each.lengths for each in stored))
        longest = min(MAX_PHRASE_WORDS, len(lemmas) - start)
        shortest = 1
        while wanted is not None and start + shortest - 1 not in wanted:
            shortest += 1
        for length in sorted(lengths):
            stop = start + length
            if not shortest <= length <= longest or lemmas[stop - 1][0] in functional:
                continue
            for key in keys_of(lemmas[start:stop]) if length > 1 else lemmas[start]:
                if any(key in phrases.translations for phrases in stored):
                    found.setdefault(key, []).append(range(start, stop))
    return found


def translations_of(key: str, beginning_with: PhrasesByFirstLemma) -> Sequence[PhraseTranslation]:
    """Return the translations of a phrase, by its key and the phrases that begin with its first lemma."""
    phrases = beginning_with.get(key.partition(" ")[0])
    return phrases.translations.get(key, ()) if phrases is not None else ()


def content_slots(key: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of a phrase to look for, one alternative each.

    Function words are left out, since they differ from text to text, unless fewer than two words would remain; and so
    is the placeholder of *lose one's head*.

    Args:
        key: the lemmas of the phrase.
    """
    lemmas = key.split(" ")
    content = [lemma for lemma in lemmas if not is_stop_word(lemma) and lemma != PLACEHOLDER]
    return tuple((lemma,) for lemma in (content if len(content) > 1 else lemmas))


@cache
def filler_words(side: Side) -> tuple[str, ...]:
    """Return the function words that may come between the words of a translated phrase."""
    return read_words("lexicon", f"fillers.{side}.txt")
