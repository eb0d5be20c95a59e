"""Links between the words of one passage that translate each other.

The posterior of IBM Model 1 in both directions (Brown et al., 1993), computed twice: the second time with the links of
the neighbouring words. This approximates a hidden Markov model in one round at a hundredth of its cost, because few
pairs of words have any likelihood.
"""

from __future__ import annotations

from math import exp, sqrt
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from bisearch.analysis.stop_words import is_stop_word
from bisearch.similarity.skeletons import cognate_score

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    # For a Russian and an English lemma, the prior probability of a link; see `TranslationProbability.link`.
    LinkProbabilities: TypeAlias = Mapping[tuple[str, str], float]
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
        known: prior probabilities of links between these lemmas.
        positions: positions of the Russian and of the English words to translate.
        min_probability: the least probability of a link to return.

    Returns:
        The links of these words with at least that probability, sorted.
    """
    likely = _lemma_likelihoods(ru, en, known, positions)
    asked = {pair for pair in likely if pair[0] in positions[0] or pair[1] in positions[1]}
    # The candidates of a word compete, so the neighbours of all of them must be computed too.
    rivals_ru, rivals_en = {i for i, _ in asked}, {j for _, j in asked}
    rivals = [pair for pair in likely if pair[0] in rivals_ru or pair[1] in rivals_en]
    placed = _positional_shares(likely, len(ru), len(en), {i + step for i, _ in rivals for step, _ in _NEAR})
    moved = {pair: likely[pair] * (NO_CONTEXT + _neighbour_support(pair, placed)) for pair in rivals}
    second = _competing_shares(moved, asked, lambda pair, beside: _is_phrase(ru, en, likely, pair, beside))
    return sorted(Link(i, j, probability) for (i, j), probability in second.items() if probability >= min_probability)


def _lemma_likelihoods(
    ru: Lemmas, en: Lemmas, known: LinkProbabilities, positions: tuple[Iterable[int], Iterable[int]]
) -> dict[Pair, float]:
    """Return the likelihood of each pair of positions by lemmas alone, without the impossible pairs."""
    at_ru, at_en = _positions(ru), _positions(en)
    likely: dict[Pair, float] = {}
    for (left, right), probability in known.items():
        for i in at_ru.get(left, ()):
            for j in at_en.get(right, ()):
                if probability > likely.get((i, j), 0.0):
                    likely[i, j] = probability
    strong_ru = {i for (i, _), likelihood in likely.items() if likelihood >= COGNATE_LIKELIHOOD}
    strong_en = {j for (_, j), likelihood in likely.items() if likelihood >= COGNATE_LIKELIHOOD}
    pairs = [(i, j) for i in positions[0] if i not in strong_ru for j in range(len(en)) if j not in strong_en]
    pairs += [(i, j) for j in positions[1] if j not in strong_en for i in range(len(ru)) if i not in strong_ru]
    for i, j in pairs:
        score = COGNATE_LIKELIHOOD * cognate_score(ru[i][0], en[j][0])
        if score > likely.get((i, j), 0.0):
            likely[i, j] = score
    _prefer_names(ru, en, likely, positions)
    return likely


def _prefer_names(
    ru: Lemmas, en: Lemmas, likely: dict[Pair, float], positions: tuple[Iterable[int], Iterable[int]]
) -> None:
    """Lower the likelihood of the translations of a word's other lemmas where a word of the same sound is opposite.

    *Козлова* may be the name Kozlov or goats; where Kozlov is opposite, it is the name.
    """
    ambiguous = [i for i, lemmas in enumerate(ru) if len(lemmas) > 1]
    asked, asked_en = set(positions[0]), set(positions[1])
    for i in ambiguous:
        alike = [
            j
            for j in (range(len(en)) if i in asked else asked_en)
            if any(lemma.isalpha() and cognate_score(lemma, en[j][0]) == 1.0 for lemma in ru[i])
        ]
        if not alike:
            continue
        for j in range(len(en)):
            if (i, j) in likely and j not in alike:
                likely[i, j] = min(likely[i, j], EMPTY_WORD)
        for j in alike:
            likely[i, j] = max(likely.get((i, j), 0.0), COGNATE_LIKELIHOOD)


def _positions(words: Lemmas) -> dict[str, list[int]]:
    """Return the positions of each lemma.

    A further lemma of a content word does not count if it is a function word: the dictionaries take a misspelled word
    for one, *иего* for *и*.
    """
    places: dict[str, list[int]] = {}
    for place, lemmas in enumerate(words):
        is_content = not is_stop_word(lemmas[0])
        for lemma in lemmas:
            if is_content and is_stop_word(lemma):
                continue
            places.setdefault(lemma, []).append(place)
    return places


def _positional_shares(
    likely: PairLikelihoods, length_ru: int, length_en: int, positions: Collection[int]
) -> dict[int, list[tuple[int, float]]]:
    """Return the shares of the pairs of some Russian positions, with a penalty on distance.

    Returns:
        For each of these Russian positions, the English positions with the geometric mean of both directions' shares.
    """
    rows, columns = [EMPTY_WORD] * length_ru, [EMPTY_WORD] * length_en
    at_ru, at_en = [i / length_ru for i in range(length_ru)], [j / length_en for j in range(length_en)]
    found: list[tuple[int, int, float]] = []
    for (i, j), likelihood in likely.items():
        placed = likelihood * (1 - POSITION_PENALTY * abs(at_ru[i] - at_en[j]))
        rows[i] += placed
        columns[j] += placed
        if i in positions:
            found.append((i, j, placed))
    shares: dict[int, list[tuple[int, float]]] = {}
    for i, j, placed in found:
        shares.setdefault(i, []).append((j, placed / sqrt(rows[i] * columns[j])))
    return shares


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
            if 2 * (more := likely.get((i, j + step), 0.0)) > columns.get(j + step, 0.0):
                row += more if allied((i, j), (i, j + step)) else 0.0
            if 2 * (more := likely.get((i + step, j), 0.0)) > rows.get(i + step, 0.0):
                column += more if allied((i, j), (i + step, j)) else 0.0
        shares[i, j] = min(row / rows[i], column / columns[j])
    return shares


def _is_phrase(ru: Lemmas, en: Lemmas, likely: PairLikelihoods, pair: Pair, beside: Pair) -> bool:
    """Return whether two nearby, different words together translate one word."""
    first, second = (ru[pair[0]], ru[beside[0]]) if pair[1] == beside[1] else (en[pair[1]], en[beside[1]])
    return min(likely[pair], likely[beside]) >= MIN_PHRASE_LIKELIHOOD and first != second


_PHRASE = tuple(sign * distance for distance in range(1, PHRASE_DISTANCE + 1) for sign in (-1, 1))
_NEAR = tuple((sign * distance, 1 / distance) for distance in NEIGHBOURS for sign in (-1, 1))
_ALL_NEAR = sum(weight for _, weight in _NEAR)
_TELLS = tuple(exp(-OFFSET_DECAY * off) for off in range(64))


def _neighbour_support(pair: tuple[int, int], rows: Mapping[int, Sequence[tuple[int, float]]]) -> float:
    """Return how strongly the links of the neighbouring words support a pair, in about [0, 1]."""
    i, j = pair
    total = 0.0
    for step, weight in _NEAR:
        for place, probability in rows.get(i + step, ()):
            off = abs(place - j - step)
            if off < len(_TELLS):
                total += weight * probability * _TELLS[off]
    return total / _ALL_NEAR
