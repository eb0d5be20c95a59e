"""Sentence alignment: which Russian sentences translate which English ones.

The words of both sides are numbered (`vocabulary`), and it is told which of them render which (`matches`): by the
general glossary, by sound, and by what the corpus itself teaches. What speaks for every bead (`evidence`) is weighed by
a log-linear model (`model`) over the lattice of beads (`lattice`), window by window (`windows`) between landmarks
(`landmarks`). Two passes over a corpus (`corpus`): the first teaches the second (`model1`). Lines that stand alone,
such as stamps and signatures, may cross (`stamps`), and what the translator put elsewhere is found there (`moved`). At
last a bead is parted where both its texts begin a new paragraph (`breaks`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.alignment.corpus_aligner import align_corpus
from bisearch.alignment.paragraph_breaks import find_breaks, split_at_breaks
from bisearch.errors import AlignmentError
from bisearch.model import Alignment
from bisearch.notation.scripts import cyrillic_share
from bisearch.segmentation.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bisearch.alignment.word_matches import LemmaLookup, WordTable

# Below this share of letters in the expected script a text is not what its side says.
MIN_SCRIPT_SHARE = 0.5


def align(
    text_ru: str,
    text_en: str,
    dictionary: WordTable | None = None,
    progress: Callable[[float], None] = lambda _: None,
) -> Alignment:
    """Align two raw texts.

    Args:
        text_ru: the Russian text, paragraphs parted by blank lines; empty where there is none.
        text_en: the English text, likewise.
        dictionary: for Russian lemmas, the English ones that render them, with probabilities in [0, 1]; used beside the
            general glossary.
        progress: called now and then with the share of the work done, in [0, 1].

    Returns:
        Both texts' sentences and the beads that link them; every sentence is in exactly one.

    Raises:
        AlignmentError: the two seem swapped, or are of one language.
    """
    check_languages(text_ru, text_en)
    return align_texts([(text_ru, text_en)], dictionary=dictionary, progress=progress)[0]


def align_texts(
    texts: Sequence[tuple[str, str]],
    lemmas: LemmaLookup | None = None,
    dictionary: WordTable | None = None,
    progress: Callable[[float], None] = lambda _: None,
) -> list[Alignment]:
    """Align pairs of raw texts as one corpus, each learning from all; as `align`, but for the check of languages.

    Args:
        texts: Russian and English texts.
        lemmas: of forms of either language; None asks the dictionaries.
        dictionary: see `align`.
        progress: likewise.
    """
    spans = [(sentences(text_ru, "ru"), sentences(text_en, "en")) for text_ru, text_en in texts]
    pairs = [
        ([each.of(text_ru) for each in spans_ru], [each.of(text_en) for each in spans_en])
        for (text_ru, text_en), (spans_ru, spans_en) in zip(texts, spans, strict=True)
    ]
    found = align_corpus(pairs, lemmas, dictionary, progress)
    return [
        Alignment(
            spans_ru, spans_en, split_at_breaks(beads, find_breaks(text_ru, spans_ru), find_breaks(text_en, spans_en))
        )
        for (text_ru, text_en), (spans_ru, spans_en), beads in zip(texts, spans, found, strict=True)
    ]


def check_languages(text_ru: str, text_en: str) -> None:
    """Raise `AlignmentError` where the two texts seem swapped, or are of one language."""
    ru, en = cyrillic_share(text_ru), cyrillic_share(text_en)
    if ru < MIN_SCRIPT_SHARE < en:
        raise AlignmentError(
            "the two texts seem swapped: the Russian one is in Latin letters, the English one in Cyrillic"
        )
    if ru < MIN_SCRIPT_SHARE:
        raise AlignmentError("the Russian text is in Latin letters")
    if en > MIN_SCRIPT_SHARE:
        raise AlignmentError("the English text is in Cyrillic letters")
