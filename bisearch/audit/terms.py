"""Words of a query that nothing opposite seems to translate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.analysis.stop_words import is_stop_word
from bisearch.audit.findings import Doubt, TextSpan
from bisearch.audit.numbers import NAMES
from bisearch.lexicon.word_links import find_links
from bisearch.model import SIDES, other

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bisearch.audit.lexicon import LemmaTranslations
    from bisearch.audit.passage_texts import AuditedText, Bitext
    from bisearch.model import Side
    from bisearch.searching.results import Mark

# A link this probable explains a word.
LEAST_LINK = 0.1
LEAST_PROBABILITY = 0.01
# Words of the other side without a link may be an unknown translation of the term; a term is in question only if there
# are at most this many for each word of its own side without a link.
MOST_UNEXPLAINED = 0.5
# For a word that the lexicon translates at least this probably, a missing translation is more telling, and more words
# of the other side may be unexplained.
WELL_KNOWN, MOST_UNEXPLAINED_BESIDE = 0.3, 3.0
# Passages that the aligner is less sure of raise no question.
LEAST_CONFIDENCE = 0.7
# Kinds of marks that are a word of the query itself.
_WORDS = frozenset({"lemma", "exact", "prefix", "wildcard", "phrase"})


def check_terms(
    bitext: Bitext,
    marks: Mapping[Side, Sequence[Mark]],
    translations: LemmaTranslations,
) -> Iterator[Doubt]:
    """Yield the words of the query that a passage has on one side, and that nothing on the other side may translate.

    Args:
        bitext: the passage.
        marks: the marks of the query on each side.
        translations: the translations of the index.
    """
    if not bitext.has_both or bitext.passage.confidence < LEAST_CONFIDENCE:
        return
    for side in SIDES:
        across = {mark.word for mark in marks[other(side)]}
        text = bitext.texts[side]
        asked: set[str] = set()
        for mark in marks[side]:
            if mark.why not in _WORDS or mark.word in across or mark.word in asked:
                continue
            places = [place for place, start in enumerate(text.words.starts) if mark.start <= start < mark.end]
            if not places or not _is_unexplained(text, places, bitext, translations):
                continue
            asked.add(mark.word)
            written = " ".join(text.text[mark.start : mark.end].split())
            question = f"Nothing in the {NAMES[other(side)]} seems to translate “{written}”: how is it translated here?"
            yield Doubt("term", side, (TextSpan(mark.start, mark.end),), (), question, bitext.passage.confidence)


def _is_unexplained(
    text: AuditedText,
    places: Sequence[int],
    bitext: Bitext,
    translations: LemmaTranslations,
) -> bool:
    """Return whether no word opposite may translate some words."""
    opposite = bitext.opposite(text.side)
    for place in places:
        lemmas = text.lemmas[place]
        if not is_stop_word(lemmas[0]) and translations.is_covered(lemmas, text.side, opposite, LEAST_PROBABILITY):
            return False
    ru, en = bitext.texts["ru"], bitext.texts["en"]
    everything = (range(len(ru.lemmas)), range(len(en.lemmas)))
    links = find_links(ru.lemmas, en.lemmas, translations.links_of(ru), everything, LEAST_LINK)
    linked_ru, linked_en = {link.ru for link in links}, {link.en for link in links}
    mine, across = (linked_ru, linked_en) if text.side == "ru" else (linked_en, linked_ru)
    if not mine.isdisjoint(places):
        return False
    unexplained = _content_words(bitext.texts[other(text.side)]) - across
    all_lemmas = {lemma for place in places for lemma in text.lemmas[place]}
    is_well_known = any(
        probability >= WELL_KNOWN
        for of_lemma in translations.of(text.side, all_lemmas).values()
        for probability in of_lemma.values()
    )
    most = MOST_UNEXPLAINED_BESIDE if is_well_known else MOST_UNEXPLAINED
    return len(unexplained) <= most * max(1, len(_content_words(text) - mine) - len(places))


def _content_words(text: AuditedText) -> set[int]:
    return {place for place, form in enumerate(text.words.forms) if not is_stop_word(form)}
