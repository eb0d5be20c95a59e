"""Bytes of an index are flipped, overwritten or cut off at random places."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import bisearch
from benchmarks.faults.outcome import Outcome
from benchmarks.faults.states import answers, prepare, state_fault
from benchmarks.faults.watch import HangError, at_most
from bisearch.errors import StoredIndexError
from bisearch.storage import checksums
from bisearch.storage.locks import WRITER_LOCK

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from benchmarks.faults.states import Change

KINDS = ("bit flipped", "byte overwritten", "sector zeroed", "end cut off")
SECTOR = 512
# Of the small index that stands for a large one so many bytes are read at an opening: its small files, not the large.
READ_OF_LARGE = 4096
# Searches may take this many seconds of processor time before it counts as hung.
PATIENCE = 20
# Every so many times the command line is tried too, and the rebuilding.
EVERY = 25


@dataclass(frozen=True, slots=True)
class Damage:
    """What was done to a file; `is_unseen`: with its time of modification kept, as a disk that loses bits does."""

    kind: str
    name: str
    at: int
    is_unseen: bool

    def __str__(self) -> str:
        return f"{self.name}: {self.kind} at {self.at:,}{', time of modification kept' if self.is_unseen else ''}"


def run(folder: Path, engine: str, count: int, random: Random) -> list[Outcome]:
    """Damage an index `count` times as small indexes are opened, and as often as large ones are."""
    change = prepare(folder, engine)
    before = answers(change.base)
    small = Outcome(
        "bytes flipped, overwritten, zeroed or cut",
        "check finds it; a search refuses with exit code 3, or answers as before; a rebuild repairs",
        engine,
    )
    for number in range(count):
        small.count(*_tried(change, folder / "index", random, before, number))
    large = Outcome(
        "the same behind the file system's back, in an index too large to be read at each opening",
        "check finds it; no text is ever wrong",
        engine,
    )
    texts = _texts(before)
    with patch.object(checksums, "MAX_BYTES_READ_ON_OPENING", READ_OF_LARGE):
        for _ in range(count):
            large.count(*_tried_unseen(change, folder / "index", random, before, texts))
    return [small, large]


def _tried(
    change: Change, index: Path, random: Random, before: list[str], number: int
) -> tuple[str | None, str | None]:
    change.copy(index)
    damage = _damage(index, random, is_unseen=random.random() < 0.5)
    found = _is_found(index)
    try:
        with at_most(PATIENCE):
            same = answers(index) == before
    except StoredIndexError:
        same = None
    except HangError:
        return f"{damage}: a search hung", None
    except Exception as error:  # noqa: BLE001 -- whatever it is, it should not have come out
        return f"{damage}: {type(error).__name__}: {error}", None
    if same is False:
        return f"{damage}: other answers", None
    if same is None and not found:
        return f"{damage}: refused, but not found by check", None
    if number % EVERY == 0:
        fault = _command_fault(index, 3 if same is None else 0) or _rebuild_fault(change, index)
        if fault:
            return f"{damage}: {fault}", None
    return None, "refused by search and check" if same is None else "changed no answer"


def _tried_unseen(
    change: Change, index: Path, random: Random, before: list[str], texts: dict[str, str]
) -> tuple[str | None, str | None]:
    change.copy(index)
    damage = _damage(index, random, is_unseen=True)
    if not _is_found(index):
        return f"{damage}: not found by check", None
    try:
        with at_most(PATIENCE):
            found = answers(index)
    except StoredIndexError:
        return None, "refused"
    except HangError:
        return f"{damage}: a search hung", None
    except Exception as error:  # noqa: BLE001 -- whatever it is, it should not have come out
        return f"{damage}: {type(error).__name__}: {error}", None
    if any(texts.get(_key(hit)) != _text(hit) for record in map(json.loads, found) for hit in record["hits"]):
        return f"{damage}: a wrong text", None
    return None, "changed no answer" if found == before else "changed hits, texts right"


def _damage(index: Path, random: Random, *, is_unseen: bool) -> Damage:
    files = sorted(path for path in index.rglob("*") if path.is_file() and path.stat().st_size)
    files = [path for path in files if path.name != WRITER_LOCK]  # what stands in it is for messages alone
    # Half the times every byte is as likely, half the times every file.
    sizes = [path.stat().st_size for path in files]
    path = random.choices(files, sizes)[0] if random.random() < 0.5 else random.choice(files)
    status = path.stat()
    at = random.randrange(status.st_size)
    kind = random.choice(KINDS)
    data = bytearray(path.read_bytes())
    if kind == "bit flipped":
        data[at] ^= 1 << random.randrange(8)
    elif kind == "byte overwritten":
        data[at] = (data[at] + random.randrange(1, 256)) % 256
    elif kind == "sector zeroed":
        start = at - at % SECTOR
        data[start : start + SECTOR] = bytes(len(data[start : start + SECTOR]))
        if data == path.read_bytes():
            data[at] ^= 0xFF
    else:
        del data[at:]
    path.write_bytes(data)
    if is_unseen:
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    return Damage(kind, path.relative_to(index).as_posix(), at, is_unseen)


def _is_found(index: Path) -> bool:
    try:
        return bool(bisearch.check(index))
    except StoredIndexError:
        return True


def _command_fault(index: Path, expected: int) -> str | None:
    command = [sys.executable, "-m", "bisearch", "search", "--index", str(index), "id:v*"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != expected or "Traceback" in done.stderr:
        return f"exit code {done.returncode}, not {expected}: {done.stderr[-200:]}"
    return None


def _rebuild_fault(change: Change, index: Path) -> str | None:
    options = bisearch.BuildOptions(rebuild=True, engine=change.engine)
    bisearch.build([change.sources.with_name("before")], index, options)
    fault = state_fault(index, change.before)
    return f"after the rebuild {fault}" if fault else None


def _texts(before: list[str]) -> dict[str, str]:
    """Return the text of every passage, with its document's metadata, by the answers before the damage."""
    return {_key(hit): _text(hit) for record in map(json.loads, before) for hit in record["hits"]}


def _key(hit: dict[str, Any]) -> str:
    return f"{hit['document']['id']} {hit['passage']['number']}"


def _text(hit: dict[str, Any]) -> str:
    sides = [(side or {}).get("text") for side in (hit["passage"]["ru"], hit["passage"]["en"])]
    return json.dumps([hit["document"], sides], sort_keys=True)
