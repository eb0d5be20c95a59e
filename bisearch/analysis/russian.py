"""Lemmas of Russian words, by pymorphy3."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING

import pymorphy3

from bisearch.analysis.data import read_words

if TYPE_CHECKING:
    from nltk.stem.snowball import RussianStemmer

# Parses below this probability are noise: стали is сталь once in a hundred.
MIN_SCORE = 0.1
# How the dictionary marks first names, surnames, patronymics, places and organisations.
NAME_MARKS = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn"})
_VOWEL = re.compile("[аеиоуыэюяѣѵі]")


@cache
def _rules() -> tuple[tuple[str, str], ...]:
    rows = (line.split() for line in read_words("prereform.txt"))
    return tuple((old, new) for old, new in rows)


class RussianLemmatizer:
    """Every plausible lemma of a Russian word form."""

    @cached_property
    def _morph(self) -> pymorphy3.MorphAnalyzer:
        return pymorphy3.MorphAnalyzer()

    @cached_property
    def _stemmer(self) -> RussianStemmer:
        from nltk.stem.snowball import RussianStemmer  # noqa: PLC0415 -- slow to load, and few words are unknown

        return RussianStemmer()

    def lemmas(self, form: str) -> tuple[str, ...]:
        """Return the lemmas of a form, the likeliest first.

        Args:
            form: a normalised Cyrillic form.

        Returns:
            At least one lemma, ё folded to е. A word the dictionary does not know also has its Snowball stem, so
            that its cases meet even where the guesses differ. A spelling from before 1918 has the lemmas of
            today's. A form without a vowel (см, гг, т) is an
            abbreviation or a preposition and stands for itself.
        """
        if not _VOWEL.search(form):
            return (form,)
        parses = self._morph.parse(form)
        if not parses[0].is_known and (modern := self._modern(form)) is not None:
            parses = self._morph.parse(modern)
        plausible = [parse for parse in parses if parse.score >= MIN_SCORE] or parses[:1]
        lemmas = [parse.normal_form.replace("ё", "е") for parse in plausible]
        if not parses or not parses[0].is_known:
            lemmas.append(self._stemmer.stem(form))
        return tuple(dict.fromkeys(lemmas)) or (form,)

    def _modern(self, form: str) -> str | None:
        """Return a form in the spelling of 1918, if the dictionary knows it so."""
        for old, new in _rules():
            if old.startswith("-") and form.endswith(old[1:]):
                modern = form[: 1 - len(old)] + new[1:]
            elif old.endswith("-") and form.startswith(old[:-1]):
                modern = new[:-1] + form[len(old) - 1 :]
            else:
                continue
            if self._morph.word_is_known(modern):
                return modern
        return None

    def is_proper(self, form: str) -> bool:
        """Tell whether a form may be a name: the dictionary marks it as one, or does not know it."""
        likeliest = self._morph.parse(form)[0]
        return not likeliest.is_known or not NAME_MARKS.isdisjoint(likeliest.tag.grammemes)
