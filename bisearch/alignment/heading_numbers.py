"""Roman numbers of headings in Arabic digits, since a translator may change the notation: Глава 1 = Chapter I."""

from __future__ import annotations

import re
from itertools import pairwise

# Words that a number follows in headings, in either language.
_WORDS = (
    "акт|глава|действие|книга|лекция|отдел|параграф|песнь|приложение|раздел|сцена|статья|том|часть|явление|"
    "act|appendix|article|book|canto|chapter|lecture|paragraph|part|scene|section|volume"
)
# Typists also use the Cyrillic letters Х and І.
_LETTER = "[IVXLCХІ]"
_ROMAN = f"{_LETTER}+"
# A number after one of the words, or one that is the whole line or its start before a full stop or bracket.
_HEADING_NUMBER = re.compile(rf"(?P<before>(?<![^\W_])(?i:{_WORDS})\s+|^\W*)(?P<roman>{_ROMAN})(?![^\W_])")
# At the start of a sentence, a single C or L is more likely an initial.
_BARE = re.compile(rf"^\W*(?:[IVXХІ]|{_ROMAN}(?<={_LETTER}{{2}}))\s*(?:[.):]|$)")
# Most sentences do not have such letters apart from others, which takes a fraction of the time to find. A pattern that
# begins with a character is searched for faster.
_POSSIBLE = re.compile(rf"{_LETTER}(?<!\w.){_LETTER}*(?![^\W_])")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_TO_LATIN = str.maketrans("ХІ", "XI")


def with_arabic_numbers(sentence: str) -> str:
    """Return a sentence with the Roman numbers of its headings in Arabic digits.

    Args:
        sentence: a sentence of either language; its Roman numbers are translated only after a heading word such as
            *Глава* or *Chapter*, or at its start before a full stop, a bracket, a colon or nothing.
    """
    if _POSSIBLE.search(sentence) is None:
        return sentence

    def arabic(match: re.Match[str]) -> str:
        if not match["before"].strip() and _BARE.match(sentence) is None:
            return match.group()
        return f"{match['before']}{_value(match['roman'])}"

    return _HEADING_NUMBER.sub(arabic, sentence)


def _value(roman: str) -> int:
    values = [_VALUES[letter] for letter in roman.translate(_TO_LATIN)]
    return sum(-value if value < after else value for value, after in pairwise([*values, 0]))
