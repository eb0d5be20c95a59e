"""Where an archive's text has the words of a quotation, and how they differ."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.word_frequency import known_words
from bisearch.similarity.ocr_confusion import CONFUSION_COST, ocr_distance

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bisearch.model import Side
    from bisearch.verification.wording import Word, Wording

# A word that occurs more often than this in a document does not show where a quotation is.
MOST_PLACES = 60
# A fragment is looked for in the stretch of the text that has most of its words, and in this many words around it.
MARGIN = 12
# Letters that a scanner may have misread in one word.
MOST_MISREAD = 2
# Pieces that a line break may divide the words at the end of a quotation into.
MOST_DIVIDED = 2
_MISREAD_DIGITS = str.maketrans("оo3зlіб", "0033116")


class Difference(NamedTuple):
    """Words of a quotation that are not those of the archive.

    Attributes:
        quoted: the words of the quotation; empty if it leaves some out.
        archive: the words of the archive; empty if the quotation adds some.
    """

    quoted: str
    archive: str


class Match(NamedTuple):
    """Where a text has a quotation.

    Attributes:
        first: index of the first word of the text that the quotation has.
        last: index after the last one.
        share: the share of the quotation's words that the text has there, in [0, 1].
        differences: for each stretch that differs, the ranges of words of the quotation and of the text.
        misread: whether a word differs in letters that a scanner misreads, or in its division.
    """

    first: int
    last: int
    share: float
    differences: tuple[tuple[Sequence[Word], Sequence[Word]], ...]
    misread: bool


class SearchedText:
    """One side of a document, in which quotations are looked for.

    Args:
        words: its words in order.
        side: its language.
    """

    def __init__(self, words: Sequence[Word], side: Side) -> None:
        self.words = words
        self._side: Side = side
        self._places: dict[str, list[int]] = {}
        for place, word in enumerate(words):
            self._places.setdefault(word.form, []).append(place)

    def find(self, wording: Wording) -> Match | None:
        """Return where the text has most of a quotation, its fragments in order; None if it has none of its words."""
        at = 0
        found: list[Match] = []
        differences: list[tuple[Sequence[Word], Sequence[Word]]] = []
        same = 0.0
        for fragment in wording.fragments:
            match = self._fragment(fragment, at)
            if match is None:
                differences.append((fragment, ()))
                continue
            found.append(match)
            differences += match.differences
            same += match.share * len(fragment)
            at = match.last
        if not found:
            return None
        share = same / sum(map(len, wording.fragments))
        misread = any(match.misread for match in found)
        return Match(found[0].first, found[-1].last, share, tuple(differences), misread)

    def _fragment(self, fragment: Sequence[Word], after: int) -> Match | None:
        start = self._start(fragment, after)
        if start is None:
            return None
        first, last = max(after, start - MARGIN), min(len(self.words), start + len(fragment) + MARGIN)
        return self._compare(fragment, first, last)

    def _start(self, fragment: Sequence[Word], after: int) -> int | None:
        """Return where the fragment would begin if the words that it shares with the text were in the same order."""
        votes: Counter[int] = Counter()
        for offset, word in enumerate(fragment):
            places = self._places.get(word.form, ())
            if len(places) <= MOST_PLACES:
                votes.update(place - offset for place in places if place >= after)
        if not votes:
            for offset, word in enumerate(fragment):
                votes.update(
                    place - offset for place in self._places.get(word.form, ())[:MOST_PLACES] if place >= after
                )
        if not votes:
            return None
        # Words left out or added move the beginning a little, so that the votes around a beginning count too.
        return max(votes, key=lambda start: (sum(votes[start + step] for step in range(-3, 4)), votes[start], -start))

    def _compare(self, fragment: Sequence[Word], first: int, last: int) -> Match | None:
        text = self.words[first:last]
        forms, own = [word.form for word in fragment], [word.form for word in text]
        codes = SequenceMatcher(None, forms, own, autojunk=False).get_opcodes()
        equal = [code for code in codes if code[0] == "equal"]
        if not equal:
            return None
        same = sum(code[2] - code[1] for code in equal)
        begin, end = equal[0][3], equal[-1][4]
        differences: list[tuple[Sequence[Word], Sequence[Word]]] = []
        misread = False
        for tag, i1, i2, j1, j2 in codes:
            if tag == "equal":
                continue
            if j2 <= begin:  # before the first common word, as many words of the text as of the quotation
                j1 = j2 - min(j2 - j1, _length(fragment[i1:i2], text[j1:j2][::-1], is_end=True))  # noqa: PLW2901
                begin = min(begin, j1) if i2 > i1 else begin
            elif j1 >= end:
                j2 = j1 + min(j2 - j1, _length(fragment[i1:i2], text[j1:j2], is_end=False))  # noqa: PLW2901
                end = max(end, j2) if i2 > i1 else end
            if i1 == i2 and j1 == j2:
                continue
            pairs, count = self._differing(fragment[i1:i2], text[j1:j2])
            misread = misread or count > 0
            same += count
            differences += pairs
        return Match(first + begin, first + end, same / len(fragment), tuple(differences), misread)

    def _differing(
        self, quoted: Sequence[Word], own: Sequence[Word]
    ) -> tuple[list[tuple[Sequence[Word], Sequence[Word]]], int]:
        """Return the words that differ, and how many words of the quotation a scanner has only misread."""
        joined = "".join(word.form for word in quoted)
        if any(joined == "".join(word.form for word in part) for part in _parts(own)):
            return [], len(quoted)
        if len(quoted) == len(own):
            pairs = [
                ((mine,), (other,))
                for mine, other in zip(quoted, own, strict=True)
                if not self._is_misread(other.form, mine.form)
            ]
            return _joined(pairs), len(quoted) - len(pairs)
        if self._is_misread("".join(word.form for word in own), "".join(word.form for word in quoted)):
            return [], len(quoted)
        return [(quoted, own)], 0

    def _is_misread(self, own: str, quoted: str) -> bool:
        """Return whether a word of the archive is one that the scanner misread, and the quotation has it right."""
        if own == quoted:
            return True
        if quoted.isdecimal() or own.isdecimal():
            return own.translate(_MISREAD_DIGITS) == quoted.translate(_MISREAD_DIGITS) and not (
                own.isdecimal() and quoted.isdecimal()
            )
        if abs(len(own) - len(quoted)) > 1 or own in known_words(self._side):
            return False
        return ocr_distance(own, quoted) <= MOST_MISREAD * CONFUSION_COST


def _length(quoted: Sequence[Word], own: Sequence[Word], *, is_end: bool) -> int:
    """Return how many words of the archive, nearest first, some words at the end of a quotation are compared with.

    They are as many as those of the quotation, unless the archive divides or joins the same letters.
    """
    letters = "".join(word.form for word in quoted)
    for count in range(1, min(len(own), len(quoted) + MOST_DIVIDED) + 1):
        part = own[:count][::-1] if is_end else own[:count]
        if letters == "".join(word.form for word in part):
            return count
    return len(quoted)


def _parts(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """Yield the beginnings and the ends of some words, all of them first."""
    for count in range(len(words), 0, -1):
        yield words[:count]
        yield words[-count:]


def _joined(
    pairs: Sequence[tuple[Sequence[Word], Sequence[Word]]],
) -> list[tuple[Sequence[Word], Sequence[Word]]]:
    """Return adjacent differences as one."""
    joined: list[tuple[Sequence[Word], Sequence[Word]]] = []
    for quoted, own in pairs:
        if joined and joined[-1][0] and quoted and 0 < quoted[0].start - joined[-1][0][-1].end <= 1:
            joined[-1] = ((*joined[-1][0], *quoted), (*joined[-1][1], *own))
        else:
            joined.append((quoted, own))
    return joined
