"""Translate the messages of errors, which the whole library words in English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME = re.compile(r"\{(\w+)\}")
# The values that are messages themselves.
_MESSAGES = frozenset({"reason", "remedy"})


class ErrorMessages:
    """The translations of messages into one language.

    Args:
        translations: the translations by the English message; names in braces are for values, the same in both.
    """

    def __init__(self, translations: Mapping[str, str]) -> None:
        self._fixed = {english: text for english, text in translations.items() if not _NAME.search(english)}
        # What is said of another message fits first; of the others, the one with more words of its own says more.
        named = sorted(
            translations.keys() - self._fixed.keys(),
            key=lambda each: ("{reason}" not in each, -len(_NAME.sub("", each)), each),
        )
        self._patterns = [(_pattern(english), translations[english]) for english in named]

    def translated(self, message: str) -> str:
        """Return a message in the language; one that has no translation stays English."""
        if message in self._fixed:
            return self._fixed[message]
        for pattern, text in self._patterns:
            values = self._values(pattern, message)
            if values is not None:
                return _NAME.sub(lambda name: values[name[1]], text)  # noqa: B023 -- used at once
        return message

    def _values(self, pattern: re.Pattern[str], message: str) -> dict[str, str] | None:
        """Return the values that a pattern finds, translated if they are messages; None if it does not fit."""
        found = pattern.fullmatch(message)
        if found is None:
            return None
        values = found.groupdict()
        inner = {name: self.translated(values[name]) for name in _MESSAGES & values.keys()}
        return None if any(inner[name] == values[name] for name in inner) else values | inner


def _pattern(english: str) -> re.Pattern[str]:
    """Return what matches an English message with any values."""
    parts, seen = [], set[str]()
    for place, part in enumerate(_NAME.split(english)):
        if place % 2 == 0:
            parts.append(re.escape(part))
        else:
            parts.append(f"(?P={part})" if part in seen else f"(?P<{part}>.+?)")
            seen.add(part)
    return re.compile("".join(parts), re.DOTALL)
