"""Which words of one passage render which: the table's answer for this very pair of texts.

The posterior of IBM Model 1 in both directions, taken once more with what the words beside each word are rendered by: a
hidden Markov model's answer in one round, at a hundredth of its cost, since few pairs of words have any likelihood.
"""

from __future__ import annotations

from math import exp, sqrt
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from bisearch.similarity.skeletons import cognate_score

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    # For a Russian and an English lemma, how likely words of them render each other; see `table.Translation.link`.
    LinkProbabilities: TypeAlias = Mapping[tuple[str, str], float]
    Lemmas: TypeAlias = Sequence[tuple[str, ...]]
    Pair: TypeAlias = tuple[int, int]
    # How likely each pair of a Russian and an English place is; those that are not at all are left out.
    PairLikelihoods: TypeAlias = Mapping[Pair, float]

# What stands for every word that has no rendering opposite, on the scale of the table's probabilities.
EMPTY_WORD = 0.01
# How far the place in the sentence counts at first: a word as far off as the whole sentence is this much less likely.
POSITION_PENALTY = 0.5
# How likely two words are to render each other that are just alike, where nothing likelier is known of either.
COGNATE_LIKELIHOOD = 0.3
# Words beside a word tell where its rendering is, the nearer the more; a rendering off the expected place by so many
# words is this much less telling for each.
NEIGHBOURS = (1, 2, 3)
OFFSET_DECAY = 0.5
# Words of a phrase that one word renders are at most so far apart, and each at least so likely in itself.
PHRASE_DISTANCE, MIN_PHRASE_LIKELIHOOD = 2, 0.2
# What the place tells of a word none of whose neighbours is rendered.
NO_CONTEXT = 0.08


class Link(NamedTuple):
    """A Russian and an English word of a pair of texts that render each other.

    Attributes:
        ru: which word of the Russian text.
        en: which of the English one.
        probability: in [0, 1], that they do, given this pair of texts: of the two directions' the lesser.
    """

    ru: int
    en: int
    probability: float


def find_links(
    ru: Lemmas,
    en: Lemmas,
    known: LinkProbabilities,
    wanted: tuple[Collection[int], Collection[int]],
    least: float,
) -> list[Link]:
    """Find what renders some words of a pair of texts.

    Args:
        ru: for each word of the Russian text, its lemmas; likewise `en`.
        en: see `ru`.
        known: of the lemmas of both.
        wanted: places of the Russian and of the English words to find the renderings of.
        least: the least probability.

    Returns:
        Each link of a wanted word that is so probable, ascending.
    """
    likely = _lemma_likelihoods(ru, en, known, wanted)
    asked = {pair for pair in likely if pair[0] in wanted[0] or pair[1] in wanted[1]}
    # Whatever competes for a word with one that is asked for must be seen in its place too.
    rivals_ru, rivals_en = {i for i, _ in asked}, {j for _, j in asked}
    rivals = [pair for pair in likely if pair[0] in rivals_ru or pair[1] in rivals_en]
    placed = _positional_shares(likely, len(ru), len(en), {i + step for i, _ in rivals for step, _ in _NEAR})
    moved = {pair: likely[pair] * (NO_CONTEXT + _neighbour_support(pair, placed)) for pair in rivals}
    second = _competing_shares(moved, asked, lambda pair, beside: _is_phrase(ru, en, likely, pair, beside))
    return sorted(Link(i, j, probability) for (i, j), probability in second.items() if probability >= least)


def _lemma_likelihoods(
    ru: Lemmas, en: Lemmas, known: LinkProbabilities, wanted: tuple[Iterable[int], Iterable[int]]
) -> dict[Pair, float]:
    """Return how likely each pair of places is by its lemmas alone; those that are not at all are left out."""
    at_ru, at_en = _positions(ru), _positions(en)
    likely: dict[Pair, float] = {}
    for (left, right), probability in known.items():
        for i in at_ru.get(left, ()):
            for j in at_en.get(right, ()):
                if probability > likely.get((i, j), 0.0):
                    likely[i, j] = probability
    strong_ru = {i for (i, _), likelihood in likely.items() if likelihood >= COGNATE_LIKELIHOOD}
    strong_en = {j for (_, j), likelihood in likely.items() if likelihood >= COGNATE_LIKELIHOOD}
    pairs = [(i, j) for i in wanted[0] if i not in strong_ru for j in range(len(en)) if j not in strong_en]
    pairs += [(i, j) for j in wanted[1] if j not in strong_en for i in range(len(ru)) if i not in strong_ru]
    for i, j in pairs:
        likeness = COGNATE_LIKELIHOOD * cognate_score(ru[i][0], en[j][0])
        if likeness > likely.get((i, j), 0.0):
            likely[i, j] = likeness
    return likely


def _positions(words: Lemmas) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, lemmas in enumerate(words):
        for lemma in lemmas:
            places.setdefault(lemma, []).append(place)
    return places


def _positional_shares(
    likely: PairLikelihoods, length_ru: int, length_en: int, wanted: Collection[int]
) -> dict[int, list[tuple[int, float]]]:
    """Return the shares of the pairs of some Russian places, as `_shared`, where the place in the sentence counts.

    Returns:
        For each such Russian place, the English ones with the share of the pair.
    """
    rows, columns = [EMPTY_WORD] * length_ru, [EMPTY_WORD] * length_en
    at_ru, at_en = [i / length_ru for i in range(length_ru)], [j / length_en for j in range(length_en)]
    found: list[tuple[int, int, float]] = []
    for (i, j), likelihood in likely.items():
        placed = likelihood * (1 - POSITION_PENALTY * abs(at_ru[i] - at_en[j]))
        rows[i] += placed
        columns[j] += placed
        if i in wanted:
            found.append((i, j, placed))
    shares: dict[int, list[tuple[int, float]]] = {}
    for i, j, placed in found:
        shares.setdefault(i, []).append((j, placed / sqrt(rows[i] * columns[j])))
    return shares


def _competing_shares(
    likely: PairLikelihoods, wanted: Iterable[Pair], allied: Callable[[Pair, Pair], bool]
) -> dict[Pair, float]:
    """Return the lesser of each wanted pair's shares of its row and of its column.

    Two words that know nothing better both claim a word opposite that may be the rendering of one of them: each has its
    own row to itself and less than half of the column, and neither is shown as rendered.

    Args:
        likely: how likely each pair of places is.
        wanted: the pairs to return.
        allied: tells of two pairs, where one word is rendered by two near each other, whether they do not compete.
    """
    rows: dict[int, float] = {}
    columns: dict[int, float] = {}
    for (i, j), likelihood in likely.items():
        rows[i] = rows.get(i, EMPTY_WORD) + likelihood
        columns[j] = columns.get(j, EMPTY_WORD) + likelihood
    shares = {}
    for i, j in wanted:
        row = column = likely[i, j]
        for step in _PHRASE:
            if 2 * (more := likely.get((i, j + step), 0.0)) > columns.get(j + step, 0.0):
                row += more if allied((i, j), (i, j + step)) else 0.0
            if 2 * (more := likely.get((i + step, j), 0.0)) > rows.get(i + step, 0.0):
                column += more if allied((i, j), (i + step, j)) else 0.0
        shares[i, j] = min(row / rows[i], column / columns[j])
    return shares


def _is_phrase(ru: Lemmas, en: Lemmas, likely: PairLikelihoods, pair: Pair, beside: Pair) -> bool:
    """Tell whether two words near each other, and not one word twice, are together the rendering of one."""
    first, second = (ru[pair[0]], ru[beside[0]]) if pair[1] == beside[1] else (en[pair[1]], en[beside[1]])
    return min(likely[pair], likely[beside]) >= MIN_PHRASE_LIKELIHOOD and first != second


_PHRASE = tuple(sign * distance for distance in range(1, PHRASE_DISTANCE + 1) for sign in (-1, 1))
_NEAR = tuple((sign * distance, 1 / distance) for distance in NEIGHBOURS for sign in (-1, 1))
_ALL_NEAR = sum(weight for _, weight in _NEAR)
_TELLS = tuple(exp(-OFFSET_DECAY * off) for off in range(64))


def _neighbour_support(pair: tuple[int, int], rows: Mapping[int, Sequence[tuple[int, float]]]) -> float:
    """Return how much what renders the words beside a word speaks for its rendering at a place, in [0, 1] or so."""
    i, j = pair
    total = 0.0
    for step, weight in _NEAR:
        for place, probability in rows.get(i + step, ()):
            off = abs(place - j - step)
            if off < len(_TELLS):
                total += weight * probability * _TELLS[off]
    return total / _ALL_NEAR
