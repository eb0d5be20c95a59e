"""Links between the words of one passage that translate each other.

The posterior of IBM Model 1 in both directions (Brown et al., 1993), computed twice: the second time with the links of
the neighbouring words. This approximates a hidden Markov model in one round at a hundredth of its cost, because few
pairs of words have any likelihood.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import accumulate
from math import exp, sqrt
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from bisearch.analysis.stop_words import stop_words
from bisearch.similarity.skeletons import CERTAIN_COGNATE, Cognates

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    # For each Russian lemma, the prior probability of a link with English lemmas; see `TranslationProbability.link`.
    LinkProbabilities: TypeAlias = Mapping[str, Mapping[str, float]]
    Lemmas: TypeAlias = Sequence[tuple[str, ...]]
    Pair: TypeAlias = tuple[int, int]
    # For each Russian position, the likelihood of each English position; pairs without likelihood are left out.
    Likelihoods: TypeAlias = list[dict[int, float]]

# Likelihood of the empty word, which takes the place of a missing translation.
EMPTY_WORD = 0.01
# Penalty on the distance of relative positions in the first round: the likelihood of a word a whole sentence away falls
# by this share.
POSITION_PENALTY = 0.5
# Likelihood of two words with a cognate score of 1, if neither has a likelier candidate.
COGNATE_LIKELIHOOD = 0.3
# Distances of the neighbours whose links support a link, with less weight at a greater distance. The support falls
# exponentially, at this rate, with the distance between the neighbour's link and its expected position; it ends at a
# distance of `FARTHEST`.
NEAREST = 3
NEIGHBOURS = range(1, NEAREST + 1)
OFFSET_DECAY, FARTHEST = 0.5, 64
# Two words that together translate one word are at most this far apart, and each has at least this likelihood.
PHRASE_DISTANCE, MIN_PHRASE_LIKELIHOOD = 2, 0.2
# Support of a word with no linked neighbour.
NO_CONTEXT = 0.08
# No links are looked for in a pair of texts with more pairs of a Russian and an English word than this, about 700 words
# each, or where the supports of all pairs would have more terms than this: together about a tenth of a second.
MAX_WORD_PAIRS, MAX_SUPPORTS = 500_000, 1_000_000


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
        The links of these words with at least that probability, sorted; none if the texts are too long for it.
    """
    if len(ru) * len(en) > MAX_WORD_PAIRS:
        return []
    likely = _lemma_likelihoods(ru, en, known, positions)
    wanted_ru, wanted_en = positions
    asked = [(i, j) for i, row in enumerate(likely) for j in row if i in wanted_ru or j in wanted_en]
    if not asked:
        return []
    # The candidates of a word compete, so the neighbours of all of them must be computed too.
    rivals_ru, rivals_en = {i for i, _ in asked}, {j for _, j in asked}
    rivals = [(i, j) for i, row in enumerate(likely) for j in row if i in rivals_ru or j in rivals_en]
    if _count_supports(likely, rivals) > MAX_SUPPORTS:
        return []
    moved = _supported(likely, rivals, len(en))
    second = _competing_shares(moved, asked, lambda pair, beside: _is_phrase(ru, en, likely, pair, beside))
    return sorted([Link(i, j, probability) for i, j, probability in second if probability >= min_probability])


def _lemma_likelihoods(
    ru: Lemmas, en: Lemmas, known: LinkProbabilities, positions: tuple[Collection[int], Collection[int]]
) -> Likelihoods:
    """Return the likelihood of each pair of positions by lemmas alone, without the impossible pairs."""
    at_en = _positions(en)
    lemmas_en = at_en.keys()
    likely: Likelihoods = [{} for _ in ru]
    candidates: dict[str, list[tuple[int, float]]] = {}
    for row, lemmas in zip(likely, ru, strict=True):
        for left in lemmas if len(lemmas) == 1 else _counted(lemmas):
            found = candidates.get(left)
            if found is None:
                links = known.get(left) or {}
                # Likelihoods are added up in this order, so it must depend on the texts alone.
                translations = sorted(links.keys() & lemmas_en)
                found = candidates[left] = [(j, links[right]) for right in translations for j in at_en[right]]
            for j, probability in found:
                if probability > row.get(j, 0.0):
                    row[j] = probability
    _add_cognates(ru, en, likely, positions)
    return likely


def _add_cognates(
    ru: Lemmas, en: Lemmas, likely: Likelihoods, positions: tuple[Collection[int], Collection[int]]
) -> None:
    """Add the likelihoods of the asked words that sound alike, where neither has a likely translation."""
    asked_ru, asked_en = positions
    weak_ru = [i for i in asked_ru if not likely[i] or max(likely[i].values()) < COGNATE_LIKELIHOOD]
    names = [i for i in (range(len(ru)) if asked_en else asked_ru) if len(ru[i]) > 1]
    if not (weak_ru or asked_en or names):
        return
    words_en = [lemmas[0] for lemmas in en]
    # Only words asked about can be names of the same sound: unless a Russian one is asked about, the English ones.
    cognates = Cognates(words_en, None if asked_ru else asked_en)
    found = [(i, j, score) for i in weak_ru for j, score in cognates.scores(ru[i][0])]
    if found or asked_en:
        strong_en = {j for row in likely for j, likelihood in row.items() if likelihood >= COGNATE_LIKELIHOOD}
        if not strong_en.issuperset(asked_en):
            in_ru = Cognates([lemmas[0] for lemmas in ru])
            found += [(i, j, score) for j in asked_en if j not in strong_en for i, score in in_ru.scores(words_en[j])]
        strong_ru = {i for i, _, _ in found if likely[i] and max(likely[i].values()) >= COGNATE_LIKELIHOOD}
        for i, j, score in found:
            likelihood = COGNATE_LIKELIHOOD * score
            if i not in strong_ru and j not in strong_en and likelihood > likely[i].get(j, 0.0):
                likely[i][j] = likelihood
    for i in names:
        _prefer_names(ru[i], cognates, likely[i], None if i in asked_ru else asked_en)


def _prefer_names(
    lemmas: Sequence[str], cognates: Cognates, likely: dict[int, float], among: Collection[int] | None
) -> None:
    """Lower the likelihood of the translations of a word's other lemmas where a word of the same sound is opposite.

    *Козлова* may be the name Kozlov or goats; where Kozlov is opposite, it is the name.

    Args:
        lemmas: the lemmas of a Russian word.
        cognates: finds the English words of the same sound.
        likely: the likelihood of each English position for that word.
        among: the English positions that count; None for all.
    """
    scores = (each for lemma in lemmas if lemma.isalpha() for each in cognates.scores(lemma))
    alike = {j for j, score in scores if score == CERTAIN_COGNATE}
    if among is not None:
        alike.intersection_update(among)
    if not alike:
        return
    for j, likelihood in likely.items():
        if j not in alike:
            likely[j] = min(likelihood, EMPTY_WORD)
    for j in sorted(alike):
        likely[j] = max(likely.get(j, 0.0), COGNATE_LIKELIHOOD)


def _positions(words: Lemmas) -> dict[str, list[int]]:
    """Return the positions of each lemma that counts."""
    places: dict[str, list[int]] = {}
    for place, lemmas in enumerate(words):
        for lemma in lemmas if len(lemmas) == 1 else _counted(lemmas):
            if lemma in places:
                places[lemma].append(place)
            else:
                places[lemma] = [place]
    return places


@lru_cache(maxsize=1 << 16)
def _counted(lemmas: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lemmas of a word that count.

    A further lemma of a content word does not count if it is a function word: the dictionaries take a misspelled word
    for one, *иего* for *и*.
    """
    functional = stop_words()
    return tuple(lemma for lemma in lemmas if lemma not in functional or lemmas[0] in functional)


def _count_supports(likely: Likelihoods, pairs: Iterable[Pair]) -> int:
    """Return how many pairs `_supported` looks at: those of the neighbours of each pair."""
    # The number of pairs of all positions before each.
    before = [0, *accumulate(map(len, likely))]
    return sum(before[min(len(likely), i + NEAREST + 1)] - before[max(0, i - NEAREST)] for i, _ in pairs)


def _supported(likely: Likelihoods, pairs: Iterable[Pair], length_en: int) -> Likelihoods:
    """Return the likelihoods of some pairs by their lemmas and by the links of the neighbouring words.

    The shares of a neighbour's pair are those of its row and its column, with a penalty on distance; their geometric
    mean counts. A pair supports another in full if both are as far apart in English as they are in Russian.

    Args:
        likely: likelihood of each pair of positions by lemmas alone.
        pairs: the pairs to return.
        length_en: the number of English words.
    """
    length_ru = len(likely)
    rows, columns = [EMPTY_WORD] * length_ru, [EMPTY_WORD] * length_en
    placed: list[tuple[int, int, float]] = []
    # For each Russian position, the number of placed pairs of those before it; as many more as there are neighbours.
    starts = [0] * NEAREST
    for i, row in enumerate(likely):
        starts.append(len(placed))
        for j, likelihood in row.items():
            weight = likelihood * (1 - POSITION_PENALTY * abs(i / length_ru - j / length_en))
            rows[i] += weight
            columns[j] += weight
            placed.append((i, j, weight))
    starts += [len(placed)] * (NEAREST + 1)
    shares = [(i, j - i, weight / sqrt(rows[i] * columns[j])) for i, j, weight in placed]
    by_offset = _support_by_offset((length_ru + length_en).bit_length())
    moved: Likelihoods = [{} for _ in likely]
    for i, j in pairs:
        near = shares[starts[i] : starts[i + 2 * NEAREST + 1]]
        shift = j - i
        support = sum([_WEIGHTS[place - i] * share * by_offset[offset - shift] for place, offset, share in near])
        moved[i][j] = likely[i][j] * (NO_CONTEXT + support / _ALL_NEAR)
    return moved


def _competing_shares(
    likely: Likelihoods, positions: Iterable[Pair], allied: Callable[[Pair, Pair], bool]
) -> Iterator[tuple[int, int, float]]:
    """Yield the lesser of each pair's shares of its row and its column.

    If two words without better candidates claim the same opposite word, each has its row to itself but less than half
    of the column, so that neither is linked.

    Args:
        likely: likelihood of each pair of positions.
        positions: the pairs to yield.
        allied: returns whether two pairs do not compete because two adjacent words translate one word.
    """
    rows: dict[int, float] = {}
    columns: dict[int, dict[int, float]] = {}
    for i, row in enumerate(likely):
        if row:
            rows[i] = sum(row.values(), EMPTY_WORD)
            for j, likelihood in row.items():
                columns.setdefault(j, {})[i] = likelihood
    sums = {j: sum(column.values(), EMPTY_WORD) for j, column in columns.items()}
    for i, j in positions:
        row, column = likely[i], columns[j]
        row_share = column_share = row[j]
        if len(row) > 1:
            besides = [k for step in _PHRASE if (k := j + step) in row and 2 * row[k] > sums[k]]
            row_share += sum(row[k] for k in besides if allied((i, j), (i, k)))
        if len(column) > 1:
            besides = [k for step in _PHRASE if (k := i + step) in column and 2 * column[k] > rows[k]]
            column_share += sum(column[k] for k in besides if allied((i, j), (k, j)))
        yield i, j, min(row_share / rows[i], column_share / sums[j])


def _is_phrase(ru: Lemmas, en: Lemmas, likely: Likelihoods, pair: Pair, beside: Pair) -> bool:
    """Return whether two nearby, different words together translate one word."""
    first, second = (ru[pair[0]], ru[beside[0]]) if pair[1] == beside[1] else (en[pair[1]], en[beside[1]])
    least = min(likely[pair[0]][pair[1]], likely[beside[0]][beside[1]])
    return least >= MIN_PHRASE_LIKELIHOOD and first != second


@cache
def _support_by_offset(bits: int) -> tuple[float, ...]:
    """Return the support by the offset of a neighbour's pair from its expected position.

    Args:
        bits: the number of bits of the length of both texts together.

    Returns:
        The support at each offset that the texts have; a negative offset is a negative index.
    """
    support = [exp(-OFFSET_DECAY * off) if off < FARTHEST else 0.0 for off in range((1 << bits) + 1)]
    return tuple(support + support[:0:-1])


_PHRASE = tuple(sign * distance for distance in range(1, PHRASE_DISTANCE + 1) for sign in (-1, 1))
# The weight of a neighbour by its distance; a negative distance is a negative index.
_WEIGHTS = (0.0, *(1 / distance for distance in NEIGHBOURS), *(1 / distance for distance in reversed(NEIGHBOURS)))
_ALL_NEAR = sum(_WEIGHTS)
