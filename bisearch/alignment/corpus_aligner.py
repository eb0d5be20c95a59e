"""Aligning a corpus in two passes: the second uses the words learned from the first."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bisearch.alignment.displaced_sentences import link_displaced
from bisearch.alignment.features import WindowBeads
from bisearch.alignment.first_alignment import align_first
from bisearch.alignment.ibm_model1 import train_model1
from bisearch.alignment.log_linear_model import load_model
from bisearch.alignment.numbered_text import WordNumbers, number_texts
from bisearch.alignment.second_alignment import align_again
from bisearch.alignment.short_lines import relink_short_lines
from bisearch.alignment.windows import in_batches
from bisearch.alignment.word_matches import Matcher
from bisearch.analysis.form_table import FormTable
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.lexicon.glossary import glossary_translations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bisearch.alignment.numbered_text import NumberedText
    from bisearch.alignment.word_matches import LemmaLookup, WordTable
    from bisearch.model import Bead

# Learned pairs of words with less probability than this are dropped.
MIN_PROBABILITY = 0.05
# The corpus's prior is estimated from at least this many text pairs (fewer than twice as many) if there are as many,
# and from this many beads of each.
SAMPLE, SAMPLE_BEADS = 24, 40


def align_corpus(
    pairs: Sequence[tuple[Sequence[str], Sequence[str]]],
    lemmas: LemmaLookup | None = None,
    dictionary: WordTable | None = None,
    progress: Callable[[float], None] = lambda _: None,
) -> list[list[Bead]]:
    """Align pairs of texts that were translated in the same way, each with words learned from all.

    Args:
        pairs: for each text pair, its Russian and its English sentences; either may be empty.
        lemmas: returns the lemmas of forms of either language; by default the dictionaries.
        dictionary: for Russian lemmas, the English lemmas that translate them, with probabilities; used in addition to
            the
            general glossary.
        progress: called repeatedly with the share of the work done, in [0, 1].

    Returns:
        For each text pair its beads, in order of their first Russian sentences; every sentence is in exactly one bead.
    """
    if not pairs:
        return []
    lemmas = lemmas or _dictionaries().lemmas
    ru, en = WordNumbers("ru"), WordNumbers("en")
    texts = list(
        zip(
            number_texts([sentences_ru for sentences_ru, _ in pairs], ru),
            number_texts([sentences_en for _, sentences_en in pairs], en),
            strict=True,
        )
    )
    matcher = Matcher(ru, en, lemmas, [glossary_translations(), dictionary or {}])
    counted = _ProgressCounter(2 * sum(len(each) for pair in texts for each in pair), progress)
    prior_matches = matcher.matches()
    first = align_first(texts, prior_matches, load_model("first pass"), counted)
    learned_matches = matcher.matches(learn_word_table(texts, first, matcher))
    sample = in_batches(list(_sample(texts, first)))
    fitted = load_model("second pass").for_corpus(
        WindowBeads([pair for _, pair in batch], learned_matches) for batch in sample
    )
    found = []
    for pair, sentences, beads in zip(
        texts, pairs, align_again(texts, first, learned_matches, fitted, counted), strict=True
    ):
        found.append(link_displaced(relink_short_lines(beads, *sentences), *pair, learned_matches, fitted))
    return found


@cache
def _dictionaries() -> FormTable:
    """Return the morphological dictionaries, loaded once."""
    return FormTable(None, Lemmatizer())


def learn_word_table(
    texts: Sequence[tuple[NumberedText, NumberedText]], beads: Sequence[Sequence[Bead]], matcher: Matcher
) -> dict[str, dict[str, float]]:
    """Learn from aligned texts which prefixes of lemmas translate each other.

    Words that occur together once would only confirm the bead that put them together, so a pair's probability is
    reduced
    the more, the fewer beads it has.
    """
    table: dict[str, dict[str, float]] = {}
    for row in train_model1(_words(texts, beads, matcher)):
        likely = row.link * (1 - 1 / row.beads)
        if likely >= MIN_PROBABILITY:
            table.setdefault(row.ru, {})[row.en] = likely
    return table


def _words(
    texts: Sequence[tuple[NumberedText, NumberedText]], beads: Sequence[Sequence[Bead]], matcher: Matcher
) -> Iterator[tuple[list[str], list[str]]]:
    begin_ru, begin_en = matcher.beginnings_ru, matcher.beginnings_en
    for (ru, en), found in zip(texts, beads, strict=True):
        words_ru, words_en = ru.words_by_sentence(), en.words_by_sentence()
        for bead in found:
            if bead.ru and bead.en:
                yield (
                    [begin_ru[form] for i in bead.ru for form in words_ru[i]],
                    [begin_en[form] for j in bead.en for form in words_en[j]],
                )


def _sample(
    texts: Sequence[tuple[NumberedText, NumberedText]], beads: Sequence[Sequence[Bead]]
) -> Iterator[tuple[int, tuple[NumberedText, NumberedText]]]:
    """Yield the beginnings of some text pairs, numbered, spread evenly over the corpus."""
    both = [(pair, found) for pair, found in zip(texts, beads, strict=True) if len(pair[0]) and len(pair[1])]
    for number, ((ru, en), found) in enumerate(both[:: max(1, len(both) // SAMPLE)]):
        some = found[:SAMPLE_BEADS]
        end_ru, end_en = sum(len(bead.ru) for bead in some), sum(len(bead.en) for bead in some)
        if end_ru and end_en:
            yield number, (ru.part(0, end_ru), en.part(0, end_en))


class _ProgressCounter:
    """Reports the number of sentences aligned as a share of the total."""

    def __init__(self, total: int, progress: Callable[[float], None]) -> None:
        self._total = max(1, total)
        self._done = 0
        self._progress = progress

    def __call__(self, count: int) -> None:
        self._done += count
        self._progress(self._done / self._total)
