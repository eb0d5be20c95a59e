"""Translate the phrases of a query: as a whole by the phrase lexicon, or word by word.

A phrase of the lexicon is looked up in the order of its words. Word by word, a phrase is divided into the longest
phrases of the lexicon and single words, and the translations of all parts must be adjacent, in any order, since grammar
may invert it. In both cases only function words may come between: *Council of Ministers* translates *Совет Министров*,
*Council of Foreign Ministers* does not.
"""

from __future__ import annotations

from itertools import islice, product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.stop_words import is_stop_word
from bisearch.engines.nodes import AnyTerm, TermPhrase
from bisearch.lexicon.phrases import content_slots, filler_words, phrase_starts, spans_by_key, translations_of
from bisearch.model import other
from bisearch.searching.expansion.abbreviations import synonym_runs
from bisearch.searching.expansion.base import Expansion
from bisearch.searching.expansion.cross_language import probable_translations

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from bisearch.model import Side
    from bisearch.searching.expansion.base import ExpansionScope

    Slots = tuple[tuple[str, ...], ...]

# A phrase of more content words is not translated word by word.
MAX_WORDS = 8
# Translations of a word, and of a part of several words, that are combined; and combinations that are looked up.
MAX_WORD_TRANSLATIONS, MAX_PART_TRANSLATIONS, MAX_COMBINATIONS = 6, 3, 12
# Up to this many words may be in any order; more are looked up in the order of the query.
MAX_UNORDERED = 4
WORD_BY_WORD, PHRASE_LIST = "word by word", "phrase list"


class _PartTranslation(NamedTuple):
    """A translation of a part of a phrase.

    Attributes:
        slots: for each word of the translation, the alternative terms.
        probability: the probability in (0, 1] that it translates the part.
        source: where the translation is from.
    """

    slots: Slots
    probability: float
    source: str


class _Part(NamedTuple):
    """Consecutive words of a query that are translated together.

    Attributes:
        words: their positions.
        translations: the likeliest first, at least one.
    """

    words: range
    translations: list[_PartTranslation]


class PhraseTranslator:
    """Translates the phrases among some consecutive words of one side.

    Args:
        forms: the words, normalized.
        side: their side.
        scope: the readers, options and sides that the expansion may use.
    """

    def __init__(self, forms: Sequence[str], side: Side, scope: ExpansionScope) -> None:
        self._forms = forms
        self._side = side
        self._opposite = other(side)
        self._scope = scope
        known = scope.readers.forms.lemmas(forms)
        self._lemmas = [known[form] for form in forms]
        self._content = [place for place, form in enumerate(forms) if not is_stop_word(form)]

    def quotation(self, slop: int = 0) -> Iterator[Expansion]:
        """Yield what the words are looked up as if they are a quotation.

        Args:
            slop: the number of further words that the query allows among the words.
        """
        if not self._content:
            return
        whole = range(self._content[0], self._content[-1] + 1)
        word = " ".join(self._forms)
        parts = self._lexicon_parts()
        seen: set[Slots] = set()
        for translation in parts.pop(whole, []):
            if translation.slots not in seen:
                seen.add(translation.slots)
                yield self._expansion(word, translation, slop, in_order=True)
        for division in (self._longest_parts(parts), self._longest_parts({})):
            for translation in _combined(division):
                if translation.slots not in seen:
                    seen.add(translation.slots)
                    in_order = len(translation.slots) > MAX_UNORDERED
                    yield self._expansion(word, translation, slop, in_order=in_order)

    def runs(self, found: Collection[str] = ()) -> Iterator[Expansion]:
        """Yield what phrases of the list among the words are looked up as; of a single word, only phrases.

        Learned phrases are left out: they add nothing to the ranking by the translations of their words. A phrase
        scores the mean of its words, so that it does not outweigh the words as typed.

        Args:
            found: terms that the words are already looked up as. A translation of nothing else adds nothing.
        """
        for words, translations in self._lexicon_parts(only_listed=True).items():
            for translation in translations:
                slots = translation.slots
                if len(words) == 1 == len(slots) or all(term in found for slot in slots for term in slot):
                    continue
                phrase = " ".join(self._forms[words.start : words.stop])
                expansion = self._expansion(phrase, translation, 0, in_order=True)
                if isinstance(expansion.node, TermPhrase):
                    expansion = expansion._replace(node=expansion.node._replace(weight=1 / len(slots)))
                yield expansion

    def _expansion(self, word: str, translation: _PartTranslation, slop: int, *, in_order: bool) -> Expansion:
        slots, probability, source = translation
        node: AnyTerm | TermPhrase
        if len(slots) == 1:
            node = AnyTerm(self._opposite, slots[0])
            probabilities = (probability,) * len(slots[0])
        else:
            probabilities = (probability,)
            if slop:
                node = TermPhrase(self._opposite, slots, slop)
            else:
                fillers = filler_words(self._opposite)
                node = TermPhrase(self._opposite, slots, len(slots) + 1, fillers=fillers, in_order=in_order)
        return Expansion(node, word, "translation", probabilities, is_across=True, source=source)

    def _lexicon_parts(self, *, only_listed: bool = False) -> dict[range, list[_PartTranslation]]:
        """Return the phrases among the words with their translations, the likeliest first.

        Args:
            only_listed: whether only the list that ships counts, without learned phrases and synonyms.
        """
        starting = {lemma for start in phrase_starts(self._lemmas) for lemma in self._lemmas[start]}
        phrases = self._scope.readers.store.phrases.beginning_with(self._side, starting)
        found: dict[range, list[_PartTranslation]] = {}
        for key, places in sorted(spans_by_key(self._lemmas, phrases).items()):
            for row in translations_of(key, phrases):
                if only_listed and row.beads:
                    continue
                source = f"{row.beads} beads" if row.beads else PHRASE_LIST
                translation = _PartTranslation(content_slots(row.translation), row.probability, source)
                for words in places:
                    found.setdefault(words, []).append(translation)
        if not only_listed and self._scope.options.abbreviations:
            self._add_synonyms(found)
        for translations in found.values():
            translations.sort(key=lambda each: (-each.probability, each.slots))
            del translations[MAX_PART_TRANSLATIONS:]
        return found

    def _add_synonyms(self, found: dict[range, list[_PartTranslation]]) -> None:
        terms = [frozenset((form, *lemmas)) for form, lemmas in zip(self._forms, self._lemmas, strict=True)]
        for run in synonym_runs(terms, self._scope):
            for spelling in run.row.side(self._opposite):
                slots = tuple((form,) for form in spelling)
                words = range(run.start, run.end)
                found.setdefault(words, []).append(_PartTranslation(slots, 1.0, "synonyms"))

    def _longest_parts(self, lexicon: dict[range, list[_PartTranslation]]) -> list[_Part]:
        """Divide the words into phrases of a lexicon, the longest first from the left, and single words.

        Function words outside the phrases are dropped. The list is empty if a word has no translation.
        """
        if len(self._content) > MAX_WORDS:
            return []
        parts: list[_Part] = []
        done = 0
        for place in self._content:
            if place < done:
                continue
            longest = max((words for words in lexicon if words.start == place), key=len, default=range(place, place))
            translations = lexicon.get(longest, [])
            if len(longest) <= 1:
                longest = range(place, place + 1)
                translations = _merged([*self._word_translations(place), *lexicon.get(longest, [])])
            if not translations:
                return []
            parts.append(_Part(longest, translations))
            done = longest.stop
        return parts

    def _word_translations(self, place: int) -> Iterator[_PartTranslation]:
        form, lemmas = self._forms[place], self._lemmas[place]
        if not form.isalpha() and form[0].isdigit():
            yield _PartTranslation(((form,),), 1.0, WORD_BY_WORD)
            return
        by_sound = self._scope.options.names
        found = probable_translations(form, lemmas, self._side, self._scope.readers, by_sound=by_sound)
        best = dict(islice(found.items(), MAX_WORD_TRANSLATIONS))
        if best:
            yield _PartTranslation((tuple(best),), max(best.values()), WORD_BY_WORD)


def _merged(translations: Sequence[_PartTranslation]) -> list[_PartTranslation]:
    """Return the translations of a word: those of a single word as alternatives of each other, then the others."""
    single = [each for each in translations if len(each.slots) == 1]
    if not single:
        return list(translations)
    terms = tuple(dict.fromkeys(term for each in single for term in each.slots[0]))
    source = single[0].source if len({each.source for each in single}) == 1 else WORD_BY_WORD
    merged = _PartTranslation((terms,), max(each.probability for each in single), source)
    return [merged, *(each for each in translations if len(each.slots) > 1)]


def _combined(parts: Sequence[_Part]) -> Iterator[_PartTranslation]:
    """Yield the translations of a phrase that combine the translations of its parts."""
    if not parts:
        return
    for chosen in islice(product(*(part.translations for part in parts)), MAX_COMBINATIONS):
        slots = tuple(slot for each in chosen for slot in each.slots)
        source = chosen[0].source if len(chosen) == 1 else WORD_BY_WORD
        yield _PartTranslation(slots, prod(each.probability for each in chosen), source)
