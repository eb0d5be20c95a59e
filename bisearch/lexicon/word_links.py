"""Links between the words of one passage that translate each other.

The posterior of IBM Model 1 in both directions (Brown et al., 1993), computed twice: the second time with the links of
the neighbouring words. This approximates a hidden Markov model in one round at a hundredth of its cost, because few
pairs of words have any likelihood.
"""

from __future__ import annotations

from itertools import chain
from math import exp, sqrt
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from bisearch.analysis.stop_words import stop_words
from bisearch.similarity.skeletons import CERTAIN_COGNATE, Cognates

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    # For each Russian lemma, the prior probability of a link with English lemmas; see `TranslationProbability.link`.
    LinkProbabilities: TypeAlias = Mapping[str, Mapping[str, float]]
    Lemmas: TypeAlias = Sequence[tuple[str, ...]]
    Pair: TypeAlias = tuple[int, int]
    # Likelihood of each pair of a Russian and an English position; pairs without likelihood are left out.
    PairLikelihoods: TypeAlias = Mapping[Pair, float]

# Likelihood of the empty word, which takes the place of a missing translation.
EMPTY_WORD = 0.01
# Penalty on the distance of relative positions in the first round: the likelihood of a word a whole sentence away falls
# by this share.
POSITION_PENALTY = 0.5
# Likelihood of two words with a cognate score of 1, if neither has a likelier candidate.
COGNATE_LIKELIHOOD = 0.3
# Distances of the neighbours whose links support a link, with less weight at a greater distance. The support falls
# exponentially, at this rate, with the distance between the neighbour's link and its expected position.
NEIGHBOURS = (1, 2, 3)
OFFSET_DECAY = 0.5
# Two words that together translate one word are at most this far apart, and each has at least this likelihood.
PHRASE_DISTANCE, MIN_PHRASE_LIKELIHOOD = 2, 0.2
# Support of a word with no linked neighbour.
NO_CONTEXT = 0.08


class Link(NamedTuple):
    """A Russian and an English word of a pair of texts that translate each other.

    Attributes:
        ru: position of the Russian word.
        en: position of the English word.
        probability: the lesser of both directions' probabilities in this pair of texts, in [0, 1].
    """

    ru: int
    en: int
    probability: float


def find_links(
    ru: Lemmas,
    en: Lemmas,
    known: LinkProbabilities,
    positions: tuple[Collection[int], Collection[int]],
    min_probability: float,
) -> list[Link]:
    """Find the translations of some words of a pair of texts.

    Args:
        ru: for each word of the Russian text, its lemmas.
        en: for each word of the English text, its lemmas.
        known: prior probabilities of links, for each Russian lemma of the text.
        positions: positions of the Russian and of the English words to translate.
        min_probability: the least probability of a link to return.

    Returns:
        The links of these words with at least that probability, sorted.
    """
    likely = _lemma_likelihoods(ru, en, known, positions)
    wanted_ru, wanted_en = positions
    asked = [pair for pair in likely if pair[0] in wanted_ru or pair[1] in wanted_en]
    if not asked:
        return []
    # The candidates of a word compete, so the neighbours of all of them must be computed too.
    rivals_ru, rivals_en = {i for i, _ in asked}, {j for _, j in asked}
    rivals = [pair for pair in likely if pair[0] in rivals_ru or pair[1] in rivals_en]
    near = _NearbyShares(likely, len(ru), len(en))
    moved = {(i, j): likely[i, j] * (NO_CONTEXT + _neighbour_support(j, near[i])) for i, j in rivals}
    second = _competing_shares(moved, asked, lambda pair, beside: _is_phrase(ru, en, likely, pair, beside))
    return sorted(Link(i, j, probability) for (i, j), probability in second.items() if probability >= min_probability)


def _lemma_likelihoods(
    ru: Lemmas, en: Lemmas, known: LinkProbabilities, positions: tuple[Collection[int], Collection[int]]
) -> dict[Pair, float]:
    """Return the likelihood of each pair of positions by lemmas alone, without the impossible pairs."""
    at_ru, at_en = _positions(ru), _positions(en)
    lemmas_en = at_en.keys()
    likely: dict[Pair, float] = {}
    # Likelihoods are added up in this order, so it must depend on the texts alone.
    for left in dict.fromkeys(chain.from_iterable(ru)):
        links = known.get(left)
        if not links or left not in at_ru:
            continue
        for right in sorted(links.keys() & lemmas_en):
            probability = links[right]
            for i in at_ru[left]:
                for j in at_en[right]:
                    if probability > likely.get((i, j), 0.0):
                        likely[i, j] = probability
    strong_ru = {i for (i, _), likelihood in likely.items() if likelihood >= COGNATE_LIKELIHOOD}
    strong_en = {j for (_, j), likelihood in likely.items() if likelihood >= COGNATE_LIKELIHOOD}
    cognates = Cognates([lemmas[0] for lemmas in en])
    found = [(i, j, score) for i in positions[0] if i not in strong_ru for j, score in cognates.scores(ru[i][0])]
    weak = [j for j in positions[1] if j not in strong_en]
    if weak:
        in_ru = Cognates([lemmas[0] for lemmas in ru])
        found += [(i, j, score) for j in weak for i, score in in_ru.scores(en[j][0])]
    for i, j, score in found:
        likelihood = COGNATE_LIKELIHOOD * score
        if i not in strong_ru and j not in strong_en and likelihood > likely.get((i, j), 0.0):
            likely[i, j] = likelihood
    _prefer_names(ru, cognates, likely, positions)
    return likely


def _prefer_names(
    ru: Lemmas, cognates: Cognates, likely: dict[Pair, float], positions: tuple[Collection[int], Collection[int]]
) -> None:
    """Lower the likelihood of the translations of a word's other lemmas where a word of the same sound is opposite.

    *Козлова* may be the name Kozlov or goats; where Kozlov is opposite, it is the name.
    """
    asked_ru, asked_en = positions
    for i, lemmas in enumerate(ru):
        if len(lemmas) == 1:
            continue
        alike = {
            j for lemma in lemmas if lemma.isalpha() for j, score in cognates.scores(lemma) if score == CERTAIN_COGNATE
        }
        if i not in asked_ru:
            alike.intersection_update(asked_en)
        if not alike:
            continue
        for pair, likelihood in likely.items():
            if pair[0] == i and pair[1] not in alike:
                likely[pair] = min(likelihood, EMPTY_WORD)
        for j in sorted(alike):
            likely[i, j] = max(likely.get((i, j), 0.0), COGNATE_LIKELIHOOD)


def _positions(words: Lemmas) -> dict[str, list[int]]:
    """Return the positions of each lemma.

    A further lemma of a content word does not count if it is a function word: the dictionaries take a misspelled word
    for one, *иего* for *и*.
    """
    functional = stop_words()
    places: dict[str, list[int]] = {}
    for place, lemmas in enumerate(words):
        for lemma in lemmas:
            if lemma not in functional or lemmas[0] in functional:
                places.setdefault(lemma, []).append(place)
    return places


class _NearbyShares(dict[int, list[tuple[int, float]]]):
    """For each Russian position, the shares of its neighbours; computed when asked for.

    The shares of a pair are those of its row and its column, with a penalty on distance; their geometric mean counts.
    Each English position is moved by the neighbour's distance, and its share weighted by it.

    Args:
        likely: likelihood of each pair of positions.
        length_ru: the number of Russian words.
        length_en: the number of English words.
    """

    def __init__(self, likely: PairLikelihoods, length_ru: int, length_en: int) -> None:
        super().__init__()
        self._rows, self._columns = [EMPTY_WORD] * length_ru, [EMPTY_WORD] * length_en
        self._placed: dict[int, list[tuple[int, float]]] = {}
        rows, columns, by_row = self._rows, self._columns, self._placed
        at_ru, at_en = [i / length_ru for i in range(length_ru)], [j / length_en for j in range(length_en)]
        for (i, j), likelihood in likely.items():
            placed = likelihood * (1 - POSITION_PENALTY * abs(at_ru[i] - at_en[j]))
            rows[i] += placed
            columns[j] += placed
            if i in by_row:
                by_row[i].append((j, placed))
            else:
                by_row[i] = [(j, placed)]

    def __missing__(self, i: int) -> list[tuple[int, float]]:
        found = self[i] = [
            (j - step, weight * (placed / sqrt(self._rows[i + step] * self._columns[j])))
            for step, weight in _NEAR
            if i + step in self._placed
            for j, placed in self._placed[i + step]
        ]
        return found


def _competing_shares(
    likely: PairLikelihoods, positions: Iterable[Pair], allied: Callable[[Pair, Pair], bool]
) -> dict[Pair, float]:
    """Return the lesser of each pair's shares of its row and its column.

    If two words without better candidates claim the same opposite word, each has its row to itself but less than half
    of the column, so that neither is linked.

    Args:
        likely: likelihood of each pair of positions.
        positions: the pairs to return.
        allied: returns whether two pairs do not compete because two adjacent words translate one word.
    """
    rows: dict[int, float] = {}
    columns: dict[int, float] = {}
    for (i, j), likelihood in likely.items():
        rows[i] = rows.get(i, EMPTY_WORD) + likelihood
        columns[j] = columns.get(j, EMPTY_WORD) + likelihood
    shares = {}
    for i, j in positions:
        row = column = likely[i, j]
        for step in _PHRASE:
            more = likely.get((i, j + step))
            if more is not None and 2 * more > columns[j + step] and allied((i, j), (i, j + step)):
                row += more
            more = likely.get((i + step, j))
            if more is not None and 2 * more > rows[i + step] and allied((i, j), (i + step, j)):
                column += more
        shares[i, j] = min(row / rows[i], column / columns[j])
    return shares


def _is_phrase(ru: Lemmas, en: Lemmas, likely: PairLikelihoods, pair: Pair, beside: Pair) -> bool:
    """Return whether two nearby, different words together translate one word."""
    first, second = (ru[pair[0]], ru[beside[0]]) if pair[1] == beside[1] else (en[pair[1]], en[beside[1]])
    return min(likely[pair], likely[beside]) >= MIN_PHRASE_LIKELIHOOD and first != second


_PHRASE = tuple(sign * distance for distance in range(1, PHRASE_DISTANCE + 1) for sign in (-1, 1))
_NEAR = tuple((sign * distance, 1 / distance) for distance in NEIGHBOURS for sign in (-1, 1))
_ALL_NEAR = sum(weight for _, weight in _NEAR)
_SUPPORT = tuple(exp(-OFFSET_DECAY * off) for off in range(64))
_FARTHEST = len(_SUPPORT)


def _neighbour_support(j: int, near: Iterable[tuple[int, float]]) -> float:
    """Return how strongly the links of the neighbouring words support a pair, in about [0, 1].

    Args:
        j: the English position of the pair.
        near: the shares of the neighbours of its Russian position.
    """
    total = 0.0
    for place, share in near:
        off = abs(place - j)
        if off < _FARTHEST:
            total += share * _SUPPORT[off]
    return total / _ALL_NEAR
