"""Permanent references to passages, such as ``cable-641/12-k7f2q``.

A permanent reference has the document's id, the passage's number and a hash of one of its sentences. The number finds
the passage at once; the hash shows that it is still the same passage, and finds it again when its number has changed.
Any sentence of either side may be referred to. The hash ignores case, punctuation and whitespace, so that only a change
of the words changes it.

When a document is indexed anew, `successors` finds which sentences have replaced those that are gone, since their text
was split elsewhere or corrected. The index keeps the successors, so that older references still lead somewhere.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from base64 import b32encode
from bisect import bisect_right
from difflib import SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from bisearch.errors import PermanentReferenceError
from bisearch.model import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bisearch.model import Passage

HASH_LETTERS = 5
_FORM = re.compile(rf"(?P<id>.+)/(?P<number>[1-9]\d{{0,8}})(?:-(?P<hash>[a-z2-7]{{{HASH_LETTERS}}}))?", re.DOTALL)
# A sentence succeeds another if it has at least this share of its words.
MIN_SHARED_WORDS = 0.5

# How a sentence came to replace another: the same words were split in another place, or words were changed.
Succession: TypeAlias = Literal["split", "changed"]


class PermanentReference(NamedTuple):
    """A permanent reference, parsed.

    Attributes:
        document: the document's id.
        number: the passage's number when the reference was made, from 1.
        sentence: the hash of one of its sentences; None if the reference has none, and follows the number alone.
    """

    document: str
    number: int
    sentence: str | None

    def __str__(self) -> str:
        return f"{self.document}/{self.number}" + (f"-{self.sentence}" if self.sentence is not None else "")


class Successor(NamedTuple):
    """The sentence that has replaced another of the same document.

    Attributes:
        sentence: the hash of the sentence that is gone.
        successor: the hash of the sentence in its place.
        kind: how it was replaced.
    """

    sentence: str
    successor: str
    kind: Succession


def parse_permanent_reference(text: str) -> PermanentReference:
    """Return a permanent reference parsed.

    Args:
        text: ``ID/NUMBER-HASH``, or ``ID/NUMBER``; letters of the hash in either case.

    Raises:
        PermanentReferenceError: `text` has another form.
    """
    document, _, rest = text.strip().rpartition("/")
    found = _FORM.fullmatch(f"{document}/{rest.lower()}")
    if found is None:
        raise PermanentReferenceError(
            f"{text!r} is not a permanent reference; the form is DOCUMENT/PASSAGE-HASH, such as letter-12/3-k7f2q"
        )
    return PermanentReference(found["id"], int(found["number"]), found["hash"])


def permanent_reference_to(document: str, passage: Passage) -> PermanentReference:
    """Return the permanent reference to a passage, by its first Russian sentence, or else its first English one."""
    side = passage.ru or passage.en
    text = side.sentence_texts()[0] if side is not None else ""
    return PermanentReference(document, passage.number, sentence_hash(text))


def sentence_hash(text: str) -> str:
    """Return five letters of base 32 from the SHA-256 of a sentence's letters and digits, without case and ё."""
    digest = hashlib.sha256(_letters(text).encode(errors="surrogatepass")).digest()
    return b32encode(digest[:5])[:HASH_LETTERS].decode().lower()


def sentence_hashes(passage: Passage) -> list[str]:
    """Return the hashes of all sentences of a passage, the Russian ones first."""
    sides = filter(None, map(passage.side, SIDES))
    return [sentence_hash(text) for side in sides for text in side.sentence_texts()]


def successors(old: Sequence[Passage], new: Sequence[Passage]) -> Iterator[Successor]:
    """Yield the successors of the sentences of a document that its new version lacks.

    Args:
        old: the passages of the document as indexed before.
        new: its passages now.
    """
    present = {hash_ for passage in new for hash_ in sentence_hashes(passage)}
    for side in SIDES:
        before, after = _sentences(old, side), _sentences(new, side)
        old_hashes, new_hashes = list(map(sentence_hash, before)), list(map(sentence_hash, after))
        matcher = SequenceMatcher(None, old_hashes, new_hashes, autojunk=False)
        for change, first, last, new_first, new_last in matcher.get_opcodes():
            if change == "replace":
                for text, other, kind in _replaced(before[first:last], after[new_first:new_last]):
                    gone = sentence_hash(text)
                    if gone not in present:
                        yield Successor(gone, sentence_hash(other), kind)


def _sentences(passages: Iterable[Passage], side: str) -> list[str]:
    """Return the texts of one side's sentences, in the order of the document."""
    sides = [text for passage in passages if (text := passage.ru if side == "ru" else passage.en) is not None]
    placed = [pair for each in sides for pair in zip(each.sentences, each.sentence_texts(), strict=True)]
    return [text for _, text in sorted(placed)]


def _replaced(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str, Succession]]:
    """Yield the sentences that others have replaced, with these."""
    old, new = list(map(_letters, before)), list(map(_letters, after))
    if "".join(old) == "".join(new):
        ends = list(accumulate(map(len, new)))
        starts = accumulate(map(len, old[:-1]), initial=0)
        for text, start in zip(before, starts, strict=True):
            yield text, after[bisect_right(ends, start)], "split"
        return
    words = [set(_words(text)) for text in after]
    for text in before:
        mine = set(_words(text))
        place = max(range(len(words)), key=lambda place: len(mine & words[place]))
        if mine and len(mine & words[place]) >= MIN_SHARED_WORDS * len(mine):
            yield text, after[place], "changed"


def _letters(text: str) -> str:
    """Return the letters and digits of a text, folded; the text itself, without spaces around it, if it has none."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return "".join(filter(str.isalnum, folded)) or text.strip()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold().replace("ё", "е"))
