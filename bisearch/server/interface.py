"""The language of the interface: its messages, plurals, numbers and dates."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from bisearch.model import SIDES
from bisearch.server.error_messages import ErrorMessages
from bisearch.word_lists import data_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bisearch.model import Metadata, Side

LANGUAGES: tuple[Side, ...] = SIDES
_ISO_DAY = 10


class Interface:
    """The messages of one language.

    Args:
        language: ``"ru"`` or ``"en"``.
    """

    def __init__(self, language: Side) -> None:
        self.language = language
        self._locale = Locale(language, "GB" if language == "en" else "RU")
        self._messages = messages(language)

    def __call__(self, key: str, /, **values: object) -> str:
        """Return a message with values in the place of its names in braces."""
        return str(self._messages[key]).format(**values)

    def translated(self, message: str) -> str:
        """Return an English message of an error in this language; one that has no translation stays English."""
        return message if self.language == "en" else error_messages(self.language).translated(message)

    def table(self, key: str) -> Mapping[str, str]:
        """Return the messages of a table by name."""
        return self._messages[key]  # type: ignore[no-any-return]

    def counted(self, key: str, number: int) -> str:
        """Return a number with its noun in the right form: ``5 passages``, ``5 отрывков``."""
        forms = self._messages[key]
        form = forms.get(self._locale.plural_form(number), forms["other"])
        return f"{self.number(number)} {form}"

    def number(self, number: float) -> str:
        """Return a number with groups of digits."""
        return _written(number, self._locale)

    def date(self, document: Metadata) -> str:
        """Return a document's date as its source has it; a date in ISO notation in words."""
        written = document.date_text or document.date
        if len(written) == _ISO_DAY and written == document.date:
            return str(format_date(date.fromisoformat(written), "long", self._locale)).removesuffix(" г.")
        return written


@lru_cache(maxsize=50_000)
def _written(number: float, locale: Locale) -> str:
    return str(format_decimal(number, locale=locale))


@cache
def messages(language: Side) -> Mapping[str, Any]:
    """Return the messages of a language by name: a text, or a table of plural forms."""
    return tomllib.loads(data_file("server", f"interface.{language}.toml").read_text(encoding="utf-8"))


@cache
def error_messages(language: Side) -> ErrorMessages:
    """Return the translations of messages of errors into a language."""
    return ErrorMessages(tomllib.loads(data_file("server", f"errors.{language}.toml").read_text(encoding="utf-8")))


@cache
def interface(language: Side) -> Interface:
    """Return the interface in a language."""
    return Interface(language)


def preferred(accepted: str) -> Side:
    """Return the language of an Accept-Language header that the interface has: the first named, or else English."""
    named = [part.partition(";")[0].strip()[:2].casefold() for part in accepted.split(",")]
    return next((language for name in named for language in LANGUAGES if name == language), "en")
