"""Which marks end a sentence within running text.

A full stop does not where an abbreviation, an initial or a number claims it, and an abbreviation's may do both. What
follows decides then: words such as "Он" or "The" are capitalized only where a sentence begins (compare the frequent
sentence starters of Kiss & Strunk, 2006). Scanners lose blanks after stops and read stops as commas.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.segmentation.abbreviations import Vocabulary

# A sentence so far of fewer words has hardly said anything: "В ноябре 1946 г."
FEWEST_WORDS = 5
# Of words, points and sentences only so many characters are looked at, that time stay linear.
WINDOW = 40
# A word so long is no abbreviation that the lists lack.
WHOLE_WORD = 3

# In telegrams full stops and question marks are words. A bracket or a small number that adjoins a stop is a note.
# The first character stands before the alternatives, since a search for one of a few characters is fast.
_MARK = re.compile(
    r"""
    [.!?…\ \]тТвВS]
    (?:
        (?: (?<= [.!?…] ) (?<! [.!?…]{2} ) (?P<more> [.!?…]* (?: [ ]\.[.…]* (?=\s) ){0,8} )
            (?P<close> ["'»”’)\]]* (?: \[ [^\[\]\n]{1,40} \] | (?<=[a-zа-яё]{3}\.) \d{1,2} (?=\s) )? )
          | (?<= \s [тТвВ] ) (?: чк | ЧК | прс | ПРС ) | (?<= \s S ) TOP
        )
        (?: (?= \s+ (?P<lead> ["'«„“‘(\[—–-]* ) \s* (?P<next> \S ) )
          | (?= ["«„“(]? (?P<glued> [^\W\d_] (?: [^\W\d_] | (?=\s) ) ) ) )
      | (?<= [ ] ) (?= (?P<opener> [А-ЯЁ][а-яё]+ ) [ ] ) (?: (?<= [^\W\d_]{2} [ ] ) | (?<= [^\W\d_]{2} , [ ] ) )
      | (?<= \] ) (?= \s+ ["«„“‘(]? [A-ZА-ЯЁ] )
    )
    """,
    re.VERBOSE,
)
_LETTERS = re.compile(r"[^\W\d_]+")
_TITLE = re.compile(r"([^\W\d_]{1,4})\.\s?[A-ZА-ЯЁ]")
_POINT = re.compile(r"""["'«„“‘(\[•*\s]*§?\s*(?:\d{1,3}(?:\.\d{1,2})*|[^\W\d_]|[IVXІХ]{1,4})\s*""")
_LISTED = re.compile(r"[:;]\s+(?:\d{1,2}|[a-zа-яё])$")
_PAGE_NUMBER = re.compile(r"\n[^\S\n]*\d{1,3}$")
_DIGITS = re.compile(r"[\d.,/–—-]*\d")
_NUMBER = re.compile(r"[\d.,/–—-]*\d\W*|[IVXLІХ]+")
_ROMAN = re.compile(r"(?:[VXХ]|[IVXLCІХ]{2,})\W*")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_VOWELS = frozenset("aeiouyаеёиоуыэюя")
_QUOTES = frozenset("\"'«„“‘")
_OPENING = "\"'«„“‘([—–-"
_NEVER_GLUED = frozenset("./@_")  # addresses, dotted abbreviations
# What scanners read in place of Cyrillic letters.
_LIKE_CYRILLIC = str.maketrans("aceopxykm036", "асеорхукмозб")


class _Claim(Enum):
    """What a full stop belongs to.

    NONE: to the sentence alone. BEFORE_NAME: to an abbreviation or initial with which what follows goes. ANYWHERE: to
    an abbreviation that a sentence may end with.
    """

    NONE = auto()
    BEFORE_NAME = auto()
    ANYWHERE = auto()


def ends(text: str, start: int, end: int, words: Vocabulary) -> Iterator[int]:
    """Yield where sentences end within a span of running text, but for its own end.

    Args:
        text: the whole text.
        start: where the span begins.
        end: where it ends.
        words: of its language.
    """
    begin = start
    for match in _MARK.finditer(text, start, end):
        stop = match.end()
        if match["next"]:
            is_end = _ends(text, begin, match, words)
        elif match["glued"]:
            is_end = _ends_glued(text, begin, match, words)
        elif match["opener"]:
            stop = match.start()
            is_end = stop > begin and match["opener"].lower() in words.openers
        else:
            is_end = text[match.start() - 1] != ":" and text[begin : begin + WINDOW].lstrip().startswith("[")
        if is_end:
            yield stop
            begin = stop


def _ends(text: str, begin: int, match: re.Match[str], words: Vocabulary) -> bool:
    """Tell whether a mark before a blank ends the sentence that began at `begin`."""
    if text[match.start()] == "." and not match["more"]:
        return _stop_ends(text, begin, match, words)
    is_doubt = begin < match.start() and text[match.start() - 1] == "(" and match["close"].startswith(")")  # (?), (!)
    return not (is_doubt or match["next"].islower())


def _stop_ends(text: str, begin: int, match: re.Match[str], words: Vocabulary) -> bool:
    """Tell the same of a single full stop."""
    at, lead, following = match.start(), match["lead"], match.start("next")
    if _is_point(text, begin, at):
        return False
    claim, is_lower = _claim(text, begin, at, words), match["next"].islower()
    if claim is _Claim.NONE:
        return not is_lower or "[" in lead or (not lead and _is_title(text, following, words))
    if is_lower or match["close"].isdigit() or not _QUOTES.issuperset(lead):
        return False
    if _is_opener(text, following, words):
        return True
    is_clear = not lead and ")" not in match["close"] and _is_capitalized(text, following)
    return claim is _Claim.ANYWHERE and is_clear and _says_something(text, begin, at)


def _ends_glued(text: str, begin: int, match: re.Match[str], words: Vocabulary) -> bool:
    """Tell whether a mark without a blank after it ends a sentence: "в Москве.Смит", but not "тов.Смит"."""
    at, glued = match.start(), match["glued"]
    if not glued[0].isupper() or glued[1:].isupper() or at == begin or text[at - 1].isspace() or text[at - 1].isdigit():
        return False
    word = _words_before(text, begin, at)[-1]
    claim = _claim(text, begin, at, words)
    rest = text[at + 1 : at + WINDOW].split(maxsplit=1)[0]
    if claim is _Claim.BEFORE_NAME or not _NEVER_GLUED.isdisjoint(word) or "@" in rest or "/" in rest:
        return False
    return (claim is _Claim.NONE and len(word) >= WHOLE_WORD) or _is_opener(text, match.start("glued"), words)


def _claim(text: str, begin: int, at: int, words: Vocabulary) -> _Claim:
    """Tell what claims the full stop at `at`."""
    before = _words_before(text, begin, at)
    word = before[-1].lstrip(_OPENING) if before else ""
    previous = before[-2] if len(before) > 1 else ""
    digits = _DIGITS.match(word)
    if digits:
        word, previous = word[digits.end() :].lstrip("-–"), digits.group()
    if not word:
        return _Claim.NONE
    if len(word) == 1:
        if word.isupper():
            return _Claim.BEFORE_NAME
        if len(previous) == 2 and previous[1] == "." and previous[0].islower():
            word = previous + word  # "т. е." as "т.е."
    return _of(word, words, is_counted=_NUMBER.fullmatch(previous) is not None)


def _of(word: str, words: Vocabulary, *, is_counted: bool) -> _Claim:
    """Tell what a word before a full stop makes of it; `is_counted`: it stands after a number."""
    forms = {word, word.lower(), word.capitalize() if word.isupper() else word}
    forms |= {form.translate(_LIKE_CYRILLIC) for form in forms}
    is_anywhere = not forms.isdisjoint(words.anywhere)
    if not forms.isdisjoint(words.before_names):
        return _Claim.ANYWHERE if is_anywhere and is_counted else _Claim.BEFORE_NAME
    if is_anywhere:
        return _Claim.ANYWHERE
    if _DOTTED.fullmatch(word):
        return _Claim.BEFORE_NAME
    # Unlisted, but no word: "сб.", "хр."
    return _Claim.ANYWHERE if word.islower() and word.isalpha() and _VOWELS.isdisjoint(word) else _Claim.NONE


def _is_point(text: str, begin: int, at: int) -> bool:
    """Tell whether a full stop belongs to the number of a point, an item or a page: "§ 1.", "Постановили: 1."."""
    if text.startswith("\n", at + 1) and _PAGE_NUMBER.search(text, max(begin, at - WINDOW), at):
        return True
    if at - begin <= WINDOW and _POINT.fullmatch(text, begin, at):
        return True
    return _LISTED.search(text, max(begin, at - 6), at) is not None


def _is_opener(text: str, at: int, words: Vocabulary) -> bool:
    """Tell whether a word that only a sentence's beginning capitalizes stands at `at`; with a stop it is an initial."""
    word = _LETTERS.match(text, at)
    return word is not None and word[0].lower() in words.openers and text[word.end() : word.end() + 1] != "."


def _is_title(text: str, at: int, words: Vocabulary) -> bool:
    """Tell whether a title in lower case stands at `at`: "т. Смирнова"."""
    title = _TITLE.match(text, at)
    return title is not None and title[1] in words.before_names


def _is_capitalized(text: str, at: int) -> bool:
    """Tell whether a word with a capital letter stands at `at`, and no number such as "N-483" or "II"."""
    word = text[at : at + WINDOW].split(maxsplit=1)[0]
    return word[0].isupper() and not any(map(str.isdigit, word)) and _ROMAN.fullmatch(word) is None


def _says_something(text: str, begin: int, at: int) -> bool:
    return at - begin > 2 * WINDOW or len(text[begin:at].split()) >= FEWEST_WORDS


def _words_before(text: str, begin: int, at: int) -> list[str]:
    return text[max(begin, at - WINDOW) : at].split()[-2:]
