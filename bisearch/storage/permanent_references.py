"""Permanent references to passages, such as ``cable-641/12-k7f2q``.

A permanent reference has the document's id, the passage's number and a hash of one of its sentences. The number finds
the passage at once; the hash shows that it is still the same passage, and finds it again when its number has changed.
Any sentence of either side may be referred to. The hash ignores case, punctuation and whitespace, so that only a change
of the words changes it.

When a document is indexed anew, its text may be split into other sentences or corrected. The index then keeps which
sentences have replaced those that are gone, so that older references still lead somewhere.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from bisearch.errors import PermanentReferenceError
from bisearch.lazy_pattern import lazy_pattern
from bisearch.model import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from hashlib import sha256

    from bisearch.model import Passage
else:
    # hashlib loads OpenSSL, which takes several milliseconds; like `random`, take Python's own function.
    try:
        from _sha256 import sha256
    except ImportError:  # from Python 3.12 on
        try:
            from _sha2 import sha256
        except ImportError:
            from hashlib import sha256

HASH_LETTERS = 5
_BASE_32, _LETTER_BITS = "abcdefghijklmnopqrstuvwxyz234567", 5
_LETTER_MASK = (1 << _LETTER_BITS) - 1
_HASH_BYTES = -(-HASH_LETTERS * _LETTER_BITS // 8)
_SPARE_BITS = 8 * _HASH_BYTES - HASH_LETTERS * _LETTER_BITS
_FORM = lazy_pattern(rf"(?P<id>.+)/(?P<number>[1-9]\d{{0,8}})(?:-(?P<hash>[a-z2-7]{{{HASH_LETTERS}}}))?", re.DOTALL)
_HASH = lazy_pattern(rf"[a-z2-7]{{{HASH_LETTERS}}}")
# How a sentence came to replace another: the same words were split in another place, or words were changed.
Succession: TypeAlias = Literal["split", "changed"]
# How the passage of a reference was found; see `passage_of`.
Found: TypeAlias = Literal["unchanged", "moved", "split", "changed", "number"]


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


def passage_to_dict(document: str, passage: Passage) -> dict[str, Any]:
    """Return a passage as in JSON, with the permanent reference to it; `document` is the id of its document."""
    return {**passage.to_dict(), "permanent_reference": str(permanent_reference_to(document, passage))}


def sentence_hash(text: str) -> str:
    """Return five letters of base 32 from the SHA-256 of a sentence's letters and digits, without case and ё."""
    digest = sha256(letters_of(text).encode(errors="surrogatepass")).digest()
    number = int.from_bytes(digest[:_HASH_BYTES], "big") >> _SPARE_BITS
    places = range(_LETTER_BITS * (HASH_LETTERS - 1), -1, -_LETTER_BITS)
    return "".join(_BASE_32[number >> place & _LETTER_MASK] for place in places)


def is_sentence_hash(value: object) -> bool:
    """Return whether a value may be the hash of a sentence."""
    return isinstance(value, str) and _HASH.fullmatch(value) is not None


def sentence_hashes(passage: Passage) -> list[str]:
    """Return the hashes of all sentences of a passage, the Russian ones first."""
    sides = filter(None, map(passage.side, SIDES))
    return [sentence_hash(text) for side in sides for text in side.sentence_texts()]


def letters_of(text: str) -> str:
    """Return the letters and digits of a text, folded; the text itself, without spaces around it, if it has none."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return "".join(filter(str.isalnum, folded)) or text.strip()


def passage_of(
    wanted: PermanentReference, passages: Sequence[Passage], successors: Iterable[Successor]
) -> tuple[int, Found]:
    """Return the number of the passage that a reference leads to, and how it was found.

    If several passages have the sentence, the nearest to the number is taken.

    Args:
        wanted: the reference.
        passages: the passages of its document, in order.
        successors: which sentences of the document have replaced others.

    Returns:
        The number of the passage, and how it was found, as in `FoundPassage.found`.

    Raises:
        PermanentReferenceError: the document no longer has the sentence, or a passage of that number.
    """
    if wanted.sentence is None:
        if wanted.number > len(passages):
            raise PermanentReferenceError(
                f"{wanted}: the document has only {len(passages)} passage{'s' if len(passages) != 1 else ''}"
            )
        return wanted.number, "number"
    places: dict[str, list[int]] = {}
    for passage in passages:
        for sentence in sentence_hashes(passage):
            places.setdefault(sentence, []).append(passage.number)
    replaced = {each.sentence: each for each in successors}
    sentence = wanted.sentence
    found: Found = "unchanged"
    while sentence not in places and sentence in replaced:
        step = replaced.pop(sentence)  # popped, so that a circle of successors ends
        sentence = step.successor
        found = "changed" if found == "changed" else step.kind
    if sentence not in places:
        raise PermanentReferenceError(
            f"{wanted}: the document no longer has this sentence; passage {wanted.number}"
            + (" is now another one" if wanted.number <= len(passages) else " does not exist")
        )
    nearest = min(places[sentence], key=lambda number: abs(number - wanted.number))
    if found == "unchanged" and nearest != wanted.number:
        return nearest, "moved"
    return nearest, found
