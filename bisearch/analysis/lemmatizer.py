"""Lemmatizing words of either language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakValueDictionary

from bisearch.analysis import written_forms
from bisearch.notation.scripts import script_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from bisearch.analysis.english import EnglishLemmatizer
    from bisearch.analysis.russian import RussianLemmatizer

T = TypeVar("T")

# A longer form is its own lemma: it is not a word, and dictionaries may take very long over it.
MAX_WORD = 64


# Up to about this many words, memory-mapped files are faster than a dictionary that has to be loaded first.
FEW_WORDS = 5_000


class Lemmatizer:
    """Lemmatizer for both scripts; each dictionary is opened when first needed.

    The lemmas are those that pymorphy3 and NLTK give. English words are looked up in a memory-mapped file, and so are a
    few Russian words; for many, see `expect`, the Russian dictionary is loaded. The lemmatizers of a process share
    their dictionaries.

    Args:
        mapped: whether to look up any number of Russian words in the memory-mapped files.
    """

    def __init__(self, *, mapped: bool = False) -> None:
        self._is_always_mapped = mapped
        self._expected = 0
        self._russian: RussianLemmatizer | None = None
        self._english: EnglishLemmatizer | None = None

    def expect(self, words: int) -> None:
        """Prepare to lemmatize some more words."""
        if not self._is_mapped:
            return
        self._expected += words
        if not self._is_mapped:
            self._russian = None

    @property
    def _is_mapped(self) -> bool:
        return self._is_always_mapped or self._expected <= FEW_WORDS

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

    def has_entry(self, form: str) -> bool:
        """Return whether the dictionaries have a form, a Russian one also with ё for е or in older spelling."""
        if script_of(form) == "cyrillic" and len(form) <= MAX_WORD:
            return self._for_russian().has_entry(form)
        return self.is_known(form)

    def is_proper(self, form: str) -> bool:
        """Return whether a form may be a name: the dictionary tags it as one or does not know it."""
        script = script_of(form)
        if script == "cyrillic":
            return self._for_russian().is_proper(form)
        return script == "latin" and self._for_english().is_proper(form)

    def _for_russian(self) -> RussianLemmatizer:
        if self._russian is None:
            from bisearch.analysis.russian import RussianLemmatizer  # noqa: PLC0415 -- few searches need it

            mapped = self._is_mapped
            self._russian = _shared(("ru", mapped), lambda: RussianLemmatizer(mapped=mapped))
        return self._russian

    def _for_english(self) -> EnglishLemmatizer:
        if self._english is None:
            from bisearch.analysis.english import EnglishLemmatizer  # noqa: PLC0415 -- few searches need it

            self._english = _shared(("en", True), EnglishLemmatizer)
        return self._english


# The dictionaries that a lemmatizer of this process uses, by language and whether they are memory-mapped.
_opened: WeakValueDictionary[tuple[str, bool], Any] = WeakValueDictionary()


def _shared(key: tuple[str, bool], make: Callable[[], T]) -> T:
    found: T | None = _opened.get(key)
    if found is None:
        found = _opened[key] = make()
    return found
