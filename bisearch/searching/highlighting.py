"""Find the marks of a passage: the matches, and the words that translate a match on the other side."""

from __future__ import annotations

from bisect import bisect_left
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.date_terms import date_terms_by_token
from bisearch.analysis.readings import possible_readings
from bisearch.analysis.tokenizer import without_ending, words
from bisearch.deadline import NO_DEADLINE
from bisearch.engines.nodes import AnyTerm
from bisearch.engines.proximity import phrase_places
from bisearch.lexicon.function_words import complete_links
from bisearch.lexicon.phrase_links import find_phrases, first_lemmas, link_phrases
from bisearch.lexicon.word_links import MAX_WORD_PAIRS, Link, find_links
from bisearch.model import SIDES
from bisearch.searching.results import Mark

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from bisearch.analysis.form_table import FormTable
    from bisearch.analysis.tokenizer import Words
    from bisearch.deadline import Deadline
    from bisearch.lexicon.phrase_links import LinkedPhrase, PhraseLookup
    from bisearch.lexicon.word_links import LinkProbabilities
    from bisearch.model import Passage, PassageText, Side, WordReading
    from bisearch.searching.expansion.base import Expansion
    from bisearch.searching.results import Reason

    # The marks of a text by the number of the token that each covers.
    TokenMarks = dict[int, Mark]

# The least probability of a translation to be marked, given all other words of the pair. A wrong mark misleads more
# than a missing one. Where two words could equally translate a third, each has less than half.
MIN_TRANSLATION_PROBABILITY = 0.45
# The least probability of a link between two tokens; those of a word that occurs more than once are added up.
MIN_LINK_PROBABILITY = 0.1
# The forms of texts for which a query keeps whether they match.
MAX_KNOWN_FORMS = 20_000
# Matches of these kinds are marked as a whole; as both sides match by themselves, no translations are marked for them.
WHOLE_MATCHES = frozenset({"date", "shelfmark"})


class _TokenizedText(NamedTuple):
    """One side of a passage.

    Attributes:
        text: the text of the side.
        words: its tokens.
        lemmas: the lemmas of each token.
        further_terms: index terms of tokens beside those of their forms: of dates, and of second readings.
    """

    text: str
    words: Words
    lemmas: list[tuple[str, ...]]
    further_terms: dict[int, tuple[str, ...]]

    def add_terms(self, token: int, terms: Iterable[str]) -> None:
        """Add further terms to a token."""
        self.further_terms[token] = (*self.further_terms.get(token, ()), *terms)

    def mark(self, token: int, word: str, why: Reason, probability: float) -> Mark:
        """Return the mark of a token."""
        start = self.words.starts[token]
        end = start + len(without_ending(self.words.surfaces[token]))
        return Mark(start, end, word, why, round(probability, 3))


class _Matcher:
    """Matches some expansions, all on one side, against texts of that side.

    Args:
        expansions: the expansions.
        terms_of: returns the index terms of some forms.
    """

    def __init__(
        self, expansions: Iterable[Expansion], terms_of: Callable[[Collection[str]], Mapping[str, tuple[str, ...]]]
    ) -> None:
        # The terms in sets, made once for all passages.
        self._expansions = [(each, tuple(map(frozenset, each.slots))) for each in expansions]
        self._terms = frozenset[str]().union(*(slot for _, slots in self._expansions for slot in slots))
        self._terms_of = terms_of
        # The terms of each form of the texts so far; None if the form does not match.
        self._matching: dict[str, tuple[str, ...] | None] = {}

    def marks(self, text: _TokenizedText, matched_words: Collection[str] = ()) -> TokenMarks:
        """Return the marks of the tokens that match, each by the first expansion that does.

        Args:
            text: the text to match.
            matched_words: parts of the query whose expansions are skipped.
        """
        if not self._expansions:
            return {}
        candidates = self._candidates(text)
        found: TokenMarks = {}
        for expansion, slots in self._expansions if candidates else ():
            if expansion.word in matched_words:
                continue
            tokens = [[token for token, terms in candidates.items() if not slot.isdisjoint(terms)] for slot in slots]
            for token in _matching_tokens(expansion, tokens, text):
                if token not in found:
                    probability = expansion.probability(candidates.get(token, ()))
                    found[token] = text.mark(token, expansion.word, expansion.why, probability)
        return found

    def _candidates(self, text: _TokenizedText) -> dict[int, tuple[str, ...]]:
        """Return the tokens with a term of any expansion, each with its terms."""
        forms = text.words.forms
        matching = self._matching = self._matching if len(self._matching) < MAX_KNOWN_FORMS else {}
        if new := set(forms).difference(matching):
            for form, terms in self._terms_of(new).items():
                matching[form] = None if self._terms.isdisjoint(terms) else terms
        found = {token: known for token, form in enumerate(forms) if (known := matching[form]) is not None}
        for token, further in text.further_terms.items():
            if token in found or not self._terms.isdisjoint(further):
                found[token] = (*self._terms_of((forms[token],))[forms[token]], *further)
        return found


class Highlighter:
    """Finds the marks of passages.

    Args:
        expansions: the expansions of the query, without those of excluded parts.
        forms: the form table of the index.
        known: looks up the probabilities of links of some Russian lemmas with English ones.
        phrases_beginning: looks up the phrases of the index that begin with a lemma.
        deadline: when the search must end.
    """

    def __init__(
        self,
        expansions: Iterable[Expansion],
        forms: FormTable,
        known: Callable[[Iterable[str]], LinkProbabilities],
        phrases_beginning: PhraseLookup,
        deadline: Deadline = NO_DEADLINE,
    ) -> None:
        expansions = tuple(expansions)
        self._deadline = deadline
        self._forms = forms
        self._known = known
        self._phrases_beginning = phrases_beginning
        self._has_dates = any(each.why == "date" for each in expansions)
        self._own = {
            side: _Matcher((each for each in expansions if _is_own(each, side)), forms.terms) for side in SIDES
        }
        self._across = {
            side: _Matcher((each for each in expansions if _is_across(each, side)), forms.terms) for side in SIDES
        }

    def marks(self, passages: Sequence[Passage]) -> Iterator[dict[Side, tuple[Mark, ...]]]:
        """Yield the marks of each passage by side, in the order of its text and without overlaps.

        Marked words of one match with only punctuation between them share a mark. The words of all passages are looked
        up together, which is faster than for each passage by itself.
        """
        texts = self._tokenized(passages)
        found = [self._matches(each) for each in texts]
        bitexts = [(each, marks) for each, marks in zip(texts, found, strict=True) if _may_translate(each, marks)]
        probabilities = self._look_up(bitexts)
        for each, marks in zip(texts, found, strict=True):
            self._deadline.check()
            if _may_translate(each, marks):
                _add_translations(each, marks, probabilities, self._phrases_beginning)
            yield {side: tuple(_joined(each[side], marks[side])) if side in each else () for side in SIDES}

    def _matches(self, texts: Mapping[Side, _TokenizedText]) -> dict[Side, TokenMarks]:
        """Return the marks of what matches in a passage."""
        self._deadline.check()
        found = {side: self._own[side].marks(text) for side, text in texts.items()}
        # A translation of a word is marked as a match only where the word itself did not match.
        matched_words = {mark.word for marks in found.values() for mark in marks.values()}
        return {side: self._across[side].marks(text, matched_words) | found[side] for side, text in texts.items()}

    def _look_up(
        self, bitexts: Iterable[tuple[Mapping[Side, _TokenizedText], Mapping[Side, TokenMarks]]]
    ) -> LinkProbabilities:
        """Look up what the marks of translations need of all passages, and return the probabilities of links."""
        russian: set[str] = set()
        starting: dict[Side, set[str]] = {side: set() for side in SIDES}
        for texts, marks in bitexts:
            russian.update(*texts["ru"].lemmas)
            for side in SIDES:
                starting[side].update(first_lemmas(texts[side].lemmas, _translatable(marks[side])))
        for side, lemmas in starting.items():
            self._phrases_beginning(side, lemmas)
        return self._known(russian)

    def _tokenized(self, passages: Iterable[Passage]) -> list[dict[Side, _TokenizedText]]:
        """Return the sides of each passage in tokens."""
        sides = [{side: half for side in SIDES if (half := each.side(side)) is not None} for each in passages]
        forms = {form for each in sides for half in each.values() for form in words(half.text).forms}
        lemmas = self._forms.lemmas(forms)
        return [{side: self._tokenized_side(half, lemmas) for side, half in each.items()} for each in sides]

    def _tokenized_side(self, half: PassageText, lemmas_of: Mapping[str, tuple[str, ...]]) -> _TokenizedText:
        self._deadline.check()
        text = half.text
        tokens = words(text)
        tokenized = _TokenizedText(text, tokens, [lemmas_of[form] for form in tokens.forms], {})
        if self._has_dates:  # finding dates takes time
            for places, date_terms in date_terms_by_token(text, tokens.starts).values():
                for place in places:
                    tokenized.add_terms(place, date_terms)
        readings = list(possible_readings(text, tokens.starts, tokens.surfaces))
        if readings:
            stored = self._forms.stored_terms({form for reading in readings for form in reading.forms})
            for reading in readings:
                further = [term for form in reading.forms for term in stored.get(form, ())]
                for place in reading.places:
                    tokenized.add_terms(place, further)
        for corrected in half.readings:
            self._add_reading(corrected, tokenized)
        return tokenized

    def _add_reading(self, reading: WordReading, text: _TokenizedText) -> None:
        """Add the lemmas and the terms of a person's reading to the tokens that it reads."""
        forms, starts = words(reading.text).forms, text.words.starts
        lemmas = tuple(chain.from_iterable(self._forms.lemmas(set(forms)).values()))
        terms = list(chain.from_iterable(self._forms.terms(set(forms)).values()))
        for place in range(bisect_left(starts, reading.start), bisect_left(starts, reading.end)):
            text.lemmas[place] = tuple(dict.fromkeys((*text.lemmas[place], *lemmas)))
            text.add_terms(place, terms)


def _may_translate(texts: Mapping[Side, _TokenizedText], marks: Mapping[Side, TokenMarks]) -> bool:
    """Return whether a passage may have translations of what matches in it; a very long one has none."""
    has_matches = len(texts) == len(SIDES) and any(marks.values())
    return has_matches and len(texts["ru"].lemmas) * len(texts["en"].lemmas) <= MAX_WORD_PAIRS


def _translatable(marks: TokenMarks) -> TokenMarks:
    """Return the marks whose translations are marked too."""
    return {token: mark for token, mark in marks.items() if mark.why not in WHOLE_MATCHES}


def _is_own(expansion: Expansion, side: Side) -> bool:
    """Return whether an expansion looks for the word itself on a side; a name is the same word on both sides."""
    return expansion.node.side == side and (not expansion.is_across or expansion.why == "name")


def _is_across(expansion: Expansion, side: Side) -> bool:
    """Return whether an expansion looks on a side for translations or synonyms of a word of the other side."""
    return expansion.node.side == side and expansion.is_across and expansion.why != "name"


def _matching_tokens(expansion: Expansion, tokens: Sequence[Collection[int]], text: _TokenizedText) -> Iterable[int]:
    """Return the tokens that an expansion matches; `tokens` has for each of its slots the tokens with its terms.

    The function words among the words of a translated phrase belong to it.
    """
    phrase = expansion.node
    if isinstance(phrase, AnyTerm):
        return tokens[0]
    fillers: set[int] = set()
    if phrase.fillers:
        fillers = {token for token, form in enumerate(text.words.forms) if form in phrase.fillers}
    places = phrase_places(phrase, [frozenset(slot) for slot in tokens], fillers)
    if phrase.fillers:
        return chain.from_iterable(range(place[0], place[-1] + 1) for place in places)
    return chain.from_iterable(places)


def _add_translations(
    texts: Mapping[Side, _TokenizedText],
    found: Mapping[Side, TokenMarks],
    probabilities: LinkProbabilities,
    phrases_beginning: PhraseLookup,
) -> None:
    """Mark on each side the tokens that translate what matched on the other; phrases of the lexicon as a whole."""
    ru, en = texts["ru"], texts["en"]
    matches_ru, matches_en = _translatable(found["ru"]), _translatable(found["en"])
    phrases = find_phrases(ru.lemmas, en.lemmas, phrases_beginning, (matches_ru, matches_en))
    wanted = _with_phrases(matches_ru, matches_en, phrases)
    linked = find_links(ru.lemmas, en.lemmas, probabilities, wanted, MIN_LINK_PROBABILITY)
    probable = link_phrases(_probable_links(linked, matches_ru, matches_en), phrases, ru.lemmas, en.lemmas)
    for link in complete_links(probable, ru.words.forms, ru.lemmas, en.words.forms):
        # Where a match is itself uncertain, a mark is right only if both the match and the link are.
        if (match := matches_ru.get(link.ru)) is not None and link.en not in found["en"]:
            found["en"][link.en] = en.mark(link.en, match.word, "rendering", match.probability * link.probability)
        if (match := matches_en.get(link.en)) is not None and link.ru not in found["ru"]:
            found["ru"][link.ru] = ru.mark(link.ru, match.word, "rendering", match.probability * link.probability)


def _with_phrases(
    matches_ru: TokenMarks, matches_en: TokenMarks, phrases: Iterable[LinkedPhrase]
) -> tuple[Collection[int], Collection[int]]:
    """Return the tokens of each side that match or belong to a phrase."""
    ru, en = set(matches_ru), set(matches_en)
    for phrase in phrases:
        ru.update(phrase.ru)
        en.update(phrase.en)
    return ru, en


def _probable_links(linked: Sequence[Link], matches_ru: TokenMarks, matches_en: TokenMarks) -> list[Link]:
    """Return the probable links.

    The probability of a link with a match is that some occurrence of the matched word is translated by the token
    opposite.
    """
    # For each matched word and token opposite, the sum of the probabilities.
    from_ru: dict[tuple[str, int], float] = {}
    from_en: dict[tuple[str, int], float] = {}
    for ru, en, probability in linked:
        for sums, match, opposite in ((from_ru, matches_ru.get(ru), en), (from_en, matches_en.get(en), ru)):
            if match is not None:
                sums[match.word, opposite] = sums.get((match.word, opposite), 0.0) + probability
    probable = []
    for ru, en, probability in linked:
        of_ru, of_en = matches_ru.get(ru), matches_en.get(en)
        summed = probability
        if of_ru is not None or of_en is not None:
            summed_ru = from_ru[of_ru.word, en] if of_ru is not None else 0.0
            summed = min(1.0, max(summed_ru, from_en[of_en.word, ru] if of_en is not None else 0.0))
        if summed >= MIN_TRANSLATION_PROBABILITY:
            probable.append(Link(ru, en, summed))
    return probable


def _joined(text: _TokenizedText, found: TokenMarks) -> Iterator[Mark]:
    """Yield the marks in order, adjacent ones of the same match joined."""
    last: Mark | None = None
    for token in sorted(found):
        mark = found[token]
        if last is not None and (last.word, last.why) == (mark.word, mark.why):
            between = text.text[last.end : mark.start]
            separates = str.isalnum if mark.why in WHOLE_MATCHES else _is_space_or_alphanumeric
            if not any(map(separates, between)):
                last = Mark(last.start, mark.end, last.word, last.why, min(last.probability, mark.probability))
                continue
        if last is not None:
            yield last
        last = mark
    if last is not None:
        yield last


def _is_space_or_alphanumeric(character: str) -> bool:
    return character.isspace() or character.isalnum()
