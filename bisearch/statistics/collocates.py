"""The words that occur near a word more often than elsewhere, and those near its translations opposite."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bisearch.errors import QueryError
from bisearch.model import other
from bisearch.searching.expansion.base import ExpansionOptions
from bisearch.statistics.associations import candidates, count_lemmas, spreads, strongest
from bisearch.statistics.counted_query import parse_counted, parse_filters
from bisearch.statistics.measures import log_dice, log_likelihood, p_value
from bisearch.statistics.occurrences import Occurrences, counted_forms, find_occurrences

if TYPE_CHECKING:
    from bisearch.engines.nodes import AnyTerm, TermPhrase
    from bisearch.model import Side
    from bisearch.statistics.columns import Mask
    from bisearch.statistics.counted_query import CountedQuery
    from bisearch.statistics.options import Measure
    from bisearch.statistics.scope import CountBasis, CountScope
    from bisearch.statistics.side_tokens import SideTokens


class CollocateOptions(NamedTuple):
    """How collocates are found.

    Attributes:
        window: the number of words before and after that are near; a window never leaves the sentence.
        measure: the measure to sort by.
        limit: the greatest number of collocates.
        at_least: the least number of occurrences near the word.
        function_words: whether function words are listed too.
    """

    window: int = 5
    measure: Measure = "log_dice"
    limit: int = 20
    at_least: int = 1
    function_words: bool = False


class Collocate(NamedTuple):
    """A lemma that occurs near a word.

    Attributes:
        lemma: the lemma; each word counts under its likeliest one.
        together: the number of its occurrences near the word.
        occurrences: the number of its occurrences in all.
        expected: the number of occurrences near the word that its frequency elsewhere leads one to expect.
        log_dice: logDice (Rychlý 2008).
        g2: the log-likelihood ratio (Dunning 1993); see `log_likelihood`.
        p: the probability of a `g2` at least as great by chance, for one word chosen in advance.
        documents: the number of documents in which it occurs near the word.
        dispersion: DPnorm (Gries 2008) of the occurrences near the word over the documents, in [0, 1]; None if fewer
            than two documents have the word.
    """

    lemma: str
    together: int
    occurrences: int
    expected: float
    log_dice: float
    g2: float
    p: float
    documents: int
    dispersion: float | None

    def to_dict(self) -> dict[str, Any]:
        """Return the collocate as in JSON."""
        return self._asdict()


class CollocateTable(NamedTuple):
    """The collocates on one side.

    Attributes:
        side: the side.
        forms: the forms whose neighbourhood was searched, each with its number of occurrences.
        occurrences: the number of these occurrences, f(x) of logDice.
        words_near: the number of words near them; a word that is near two of them counts once.
        words: the number of all words of the side in the documents, which is N of G2 with `occurrences` left out.
        compared: the number of lemmas that were compared; with many, some small p are due to chance.
        collocates: the collocates, the strongest first.
    """

    side: Side
    forms: tuple[tuple[str, int], ...]
    occurrences: int
    words_near: int
    words: int
    compared: int
    collocates: tuple[Collocate, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the table as in JSON."""
        forms = [{"form": form, "count": count} for form, count in self.forms]
        return {**self._asdict(), "forms": forms, "collocates": [each.to_dict() for each in self.collocates]}


class Collocates(NamedTuple):
    """The collocates of a word.

    Attributes:
        query: the word as typed.
        window: the number of words before and after that are near, within the sentence.
        measure: the measure that the collocates are sorted by.
        near: the collocates on the word's own side.
        opposite: the collocates of its translations, in the passages opposite those where the word occurs; the forms
            are those of the translations that the index knows for the word.
        beads: the number of passages that have the word and a counterpart.
        basis: what the counts were made from.
    """

    query: str
    window: int
    measure: Measure
    near: CollocateTable
    opposite: CollocateTable
    beads: int
    basis: CountBasis

    def to_dict(self) -> dict[str, Any]:
        """Return the collocates as ``bisearch collocates --json`` prints them."""
        return {
            "query": self.query,
            "window": self.window,
            "measure": self.measure,
            "near": self.near.to_dict(),
            "opposite": self.opposite.to_dict(),
            "beads": self.beads,
            **self.basis.to_dict(),
        }


def find_collocates(word: str, side: Side | None, options: CollocateOptions, scope: CountScope) -> Collocates:
    """Find the collocates of a word.

    Args:
        word: a word, a phrase or a word with a wildcard; see `parse_counted`.
        side: the side to count on; None takes that of the word's script.
        options: how collocates are found.
        scope: the documents to count in.

    Raises:
        QueryError: the word is a mistake, has no script, or asks for too much.
    """
    query = parse_counted(word)
    kept = scope.kept(parse_filters(scope.options.filters), *query.filters, excluded=query.excluded)
    expansions = scope.expansions(query, side)
    if not expansions or (len(expansions) > 1 and not scope.options.widen):
        raise QueryError(word, 0, "it may be Russian or English; name the side")
    own = side if side is not None else min(expansions, key=lambda each: expansions[each][0].is_across)
    tokens = scope.tokens(own, kept)
    nodes = [each.node for each in expansions[own]]
    found = find_occurrences(nodes, tokens, scope.forms, scope.readers.deadline)
    near = _table(found, tokens, options, scope)
    opposite_tokens = scope.tokens(other(own), kept)
    passages = np.unique(tokens.passage_numbers[tokens.passages_of(found.starts)])
    beads = np.intersect1d(passages, opposite_tokens.passage_numbers)
    within = opposite_tokens.in_passages(beads)
    translated = _translations(query, own, scope)
    opposite_found = _within(find_occurrences(translated, opposite_tokens, scope.forms, scope.readers.deadline), within)
    opposite = _table(opposite_found, opposite_tokens, options, scope)
    return Collocates(word, options.window, options.measure, near, opposite, len(beads), scope.basis(kept))


def _translations(query: CountedQuery, side: Side, scope: CountScope) -> list[AnyTerm | TermPhrase]:
    """Return what a search looks a query up as on the other side."""
    options = ExpansionOptions(translate=True, names=True, abbreviations=True, dates=False)
    plan = scope.plan(query.text, query.unit, options)
    return [each.node for each in plan.all_expansions if each.node.side == other(side)]


def _within(found: Occurrences, part: Mask) -> Occurrences:
    kept = part[found.starts]
    return Occurrences(found.starts[kept], found.ends[kept])


def _table(found: Occurrences, tokens: SideTokens, options: CollocateOptions, scope: CountScope) -> CollocateTable:
    forms = scope.forms
    nodes = found.words(len(tokens))
    near = near_words(found, tokens, options.window) & ~nodes
    counts = count_lemmas(tokens, forms, near, ~(near | nodes))
    lemmas = candidates(counts.inside, forms, options.at_least, function_words=options.function_words)
    compared = len(lemmas)
    scope.readers.deadline.check()
    in_all = counts.inside + counts.outside
    expected = in_all * (counts.words_inside / max(1, counts.words_inside + counts.words_outside))
    # A word that avoids the other is no collocate, however sure that is.
    lemmas = lemmas[counts.inside[lemmas] > expected[lemmas]]
    together, count = counts.inside[lemmas], in_all[lemmas]
    dice = log_dice(together, len(found), count)
    g2 = log_likelihood(together, counts.words_inside, counts.outside[lemmas], counts.words_outside)
    scores = dice if options.measure == "log_dice" else g2
    chosen = strongest(scores, together, lemmas, forms, options.limit)
    rows = []
    for place, spread in zip(chosen, spreads(lemmas[chosen], tokens, forms, near), strict=True):
        lemma = int(lemmas[place])
        scope.readers.deadline.check()
        rows.append(
            Collocate(
                forms.lemma_names[lemma], int(together[place]), int(count[place]), float(expected[lemma]),
                float(dice[place]), float(g2[place]), p_value(float(g2[place])),
                *spread,
            )
        )  # fmt: skip
    listed = counted_forms(found, tokens, forms)
    return CollocateTable(tokens.side, listed, len(found), counts.words_inside, len(tokens), compared, tuple(rows))


def near_words(found: Occurrences, tokens: SideTokens, window: int) -> Mask:
    """Return which words are within a window of an occurrence and in the same sentence, occurrences included.

    S. Evert (2008), "Corpora and collocations": windows that overlap are merged, so no word counts twice.

    Args:
        found: the occurrences.
        tokens: the words.
        window: the number of words before and after.
    """
    if not len(found):
        return np.zeros(len(tokens), np.bool_)
    first = tokens.sentence_starts[tokens.sentences_of(found.starts)]
    last = tokens.sentence_starts[tokens.sentences_of(found.ends - 1) + 1]
    begins = np.bincount(np.maximum(first, found.starts - window), minlength=len(tokens) + 1)
    ends = np.bincount(np.minimum(last, found.ends + window), minlength=len(tokens) + 1)
    near: Mask = np.cumsum(begins - ends)[:-1] > 0
    return near
