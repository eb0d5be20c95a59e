"""The records of corrections: lines that are read, and lines that are refused with the reason."""

from __future__ import annotations

import contextlib
import json
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bisearch.corrections.records import (
    Correction,
    SentenceLink,
    check_beads,
    new_id,
    now,
    parse_correction,
)

COMMON = {"id": "abc2345", "who": "Петрова", "when": "2026-11-26T12:00:00+00:00"}
LINKS = [{"ru": ["aaaaa"], "en": ["bbbbb"]}, {"ru": ["ccccc"], "en": []}]
NEW = [{"ru": ["aaaaa", "ccccc"], "en": ["bbbbb"]}]
BEAD: dict[str, Any] = COMMON | {
    "kind": "merge", "document": "cable-1", "passage": 1, "sentences": ["aaaaa", "bbbbb", "ccccc"],
    "old": LINKS, "new": NEW,
}  # fmt: skip
WORD: dict[str, Any] = COMMON | {
    "kind": "word", "document": "cable-1", "passage": 1, "sentences": ["aaaaa"], "side": "ru",
    "old": "Трумзн", "new": "Трумэн",
}  # fmt: skip


@pytest.mark.parametrize(
    "record",
    [
        BEAD,
        WORD | {"note": "the scan has э"},
        COMMON | {"kind": "name", "old": "Смигунов", "new": "Smigunoff"},
        COMMON | {"kind": "dismiss", "key": "number/cable-1/aaaaa"},
        COMMON | {"kind": "undo", "undoes": "xyz2345"},
    ],
)
def test_a_record_is_written_as_it_was_read(record: dict[str, Any]) -> None:
    assert json.loads(parse_correction(json.dumps(record)).to_line()) == record


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not a JSON object"),
        (json.dumps(BEAD | {"kind": "erase"}), "unknown kind"),
        (json.dumps(BEAD | {"kind": ["merge"]}), "unknown kind"),
        (json.dumps(BEAD | {"id": "../x"}), "the id"),
        (json.dumps(BEAD | {"who": " "}), "who must be a text"),
        (json.dumps(BEAD | {"when": "yesterday"}), "no time"),
        (json.dumps(BEAD | {"passage": True}), "passage must be a number"),
        (json.dumps(BEAD | {"passage": 0}), "passage must be a number"),
        (json.dumps(BEAD | {"sentences": ["aaaaa"]}), "sentences are not"),
        (json.dumps(BEAD | {"new": LINKS}), "the same"),
        (json.dumps(BEAD | {"new": [{"ru": ["aaaaa"], "en": ["bbbbb"]}]}), "different sentences"),
        (json.dumps(BEAD | {"new": [*NEW, {"ru": [], "en": []}]}), "no sentence"),
        (json.dumps(BEAD | {"old": [{"ru": ["AAAAA"], "en": []}]}), "hashes"),
        (json.dumps(BEAD | {"old": "aaaaa"}), "old must be a list"),
        (json.dumps(BEAD | {"old": [1]}), "a bead needs"),
        (json.dumps(WORD | {"side": "de"}), "side must be"),
        (json.dumps(WORD | {"new": "..."}), "1 to 8 words"),
        (json.dumps(WORD | {"new": "\x1b[31mзло"}), "control character"),
        (json.dumps(WORD | {"new": "зло\nзло"}), "line break"),
        (json.dumps(WORD | {"new": "\ud800"}), "control character"),
        (json.dumps(WORD | {"new": "а " * 1500}), "characters"),
        (json.dumps(WORD | {"sentences": ["aaaaa", "bbbbb"]}), "one sentence"),
        (json.dumps(COMMON | {"kind": "name", "old": "Смигунов", "new": "СМИГУНОВ"}), "the same name"),
        (json.dumps(COMMON | {"kind": "dismiss"}), "key must be a text"),
        (json.dumps(COMMON | {"kind": "undo", "undoes": 7}), "undoes must be a text"),
    ],
)
def test_a_malformed_line_is_refused_with_the_reason(line: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_correction(line)


@given(st.text())
def test_any_line_is_a_record_or_a_value_error(line: str) -> None:
    with contextlib.suppress(ValueError):
        parse_correction(line)


def test_a_line_has_no_line_separator_of_unicode() -> None:
    correction = Correction("abc2345", "name", "A\u2028B", now(), old="Смит", new="Smith\u0085")
    assert len(correction.to_line().splitlines()) == 1
    assert parse_correction(correction.to_line()) == correction


def test_a_record_can_be_sent_to_a_worker_process() -> None:
    correction = parse_correction(json.dumps(BEAD))
    assert pickle.loads(pickle.dumps(correction)) == correction  # noqa: S301 -- our own bytes


def test_an_id_is_new() -> None:
    taken = {new_id(()) for _ in range(100)}
    assert new_id(taken) not in taken


def test_beads_may_be_divided_but_gain_and_lose_no_sentence() -> None:
    whole = SentenceLink(("aaaaa", "ccccc"), ("bbbbb",))
    check_beads([whole], [SentenceLink(("aaaaa",), ("bbbbb",)), SentenceLink(("ccccc",), ())])
    with pytest.raises(ValueError, match="different sentences"):
        check_beads([whole], [SentenceLink(("aaaaa", "aaaaa"), ("bbbbb",))])
