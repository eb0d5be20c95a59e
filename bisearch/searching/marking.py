"""Where a passage matched, and what renders it: exact stretches of both texts, found again from the query's leaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bisearch.analysis.dating import dated_tokens
from bisearch.analysis.tokens import tokenize
from bisearch.engines import AnyTerm
from bisearch.lexicon.leaning import whole
from bisearch.lexicon.rendering import links
from bisearch.model import SIDES
from bisearch.proximity import occurrences
from bisearch.searching.results import Mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bisearch.analysis.forms import FormTable
    from bisearch.analysis.tokens import Token
    from bisearch.lexicon.rendering import Known
    from bisearch.model import Passage, Side
    from bisearch.searching.resolving import Leaf
    from bisearch.searching.results import Reason

# A word is marked as rendering another only if it is at least so likely to, given all other words of the pair. A wrong
# mark misleads more than a missing one.
LEAST = 0.45
# Dates and shelfmarks are found on both sides by themselves, and marked whole.
WHOLE = frozenset({"date", "shelfmark"})


@dataclass(frozen=True, slots=True)
class _Text:
    """One side of a passage, tokenized.

    Attributes:
        text: as it stands.
        tokens: of the text.
        lemmas: of each token.
        terms: of each token, what it is indexed by.
    """

    text: str
    tokens: tuple[Token, ...]
    lemmas: tuple[tuple[str, ...], ...]
    terms: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """Why a token is to be marked."""

    word: str
    why: Reason
    probability: float = 1.0


def marks(
    passage: Passage,
    leaves: Iterable[Leaf],
    forms: FormTable,
    known: Callable[[Iterable[str], Iterable[str]], Known],
) -> dict[Side, tuple[Mark, ...]]:
    """Find what matched on each side of a passage, and what renders it on the other.

    Args:
        passage: with one side or both.
        leaves: of the resolved query, those that are not excluded.
        forms: of the index.
        known: for some Russian and some English lemmas, what the table says of those that translate each other.

    Returns:
        Marks of each side in the order of its text, apart from each other. Marked words that only a hyphen, a dot or
        an apostrophe parts are one mark.
    """
    leaves = tuple(leaves)
    dated = any(leaf.why == "date" for leaf in leaves)
    texts = {side: _read(text.text, forms, dated=dated) for side in SIDES if (text := passage.side(side)) is not None}
    found = _found(texts, leaves)
    if len(texts) == len(SIDES) and any(found.values()):
        _add_renderings(texts, found, known)
    return {side: tuple(_joined(texts[side], found[side])) if side in texts else () for side in SIDES}


def _read(text: str, forms: FormTable, *, dated: bool) -> _Text:
    """Return a text tokenized; only for a query that asks for a date are its dates looked for."""
    tokens = tuple(tokenize(text))
    distinct = {token.form for token in tokens}
    lemmas, terms = forms.lemmas(distinct), forms.terms(distinct)
    stands = [frozenset(terms[token.form]) for token in tokens]
    for places, dates in dated_tokens(text, tokens).values() if dated else ():
        for place in places:  # the whole date is marked
            stands[place] |= frozenset(dates)
    return _Text(text, tokens, tuple(lemmas[token.form] for token in tokens), tuple(stands))


def _found(texts: dict[Side, _Text], leaves: Sequence[Leaf]) -> dict[Side, dict[int, _Found]]:
    """Return what matched on each side.

    What stands for a word on the other side counts only where the word itself did not match; a name is itself there.
    """
    own: list[Leaf] = []
    standing_in: list[Leaf] = []
    for leaf in leaves:
        (standing_in if leaf.is_across and leaf.why != "name" else own).append(leaf)
    found = {side: _matches(text, [leaf for leaf in own if leaf.node.side == side]) for side, text in texts.items()}
    matched = {each.word for places in found.values() for each in places.values()}
    across = [leaf for leaf in standing_in if leaf.word not in matched]
    for side, text in texts.items():
        for place, each in _matches(text, [leaf for leaf in across if leaf.node.side == side]).items():
            found[side].setdefault(place, each)
    return found


def _matches(text: _Text, leaves: Iterable[Leaf]) -> dict[int, _Found]:
    found: dict[int, _Found] = {}
    for leaf in leaves:
        for place in _places(leaf, text.terms):
            probability = leaf.probability(text.terms[place])
            found.setdefault(place, _Found(leaf.word, leaf.why, round(probability, 3)))
    return found


def _places(leaf: Leaf, at: Sequence[frozenset[str]]) -> Iterator[int]:
    if isinstance(leaf.node, AnyTerm):
        wanted = frozenset(leaf.node.terms)
        yield from (place for place, terms in enumerate(at) if not wanted.isdisjoint(terms))
        return
    slots = [{place for place, terms in enumerate(at) if not terms.isdisjoint(slot)} for slot in leaf.node.slots]
    for places in occurrences(slots, leaf.node.slop):
        yield from places


def _add_renderings(
    texts: dict[Side, _Text],
    found: dict[Side, dict[int, _Found]],
    known: Callable[[Iterable[str], Iterable[str]], Known],
) -> None:
    ru, en = texts["ru"], texts["en"]
    lemmas = [{lemma for word in text.lemmas for lemma in word} for text in (ru, en)]
    matched = {
        side: {place: each for place, each in places.items() if each.why not in WHOLE} for side, places in found.items()
    }
    linked = links(ru.lemmas, en.lemmas, known(*lemmas), (matched["ru"], matched["en"]), LEAST)
    forms_ru, forms_en = ([token.form for token in text.tokens] for text in (ru, en))
    for link in whole(linked, forms_ru, ru.lemmas, forms_en):
        probability = round(link.probability, 3)
        if (match := matched["ru"].get(link.ru)) is not None:
            found["en"].setdefault(link.en, _Found(match.word, "rendering", probability))
        if (match := matched["en"].get(link.en)) is not None:
            found["ru"].setdefault(link.ru, _Found(match.word, "rendering", probability))


def _parts(character: str) -> bool:
    return character.isspace() or character.isalnum()


def _joined(text: _Text, found: dict[int, _Found]) -> Iterator[Mark]:
    last: Mark | None = None
    for place in sorted(found):
        token, why = text.tokens[place], found[place]
        mark = Mark(token.start, token.end, why.word, why.why, why.probability)
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
