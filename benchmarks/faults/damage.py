"""Flips, overwrites or cuts off bytes of an index at random places."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import bisearch
from benchmarks.faults.outcome import Outcome
from benchmarks.faults.states import OLD_SOURCES, answers, prepare, state_fault
from benchmarks.faults.time_limit import TimeLimitError, cpu_limit
from bisearch.errors import StoredIndexError
from bisearch.storage import checksums
from bisearch.storage.locks import WRITER_LOCK

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from benchmarks.faults.states import Change

KINDS = ("bit flipped", "byte overwritten", "sector zeroed", "end cut off")
SECTOR = 512
# Bytes verified when an index is opened, for the small index that stands in for a large one: its small files only.
LARGE_INDEX_LIMIT = 4096
# Seconds of CPU time after which the searches count as hung.
TIME_LIMIT = 20
# Interval of tries at which the command line and a rebuild are tested too.
COMMAND_INTERVAL = 25


@dataclass(frozen=True, slots=True)
class Damage:
    """Damage done to a file.

    Attributes:
        kind: one of `KINDS`.
        name: path of the file in the index.
        at: offset of the damage in bytes.
        keeps_mtime: whether the file's modification time was kept, as when a disk loses bits.
    """

    kind: str
    name: str
    at: int
    keeps_mtime: bool

    def __str__(self) -> str:
        return f"{self.name}: {self.kind} at {self.at:,}{', modification time kept' if self.keeps_mtime else ''}"


def run(folder: Path, engine: str, count: int, random: Random) -> list[Outcome]:
    """Damage an index `count` times while it is opened like a small one, and as often like a large one."""
    change = prepare(folder, engine)
    before = answers(change.base)
    small = Outcome(
        "bytes flipped, overwritten, zeroed or cut off",
        "check detects it; a search fails with exit code 3 or gives the same answers; a rebuild repairs it",
        engine,
    )
    for number in range(count):
        small.count(*_try_small(change, folder / "index", random, before, number))
    large = Outcome(
        "the same with modification times kept, in an index too large to be verified whenever it is opened",
        "check detects it; no wrong text is shown",
        engine,
    )
    texts = _texts(before)
    with patch.object(checksums, "MAX_BYTES_READ_ON_OPENING", LARGE_INDEX_LIMIT):
        for _ in range(count):
            large.count(*_try_large(change, folder / "index", random, before, texts))
    return [small, large]


def _try_small(
    change: Change, index: Path, random: Random, before: list[str], number: int
) -> tuple[str | None, str | None]:
    change.copy(index)
    damage = _damage(index, random, keeps_mtime=random.random() < 0.5)
    is_detected = _check_detects(index)
    try:
        with cpu_limit(TIME_LIMIT):
            same = answers(index) == before
    except StoredIndexError:
        same = None
    except TimeLimitError:
        return f"{damage}: a search hung", None
    except Exception as error:  # noqa: BLE001 -- any other error is a failure
        return f"{damage}: {type(error).__name__}: {error}", None
    if same is False:
        return f"{damage}: different answers", None
    if same is None and not is_detected:
        return f"{damage}: refused by search but not detected by check", None
    if number % COMMAND_INTERVAL == 0:
        fault = _command_fault(index, 3 if same is None else 0) or _rebuild_fault(change, index)
        if fault:
            return f"{damage}: {fault}", None
    return None, "refused by search and check" if same is None else "changed no answer"


def _try_large(
    change: Change, index: Path, random: Random, before: list[str], texts: dict[str, str]
) -> tuple[str | None, str | None]:
    change.copy(index)
    damage = _damage(index, random, keeps_mtime=True)
    if not _check_detects(index):
        return f"{damage}: not detected by check", None
    try:
        with cpu_limit(TIME_LIMIT):
            found = answers(index)
    except StoredIndexError:
        return None, "refused"
    except TimeLimitError:
        return f"{damage}: a search hung", None
    except Exception as error:  # noqa: BLE001 -- any other error is a failure
        return f"{damage}: {type(error).__name__}: {error}", None
    if any(texts.get(_key(hit)) != _text(hit) for record in map(json.loads, found) for hit in record["hits"]):
        return f"{damage}: a wrong text", None
    return None, "changed no answer" if found == before else "changed hits but no text"


def _damage(index: Path, random: Random, *, keeps_mtime: bool) -> Damage:
    files = sorted(path for path in index.rglob("*") if path.is_file() and path.stat().st_size)
    files = [path for path in files if path.name != WRITER_LOCK]  # its content only serves messages
    # Half of the time all bytes are equally likely, half of the time all files are.
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
    if keeps_mtime:
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    return Damage(kind, path.relative_to(index).as_posix(), at, keeps_mtime)


def _check_detects(index: Path) -> bool:
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
    later = change.sources.rename(change.sources.with_name("later"))
    try:  # a document is known by the path of its file
        shutil.copytree(change.sources.with_name(OLD_SOURCES), change.sources)
        bisearch.build([change.sources], index, options)
    finally:
        shutil.rmtree(change.sources, ignore_errors=True)
        later.rename(change.sources)
    fault = state_fault(index, change.before)
    return f"after the rebuild {fault}" if fault else None


def _texts(before: list[str]) -> dict[str, str]:
    """Return the texts and metadata of every passage, taken from the answers before the damage."""
    return {_key(hit): _text(hit) for record in map(json.loads, before) for hit in record["hits"]}


def _key(hit: dict[str, Any]) -> str:
    return f"{hit['document']['id']} {hit['passage']['number']}"


def _text(hit: dict[str, Any]) -> str:
    sides = [(side or {}).get("text") for side in (hit["passage"]["ru"], hit["passage"]["en"])]
    return json.dumps([hit["document"], sides], sort_keys=True)
