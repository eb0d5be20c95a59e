"""Lemmas of a word of either language."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from bisearch.notation.scripts import script_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from bisearch.analysis.english import EnglishLemmatizer
    from bisearch.analysis.russian import RussianLemmatizer

    Kept: TypeAlias = Callable[[Collection[str]], dict[str, tuple[str, ...]]]


# A form longer than this is no word of any language; it stands for itself, since dictionaries may take forever over it.
MAX_WORD = 64


# Raised whenever tokens or lemmas of the same text come out differently.
VERSION = 2


class Lemmatizer:
    """Lemmas of a form of either script; each dictionary is loaded when first needed."""

    def __init__(self) -> None:
        self._russian: RussianLemmatizer | None = None
        self._english: EnglishLemmatizer | None = None

    @property
    def fingerprint(self) -> str:
        """Names and versions of all that decides the terms; indexes of different fingerprints do not mix."""
        from importlib.metadata import version  # noqa: PLC0415 -- a search seldom needs it

        return f"forms {VERSION}; pymorphy3-dicts-ru {version('pymorphy3-dicts-ru')}; WordNet 3.0"

    def lemmas(self, form: str) -> tuple[str, ...]:
        """Return every plausible lemma of a form, at least one; a number stands for itself."""
        script = script_of(form) if len(form) <= MAX_WORD else "neutral"
        if script == "cyrillic":
            return self._for_russian().lemmas(form)
        if script == "latin":
            return self._for_english().lemmas(form)
        return (form,)

    def is_proper(self, form: str) -> bool:
        """Tell whether a form may be a name as far as the dictionaries know: marked as one, or unknown."""
        script = script_of(form)
        if script == "cyrillic":
            return self._for_russian().is_proper(form)
        return script == "latin" and self._for_english().is_proper(form)

    def _for_russian(self) -> RussianLemmatizer:
        if self._russian is None:
            from bisearch.analysis.russian import RussianLemmatizer  # noqa: PLC0415 -- pymorphy3 starts slowly

            self._russian = RussianLemmatizer()
        return self._russian

    def _for_english(self) -> EnglishLemmatizer:
        if self._english is None:
            from bisearch.analysis.english import EnglishLemmatizer  # noqa: PLC0415 -- NLTK starts slowly

            self._english = EnglishLemmatizer()
        return self._english
