"""Lemmas of Russian words, by pymorphy3."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING

import pymorphy3
from pymorphy3 import units
from pymorphy3.analyzer import ProbabilityEstimator
from pymorphy3.lang.ru import KNOWN_PREFIXES

from bisearch.word_lists import read_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from nltk.stem.snowball import RussianStemmer

    # A word, its tag, its normal form, how likely this is, and how it was found.
    Parse: TypeAlias = tuple[str, pymorphy3.tagset.OpencorporaTag, str, float, tuple[object, ...]]

# Less likely parses are ignored: стали is a form of сталь once in a hundred times.
MIN_SCORE = 0.1
# The dictionary's tags of first names, surnames, patronymics, places and organizations.
NAME_TAGS = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn"})
_VOWEL = re.compile("[аеиоуыэюяѣѵі]")


@cache
def _spelling_rules() -> tuple[tuple[str, str], ...]:
    return tuple((old, new) for old, new in read_rows("analysis", "prereform.txt"))


class _Estimator(ProbabilityEstimator):  # type: ignore[misc]  # pymorphy3 is untyped
    """pymorphy3's estimator without look-ups of parse frequencies for words that have none."""

    def apply_to_parses(self, word: str, word_lower: str, parses: Sequence[Parse]) -> Sequence[Parse]:
        """Return the parses with their probabilities, the likeliest first."""
        if not parses or next(iter(self.p_t_given_w.iteritems(f"{word_lower}:")), None) is not None:
            weighed: Sequence[Parse] = super().apply_to_parses(word, word_lower, parses)
            return weighed
        share = 1.0 / sum(score for _, _, _, score, _ in parses)
        return [(found, tag, normal, score * share, methods) for found, tag, normal, score, methods in parses]


def _units() -> list[object]:
    """Return the analyzers of pymorphy3 that apply to a form, in its order.

    Forms are in lower case without hyphens, so the analyzers of initials, numbers, Latin letters, punctuation and
    hyphens never apply.
    """
    return [
        units.DictionaryAnalyzer(),
        units.KnownPrefixAnalyzer(known_prefixes=KNOWN_PREFIXES),
        [units.UnknownPrefixAnalyzer(), units.KnownSuffixAnalyzer()],
        units.UnknAnalyzer(),
    ]


class RussianLemmatizer:
    """Every plausible lemma of a Russian word form."""

    @cached_property
    def _morph(self) -> pymorphy3.MorphAnalyzer:
        return pymorphy3.MorphAnalyzer(units=_units(), probability_estimator_cls=_Estimator, result_type=None)

    @cached_property
    def _stemmer(self) -> RussianStemmer:
        from nltk.stem.snowball import RussianStemmer  # noqa: PLC0415 -- slow to load, and few words are unknown

        return RussianStemmer()

    def lemmas(self, form: str) -> tuple[str, ...]:
        """Return the lemmas of a form, the likeliest first.

        Args:
            form: a normalized Cyrillic form.

        Returns:
            At least one lemma, with ё as е. A word that the dictionary does not know also has its Snowball stem, which
            its cases share even if the guessed lemmas differ. A spelling from before 1918 has the lemmas of the modern
            one. A form without a vowel (см, гг, т) is an abbreviation or a preposition and its own lemma.
        """
        if not _VOWEL.search(form):
            return (form,)
        parses = self._parse(form)
        is_known = self._is_known(parses[0])
        if not is_known and (modern := self._modern(form)) is not None:
            parses, is_known = self._parse(modern), True
        plausible = [parse for parse in parses if parse[3] >= MIN_SCORE] or parses[:1]
        lemmas = [normal.replace("ё", "е") for _, _, normal, _, _ in plausible]
        if not is_known:
            lemmas.append(self._stemmer.stem(form))
        return tuple(dict.fromkeys(lemmas))

    def _parse(self, form: str) -> Sequence[Parse]:
        """Return the parses of a form, at least one, the likeliest first."""
        parses: Sequence[Parse] = self._morph.parse(form)
        return parses

    def _is_known(self, parse: Parse) -> bool:
        """Return whether the dictionary has the word of a parse."""
        return bool(self._morph.word_is_known(parse[0]))

    def _modern(self, form: str) -> str | None:
        """Return a pre-1918 form in modern spelling if the dictionary knows it; else None."""
        for old, new in _spelling_rules():
            if old.startswith("-") and form.endswith(old[1:]):
                modern = form[: 1 - len(old)] + new[1:]
            elif old.endswith("-") and form.startswith(old[:-1]):
                modern = new[:-1] + form[len(old) - 1 :]
            else:
                continue
            if self._morph.word_is_known(modern):
                return modern
        return None

    def is_known(self, form: str) -> bool:
        """Return whether the dictionary has a form."""
        return bool(self._morph.word_is_known(form))

    def is_proper(self, form: str) -> bool:
        """Return whether a form may be a name: the dictionary tags it as one or does not know it."""
        likeliest = self._parse(form)[0]
        return not self._is_known(likeliest) or not NAME_TAGS.isdisjoint(likeliest[1].grammemes)
