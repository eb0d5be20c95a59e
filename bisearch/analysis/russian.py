"""Lemmas of Russian words, by pymorphy3: from its dictionary, and guessed for the words that this lacks."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING

from bisearch.analysis.russian_dictionary import RussianDictionary
from bisearch.word_lists import read_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from bisearch.analysis.pymorphy import Guesser
    from bisearch.analysis.russian_dictionary import Parse

# Less likely parses are ignored: стали is a form of сталь once in a hundred times.
MIN_SCORE = 0.1
# The dictionary's tags of first names, surnames, patronymics, places and organizations.
NAME_TAGS = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn"})
_VOWEL = re.compile("[аеиоуыэюяѣѵі]")
# Before a consonant, ъ is the ѣ of a typist whose machine lacked it.
_YAT_AS_HARD_SIGN = re.compile("ъ(?=[бвгджзйклмнпрстфхцчшщ])")


@cache
def _spelling_rules() -> tuple[tuple[str, str], ...]:
    return tuple((old, new) for old, new in read_rows("analysis", "prereform.txt"))


@cache
def _old_affixes() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the beginnings and the endings that the rules replace."""
    old = [each for each, _ in _spelling_rules()]
    return (
        tuple(each[:-1] for each in old if each.endswith("-")),
        tuple(each[1:] for each in old if each.startswith("-")),
    )


class RussianLemmatizer:
    """Every plausible lemma of a Russian word form.

    Args:
        mapped: whether to map the dictionary into memory, which is fastest for a few words.
    """

    def __init__(self, *, mapped: bool = False) -> None:
        self._dictionary = RussianDictionary(mapped=mapped)

    @cached_property
    def _guesser(self) -> Guesser:
        from bisearch.analysis.pymorphy import Guesser  # noqa: PLC0415 -- pymorphy3 loads slowly

        return Guesser()

    @cached_property
    def _stem(self) -> Callable[[str], str]:
        from bisearch.analysis.stemming import stemmer  # noqa: PLC0415 -- few words are unknown

        return stemmer("russian")

    def lemmas(self, form: str) -> tuple[str, ...]:
        """Return the lemmas of a form, the likeliest first.

        Args:
            form: a normalized Cyrillic form.

        Returns:
            At least one lemma, with ё as е. A word that the dictionary does not know also has its Snowball stem, which
            its cases share even if the guessed lemmas differ. A spelling from before 1918 has the lemmas of the modern
            one, also if ъ is typed for ѣ. A form without a vowel (см, гг, т) is an abbreviation or a preposition and
            its own lemma.
        """
        if not _VOWEL.search(form) and "ъ" not in form:
            return (form,)
        parses = self._dictionary.parse(form)
        if not parses and (modern := self._modern(form)) is not None:
            parses = self._dictionary.parse(modern)
        is_known = bool(parses)
        if not is_known:
            parses = self._guesser.parse(form)
        plausible = [parse for parse in parses if parse.score >= MIN_SCORE] or parses[:1]
        lemmas = [parse.lemma.replace("ё", "е") for parse in plausible]
        if not is_known:
            lemmas.append(self._stem(form))
            if _YAT_AS_HARD_SIGN.search(form) is not None:  # a name, which both of its spellings find
                lemmas += self.lemmas(form.replace("ъ", "е"))
        return tuple(dict.fromkeys(lemmas))

    def _modern(self, form: str) -> str | None:
        """Return a pre-1918 form in modern spelling if the dictionary knows it; else None."""
        beginnings, endings = _old_affixes()
        if "ъ" not in form and not form.startswith(beginnings) and not form.endswith(endings):
            return None  # as most forms
        typed_for_yat = (form, form.replace("ъъ", "ъе"), form.replace("ъ", "е"))
        for spelling in dict.fromkeys((*typed_for_yat, form.replace("ъ", "ь"))):  # scanners take ь for ъ
            if spelling != form and self._dictionary.has(spelling):
                return spelling
            for old, new in _spelling_rules():
                if old.startswith("-") and spelling.endswith(old[1:]):
                    modern = spelling[: 1 - len(old)] + new[1:]
                elif old.endswith("-") and spelling.startswith(old[:-1]):
                    modern = new[:-1] + spelling[len(old) - 1 :]
                else:
                    continue
                if self._dictionary.has(modern):
                    return modern
        return None

    def is_known(self, form: str) -> bool:
        """Return whether the dictionary has a form."""
        return self._dictionary.has(form)

    def has_entry(self, form: str) -> bool:
        """Return whether the dictionary has a form, also with ё for е or in the spelling of before 1918."""
        return self.is_known(form) or bool(self._dictionary.parse(form)) or self._modern(form) is not None

    def is_proper(self, form: str) -> bool:
        """Return whether a form may be a name: the dictionary tags it as one or does not know it."""
        parses: list[Parse] = self._dictionary.parse(form)
        return not parses or not NAME_TAGS.isdisjoint(re.split("[ ,]", parses[0].tag))
