"""Sentences without counterpart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.analysis.stop_words import is_stop_word
from bisearch.audit.findings import Doubt, TextSpan
from bisearch.audit.numbers import NAMES
from bisearch.model import SIDES, other

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.audit.lexicon import LemmaTranslations
    from bisearch.audit.passage_texts import AuditedText, Bitext

# A sentence is in question if the alignment is at least this sure that it has no counterpart, and if at most this share
# of its words with known translations has one of them in the nearest texts of the other side. The share of few words
# says little, so one covered and one uncovered word are added to them.
MOST_COVERED = ((0.95, 0.8), (0.85, 0.55), (0.5, 0.42), (0.35, 0.3))
# A sentence that shares its passage with others is in question with at least this many words with known translations,
# of which at most this share has one.
LEAST_KNOWN_BESIDE, MOST_COVERED_BESIDE = 5, 0.2
# Without a word of this many letters it is a mark of a typist or a page, not a sentence.
LEAST_LETTERS = 3
# Translations less probable than this cover nothing.
LEAST_PROBABILITY = 0.02
# The texts around a passage that are searched, the nearest.
NEAREST = 2


def check_omissions(bitext: Bitext, translations: LemmaTranslations) -> Iterator[Doubt]:
    """Yield the sentences that have no counterpart, if the texts around do not translate their words either.

    They are a passage of their own, or one of several sentences of a side of a passage.
    """
    for side in SIDES if bitext.has_both else tuple(bitext.texts):
        text = bitext.texts[side]
        question = (
            f"Nothing in the {NAMES[other(side)]} seems to translate this {NAMES[side]} sentence: was it left out?"
        )
        for span in _sentences(text, bitext, translations):
            yield Doubt("omission", side, (span,), (), question, bitext.passage.confidence)


def _sentences(text: AuditedText, bitext: Bitext, translations: LemmaTranslations) -> Iterator[TextSpan]:
    """Yield the spans of the sentences in question."""
    has_words = any(form.isalpha() and len(form) >= LEAST_LETTERS for form in text.words.forms)
    if not has_words:
        return
    if not bitext.has_both:
        most = next((share for confidence, share in MOST_COVERED if bitext.passage.confidence >= confidence), None)
        covered, known = covered_words(text, range(len(text.words.forms)), bitext, translations)
        if most is not None and covered + 1 <= most * (known + 2):
            start = len(text.text) - len(text.text.lstrip())
            yield TextSpan(start, len(text.text.rstrip()))
        return
    if len(text.sentence_spans) < 2:
        return
    for span in text.sentence_spans:
        places = [place for place, start in enumerate(text.words.starts) if span.start <= start < span.end]
        covered, known = covered_words(text, places, bitext, translations)
        if known >= LEAST_KNOWN_BESIDE and covered <= MOST_COVERED_BESIDE * known:
            yield span


def covered_words(
    text: AuditedText, places: range | list[int], bitext: Bitext, translations: LemmaTranslations
) -> tuple[int, int]:
    """Return how many of some words the nearest texts opposite translate, and how many have known translations."""
    opposite = bitext.opposite(text.side)[: NEAREST + bitext.has_both]
    translations.of(text.side, text.all_lemmas)
    known = covered = 0
    for place in places:
        form, lemmas = text.words.forms[place], text.lemmas[place]
        if is_stop_word(form) or is_stop_word(lemmas[0]):
            continue
        is_known = any(translations.of(text.side, lemmas).values())
        is_covered = translations.is_covered(lemmas, text.side, opposite, LEAST_PROBABILITY)
        known += is_known or is_covered
        covered += is_covered
    return covered, known
