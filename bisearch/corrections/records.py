"""The record of one correction, as a line of ``corrections.jsonl`` has it.

A correction names sentences by their hashes, so that it is found again after a rebuild. It keeps the old state and the
new one; it applies only where the old state is still there.
"""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from bisearch.analysis.tokenizer import words
from bisearch.model import SIDES, PassageCorrection
from bisearch.storage.permanent_references import is_sentence_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bisearch.model import Side

BeadKind: TypeAlias = Literal["merge", "split", "link", "unlink"]
Kind: TypeAlias = Literal["merge", "split", "link", "unlink", "word", "name", "dismiss", "undo"]
BEAD_KINDS: tuple[BeadKind, ...] = ("merge", "split", "link", "unlink")
KINDS: tuple[Kind, ...] = (*BEAD_KINDS, "word", "name", "dismiss", "undo")
# The kinds that change a document of the index.
DOCUMENT_KINDS = (*BEAD_KINDS, "word")
# The greatest numbers of words in a reading or a name, and of code points in a text of a record.
MAX_WORDS = 8
MAX_TEXT = 2000
_ID = re.compile(r"[a-z0-9][a-z0-9-]{2,31}")
_ID_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_ID_LENGTH = 7


class SentenceLink(NamedTuple):
    """A bead by the hashes of its sentences.

    Attributes:
        ru: the hashes of the Russian sentences, in the order of the text.
        en: the hashes of the English sentences.
    """

    ru: tuple[str, ...]
    en: tuple[str, ...]

    def to_dict(self) -> dict[str, list[str]]:
        """Return the hashes of both sides, as in JSON."""
        return {"ru": list(self.ru), "en": list(self.en)}


# What a correction finds, or puts in its place: beads, or words.
State: TypeAlias = tuple[SentenceLink, ...] | str


@dataclass(frozen=True, slots=True)
class Correction:
    """One record of a file of corrections.

    Attributes:
        id: unique in the file.
        kind: ``"merge"``, ``"split"``, ``"link"`` or ``"unlink"`` for a bead; ``"word"`` for the reading of a word;
            ``"name"`` for two spellings of one name; ``"dismiss"`` for a finding that is no mistake; ``"undo"``.
        who: who made it.
        when: when, in ISO 8601 with the offset from UTC.
        document: the id of the document; empty for a name, a dismissal and an undo.
        passage: the number of the first passage that it concerned when it was made, which decides between equal
            sentences; 0 without a document.
        sentences: the hashes of the sentences that it concerns.
        side: the side of a word; None for all other kinds.
        old: the state before: beads, or words exactly as the source has them; a spelling of a name.
        new: the state after: beads, the reading, or the other spelling of the name.
        key: the key of the dismissed finding.
        undoes: the id of the record that an undo takes back.
        note: the reason, in the words of `who`.
    """

    id: str
    kind: Kind
    who: str
    when: str
    document: str = ""
    passage: int = 0
    sentences: tuple[str, ...] = ()
    side: Side | None = None
    old: State = ""
    new: State = ""
    key: str = ""
    undoes: str = ""
    note: str = ""

    @property
    def of_passage(self) -> PassageCorrection:
        """The correction as a passage shows it."""
        return PassageCorrection(self.id, self.kind, self.who, self.when, self.note)

    def to_dict(self) -> dict[str, Any]:
        """Return the record as a line of the file has it, without the fields that its kind lacks."""
        record: dict[str, Any] = {"id": self.id, "kind": self.kind, "who": self.who, "when": self.when}
        if self.document:
            record |= {"document": self.document, "passage": self.passage, "sentences": list(self.sentences)}
        if self.side is not None:
            record["side"] = self.side
        for name, state in (("old", self.old), ("new", self.new)):
            if state:
                record[name] = state if isinstance(state, str) else [bead.to_dict() for bead in state]
        named = (("key", self.key), ("undoes", self.undoes), ("note", self.note))
        return record | {name: text for name, text in named if text}

    def to_line(self) -> str:
        """Return the record as one line of JSON, without the line feed."""
        # Line separators of Unicode are escaped, because some editors break lines there.
        line = json.dumps(self.to_dict(), ensure_ascii=False)
        return line.translate({0x2028: "\\u2028", 0x2029: "\\u2029", 0x85: "\\u0085"})


def new_id(taken: Iterable[str]) -> str:
    """Return a random id that is not taken."""
    known = set(taken)
    while True:
        made = "".join(secrets.choice(_ID_LETTERS) for _ in range(_ID_LENGTH))
        if made not in known and not made.isdecimal():
            return made


def now() -> str:
    """Return the time now in ISO 8601, to the second, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def parse_correction(line: str) -> Correction:
    """Return the record of a line.

    Raises:
        ValueError: the line is no record; the message says why, in lower case.
    """
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError("not JSON") from error
    if not isinstance(values, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 -- malformed input, not a bug
    kind = values.get("kind")
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r:.40}; kinds are {', '.join(KINDS)}")
    common: dict[str, Any] = {
        "id": _text(values, "id"), "kind": kind, "who": _text(values, "who"), "when": _text(values, "when"),
        "note": _text(values, "note", optional=True),
    }  # fmt: skip
    if _ID.fullmatch(common["id"]) is None:
        raise ValueError(f"the id {common['id']!r:.40} is not 3 to 32 lower-case letters and digits")
    check_time(common["when"])
    if kind in BEAD_KINDS:
        return Correction(**common, **_bead_fields(values))
    if kind == "word":
        return Correction(**common, **_word_fields(values))
    if kind == "name":
        old, new = (_text(values, name) for name in ("old", "new"))
        check_names(old, new)
        return Correction(**common, old=old, new=new)
    if kind == "dismiss":
        return Correction(**common, key=_text(values, "key"))
    return Correction(**common, undoes=_text(values, "undoes"))


def check_time(text: str) -> None:
    """Raise `ValueError` if a text is no time in ISO 8601."""
    try:
        datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"when is no time in ISO 8601: {text!r:.40}") from error


def check_text_of(name: str, text: str) -> None:
    """Raise `ValueError` if a text of a record is too long or holds control characters."""
    if len(text) > MAX_TEXT:
        raise ValueError(f"{name} has {len(text):,} characters; at most {MAX_TEXT:,} are allowed")
    if any(character < " " or "\ud800" <= character <= "\udfff" for character in text):
        raise ValueError(f"{name} holds a control character or a line break")


def check_words(name: str, text: str) -> None:
    """Raise `ValueError` if a text has no words or too many."""
    check_text_of(name, text)
    count = len(words(text).forms)
    if not 1 <= count <= MAX_WORDS:
        raise ValueError(f"{name} must have 1 to {MAX_WORDS} words, not {count}: {text!r:.60}")


def check_names(first: str, second: str) -> None:
    """Raise `ValueError` if two spellings are not two different names."""
    for spelling in (first, second):
        check_words("a name", spelling)
    if words(first).forms == words(second).forms:
        raise ValueError(f"both spellings are the same name: {first!r:.60}")


def check_beads(old: Sequence[SentenceLink], new: Sequence[SentenceLink]) -> None:
    """Raise `ValueError` if new beads do not divide the same sentences as the old ones in another way."""
    if not old or not new or not all(bead.ru or bead.en for bead in (*old, *new)):
        raise ValueError("a bead has no sentence")
    for side in range(len(SIDES)):
        before, after = (sorted(hash_ for bead in beads for hash_ in bead[side]) for beads in (old, new))
        if before != after:
            raise ValueError("old and new have different sentences")
    if sorted(old) == sorted(new):
        raise ValueError("old and new are the same")


def _bead_fields(values: dict[str, Any]) -> dict[str, Any]:
    old, new = (tuple(map(_bead, _list(values, name))) for name in ("old", "new"))
    check_beads(old, new)
    concerned = tuple(hash_ for bead in old for hash_ in (*bead.ru, *bead.en))
    return {**_place(values, concerned), "old": old, "new": new}


def _word_fields(values: dict[str, Any]) -> dict[str, Any]:
    side = values.get("side")
    if side not in SIDES:
        raise ValueError(f"side must be ru or en, not {side!r:.40}")
    old, new = (_text(values, name) for name in ("old", "new"))
    check_words("old", old)
    check_words("new", new)
    sentences = _list(values, "sentences")
    if len(sentences) != 1:
        raise ValueError("a word needs one sentence")
    return {**_place(values, tuple(sentences)), "side": side, "old": old, "new": new}


def _place(values: dict[str, Any], concerned: tuple[str, ...]) -> dict[str, Any]:
    """Return the document, the passage and the sentences of a record."""
    passage = values.get("passage")
    if type(passage) is not int or not 1 <= passage < 1 << 32:
        raise ValueError(f"passage must be a number from 1, not {passage!r:.40}")
    sentences = tuple(_list(values, "sentences"))
    if sentences != concerned or not all(map(is_sentence_hash, sentences)):
        raise ValueError("sentences are not the hashes of the sentences of old, in order")
    return {"document": _text(values, "document"), "passage": passage, "sentences": sentences}


def _bead(value: Any) -> SentenceLink:
    if not isinstance(value, dict):
        raise ValueError("a bead needs the sentences of ru and en")  # noqa: TRY004 -- malformed input, not a bug
    sides = [tuple(_list(value, side)) for side in SIDES]
    if not all(map(is_sentence_hash, (*sides[0], *sides[1]))):
        raise ValueError("a bead needs hashes of sentences, such as k7f2q")
    return SentenceLink(*sides)


def _list(values: dict[str, Any], name: str) -> list[Any]:
    value = values.get(name)
    if not isinstance(value, list):
        raise ValueError(f"{name} must be a list, not {value!r:.40}")  # noqa: TRY004 -- malformed input, not a bug
    return value


def _text(values: dict[str, Any], name: str, *, optional: bool = False) -> str:
    value = values.get(name, "" if optional else None)
    if not isinstance(value, str) or not (value.strip() or optional):
        raise ValueError(f"{name} must be a text, not {value!r:.40}")
    check_text_of(name, value)
    return value
