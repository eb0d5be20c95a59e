"""The words that one part of an archive uses more than another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bisearch.errors import QueryError
from bisearch.statistics.associations import candidates, count_lemmas, spreads, strongest
from bisearch.statistics.counted_query import parse_filters
from bisearch.statistics.measures import log_likelihood, log_ratio, p_value, per_million

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.model import Side
    from bisearch.query.tree import Node
    from bisearch.statistics.associations import LemmaCounts
    from bisearch.statistics.columns import Mask, Numbers
    from bisearch.statistics.scope import CountBasis, CountScope, KeptDocuments
    from bisearch.statistics.side_tokens import SideTokens


class KeywordOptions(NamedTuple):
    """How keywords are found.

    Attributes:
        limit: the greatest number of keywords in each direction.
        at_least: the least number of occurrences in either part.
        function_words: whether function words are listed too.
    """

    limit: int = 20
    at_least: int = 1
    function_words: bool = False


class Keyword(NamedTuple):
    """A lemma whose frequency differs between two parts.

    Attributes:
        lemma: the lemma; each word counts under its likeliest one.
        in_target: the number of its occurrences in the target.
        in_reference: the number of its occurrences in the reference.
        per_million_target: the same per million words of the target.
        per_million_reference: the same per million words of the reference.
        g2: the log-likelihood ratio (Dunning 1993), for how sure the difference is; see `log_likelihood`.
        p: the probability of a `g2` at least as great by chance, for one word chosen in advance.
        log_ratio: the binary logarithm of the ratio of the frequencies (Hardie 2014), for how great the difference is;
            1 is twice as frequent in the target, -1 half as frequent. A count of 0 counts as 0.5.
        documents: the number of documents of the target in which it occurs.
        dispersion: its DPnorm (Gries 2008) over the documents of the target, in [0, 1]; None if it does not occur
            there, or there are fewer than two documents.
    """

    lemma: str
    in_target: int
    in_reference: int
    per_million_target: float
    per_million_reference: float
    g2: float
    p: float
    log_ratio: float
    documents: int
    dispersion: float | None

    def to_dict(self) -> dict[str, Any]:
        """Return the keyword as in JSON."""
        return self._asdict()


class ComparedPart(NamedTuple):
    """A part of the archive.

    Attributes:
        filters: the filters that choose it; empty for all other documents.
        documents: the number of its documents that have words on the side.
        words: the number of their words, which is the denominator.
    """

    filters: str
    documents: int
    words: int

    def to_dict(self) -> dict[str, Any]:
        """Return the part as in JSON."""
        return self._asdict()


class Keywords(NamedTuple):
    """The keywords of one part of the archive against another.

    Attributes:
        side: the side whose words are compared.
        target: the part whose keywords these are.
        reference: the part that it is compared with.
        shared: the number of documents that both filters keep; they count for the target alone.
        compared: the number of lemmas that were compared; with many, some small p are due to chance.
        more: the words that the target uses more, by falling G2.
        less: the words that the target uses less, by falling G2.
        basis: what the counts were made from.
    """

    side: Side
    target: ComparedPart
    reference: ComparedPart
    shared: int
    compared: int
    more: tuple[Keyword, ...]
    less: tuple[Keyword, ...]
    basis: CountBasis

    def to_dict(self) -> dict[str, Any]:
        """Return the keywords as ``bisearch keywords --json`` prints them."""
        return {
            "side": self.side,
            "target": self.target.to_dict(),
            "reference": self.reference.to_dict(),
            "shared": self.shared,
            "compared": self.compared,
            "more": [each.to_dict() for each in self.more],
            "less": [each.to_dict() for each in self.less],
            **self.basis.to_dict(),
        }


def find_keywords(
    target: str, reference: str | None, side: Side, options: KeywordOptions, scope: CountScope
) -> Keywords:
    """Find the keywords of one part of the archive.

    Args:
        target: a query of filters alone, which chooses the part.
        reference: a query of filters alone, which chooses the part to compare with; None takes all other documents.
        side: the side whose words are compared.
        options: how keywords are found.
        scope: the documents to count in.

    Raises:
        QueryError: a query has a mistake, has no filter, or looks for words.
    """
    chosen = parse_filters(scope.options.filters)
    all_kept = scope.kept(chosen)
    target_kept = scope.kept(chosen, _required(target))
    reference_kept = scope.kept(chosen, _required(reference)) if reference is not None else all_kept
    tokens = scope.tokens(side, all_kept)
    is_target = _members(target_kept, tokens)
    is_reference = _members(reference_kept, tokens)
    shared = int((is_target & is_reference).sum()) if reference is not None else 0
    is_reference &= ~is_target
    inside, outside = (np.repeat(part, tokens.document_sizes) for part in (is_target, is_reference))
    counts = count_lemmas(tokens, scope.forms, inside, outside)
    occurrences = counts.inside + counts.outside
    lemmas = candidates(occurrences, scope.forms, options.at_least, function_words=options.function_words)
    scope.readers.deadline.check()
    differences = counts.inside[lemmas] * counts.words_outside - counts.outside[lemmas] * counts.words_inside

    def keywords(chosen: Mask) -> tuple[Keyword, ...]:
        return tuple(_keywords(lemmas[chosen], counts, tokens, inside, options.limit, scope))

    return Keywords(
        side,
        ComparedPart(target.strip(), int(is_target.sum()), counts.words_inside),
        ComparedPart((reference or "").strip(), int(is_reference.sum()), counts.words_outside),
        shared,
        len(lemmas),
        keywords(differences > 0),
        keywords(differences < 0),
        scope.basis(all_kept),
    )


def _required(filters: str) -> Node:
    """Return the tree of a filter that must be there."""
    tree = parse_filters(filters)
    if tree is None:
        raise QueryError(filters, 0, "a filter must choose the documents, such as date:1946 or author:Смирнов")
    return tree


def _members(kept: KeptDocuments, tokens: SideTokens) -> Mask:
    """Return which documents filters keep."""
    if kept.firsts is None:
        return np.ones(len(tokens.firsts), np.bool_)
    return np.array([first in kept.firsts for first in tokens.firsts.tolist()], np.bool_)


def _keywords(  # noqa: PLR0913, PLR0917 -- what the rows are made from
    lemmas: Numbers, counts: LemmaCounts, tokens: SideTokens, inside: Mask, limit: int, scope: CountScope
) -> Iterator[Keyword]:
    """Yield the lemmas with the greatest G2."""
    first, second = counts.words_inside, counts.words_outside
    if not (first and second):
        return  # there is nothing to compare with
    g2 = log_likelihood(counts.inside[lemmas], first, counts.outside[lemmas], second)
    chosen = strongest(g2, (counts.inside + counts.outside)[lemmas], lemmas, scope.forms, limit)
    for place, spread in zip(chosen, spreads(lemmas[chosen], tokens, scope.forms, inside), strict=True):
        lemma, score = int(lemmas[place]), float(g2[place])
        in_target, in_reference = int(counts.inside[lemma]), int(counts.outside[lemma])
        scope.readers.deadline.check()
        yield Keyword(
            scope.forms.lemma_names[lemma], in_target, in_reference,
            per_million(in_target, first), per_million(in_reference, second),
            score, p_value(score), log_ratio(in_target, first, in_reference, second),
            *spread,
        )  # fmt: skip
