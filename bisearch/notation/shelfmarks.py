"""Archival shelfmarks as either language writes them: РГАСПИ. Ф. 558. Оп. 11. Д. 102; RGASPI, f. 558, op. 11, d. 102.

A shelfmark is a run of parts, each a word and a number, often with the archive's name before it. Texts stay as written;
the parts are read beside them. The words are data (``data/shelfmarks.txt``, ``data/archives.txt``).
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from bisearch.lazy_pattern import lazy_pattern
from bisearch.model import SIDES, Reference
from bisearch.notation.date_mentions import MONTH_BEGINNINGS
from bisearch.notation.scripts import script_of
from bisearch.word_lists import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.model import Side

# Words of this length or shorter are abbreviations, which a citation writes with a dot.
MAX_ABBREVIATION = 2
# How far before a shelfmark the archive's name is looked for, in characters.
ARCHIVE_WINDOW = 160
# Parts that make a run a shelfmark; the others may only continue it.
CORE_PARTS = ("fond", "opis", "delo", "list")
# The field of `Reference` that each part is given in.
FIELDS = {**{part: part for part in CORE_PARTS}, "folder": "folder", "perechen": "document", "document": "document"}


class Shelfmark(NamedTuple):
    """A shelfmark in a text.

    Attributes:
        start: offset of the first code point of its first part.
        end: offset after the last code point of its last part.
        parts: the name of each part (``fond``, ``opis``, ``folder``, ...) and its number as written.
        archive_start: offset of the first code point of the archive's name before it; `start` if there is none.
        archive: the archive's name as written; empty if there is none.
    """

    start: int
    end: int
    parts: tuple[tuple[str, str], ...]
    archive_start: int
    archive: str


class _Part(NamedTuple):
    """A part of a shelfmark in a text; `end` is after its number, `next` is where the next part may begin."""

    name: str
    number: str
    start: int
    end: int
    next: int
    is_citation_style: bool


@cache
def _words_of_parts() -> dict[str, dict[Side, tuple[str, ...]]]:
    """Return the words for each part in each language."""
    return {
        name: {side: tuple(words.split()) for side, words in zip(SIDES, sides, strict=True)}
        for name, *sides in read_rows("notation", "shelfmarks.txt", "|")
    }


@cache
def _part_of_word() -> dict[str, str]:
    """Return the part that each word names, by the word's letters."""
    rows = _words_of_parts().items()
    return {word.replace("+", ""): name for name, sides in rows for words in sides.values() for word in words}


# A number may have letters: Р-9401, 1/п, 1 п, 118а, 46/1, 102-105, and a reel a point.
_NUMBER = (
    r"(?P<number>(?:[^\W\d_]{1,3}\s?[-–—]\s?|[A-ZА-ЯЁ]{1,2}(?=\d)|(?-i:[РRПPМM])\s(?=\d))?\d+[^\W\d_]{0,3}"
    r"(?:\s?[-–—/]\s?\d+[^\W\d_]{0,2}|[-/][^\W\d_]{1,3}|\.\d+)*"
    r"(?:\s[^\W\d_](?=[.,;]?\s*(?:оп|op|дел|del|д\.|d\.|[,;]\s)))?)(?!\w)"
)
# Leaves with their versos and ranges: 5 об., 14об.-15, 60-65, 1-3, 7 об.
_VERSO = r"(?:\s?(?:об|ob|v|verso)\b\.?)"
_NOT_A_DATE = rf"(?!\s*(?:{'|'.join(MONTH_BEGINNINGS)}))(?![.\d])"
_LEAVES = (
    rf"(?P<leaves>\d+[а-яa-z]?{_VERSO}?(?:\s?[-–—]\s?\d+[а-яa-z]?{_VERSO}?"
    rf"|\s?(?:,|;|и|and|&)\s?\d{{1,3}}(?:\s?[-–—]\s?\d{{1,3}})?{_VERSO}?(?!\w){_NOT_A_DATE})*|б/н|б\.\s?н\.|без\s+номера)(?!\w)"
)
# A fond may have a name in place of a number.
_NAMED = r"(?P<named>(?-i:[A-ZА-ЯЁ][\w.]*(?:\s[A-ZА-ЯЁ][\w.]*){0,3}))(?=\s*,\s*(?:оп|op))"
# Between two parts: marks, a remark in parentheses or quotation marks, "и" or "and".
_GAP = r"(?:[\s,;.:/|]|[-–—](?=\s)|\([^()\n]{1,60}\)|[«\"“][^«»\"“”\n]{1,60}[»\"”])*"
_MARK = r"(?:\s?(?:№№?|no\.?|nos\.?|n°|#)\s?)?"


def _alternatives(words: set[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(r"\.?\s?".join(map(re.escape, word.split("+"))) for word in longest_first)


@cache
def _part_pattern() -> re.Pattern[str]:
    words = {word for sides in _words_of_parts().values() for each in sides.values() for word in each}
    leaf_words = {word for each in _words_of_parts()["list"].values() for word in each}

    leaf = rf"(?P<leaf>{_alternatives(leaf_words)})(?P<leafdot>\.?)\s*{_MARK}{_LEAVES}"
    number = rf"(?:{_NUMBER}|(?P<roman>(?-i:[IVXLC]+))(?!\w))"
    # A number that begins with a letter is apart from the word: ФАУ-2 is no fond.
    apart = r"(?!(?<=[^\W\d_])[^\W\d_])"
    part = rf"(?P<word>{_alternatives(words - leaf_words)})(?P<dot>\.?)\s*{_MARK}{apart}{number}"
    named = rf"(?P<namedword>фонд|fond)\s+{_NAMED}"
    return re.compile(rf"(?<![\w'’])(?:{leaf}|{part}|{named})(?P<gap>{_GAP})", re.IGNORECASE)


@cache
def _candidate_pattern() -> re.Pattern[str]:
    """Return a pattern of where a shelfmark may begin: a word for a fond, an opis or a file before a number.

    It begins with a set of letters, by which the search skips most of a text.
    """
    words = {word for name in CORE_PARTS[:-1] for each in _words_of_parts()[name].values() for word in each}
    first = "".join(sorted({letter for word in words for letter in (word[0], word[0].upper())}))
    rest = _alternatives({word[1:] for word in words})
    prefix = r"(?:[^\W\d_]{1,3}\s?[-–—]?\s?)?"
    return re.compile(rf"[{first}](?<![\w'’].)(?i:(?:{rest})\.?\s*{_MARK}{prefix}\d|[оo]nd\s|онд\s)")


def _part_of(match: re.Match[str]) -> _Part | None:
    """Return the part that a match of the pattern is; None for a Roman number after a word that takes none."""
    word = match["leaf"] or match["word"] or match["namedword"]
    letters = "".join(filter(str.isalnum, word.lower()))
    name = _part_of_word().get(word.lower()) or _part_of_word().get(letters) or _part_of_word()[f"{letters}'"]
    if match["roman"] and name not in {"volume", "opis", "box"}:
        return None
    group = next(group for group in ("leaves", "roman", "named", "number") if match[group])
    is_citation_style = bool(match["leafdot"] or match["dot"]) or len(word) > MAX_ABBREVIATION
    return _Part(name, match[group], match.start(), match.end(group), match.end(), is_citation_style)


def _runs(text: str) -> Iterator[list[_Part]]:
    """Yield the runs of adjacent parts of a text; a fond begins a new run."""
    run: list[_Part] = []
    for part in filter(None, map(_part_of, _part_pattern().finditer(text))):
        if run and (run[-1].next != part.start or part.name == "fond"):
            yield run
            run = []
        run.append(part)
    if run:
        yield run


def _run_at(text: str, start: int) -> list[_Part]:
    """Return the run of parts that begins at an offset; empty if there is none."""
    run: list[_Part] = []
    while (match := _part_pattern().match(text, start)) is not None:
        part = _part_of(match)
        if part is None or (run and part.name == "fond"):
            break
        run.append(part)
        start = part.next
    return run


def part_words(part: str, side: Side) -> tuple[str, ...]:
    """Return the words that a language writes before the number of a part, e.g. ``op`` and ``opis``.

    Several words of which one names the part together are joined by ``+``: ``ед+хр``.
    """
    return _words_of_parts()[part][side]


def find_shelfmarks(text: str) -> Iterator[Shelfmark]:
    """Yield the shelfmarks of a text: runs of parts that begin with a fond, or with an opis or a file and another part.

    No sentence ends within a shelfmark, from `Shelfmark.archive_start` to `Shelfmark.end`.
    """
    position = 0
    while (candidate := _candidate_pattern().search(text, position)) is not None:
        start = candidate.start()
        run = _run_at(text, start)
        if sum(part.name in CORE_PARTS for part in run) > 1 or (run and run[0].name == "fond"):
            archive_start, archive_end = _archive_before(text, start)
            parts = tuple((part.name, part.number) for part in run)
            yield Shelfmark(start, run[-1].end, parts, archive_start, text[archive_start:archive_end])
        position = run[-1].end if run else start + 1


def parse_shelfmark(text: str) -> Reference | None:
    """Read a reference.

    Args:
        text: the reference as its source has it.

    Returns:
        The text unchanged, with the parts of the first shelfmark in it as written. None if it has neither a shelfmark
        nor the name of a known archive.
    """
    for run in _runs(text):
        start, end = _archive_before(text, run[0].start)
        core = [part for part in run if part.name in CORE_PARTS]
        is_shelfmark = len(core) > 1 or any(part.name == "fond" and part.is_citation_style for part in core)
        if is_shelfmark or (start < end and _is_known(text[start:end])):
            return _reference(text, text[start:end] or _known_archive(text), run)
    archive = _known_archive(text)
    return Reference(text, archive) if archive else None


def find_reference(text: str) -> Reference | None:
    """Return the first shelfmark in a citation.

    Args:
        text: a citation, or the shelfmark itself.

    Returns:
        The shelfmark exactly as it stands in the citation, from the archive's name to the last part, and its parts,
        e.g. archive RGASPI, fond 558, opis 11, delo 102, list 0106. None without a fond.
    """
    for run in _runs(text):
        if run[0].name == "fond" and run[0].is_citation_style:
            start, end = _archive_before(text, run[0].start)
            return _reference(text[start : run[-1].end], text[start:end], run)
    return None


def _reference(text: str, archive: str, run: list[_Part]) -> Reference:
    values: dict[str, str] = {}
    for part in run:
        is_point = part.name == "folder" and "delo" in values  # "п." is a point of an agenda, "p." a page
        if (field := FIELDS.get(part.name)) is not None and not is_point:
            values[field] = f"{values[field]}, {part.number}" if field in values else part.number
    return Reference(text, archive, **values)


# Names of archives.

# A short name: several capital letters, and perhaps further such names: ЦАМО РФ, ЦГАИПД СПб, AVP RF.
_SHORT_NAME = r"[A-ZА-ЯЁ](?=[\w()-]{0,20}[A-ZА-ЯЁ])[\w()-]{1,40}"
_SHORT_NAMES = lazy_pattern(rf"(?<![\w-])((?:{_SHORT_NAME})(?:[ \t]+(?:{_SHORT_NAME}))*)[\s,.;:]*\Z")
_LONG_AND_SHORT_NAME = lazy_pattern(
    r"(?:(?<=[.;:,(\[\"“«\n])|\A)\s*(?P<long>[A-ZА-ЯЁ][^.;:,()\[\]\"“”«»\n]{8,120}) \([^()\n]{2,20}\)\Z"
)
# A long name has the word: Государственный архив Пензенской области. It may have a short one in parentheses after it.
_LONG_NAME = lazy_pattern(
    r"(?:(?<=[.;:(\[\"“«\n])\s*|\A\s*|,\s*)(?P<name>[^.;:\[\]\"“”«»\n,]*\b(?:[Аа]рхив|[Aa]rchives?|[Aa]rkhiv)\b"
    r"(?:(?!\b(?:фонд|fond)\b)[^;:\[\]\"“”«»\n]){0,120}?)"
    r"[\s,.;:]*\Z"
)
_WORD = lazy_pattern(r"[^\W_]+(?:['’ʹ′][^\W_]*)*")


def _archive_before(text: str, end: int) -> tuple[int, int]:
    """Return where the name of an archive right before an offset begins and ends; both are the offset without one."""
    begin = max(0, end - ARCHIVE_WINDOW)
    window = text[begin:end].rstrip(" \t\n,.;:-–—")
    if (both := _LONG_AND_SHORT_NAME.search(window)) is not None:
        known = _known_name_at_end(both["long"])
        return begin + (both.start("long") + known if known is not None else both.start("long")), begin + len(window)
    known = _known_name_at_end(window)
    if known is not None:
        return begin + known, begin + len(window)
    for pattern, group in ((_SHORT_NAMES, 1), (_LONG_NAME, "name")):
        match = pattern.search(text[begin:end])
        if match is not None and match[group].strip():
            first = begin + match.start(group)
            return first, first + len(match[group].rstrip(" ,."))
    return end, end


def _known_name_at_end(text: str) -> int | None:
    """Return where the longest known name of an archive that ends a text begins; None if there is none."""
    words = list(_WORD.finditer(text))
    for count in range(min(_longest_name(), len(words)), 0, -1):
        start = words[-count].start()
        if _is_known(text[start:]):
            return start
    return None


def _known_archive(text: str) -> str:
    """Return the first known name of an archive in a text, as written; empty if there is none."""
    words = list(_WORD.finditer(text))
    for first, word in enumerate(words):
        for last in range(min(len(words), first + _longest_name()), first, -1):
            name = text[word.start() : words[last - 1].end()]
            if _is_known(name):
                return name
    return ""


def _is_known(name: str) -> bool:
    """Return whether a text is a known name; a short one counts only in capital letters."""
    key = _folded_name(name)
    return key in _archives() and name[0].isupper() and (len(key) > 8 or any(map(str.isupper, name[1:])))


def archive_key(name: str) -> str:
    """Return a key that all names of a known archive share; of any other name, its letters folded to Latin ones."""
    folded = _folded_name(name)
    return _archives().get(folded, folded)


def archive_in_cyrillic(name: str) -> str:
    """Return the name of a known archive in Cyrillic letters: РГАСПИ for RGASPI; any other name as it is."""
    return _cyrillic_names().get(_folded_name(name), name)


@cache
def _cyrillic_names() -> dict[str, str]:
    """Return the Cyrillic names of archives by their folded names."""
    names = [name.strip() for _, row in read_rows("notation", "archives.txt", "|") for name in row.split(";")]
    # Of several names that fold alike, the first is the usual one.
    return {_folded_name(name): name for name in reversed(names) if script_of(name) == "cyrillic"}


@cache
def _archives() -> dict[str, str]:
    """Return the key of each archive by its folded names."""
    rows = read_rows("notation", "archives.txt", "|")
    return {_folded_name(name): key for key, names in rows for name in names.split(";")}


@cache
def _longest_name() -> int:
    rows = read_rows("notation", "archives.txt", "|")
    return max(len(_WORD.findall(name)) for _, names in rows for name in names.split(";"))


@cache
def _latin_letters() -> dict[int, str]:
    return {ord(letter): latin for letter, latin in read_rows("notation", "latin_letters.txt", "|")}


def _folded(word: str) -> str:
    """Return a word in Latin letters, small, so that both scripts give the same."""
    return word.lower().translate(_latin_letters())


def _folded_name(name: str) -> str:
    return "".join(filter(str.isalnum, _folded(name)))


# Keys, by which references are searched.


class ReferenceKey(NamedTuple):
    """What a reference is found by, folded so that scripts and ways of writing do not matter.

    Attributes:
        words: all words and numbers in order, a word for a part as the part's name.
        archives: the keys of the known archives.
        shelfmarks: for each shelfmark, its parts and their numbers.
        others: the words that are neither of a part nor of a known archive.
    """

    words: tuple[str, ...]
    archives: tuple[str, ...]
    shelfmarks: tuple[tuple[tuple[str, str], ...], ...]
    others: tuple[str, ...] = ()

    def to_text(self) -> str:
        """Return the key as text, to be stored."""
        return json.dumps(self[:3], ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> ReferenceKey:
        """Return a key from its stored text."""
        words, archives, shelfmarks = json.loads(text)
        parts = (tuple((name, number) for name, number in shelfmark) for shelfmark in shelfmarks)
        return cls(tuple(words), tuple(archives), tuple(parts))

    def has(self, wanted: ReferenceKey) -> bool:
        """Return whether a reference has everything that another one names.

        It has all parts of each shelfmark in one of its own, parts between them skipped, and all archives; or else all
        words side by side.
        """
        if (wanted.shelfmarks or wanted.archives) and self._has_parts(wanted):
            return True
        run, words = wanted.words, self.words
        return bool(run) and any(words[start : start + len(run)] == run for start in range(len(words) - len(run) + 1))

    def _has_parts(self, wanted: ReferenceKey) -> bool:
        return (
            set(wanted.archives) <= set(self.archives)
            and set(wanted.others) <= set(self.words)
            and all(
                any(
                    all(any(is_same_part(part, own) for own in shelfmark) for part in asked)
                    for shelfmark in self.shelfmarks
                )
                for asked in wanted.shelfmarks
            )
        )


def reference_key(reference: Reference) -> ReferenceKey:
    """Return what a reference is found by: its text, and the parts that its source gives separately."""
    key = text_key(reference.text)
    fields = tuple((name, _folded_number(value)) for name in FIELDS.values() if (value := getattr(reference, name)))
    archives = (*key.archives, *text_key(reference.archive).archives)
    shelfmarks = (*key.shelfmarks, fields) if fields and fields not in key.shelfmarks else key.shelfmarks
    return key._replace(archives=tuple(dict.fromkeys(archives)), shelfmarks=shelfmarks)


def text_key(text: str) -> ReferenceKey:
    """Return what a reference, or what is asked of one, is found by: ``РГАСПИ, ф. 558, д. 102``."""
    runs = list(_runs(text))
    shelfmarks = tuple(tuple((part.name, _folded_number(part.number)) for part in run) for run in runs)
    matches = list(_WORD.finditer(text))
    words, others = [], []
    archives: dict[str, None] = {}
    archive_end = 0
    for place, match in enumerate(matches):
        name = _part_of_word().get(match.group().lower())
        words.append(name or _folded_number(match.group()))
        if match.start() >= archive_end and match.group()[0].isupper():
            for last in range(min(len(matches), place + _longest_name()), place, -1):
                candidate = text[match.start() : matches[last - 1].end()]
                if _is_known(candidate):
                    archives[_archives()[_folded_name(candidate)]] = None
                    archive_end = matches[last - 1].end()
                    break
        is_in_part = any(part.start <= match.start() < part.end for run in runs for part in run)
        if not is_in_part and match.start() >= archive_end:
            others.append(words[-1])
    return ReferenceKey(tuple(words), tuple(archives), shelfmarks, tuple(others))


def spellings(letters: str) -> tuple[str, ...]:
    """Return the letters of a number in both scripts, e.g. ``р`` and ``r`` for the fond Р-9401."""
    latin = _folded(letters)
    cyrillic = "".join(_cyrillic_letters().get(letter, letter) for letter in latin)
    return tuple(dict.fromkeys((letters, latin, cyrillic)))


@cache
def _cyrillic_letters() -> dict[str, str]:
    table = _latin_letters().items()
    return {latin: chr(letter) for letter, latin in reversed(table) if "а" <= chr(letter) <= "я"}


def _folded_number(number: str) -> str:
    """Return a number without zeros before it and without marks between letters and digits: ``r9401``, ``60-65``."""
    folded = re.sub(r"\s+|\.", "", _folded(number))
    folded = re.sub(r"[-–—/](?=[^\W\d_])|(?<=[^\W\d_])[-–—/](?=\d)", "", folded)
    return re.sub(r"(?<!\d)0+(?=\d)", "", re.sub("[–—]", "-", folded))


def is_same_part(wanted: tuple[str, str], own: tuple[str, str]) -> bool:
    """Return whether a part is the wanted one, among several leaves or files, or but for the letter of a fond."""
    name, number = wanted
    if name != own[0]:
        return False
    if number == own[1] or (name == "fond" and number.isdecimal() and own[1].lstrip(_LATIN) == number):
        return True
    if name not in {"list", "delo"}:
        return False
    asked, ranges = _ranges(number), _ranges(own[1])
    return bool(asked) and all(any(low <= first and last <= high for low, high in ranges) for first, last in asked)


_LATIN = "abcdefghijklmnopqrstuvwxyz"
_RANGE = lazy_pattern(r"(\d+)(?:ob|v)?(?:-(\d+)(?:ob|v)?)?(?![^\W\d_])")


def _ranges(numbers: str) -> list[tuple[int, int]]:
    """Return the ranges of plain numbers among leaves or files: ``5ob,60-65`` has 5 to 5 and 60 to 65."""
    return [(int(first), int(last or first)) for first, last in _RANGE.findall(numbers)]
