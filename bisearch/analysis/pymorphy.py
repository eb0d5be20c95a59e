"""pymorphy3's guesses about words that its dictionary lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pymorphy3
from pymorphy3 import units
from pymorphy3.analyzer import ProbabilityEstimator
from pymorphy3.lang.ru import KNOWN_PREFIXES

from bisearch.analysis.russian_dictionary import Parse
from bisearch.analysis.word_graphs import faster

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    # A word, its tag, its normal form, how likely this is, and how it was found.
    RawParse: TypeAlias = tuple[str, pymorphy3.tagset.OpencorporaTag, str, float, tuple[object, ...]]


class _Estimator(ProbabilityEstimator):  # type: ignore[misc]  # pymorphy3 is untyped
    """pymorphy3's estimator without look-ups of parse frequencies for words that have none."""

    def apply_to_parses(self, word: str, word_lower: str, parses: Sequence[RawParse]) -> Sequence[RawParse]:
        """Return the parses with their probabilities, the likeliest first."""
        if not parses or next(iter(self.p_t_given_w.iteritems(f"{word_lower}:")), None) is not None:
            weighed: Sequence[RawParse] = super().apply_to_parses(word, word_lower, parses)
            return weighed
        share = 1.0 / sum(score for _, _, _, score, _ in parses)
        return [(found, tag, normal, score * share, methods) for found, tag, normal, score, methods in parses]


class Guesser:
    """Guesses the parses of a form from its prefix and its ending."""

    def __init__(self) -> None:
        # Forms are in lower case without hyphens, so the analyzers of initials, numbers, Latin letters, punctuation and
        # hyphens never apply. The dictionary has the rest of a word that begins with a prefix.
        analyzers = [
            units.DictionaryAnalyzer(),
            units.KnownPrefixAnalyzer(known_prefixes=KNOWN_PREFIXES),
            [units.UnknownPrefixAnalyzer(), units.KnownSuffixAnalyzer()],
            units.UnknAnalyzer(),
        ]
        self._morph = pymorphy3.MorphAnalyzer(units=analyzers, probability_estimator_cls=_Estimator, result_type=None)
        dictionary = self._morph.dictionary
        dictionary.words = faster(dictionary.words)
        dictionary.prediction_suffixes_dawgs = list(map(faster, dictionary.prediction_suffixes_dawgs))
        self._morph.prob_estimator.p_t_given_w = faster(self._morph.prob_estimator.p_t_given_w)

    def parse(self, form: str) -> list[Parse]:
        """Return the guessed parses of a form that the dictionary lacks, at least one, the likeliest first."""
        return [Parse(word, lemma, str(tag), score) for word, tag, lemma, score, _ in self._morph.parse(form)]
