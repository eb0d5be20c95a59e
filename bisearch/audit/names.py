"""Names that the other side seems to lack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.analysis.casing import is_within_sentence
from bisearch.analysis.stop_words import is_stop_word
from bisearch.audit.findings import Doubt
from bisearch.audit.numbers import NAMES
from bisearch.model import SIDES, other
from bisearch.notation.scripts import script_of
from bisearch.similarity.name_similarity import phonetic_distance
from bisearch.similarity.phonetics import pronunciations
from bisearch.similarity.skeletons import skeleton

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bisearch.audit.lexicon import LemmaTranslations
    from bisearch.audit.passage_texts import AuditedText, Bitext
    from bisearch.model import Side

LEAST_LENGTH = 3
# Two names at most this far apart are the same: a looser limit than that of a search, because a missed question costs
# less here than a needless one.
MOST_DISTANCE = 0.34
# A name that the lexicon links to another word less probably than this may have been learned from a mistake.
LEAST_PROBABILITY = 0.1
LONGEST_ACRONYM = 6
# Passages that the aligner is less sure of raise no question.
LEAST_CONFIDENCE = 0.7
_SCRIPTS: dict[Side, str] = {"ru": "cyrillic", "en": "latin"}


def check_names(bitext: Bitext, translations: LemmaTranslations, is_name: Callable[[str], bool]) -> Iterator[Doubt]:
    """Yield the names of each side that the other side, and the passages around, neither spell nor translate.

    Args:
        bitext: the passage.
        translations: the translations of the index.
        is_name: returns whether the collection uses a form as a name.
    """
    if not bitext.has_both or bitext.passage.confidence < LEAST_CONFIDENCE:
        return
    for side in SIDES:
        text = bitext.texts[side]
        seen: set[str] = set()
        for place in name_places(text, is_name):
            form = text.words.forms[place]
            if form in seen or _is_opposite(text, place, bitext, translations):
                continue
            seen.add(form)
            span = text.span(place)
            question = (
                f"The {NAMES[side]} names “{text.text[span.start : span.end]}”:"
                f" who or what is that in the {NAMES[other(side)]}?"
            )
            yield Doubt("name", side, (span,), (), question, bitext.passage.confidence)


def name_places(text: AuditedText, is_name: Callable[[str], bool]) -> Iterator[int]:
    """Yield the numbers of the words of a text that are names."""
    for place, surface in enumerate(text.words.surfaces):
        form = text.words.forms[place]
        if (
            len(form) >= LEAST_LENGTH
            and surface[0].isupper()
            and not surface.isupper()
            and form.isalpha()
            and script_of(form) == _SCRIPTS[text.side]
            and place not in text.first_words
            and not is_stop_word(form)
            and not _is_abbreviation(text, place)
            and is_within_sentence(text.text, text.words.starts[place])
            and is_name(form)
        ):
            yield place


def _is_abbreviation(text: AuditedText, place: int) -> bool:
    """Return whether a short word has a full stop within a sentence: Cde., Иностр."""
    end = text.span(place).end
    return end - text.words.starts[place] <= LONGEST_ACRONYM and text.text[end : end + 1] == "."


def _is_opposite(text: AuditedText, place: int, bitext: Bitext, translations: LemmaTranslations) -> bool:
    form, lemmas = text.words.forms[place], text.lemmas[place]
    opposite = bitext.opposite(text.side)
    if translations.is_covered(lemmas, text.side, opposite, LEAST_PROBABILITY):
        return True
    if _is_in_acronym(form, opposite[0]):
        return True
    heard, consonants = pronunciations(form), skeleton(form)
    for each in opposite:
        for surface, other_form in zip(each.words.surfaces, each.words.forms, strict=True):
            if not surface[0].isupper() or not other_form[0].isalpha():
                continue
            if consonants and skeleton(other_form) == consonants:
                return True
            if any(
                phonetic_distance(one, two, MOST_DISTANCE) <= MOST_DISTANCE
                for one in heard
                for two in pronunciations(other_form)
            ):
                return True
    return False


def _is_in_acronym(form: str, opposite: AuditedText) -> bool:
    """Return whether the text opposite has a word in capitals with the initial of a name, such as V&A or MSP."""
    initials = {heard[0] for heard in pronunciations(form)}
    for surface, other_form in zip(opposite.words.surfaces, opposite.words.forms, strict=True):
        if surface.isupper() and surface.isalpha() and len(surface) <= LONGEST_ACRONYM:
            letters = (pronunciations(letter) for letter in other_form)
            if any(heard and heard[0][0] in initials for heard in letters):
                return True
    return False
