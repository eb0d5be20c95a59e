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
# of its words with known translations has one of them in the passages around.
LEAST_CONFIDENCE = 0.5
MOST_COVERED = 0.4
# Sentences with fewer words than this do not show whether they are covered.
LEAST_WORDS = 2
# Translations less probable than this cover nothing.
LEAST_PROBABILITY = 0.02


def check_omissions(bitext: Bitext, translations: LemmaTranslations) -> Iterator[Doubt]:
    """Yield the sentences that have no counterpart, if the passages around do not translate their words either."""
    if bitext.has_both:
        return
    side = next(iter(bitext.texts))
    text = bitext.texts[side]
    if bitext.passage.confidence < LEAST_CONFIDENCE or len(text.words.forms) < LEAST_WORDS:
        return
    if covered_share(text, bitext, translations) > MOST_COVERED:
        return
    question = f"Nothing in the {NAMES[other(side)]} seems to translate this {NAMES[side]} sentence: was it left out?"
    start = len(text.text) - len(text.text.lstrip())
    yield Doubt("omission", side, (TextSpan(start, len(text.text.rstrip())),), (), question, bitext.passage.confidence)


def covered_share(text: AuditedText, bitext: Bitext, translations: LemmaTranslations) -> float:
    """Return the share of a text's words, of those whose translations are known, that the texts opposite translate."""
    opposite = bitext.opposite(text.side)
    translations.of(text.side, text.all_lemmas)
    known = covered = 0
    for form, lemmas in zip(text.words.forms, text.lemmas, strict=True):
        if is_stop_word(form) or is_stop_word(lemmas[0]):
            continue
        is_known = any(translations.of(text.side, lemmas).values())
        is_covered = translations.is_covered(lemmas, text.side, opposite, LEAST_PROBABILITY)
        known += is_known or is_covered
        covered += is_covered
    return covered / known if known else 0.0


__all__ = ["SIDES", "check_omissions", "covered_share"]
