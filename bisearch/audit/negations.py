"""Negations that one side has and the other seems to lack."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bisearch.analysis.stop_words import is_stop_word
from bisearch.analysis.word_frequency import known_words
from bisearch.audit.findings import Doubt
from bisearch.audit.numbers import NAMES
from bisearch.lexicon.word_links import find_links
from bisearch.model import SIDES, other
from bisearch.word_lists import read_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from bisearch.audit.lexicon import LemmaTranslations
    from bisearch.audit.passage_texts import AuditedText, Bitext
    from bisearch.model import Side

# Passages that the aligner is less sure of raise no question.
LEAST_CONFIDENCE = 0.7
LEAST_LINK = 0.3
# The two words translate each other in the lexicon too, at least this probably: a link alone may be a guess.
LEAST_PROBABILITY = 0.03
# A word without its negative prefix has at least this many letters.
LEAST_STEM = 4
_PREFIXES: dict[Side, tuple[str, ...]] = {
    "ru": ("не", "ни", "без", "бес"),
    "en": ("un", "in", "im", "il", "ir", "dis", "mis", "non"),
}
# Negations that a scanner misreads.
_MISREAD = frozenset({"ие", "иет", "нет", "hе", "пе", "ии", "иикто"})
# The negated word is at most this many words after the negation.
REACH = 4
_NEGATIONS: dict[Side, frozenset[str]] = {
    "ru": frozenset({"не", "нет", "ни", "нельзя", "никогда", "никто", "ничто", "ничего"}),
    "en": frozenset({"not", "never", "no", "nothing", "nobody", "none", "cannot"}),
}
# Marks that end what a negation negates.
_ENDS = re.compile(r"[.,;:!?—–()«»“”\"]")
_CONTRACTED = re.compile(r"n['’]t$|['’]nt$")


def check_negations(bitext: Bitext, translations: LemmaTranslations) -> Iterator[Doubt]:
    """Yield the negated words whose translation is on the other side, where nothing is negative.

    Args:
        bitext: the passage.
        translations: the translations of the index.
    """
    if not bitext.has_both or bitext.passage.confidence < LEAST_CONFIDENCE:
        return
    for side in SIDES:
        text, opposite = bitext.texts[side], bitext.texts[other(side)]
        negated = list(negated_words(text))
        if not negated or is_negative(opposite) or _is_idiomatic(text) or "?" in text.text + opposite.text:
            continue
        doubt = _doubt(text, opposite, negated, bitext, translations)
        if doubt is not None:
            yield doubt


def _doubt(
    text: AuditedText,
    opposite: AuditedText,
    negated: list[tuple[int, int]],
    bitext: Bitext,
    translations: LemmaTranslations,
) -> Doubt | None:
    ru, en = bitext.texts["ru"], bitext.texts["en"]
    wanted = {word for _, word in negated}
    positions = (wanted, set[int]()) if text.side == "ru" else (set[int](), wanted)
    links = find_links(ru.lemmas, en.lemmas, translations.links_of(ru), positions, LEAST_LINK)
    for negation, word in negated:
        for link in links:
            mine, across = (link.ru, link.en) if text.side == "ru" else (link.en, link.ru)
            if mine == word and _translate(ru.lemmas[link.ru], en.lemmas[link.en], translations):
                start, end = text.span(negation).start, text.span(word).end
                span = opposite.span(across)
                question = (
                    f"The {NAMES[text.side]} has “{' '.join(text.text[start:end].split())}” and the"
                    f" {NAMES[opposite.side]} “{opposite.text[span.start : span.end]}”: is the negation kept?"
                )
                spans = (text.span(negation), text.span(word))
                return Doubt("negation", text.side, spans, (span,), question, bitext.passage.confidence)
    return None


def _translate(ru: tuple[str, ...], en: tuple[str, ...], translations: LemmaTranslations) -> bool:
    return any(
        probability >= LEAST_PROBABILITY and translation in en
        for of_lemma in translations.of("ru", ru).values()
        for translation, probability in of_lemma.items()
    )


def negated_words(text: AuditedText) -> Iterator[tuple[int, int]]:
    """Yield the numbers of a negation and of the word that it negates, the next word that is no function word."""
    forms = text.words.forms
    for place, form in enumerate(forms):
        if form in _NEGATIONS[text.side] or (text.side == "en" and _CONTRACTED.search(form)):
            after = range(place + 1, min(len(forms), place + 1 + REACH))
            word = next((each for each in after if not is_stop_word(forms[each])), None)
            if (
                word is not None
                and forms[word][0].isalpha()
                and not _ENDS.search(text.text, text.span(place).end, text.words.starts[word])
            ):
                yield place, word


def is_negative(text: AuditedText) -> bool:
    """Return whether a text has any word that denies, lacks, refuses or restricts."""
    whole, beginnings = _cues(text.side)
    known, prefixes = known_words(text.side), _PREFIXES[text.side]
    return any(
        form in whole
        or not whole.isdisjoint(lemmas)
        or form.startswith(beginnings)
        or _CONTRACTED.search(form) is not None
        or (text.side == "ru" and form in _MISREAD)
        or any(_is_stem(lemma, prefix, known) for lemma in lemmas for prefix in prefixes)
        for form, lemmas in zip(text.words.forms, text.lemmas, strict=True)
    )


def _is_stem(lemma: str, prefix: str, known: AbstractSet[str]) -> bool:
    return lemma.startswith(prefix) and len(lemma) - len(prefix) >= LEAST_STEM and lemma[len(prefix) :] in known


@cache
def _cues(side: Side) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the words that make a text negative, and the beginnings of others."""
    entries = read_words("audit", f"negative.{side}.txt")
    return (
        frozenset(entry for entry in entries if not entry.endswith("*")),
        tuple(entry[:-1] for entry in entries if entry.endswith("*")),
    )


@cache
def _idioms(side: Side) -> re.Pattern[str]:
    entries = read_words("audit", f"not_negations.{side}.txt")
    alternatives = "|".join(r"[\s,]+".join(map(re.escape, entry.split())) for entry in entries)
    return re.compile(rf"(?<![^\W_])(?:{alternatives})(?![^\W_])", re.IGNORECASE)


def _is_idiomatic(text: AuditedText) -> bool:
    """Return whether a text has an expression whose negation negates nothing."""
    return _idioms(text.side).search(text.text) is not None
