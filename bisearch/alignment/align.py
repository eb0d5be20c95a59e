"""Sentence alignment: which Russian sentences translate which English ones.

The words of both sides are numbered (`numbered_text`, with Arabic numbers in headings, `heading_numbers`) and matched
(`word_matches`) by the general glossary, by pronunciation, and by what the corpus teaches. Features of every possible
bead (`features`) are weighted by a log-linear model (`log_linear_model`) over the lattice of beads (`lattice`),
window by window (`windows`) between anchor points (`anchor_points`). There are two passes over a corpus
(`corpus_aligner`): the first divides long texts where short windows agree (`first_alignment`); the second uses words
learned in the first (`ibm_model1`), and only aligns again what is near beads that are not sure (`second_alignment`,
`sure_beads`). Short lines such as stamps and signatures are relinked
(`short_lines`), displaced sentences are found (`displaced_sentences`), and beads are split where both texts begin a new
paragraph (`paragraph_breaks`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bisearch.alignment.corpus_aligner import align_corpus
from bisearch.alignment.paragraph_breaks import find_breaks, split_at_breaks
from bisearch.alignment.windows import one_sided
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.errors import AlignmentError
from bisearch.lexicon.dictionary_entries import read_entries
from bisearch.lexicon.glossary import as_table
from bisearch.model import Alignment
from bisearch.notation.scripts import cyrillic_share
from bisearch.segmentation.sentences import sentences
from bisearch.validation import check_callable, check_text, check_types

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bisearch.alignment.word_matches import LemmaLookup, WordTable

# Least share of letters in the expected script.
MIN_SCRIPT_SHARE = 0.5


def align(
    text_ru: str,
    text_en: str,
    dictionary: WordTable | Path | None = None,
    progress: Callable[[float], None] | None = None,
) -> Alignment:
    """Align two raw texts.

        alignment = bisearch.align(text_ru, text_en)
        for bead in alignment.beads:
            print([alignment.sentences_ru[number].of(text_ru) for number in bead.ru], bead.confidence)

    Args:
        text_ru: the Russian text, with blank lines between paragraphs; may be empty.
        text_en: the English text, with blank lines between paragraphs; may be empty.
        dictionary: used in addition to the general glossary: for Russian lemmas, the English lemmas that translate
            them, with probabilities in [0, 1]; or a file that `bisearch.import_dictionary` accepts.
        progress: called repeatedly with the share of the work done, in [0, 1]; None calls nothing.

    Returns:
        The sentences of both texts and the beads that link them; every sentence is in exactly one bead.

    Raises:
        AlignmentError: the texts are swapped, or both are in one language.
        SourceError: the dictionary file cannot be read.
        TypeError: `text_ru` or `text_en` is not a text.
    """
    check_text(text_ru=text_ru, text_en=text_en)
    check_callable(progress=progress)
    check_types("a table of words or the Path of a dictionary", (Path, Mapping), dictionary=dictionary)
    if isinstance(dictionary, Path):
        dictionary = as_table(read_entries(dictionary, Lemmatizer()))
    else:
        for word, translations in (dictionary or {}).items():
            check_types("its translations with their probabilities", Mapping, **{f"dictionary[{word!r}]": translations})
    check_languages(text_ru, text_en)
    return align_texts([(text_ru, text_en)], dictionary=dictionary, progress=progress or (lambda _: None))[0]


def align_texts(
    texts: Sequence[tuple[str, str]],
    lemmas: LemmaLookup | None = None,
    dictionary: WordTable | None = None,
    progress: Callable[[float], None] = lambda _: None,
) -> list[Alignment]:
    """Align pairs of raw texts as one corpus, without checking their languages.

    Args:
        texts: pairs of a Russian and an English text.
        lemmas: returns the lemmas of forms of either language; by default the dictionaries.
        dictionary: for Russian lemmas, the English lemmas that translate them, with probabilities in [0, 1].
        progress: called repeatedly with the share of the work done, in [0, 1].

    Returns:
        One alignment for each pair of texts, made with the words learned from all of them.
    """
    spans = [(sentences(text_ru, "ru"), sentences(text_en, "en")) for text_ru, text_en in texts]
    if not any(spans_ru and spans_en for spans_ru, spans_en in spans):  # nothing to link, so no word has to be read
        progress(1.0)
        return [
            Alignment(spans_ru, spans_en, tuple(one_sided(len(spans_ru), len(spans_en))))
            for spans_ru, spans_en in spans
        ]
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
    """Raise `AlignmentError` if the two texts are swapped or in one language."""
    ru, en = cyrillic_share(text_ru), cyrillic_share(text_en)
    if ru < MIN_SCRIPT_SHARE < en:
        raise AlignmentError(
            "the two texts seem swapped: the Russian text is in Latin letters, the English text in Cyrillic"
        )
    if ru < MIN_SCRIPT_SHARE:
        raise AlignmentError("the Russian text is in Latin letters")
    if en > MIN_SCRIPT_SHARE:
        raise AlignmentError("the English text is in Cyrillic letters")
