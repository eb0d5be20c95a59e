"""Where a passage matched, and what renders it: exact stretches of both texts, found again from the query's leaves."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.date_terms import date_terms_by_token
from bisearch.analysis.tokenizer import without_possessive, words
from bisearch.engines.nodes import AnyTerm
from bisearch.engines.proximity import occurrences
from bisearch.lexicon.function_words import complete_links
from bisearch.lexicon.word_links import find_links
from bisearch.model import SIDES
from bisearch.searching.results import Mark

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from bisearch.analysis.form_table import FormTable
    from bisearch.analysis.tokenizer import Words
    from bisearch.lexicon.word_links import Link, LinkProbabilities
    from bisearch.model import Passage, Side
    from bisearch.searching.planning import Leaf
    from bisearch.searching.results import Reason

# A word is marked as rendering another only if it is at least so likely to, given all other words of the pair. A wrong
# mark misleads more than a missing one. Of a word that two others claim alike, each has less than half.
LEAST = 0.45
# Where a word that is asked for stands several times in a text, each of them may be this little likely.
FAINT = 0.1
# Dates and shelfmarks are found on both sides by themselves, and marked whole.
WHOLE = frozenset({"date", "shelfmark"})


class _Text(NamedTuple):
    """One side of a passage, cut into words.

    Attributes:
        text: as it stands.
        words: of the text.
        lemmas: of each word.
        terms: of each word, what it is indexed by.
    """

    text: str
    words: Words
    lemmas: list[tuple[str, ...]]
    terms: list[Collection[str]]


class _Found(NamedTuple):
    """Why a word is to be marked."""

    word: str
    why: Reason
    probability: float = 1.0


class _Leaves:
    """Leaves of one side, with their terms in sets, once for all passages."""

    def __init__(self, leaves: Iterable[Leaf]) -> None:
        self._wanted = [(leaf, tuple(map(frozenset, _slots(leaf)))) for leaf in leaves]
        self._all = frozenset[str]().union(*(slot for _, slots in self._wanted for slot in slots))

    def matches(self, text: _Text, matched: Collection[str] = ()) -> dict[int, _Found]:
        """Return which words of a text match, and why, the first leaf that does; those of `matched` words left out."""
        if not self._wanted:
            return {}
        terms_at = {place: terms for place, terms in enumerate(text.terms) if not self._all.isdisjoint(terms)}
        found: dict[int, _Found] = {}
        for leaf, wanted in self._wanted:
            if leaf.word in matched:
                continue
            slots = [[place for place, terms in terms_at.items() if not slot.isdisjoint(terms)] for slot in wanted]
            for place in _places(leaf, slots):
                if place not in found:
                    probability = round(leaf.probability(terms_at[place]), 3)
                    found[place] = _Found(leaf.word, leaf.why, probability)
        return found


class Marker:
    """Finds what matched on each side of a passage, and what renders it on the other.

    Args:
        leaves: of the resolved query, those that are not excluded.
        forms: of the index.
        known: for some Russian and some English lemmas, what the table says of those that translate each other.
    """

    def __init__(
        self,
        leaves: Iterable[Leaf],
        forms: FormTable,
        known: Callable[[Iterable[str], Iterable[str]], LinkProbabilities],
    ) -> None:
        leaves = tuple(leaves)
        self._forms = forms
        self._known = known
        self._is_dated = any(leaf.why == "date" for leaf in leaves)
        self._own = {side: _Leaves(each for each in leaves if _is_on(each, side)) for side in SIDES}
        self._across = {side: _Leaves(each for each in leaves if _stands_in_on(each, side)) for side in SIDES}

    def marks(self, passage: Passage) -> dict[Side, tuple[Mark, ...]]:
        """Find the marks of a passage with one side or both.

        Returns:
            Marks of each side in the order of its text, apart from each other. Marked words that only a hyphen, a dot
            or an apostrophe parts are one mark.
        """
        texts = {side: self._read(half.text) for side in SIDES if (half := passage.side(side)) is not None}
        found = {side: self._own[side].matches(text) for side, text in texts.items()}
        # What stands for a word on the other side counts only where the word itself did not match.
        matched = {each.word for places in found.values() for each in places.values()}
        for side, text in texts.items():
            found[side] = self._across[side].matches(text, matched) | found[side]
        if len(texts) == len(SIDES) and any(found.values()):
            _add_renderings(texts, found, self._known)
        return {side: tuple(_joined(texts[side], found[side])) if side in texts else () for side in SIDES}

    def _read(self, text: str) -> _Text:
        """Return a text cut into words; only for a query that asks for a date are its dates looked for."""
        cut = words(text)
        distinct = set(cut.forms)
        lemmas, terms = self._forms.lemmas(distinct), self._forms.terms(distinct)
        stands: list[Collection[str]] = [terms[form] for form in cut.forms]
        for places, dates in date_terms_by_token(text, cut.starts).values() if self._is_dated else ():
            for place in places:  # the whole date is marked
                stands[place] = (*stands[place], *dates)
        return _Text(text, cut, [lemmas[form] for form in cut.forms], stands)


def _is_on(leaf: Leaf, side: Side) -> bool:
    """Tell whether a leaf looks for the word itself on a side; a name is itself on both."""
    return leaf.node.side == side and (not leaf.is_across or leaf.why == "name")


def _stands_in_on(leaf: Leaf, side: Side) -> bool:
    """Tell whether a leaf looks on a side for what stands for a word of the other."""
    return leaf.node.side == side and leaf.is_across and leaf.why != "name"


def _slots(leaf: Leaf) -> tuple[tuple[str, ...], ...]:
    return (leaf.node.terms,) if isinstance(leaf.node, AnyTerm) else leaf.node.slots


def _places(leaf: Leaf, slots: Sequence[Collection[int]]) -> Iterable[int]:
    """Return the places of the words that a leaf matches, from the places of the words that each of its slots does."""
    if isinstance(leaf.node, AnyTerm):
        return slots[0]
    return chain.from_iterable(occurrences([frozenset(slot) for slot in slots], leaf.node.slop))


def _add_renderings(
    texts: dict[Side, _Text],
    found: dict[Side, dict[int, _Found]],
    known: Callable[[Iterable[str], Iterable[str]], LinkProbabilities],
) -> None:
    ru, en = texts["ru"], texts["en"]
    lemmas = [dict.fromkeys(chain.from_iterable(text.lemmas)) for text in (ru, en)]
    matched = {
        side: {place: each for place, each in places.items() if each.why not in WHOLE} for side, places in found.items()
    }
    linked = find_links(ru.lemmas, en.lemmas, known(*lemmas), (matched["ru"], matched["en"]), FAINT)
    for link in complete_links(_likely(linked, matched), ru.words.forms, ru.lemmas, en.words.forms):
        if (match := matched["ru"].get(link.ru)) is not None:
            found["en"].setdefault(link.en, _rendering(match, link))
        if (match := matched["en"].get(link.en)) is not None:
            found["ru"].setdefault(link.ru, _rendering(match, link))


def _likely(linked: Iterable[Link], matched: dict[Side, dict[int, _Found]]) -> list[Link]:
    """Return the links of the words that are likely enough to render a word asked for, whichever place it stands in."""
    # For a side, a word and a place opposite, how likely some match of the word is rendered there.
    sums: defaultdict[tuple[Side, str, int], float] = defaultdict(float)
    of: list[tuple[Link, list[tuple[Side, str, int]]]] = []
    for link in linked:
        ends: tuple[tuple[Side, int, int], ...] = (("ru", link.ru, link.en), ("en", link.en, link.ru))
        keys = [(side, matched[side][place].word, opposite) for side, place, opposite in ends if place in matched[side]]
        for key in keys:
            sums[key] += link.probability
        of.append((link, keys))
    likely = [link._replace(probability=min(1.0, max(sums[key] for key in keys))) for link, keys in of]
    return [link for link in likely if link.probability >= LEAST]


def _rendering(match: _Found, link: Link) -> _Found:
    """Return what renders a match; where the match itself stands for the word asked for, both have to be right."""
    return _Found(match.word, "rendering", round(match.probability * link.probability, 3))


def _parts(character: str) -> bool:
    return character.isspace() or character.isalnum()


def _joined(text: _Text, found: dict[int, _Found]) -> Iterator[Mark]:
    last: Mark | None = None
    for place in sorted(found):
        start, why = text.words.starts[place], found[place]
        end = start + len(without_possessive(text.words.surfaces[place]))
        mark = Mark(start, end, why.word, why.why, why.probability)
        if last is not None and (last.word, last.why) == (mark.word, mark.why):
            gap = text.text[last.end : mark.start]
            parted = str.isalnum if mark.why in WHOLE else _parts
            if not any(map(parted, gap)):
                last = Mark(last.start, mark.end, last.word, last.why, min(last.probability, mark.probability))
                continue
        if last is not None:
            yield last
        last = mark
    if last is not None:
        yield last
