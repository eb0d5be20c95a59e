"""How words are used in a collection: how often, and whether with a capital letter where no sentence begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.analysis.tokens import Token

# A name may be met with a small letter now and then: scanners and typists make such slips.
CAPITALS_A_SMALL = 3
# What stands before a word within a sentence: a word, a comma, an initial or a short abbreviation with its dot.
_WITHIN = re.compile(r"(?:[\w,;)–—-]|\b\w{1,4}\.)[ \"«“„(*_]*$")
_BREAK = re.compile(r"[\s-]")
_BEFORE = 16


@dataclass(slots=True)
class Use:
    """How a form was met.

    Attributes:
        surface: its first spelling in small letters, with the diacritics that its form lacks.
        total: how often.
        capital: how often with a capital letter within a sentence.
        small: how often with a small letter.
    """

    surface: str
    total: int = 0
    capital: int = 0
    small: int = 0


def used_as_name(capital: int, small: int) -> bool | None:
    """Tell whether a form is used as a name; None where it was met only where any word has a capital letter.

    Args:
        capital: how often it was met with a capital letter within a sentence.
        small: how often with a small letter.
    """
    if not capital and not small:
        return None
    return capital >= CAPITALS_A_SMALL * small


class Usage:
    """Counts of forms as they are met.

    Attributes:
        uses: of each form.
    """

    def __init__(self) -> None:
        self.uses: dict[str, Use] = {}

    def meet(self, text: str, tokens: Iterable[Token]) -> None:
        """Count the tokens of a text."""
        shouted = text.isupper()
        for token in tokens:
            use = self.uses.get(token.form)
            if use is None:
                use = self.uses[token.form] = Use(_surface(text, token))
            use.total += 1
            first = text[token.start]
            if first.islower():
                use.small += 1
            elif (
                first.isalpha()
                and not shouted
                and _WITHIN.search(text, max(0, token.start - _BEFORE), token.start) is not None
            ):
                use.capital += 1


def _surface(text: str, token: Token) -> str:
    """Return a spelling with its diacritics: only Latin letters lose in a form what tells how a name sounds."""
    written = text[token.start : token.end].lower()
    is_plain = written.isascii() or "\u0400" <= token.form[0] <= "\u04ff" or _BREAK.search(written) is not None
    return token.form if is_plain else written
