"""Lemmatizing words of either language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.analysis import written_forms
from bisearch.notation.scripts import script_of

if TYPE_CHECKING:
    from bisearch.analysis.english import EnglishLemmatizer
    from bisearch.analysis.russian import RussianLemmatizer

# A longer form is its own lemma: it is not a word, and dictionaries may take very long over it.
MAX_WORD = 64


class Lemmatizer:
    """Lemmatizer for both scripts; each dictionary is loaded when first needed.

    Args:
        mapped: whether to read the dictionaries from memory-mapped files, which open at once and are fastest for a few
            words, with the lemmas that pymorphy3 and NLTK give.
    """

    def __init__(self, *, mapped: bool = False) -> None:
        self._mapped = mapped
        self._russian: RussianLemmatizer | None = None
        self._english: EnglishLemmatizer | None = None

    def lemmas(self, form: str) -> tuple[str, ...]:
        """Return every plausible lemma of a form, at least one; a number is its own lemma.

        The lemmas of an ordinal, a designation or a dotted abbreviation are those that all its written forms share.
        """
        if found := written_forms.keys(form):
            return found
        if (joined := written_forms.undotted(form)) is not None:
            return self.lemmas(joined)
        script = script_of(form) if len(form) <= MAX_WORD else "neutral"
        if script == "cyrillic":
            return self._for_russian().lemmas(form)
        if script == "latin":
            return self._for_english().lemmas(form)
        return (form,)

    def is_known(self, form: str) -> bool:
        """Return whether the dictionaries have a form; they have no numbers."""
        script = script_of(form) if len(form) <= MAX_WORD else "neutral"
        if script == "cyrillic":
            return self._for_russian().is_known(form)
        return script == "latin" and self._for_english().is_known(form)

    def is_proper(self, form: str) -> bool:
        """Return whether a form may be a name: the dictionary tags it as one or does not know it."""
        script = script_of(form)
        if script == "cyrillic":
            return self._for_russian().is_proper(form)
        return script == "latin" and self._for_english().is_proper(form)

    def _for_russian(self) -> RussianLemmatizer:
        if self._russian is None:
            from bisearch.analysis.russian import RussianLemmatizer  # noqa: PLC0415 -- few searches need it

            self._russian = RussianLemmatizer(mapped=self._mapped)
        return self._russian

    def _for_english(self) -> EnglishLemmatizer:
        if self._english is None:
            from bisearch.analysis.english import EnglishLemmatizer, MappedWordNet  # noqa: PLC0415 -- as above

            if self._mapped:
                self._english = EnglishLemmatizer(MappedWordNet())
            else:
                from bisearch.analysis.morphy import MorphyReader  # noqa: PLC0415 -- NLTK loads slowly

                self._english = EnglishLemmatizer(MorphyReader())
        return self._english
