"""Find the marks of a passage: the matches, and the words that translate a match on the other side."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.date_terms import date_terms_by_token
from bisearch.analysis.readings import possible_readings
from bisearch.analysis.tokenizer import without_ending, words
from bisearch.engines.nodes import AnyTerm
from bisearch.engines.proximity import phrase_places
from bisearch.lexicon.function_words import complete_links
from bisearch.lexicon.phrase_links import find_phrases, link_phrases
from bisearch.lexicon.word_links import find_links
from bisearch.model import SIDES
from bisearch.searching.results import Mark

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from bisearch.analysis.form_table import FormTable
    from bisearch.analysis.tokenizer import Words
    from bisearch.lexicon.phrase_links import LinkedPhrase, PhraseLookup
    from bisearch.lexicon.word_links import Link, LinkProbabilities
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
# Matches of these kinds are marked as a whole; as both sides match by themselves, no translations are marked for them.
WHOLE_MATCHES = frozenset({"date", "shelfmark"})


class _TokenizedText(NamedTuple):
    """One side of a passage.

    Attributes:
        text: the text of the side.
        words: its tokens.
        lemmas: the lemmas of each token.
        terms: the index terms of each token.
    """

    text: str
    words: Words
    lemmas: list[tuple[str, ...]]
    terms: list[Collection[str]]

    def mark(self, token: int, word: str, why: Reason, probability: float) -> Mark:
        """Return the mark of a token."""
        start = self.words.starts[token]
        end = start + len(without_ending(self.words.surfaces[token]))
        return Mark(start, end, word, why, round(probability, 3))


class _Matcher:
    """Matches some expansions, all on one side, against texts of that side."""

    def __init__(self, expansions: Iterable[Expansion]) -> None:
        # The terms in sets, made once for all passages.
        self._expansions = [(each, tuple(map(frozenset, each.slots))) for each in expansions]
        self._terms = frozenset[str]().union(*(slot for _, slots in self._expansions for slot in slots))

    def marks(self, text: _TokenizedText, matched_words: Collection[str] = ()) -> TokenMarks:
        """Return the marks of the tokens that match, each by the first expansion that does.

        Args:
            text: the text to match.
            matched_words: parts of the query whose expansions are skipped.
        """
        if not self._expansions:
            return {}
        candidates = {token: terms for token, terms in enumerate(text.terms) if not self._terms.isdisjoint(terms)}
        found: TokenMarks = {}
        for expansion, slots in self._expansions:
            if expansion.word in matched_words:
                continue
            tokens = [[token for token, terms in candidates.items() if not slot.isdisjoint(terms)] for slot in slots]
            for token in _matching_tokens(expansion, tokens, text):
                if token not in found:
                    probability = expansion.probability(candidates.get(token, ()))
                    found[token] = text.mark(token, expansion.word, expansion.why, probability)
        return found


class Highlighter:
    """Finds the marks of passages.

    Args:
        expansions: the expansions of the query, without those of excluded parts.
        forms: the form table of the index.
        known: looks up the probabilities of links of some Russian lemmas with English ones.
        phrases_beginning: looks up the phrases of the index that begin with a lemma.
    """

    def __init__(
        self,
        expansions: Iterable[Expansion],
        forms: FormTable,
        known: Callable[[Iterable[str]], LinkProbabilities],
        phrases_beginning: PhraseLookup,
    ) -> None:
        expansions = tuple(expansions)
        self._forms = forms
        self._known = known
        self._phrases_beginning = phrases_beginning
        self._has_dates = any(each.why == "date" for each in expansions)
        self._own = {side: _Matcher(each for each in expansions if _is_own(each, side)) for side in SIDES}
        self._across = {side: _Matcher(each for each in expansions if _is_across(each, side)) for side in SIDES}

    def marks(self, passage: Passage) -> dict[Side, tuple[Mark, ...]]:
        """Return the marks of each side, in the order of its text and without overlaps.

        Marked words of one match with only punctuation between them share a mark.
        """
        texts = {side: self._tokenized(half) for side in SIDES if (half := passage.side(side)) is not None}
        found = {side: self._own[side].marks(text) for side, text in texts.items()}
        # A translation of a word is marked as a match only where the word itself did not match.
        matched_words = {mark.word for marks in found.values() for mark in marks.values()}
        for side, text in texts.items():
            found[side] = self._across[side].marks(text, matched_words) | found[side]
        if len(texts) == len(SIDES) and any(found.values()):
            _add_translations(texts, found, self._known, self._phrases_beginning)
        return {side: tuple(_joined(texts[side], found[side])) if side in texts else () for side in SIDES}

    def look_up(self, passages: Iterable[Passage]) -> None:
        """Look up the words of some passages together, which is faster than for each passage by itself."""
        texts = [(side, half.text) for each in passages for side in SIDES if (half := each.side(side)) is not None]
        forms = {form for _, text in texts for form in words(text).forms}
        self._forms.terms(forms)
        russian = {form for side, text in texts if side == "ru" for form in words(text).forms}
        self._known(set(chain.from_iterable(self._forms.lemmas(russian).values())))

    def _tokenized(self, half: PassageText) -> _TokenizedText:
        text = half.text
        tokens = words(text)
        forms = set(tokens.forms)
        lemmas, terms = self._forms.lemmas(forms), self._forms.terms(forms)
        terms_of_tokens: list[Collection[str]] = [terms[form] for form in tokens.forms]
        if self._has_dates:  # finding dates takes time
            _add_dates(text, tokens, terms_of_tokens)
        readings = list(possible_readings(text, tokens.starts, tokens.surfaces))
        if readings:
            stored = self._forms.stored_terms({form for reading in readings for form in reading.forms})
            for reading in readings:
                further = [term for form in reading.forms for term in stored.get(form, ())]
                for place in reading.places:
                    terms_of_tokens[place] = (*terms_of_tokens[place], *further)
        lemmas_of_tokens = [lemmas[form] for form in tokens.forms]
        for corrected in half.readings:
            self._add_reading(corrected, tokens, lemmas_of_tokens, terms_of_tokens)
        return _TokenizedText(text, tokens, lemmas_of_tokens, terms_of_tokens)

    def _add_reading(
        self,
        reading: WordReading,
        tokens: Words,
        lemmas_of_tokens: list[tuple[str, ...]],
        terms_of_tokens: list[Collection[str]],
    ) -> None:
        """Add the lemmas and the terms of a person's reading to the tokens that it reads."""
        forms = words(reading.text).forms
        lemmas = chain.from_iterable(self._forms.lemmas(set(forms)).values())
        terms = list(chain.from_iterable(self._forms.terms(set(forms)).values()))
        further = tuple(lemmas)
        for place in range(bisect_left(tokens.starts, reading.start), bisect_left(tokens.starts, reading.end)):
            lemmas_of_tokens[place] = tuple(dict.fromkeys((*lemmas_of_tokens[place], *further)))
            terms_of_tokens[place] = (*terms_of_tokens[place], *terms)


def _add_dates(text: str, tokens: Words, terms_of_tokens: list[Collection[str]]) -> None:
    """Add the terms of a text's dates to the terms of all their tokens."""
    for places, date_terms in date_terms_by_token(text, tokens.starts).values():
        for place in places:
            terms_of_tokens[place] = (*terms_of_tokens[place], *date_terms)


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
    texts: dict[Side, _TokenizedText],
    found: dict[Side, TokenMarks],
    known: Callable[[Iterable[str]], LinkProbabilities],
    phrases_beginning: PhraseLookup,
) -> None:
    """Mark on each side the tokens that translate what matched on the other; phrases of the lexicon as a whole."""
    ru, en = texts["ru"], texts["en"]
    matches = {
        side: {token: mark for token, mark in marks.items() if mark.why not in WHOLE_MATCHES}
        for side, marks in found.items()
    }
    phrases = find_phrases(ru.lemmas, en.lemmas, phrases_beginning, (matches["ru"], matches["en"]))
    wanted = _with_phrases(matches, phrases)
    probabilities = known(set(chain.from_iterable(ru.lemmas)))
    linked = find_links(ru.lemmas, en.lemmas, probabilities, wanted, MIN_LINK_PROBABILITY)
    probable = link_phrases(_probable_links(linked, matches), phrases, ru.lemmas, en.lemmas)
    for link in complete_links(probable, ru.words.forms, ru.lemmas, en.words.forms):
        # Where a match is itself uncertain, a mark is right only if both the match and the link are.
        if (match := matches["ru"].get(link.ru)) is not None:
            mark = en.mark(link.en, match.word, "rendering", match.probability * link.probability)
            found["en"].setdefault(link.en, mark)
        if (match := matches["en"].get(link.en)) is not None:
            mark = ru.mark(link.ru, match.word, "rendering", match.probability * link.probability)
            found["ru"].setdefault(link.ru, mark)


def _with_phrases(
    matches: dict[Side, TokenMarks], phrases: Iterable[LinkedPhrase]
) -> tuple[Collection[int], Collection[int]]:
    """Return the tokens of each side that match or belong to a phrase."""
    ru, en = set(matches["ru"]), set(matches["en"])
    for phrase in phrases:
        ru.update(phrase.ru)
        en.update(phrase.en)
    return ru, en


def _probable_links(linked: Iterable[Link], matches: dict[Side, TokenMarks]) -> list[Link]:
    """Return the probable links.

    The probability of a link with a match is that some occurrence of the matched word is translated by the token
    opposite.
    """
    sums: defaultdict[tuple[Side, str, int], float] = defaultdict(float)
    links_with_keys: list[tuple[Link, list[tuple[Side, str, int]]]] = []
    for link in linked:
        ends: tuple[tuple[Side, int, int], ...] = (("ru", link.ru, link.en), ("en", link.en, link.ru))
        keys = [(side, matches[side][token].word, opposite) for side, token, opposite in ends if token in matches[side]]
        for key in keys:
            sums[key] += link.probability
        links_with_keys.append((link, keys))
    summed = [
        link._replace(probability=min(1.0, max((sums[key] for key in keys), default=link.probability)))
        for link, keys in links_with_keys
    ]
    return [link for link in summed if link.probability >= MIN_TRANSLATION_PROBABILITY]


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
