"""The file of corrections: appended to, never silently shortened, malformed lines named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.corrections.corrections_file import append, read_corrections, restore
from bisearch.corrections.records import Correction, now
from bisearch.errors import CorrectionsFileError

if TYPE_CHECKING:
    from pathlib import Path


def dismissal(id_: str, key: str = "number/1") -> Correction:
    return Correction(id_, "dismiss", "Петрова", "2026-11-26T12:00:00+00:00", key=key)


def undo(id_: str, of: str) -> Correction:
    return Correction(id_, "undo", "Петрова", now(), undoes=of)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "corrections.jsonl"


def test_records_are_read_in_the_order_in_which_they_were_appended(path: Path) -> None:
    append(path, [dismissal("aaa2")])
    append(path, [dismissal("bbb2"), undo("ccc2", "aaa2")])
    assert [each.id for each in read_corrections(path).records] == ["aaa2", "bbb2", "ccc2"]


def test_a_missing_file_has_no_records_unless_it_must_exist(path: Path) -> None:
    assert read_corrections(path).records == ()
    with pytest.raises(CorrectionsFileError, match="missing; put it back"):
        read_corrections(path, must_exist=True)


def test_an_undo_takes_back_and_an_undo_of_it_restores(path: Path) -> None:
    records = [dismissal("aaa2"), undo("bbb2", "aaa2")]
    append(path, records)
    assert read_corrections(path).active == ()
    append(path, [undo("ccc2", "bbb2")])
    found = read_corrections(path)
    assert [each.id for each in found.active] == ["aaa2"]
    assert found.dismissed_keys == {"number/1"}
    assert set(found.undone_by) == {"bbb2"}


def test_every_malformed_line_is_named_and_the_others_are_read(path: Path) -> None:
    append(path, [dismissal("aaa2")])
    with path.open("ab") as file:
        file.write(b"{\n\n\xff\xfe\n" + dismissal("bbb2").to_line().encode() + b"\n[1]\n")
    found = read_corrections(path)
    assert [each.id for each in found.records] == ["aaa2", "bbb2"]
    assert [each.line for each in found.malformed] == [2, 4, 6]
    with pytest.raises(CorrectionsFileError, match=r"jsonl:2: not a correction: not JSON; also malformed: lines 4, 6;"):
        found.require_sound()


def test_a_record_contradicting_those_before_it_is_malformed(path: Path) -> None:
    append(
        path,
        [dismissal("aaa2"), dismissal("aaa2"), dismissal("aaa2", "other"), undo("bbb2", "later"), dismissal("z22")],
    )
    found = read_corrections(path)
    assert [each.id for each in found.records] == ["aaa2", "z22"]
    assert [each.line for each in found.malformed] == [3, 4]


def test_a_line_cut_short_by_a_crash_is_ignored_and_kept_beside_the_file_by_the_next_append(path: Path) -> None:
    append(path, [dismissal("aaa2")])
    torn = dismissal("bbb2").to_line().encode()[:40]
    with path.open("ab") as file:
        file.write(torn)
    found = read_corrections(path)
    assert ([each.id for each in found.records], found.malformed, found.incomplete_line) == (["aaa2"], (), 2)
    append(path, [dismissal("ccc2")])
    assert [each.id for each in read_corrections(path).records] == ["aaa2", "ccc2"]
    assert path.with_name("corrections.jsonl.incomplete").read_bytes() == torn + b"\n"


def test_a_complete_last_line_without_a_line_feed_stays(path: Path) -> None:
    path.write_text(dismissal("aaa2").to_line(), encoding="utf-8")
    append(path, [dismissal("bbb2")])
    assert [each.id for each in read_corrections(path).records] == ["aaa2", "bbb2"]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_byte_order_mark_and_the_line_ends_of_windows_are_no_mistakes(path: Path, ends: str) -> None:
    lines = [dismissal("aaa2").to_line(), dismissal("bbb2").to_line(), ""]
    path.write_bytes(b"\xef\xbb\xbf" + ends.join(lines).encode())
    found = read_corrections(path)
    assert (len(found.records), found.malformed) == (2, ())


def test_an_append_that_could_not_be_applied_is_cut_off(path: Path) -> None:
    append(path, [dismissal("aaa2")])
    before = path.read_bytes()
    size = append(path, [dismissal("bbb2")])
    restore(path, size)
    assert path.read_bytes() == before


def test_what_is_no_regular_file_is_refused(path: Path) -> None:
    path.mkdir()
    with pytest.raises(CorrectionsFileError, match="cannot be read"):
        read_corrections(path)
