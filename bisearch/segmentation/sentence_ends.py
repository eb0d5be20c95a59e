"""Sentence ends within running text.

A full stop that belongs to an initial, a number or a shelfmark does not end a sentence; one that belongs to an
abbreviation may. The next word decides: words such as "Он" or "The" are capitalized only at the beginning of a sentence
(compare the frequent sentence starters of Kiss & Strunk, 2006). Scanners lose spaces after stops and read stops as
commas.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING

from bisearch.segmentation.shelfmark_stops import is_within_shelfmark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.segmentation.sentence_end_words import SentenceEndWords

# A sentence with fewer words is unlikely to be complete: "В ноябре 1946 г."
MIN_WORDS = 5
# Only this many characters of words and sentences are examined, so that time stays linear.
WINDOW = 40
# A word of at least this length is not an unlisted abbreviation.
MIN_WHOLE_WORD = 3

# Telegrams write full stops and question marks as words. A bracket or a small number right after a stop is a note.
# The pattern begins with one of a few characters, which makes the search fast.
_POSSIBLE_END = re.compile(
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
_ITEM_NUMBER = re.compile(r"""["'«„“‘(\[•*\s]*§?\s*(?:\d{1,3}(?:\.\d{1,2})*|[^\W\d_]|[IVXІХ]{1,4})\s*""")
_NOTE_MARK = re.compile(r"\[(?:\d{1,3}|[ivxlc]{1,6}|[*†‡]{1,3})\]")
_LIST_ITEM = re.compile(r"[:;]\s+(?:\d{1,2}|[a-zа-яё])$")
_PAGE_NUMBER = re.compile(r"\n[^\S\n]*\d{1,3}$")
_DIGITS = re.compile(r"[\d.,/–—-]*\d")
_NUMBER = re.compile(r"[\d.,/–—-]*\d\W*|[IVXLІХ]+")
_ROMAN = re.compile(r"(?:[VXХ]|[IVXLCІХ]{2,})\W*")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_VOWELS = frozenset("aeiouyаеёиоуыэюя")
_QUOTES = frozenset("\"'«„“‘")
_OPENING = "\"'«„“‘([—–-"
_NEVER_GLUED = frozenset("./@_")  # web addresses and dotted abbreviations
# Latin letters and digits that scanners read in place of Cyrillic letters.
_MISREAD_CYRILLIC = str.maketrans("aceopxykm036", "асеорхукмозб")


class _Owner(Enum):
    """What a full stop belongs to.

    SENTENCE: the sentence alone. BEFORE_NAME: an abbreviation or initial that belongs to the next word. ANYWHERE: an
    abbreviation that may end a sentence.
    """

    SENTENCE = auto()
    BEFORE_NAME = auto()
    ANYWHERE = auto()


def sentence_ends(text: str, start: int, end: int, words: SentenceEndWords) -> Iterator[int]:
    """Yield the offsets after each sentence within a span of running text, except the end of the span.

    Args:
        text: the whole text.
        start: offset of the span.
        end: offset after the span.
        words: the words of its language.
    """
    begin = start
    for match in _POSSIBLE_END.finditer(text, start, end):
        stop = match.end()
        if match["next"]:
            is_end = _ends(text, begin, match, words)
        elif match["glued"]:
            is_end = _ends_glued(text, begin, match, words)
        elif match["opener"]:
            stop = match.start()
            is_end = stop > begin and match["opener"].lower() in words.openers
        else:
            is_end = text[match.start() - 1] != ":" and _is_bracketed_remark(
                text[begin : min(stop, begin + WINDOW)].lstrip()
            )
        if is_end and not is_within_shelfmark(text, stop):
            yield stop
            begin = stop


def _is_bracketed_remark(words: str) -> bool:
    """Return whether a bracket that ends here began the sentence, and is not the mark of a note before its text."""
    return words.startswith("[") and _NOTE_MARK.fullmatch(words) is None


def _ends(text: str, begin: int, match: re.Match[str], words: SentenceEndWords) -> bool:
    """Return whether punctuation before whitespace ends the sentence that began at `begin`."""
    if text[match.start()] == "." and not match["more"]:
        return _stop_ends(text, begin, match, words)
    is_doubt = begin < match.start() and text[match.start() - 1] == "(" and match["close"].startswith(")")  # (?), (!)
    return not (is_doubt or match["next"].islower())


def _stop_ends(text: str, begin: int, match: re.Match[str], words: SentenceEndWords) -> bool:
    """Tell the same of a single full stop."""
    at, lead, following = match.start(), match["lead"], match.start("next")
    if _is_item_number(text, begin, at):
        return False
    owner, is_lower = _stop_owner(text, begin, at, words), match["next"].islower()
    if owner is _Owner.SENTENCE:
        return not is_lower or "[" in lead or (not lead and _is_title(text, following, words))
    if is_lower or match["close"].isdigit() or not _QUOTES.issuperset(lead):
        return False
    if _is_opener(text, following, words):
        return True
    is_clear = not lead and ")" not in match["close"] and _is_capitalized(text, following)
    return owner is _Owner.ANYWHERE and is_clear and _is_long_enough(text, begin, at)


def _ends_glued(text: str, begin: int, match: re.Match[str], words: SentenceEndWords) -> bool:
    """Return whether punctuation without whitespace after it ends a sentence: "в Москве.Смит", but not "тов.Смит"."""
    at, glued = match.start(), match["glued"]
    if not glued[0].isupper() or glued[1:].isupper() or at == begin or text[at - 1].isspace() or text[at - 1].isdigit():
        return False
    word = _words_before(text, begin, at)[-1]
    owner = _stop_owner(text, begin, at, words)
    rest = text[at + 1 : at + WINDOW].split(maxsplit=1)[0]
    if owner is _Owner.BEFORE_NAME or not _NEVER_GLUED.isdisjoint(word) or "@" in rest or "/" in rest:
        return False
    return (owner is _Owner.SENTENCE and len(word) >= MIN_WHOLE_WORD) or _is_opener(text, match.start("glued"), words)


def _stop_owner(text: str, begin: int, at: int, words: SentenceEndWords) -> _Owner:
    """Return what the full stop at `at` belongs to."""
    before = _words_before(text, begin, at)
    word = before[-1].lstrip(_OPENING) if before else ""
    previous = before[-2] if len(before) > 1 else ""
    digits = _DIGITS.match(word)
    if digits:
        word, previous = word[digits.end() :].lstrip("-–"), digits.group()
    if not word:
        return _Owner.SENTENCE
    if len(word) == 1:
        if word.isupper():
            return _Owner.BEFORE_NAME
        if len(previous) == 2 and previous[1] == "." and previous[0].islower():
            word = previous + word  # "т. е." as "т.е."
    return _owner_after(word, words, is_counted=_NUMBER.fullmatch(previous) is not None)


def _owner_after(word: str, words: SentenceEndWords, *, is_counted: bool) -> _Owner:
    """Return what a full stop after a word belongs to; `is_counted` says that the word follows a number."""
    forms = {word, word.lower(), word.capitalize() if word.isupper() else word}
    forms |= {form.translate(_MISREAD_CYRILLIC) for form in forms}
    is_anywhere = not forms.isdisjoint(words.anywhere)
    if not forms.isdisjoint(words.before_names):
        return _Owner.ANYWHERE if is_anywhere and is_counted else _Owner.BEFORE_NAME
    if is_anywhere:
        return _Owner.ANYWHERE
    if _DOTTED.fullmatch(word):
        return _Owner.BEFORE_NAME
    # Not listed, but without a vowel: "сб.", "хр."
    return _Owner.ANYWHERE if word.islower() and word.isalpha() and _VOWELS.isdisjoint(word) else _Owner.SENTENCE


def _is_item_number(text: str, begin: int, at: int) -> bool:
    """Return whether a full stop belongs to the number of a section, an item or a page: "§ 1.", "Постановили: 1."."""
    if text.startswith("\n", at + 1) and _PAGE_NUMBER.search(text, max(begin, at - WINDOW), at):
        return True
    if at - begin <= WINDOW and _ITEM_NUMBER.fullmatch(text, begin, at):
        return True
    return _LIST_ITEM.search(text, max(begin, at - 6), at) is not None


def _is_opener(text: str, at: int, words: SentenceEndWords) -> bool:
    """Return whether `at` begins a word capitalized only at the beginning of a sentence and not an initial."""
    word = _LETTERS.match(text, at)
    return word is not None and word[0].lower() in words.openers and text[word.end() : word.end() + 1] != "."


def _is_title(text: str, at: int, words: SentenceEndWords) -> bool:
    """Return whether `at` begins a title in lower case: "т. Смирнова"."""
    title = _TITLE.match(text, at)
    return title is not None and title[1] in words.before_names


def _is_capitalized(text: str, at: int) -> bool:
    """Return whether `at` begins a capitalized word that is not a number such as "N-483" or "II"."""
    word = text[at : at + WINDOW].split(maxsplit=1)[0]
    return word[0].isupper() and not any(map(str.isdigit, word)) and _ROMAN.fullmatch(word) is None


def _is_long_enough(text: str, begin: int, at: int) -> bool:
    return at - begin > 2 * WINDOW or len(text[begin:at].split()) >= MIN_WORDS


def _words_before(text: str, begin: int, at: int) -> list[str]:
    return text[max(begin, at - WINDOW) : at].split()[-2:]
