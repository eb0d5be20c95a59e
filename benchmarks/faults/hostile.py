"""Makes indexes as an attacker would: other contents, with every checksum made right again."""

from __future__ import annotations

import io
import json
import os
import pickle
import shutil
import sqlite3
import zlib
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

import bisearch
from benchmarks.faults.outcome import Outcome
from benchmarks.faults.states import answers, prepare
from benchmarks.faults.time_limit import TimeLimitError, cpu_limit
from bisearch.engines.whoosh import passage_table
from bisearch.storage.checked_pages import SUMS, page_checksums_path, write_page_checksums
from bisearch.storage.checksums import add_checksum, file_checksum
from bisearch.storage.index_folder import DOCUMENTS, POSTINGS, VOCABULARY
from bisearch.storage.locks import IN_USE
from bisearch.storage.manifest import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

TIME_LIMIT = 20
# Values of wrong types and sizes.
VALUES: tuple[Any, ...] = (
    None, True, -1, 0, 2**31, 2**63, 1e308, float("nan"), "", "\0", "\ud800", "../../x", "/dev/zero", "a" * 10_000,
    [], {}, [[[]]], {"a": {"b": None}},
)  # fmt: skip

_DOCUMENTS = bisearch.SearchOptions(group="document", facets=("year", "archive", "language"))
# Calls that read what the searches of `answers` do not.
OTHER_CALLS: tuple[Callable[[bisearch.Index], object], ...] = (
    lambda index: [index.find_document(document.id) for document in index.documents()],
    lambda index: index.find_document("none"),
    lambda index: index.search("title:*е* id:v*", _DOCUMENTS),
    lambda index: index.search("title:вершинин~ Vershinin qwertz", context=2, sort="date"),
    lambda index: index.facets("helicopter", ("year", "archive")),
    lambda index: index.export("helicopter", "jsonl", io.BytesIO()),
    lambda index: index.frequencies(["станция"]),
    lambda index: index.collocates("станция"),
    lambda index: index.concordance("станция"),
    lambda index: index.keywords("date:1950..1960"),
    lambda index: index.translate("станция"),
    lambda index: index.audit(),
    lambda index: index.stats(),
)


class _Foreign:
    """Creates a file when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self._mark = str(mark)

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (self._mark,)


def run(folder: Path, engine: str, count: int, random: Random) -> list[Outcome]:
    """Open, search and check `count` hostile indexes."""
    base = prepare(folder, engine)
    outcome = Outcome(
        "hostile indexes with valid checksums",
        "no foreign code runs; searches and check end with answers or a documented error",
        engine,
    )
    for _ in range(count):
        index = base.copy(folder / "index")
        mark = folder / "mark"
        kind = random.choice(sorted(KINDS))
        KINDS[kind](index, random, mark)
        outcome.count(*_try(index, kind, mark))
        shutil.rmtree(index, ignore_errors=True)
    return [outcome]


def _try(index: Path, kind: str, mark: Path) -> tuple[str | None, str | None]:
    ends = []
    uses: dict[str, Callable[[], bool]] = {
        "check": lambda: not bisearch.check(index),
        "search": lambda: bool(answers(index)),
        "another call": lambda: make_other_calls(index),
    }
    for name, use in uses.items():
        try:
            with cpu_limit(TIME_LIMIT):
                ends.append("fine" if use() else "refused")
        except bisearch.IndexVersionError:
            ends.append("another version")
        except bisearch.BisearchError:
            ends.append("refused")
        except TimeLimitError:
            return f"{kind}: {name} hung", None
        except Exception as error:  # noqa: BLE001 -- any other error is a failure
            return f"{kind}: {name}: {type(error).__name__}: {error}", None
        if mark.exists():
            mark.rmdir()
            return f"{kind}: {name} ran foreign code", None
    if ends == ["fine", "refused"]:
        return f"{kind}: refused by search, sound by check", None
    return None, f"check: {ends[0]}, search: {ends[1]}"


def make_other_calls(index: Path) -> bool:
    """Make `OTHER_CALLS`, each of which may raise a documented error."""
    with bisearch.open(index) as opened:
        for call in OTHER_CALLS:
            with suppress(bisearch.BisearchError):
                call(opened)
    return True


def _generation(index: Path) -> Path:
    (found,) = index.glob("generation-*")
    return found


def _files(index: Path) -> list[Path]:
    return sorted(path for path in _generation(index).rglob("*") if path.is_file() and path.name != IN_USE)


def reseal(index: Path) -> None:
    """Make all checksums right."""
    generation = _generation(index)
    values = json.loads((index / MANIFEST).read_bytes())
    seed = zlib.crc32(values["index_id"].encode())
    for path in (generation / POSTINGS).glob("*.terms"):
        page_checksums_path(path).unlink(missing_ok=True)
        write_page_checksums(path, seed)
    table = generation / POSTINGS / passage_table.FILE
    if table.is_file():
        written = table.read_bytes()[:-4]
        table.write_bytes(written + zlib.crc32(written).to_bytes(4, "little"))
    values["files"] = {
        str(path.relative_to(generation)): {
            name: getattr(file_checksum(path), name) for name in ("size", "sha256", "crc32", "modified")
        }
        for path in _files(index)
    }
    _write_manifest(index, values)


def _write_manifest(index: Path, values: dict[str, Any]) -> None:
    values.pop("checksum", None)
    values["checksum"] = zlib.crc32(json.dumps(values, sort_keys=True).encode())
    (index / MANIFEST).write_text(json.dumps(values, sort_keys=True), encoding="utf-8")


def _change_manifest(index: Path, random: Random, _: Path) -> None:
    values = json.loads((index / MANIFEST).read_bytes())
    _mutate(values, random)
    _write_manifest(index, values)


def _change_json(index: Path, random: Random, _: Path) -> None:
    """Change a value of a file of JSON among the postings."""
    found = [path for path in _files(index) if path.suffix == ".json"]
    path = random.choice(found)
    values = json.loads(path.read_bytes())
    _mutate(values, random)
    path.write_text(json.dumps(values), encoding="utf-8")
    reseal(index)


def _mutate(values: Any, random: Random) -> None:
    """Replace, remove or add a value somewhere."""
    while True:
        keys = list(values) if isinstance(values, dict) else list(range(len(values)))
        key = random.choice(keys) if keys else None
        if key is not None and isinstance(values[key], dict | list) and values[key] and random.random() < 0.7:
            values = values[key]
            continue
        if key is None or random.random() < 0.1:
            values.update({"other": 1}) if isinstance(values, dict) else values.append(random.choice(VALUES))
        elif random.random() < 0.2:
            del values[key]
        else:
            values[key] = random.choice(VALUES)
        return


def _put_pickle(index: Path, random: Random, mark: Path) -> None:
    """Replace a file, or its beginning or end, by a pickle that creates a folder."""
    path = random.choice(_files(index))
    written, foreign = path.read_bytes(), pickle.dumps(_Foreign(mark))
    at = random.choice((0, len(written), random.randrange(len(written) + 1)))
    path.write_bytes(random.choice((foreign, written[:at] + foreign + written[at + len(foreign) :])))
    reseal(index)


def _change_bytes(index: Path, random: Random, _mark: Path) -> None:
    path = random.choice([path for path in _files(index) if path.stat().st_size and path.suffix != SUMS])
    data = bytearray(path.read_bytes())
    for _ in range(random.choice((1, 1, 4, 32))):
        data[random.randrange(len(data))] = random.choice((0, 1, 0x7F, 0x80, 0xFF, random.randrange(256)))
    if random.random() < 0.1:
        del data[random.randrange(len(data)) :]
    path.write_bytes(data)
    reseal(index)


def _change_row(index: Path, random: Random, mark: Path) -> None:
    """Change a value of a table; rows with a checksum get a valid one."""
    seed = zlib.crc32(json.loads((index / MANIFEST).read_bytes())["index_id"].encode())
    with closing(sqlite3.connect(_generation(index) / random.choice((DOCUMENTS, VOCABULARY)))) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        table = random.choice(tables)
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        values = [value for value in VALUES if isinstance(value, str | int | float) and value not in {2**63, "\ud800"}]
        value: Any = random.choice([*values, pickle.dumps(_Foreign(mark)), b"", bytes(300)])
        if table == "blocks" and random.random() < 0.8:
            (first,) = connection.execute("SELECT first_passage FROM blocks").fetchone()
            text = json.dumps(random.choice(([], [1, 2, 3, 4], [1, [1], [["a"], [1], [0], [[5, 9]]], [[None]] * 4])))
            packed = zlib.compress(text.encode(), wbits=-15)
            connection.execute("UPDATE blocks SET packed = ?", (add_checksum(packed, first, seed=seed),))
        else:
            with suppress(sqlite3.IntegrityError):  # a primary key of another type cannot be stored
                connection.execute(f"UPDATE OR IGNORE {table} SET {random.choice(columns)} = ?", (value,))  # noqa: S608
        connection.commit()
    reseal(index)


def _add_view(index: Path, random: Random, _: Path) -> None:
    """Replace a table by a view that never ends, or add a trigger."""
    with closing(sqlite3.connect(_generation(index) / DOCUMENTS)) as connection:
        table = random.choice(("forms", "blocks", "translations", "facets"))
        connection.execute(f"ALTER TABLE {table} RENAME TO other")
        connection.execute(
            f"CREATE VIEW {table} AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)"  # noqa: S608
            " SELECT other.* FROM other, r"
        )
        connection.commit()
    reseal(index)


def _put_no_file(index: Path, random: Random, _: Path) -> None:
    """Put a FIFO, a folder or a link where a file is, or where none is."""
    path = random.choice([index / MANIFEST, _generation(index) / IN_USE, *_files(index), index / "generation-000009"])
    if path.exists():
        path.unlink()
    kind = random.randrange(4)
    if kind == 0:
        os.mkfifo(path)
    elif kind == 1:
        path.mkdir()
    elif kind == 2:
        path.symlink_to("/dev/zero")
    else:
        path.touch()


KINDS: dict[str, Callable[[Path, Random, Path], None]] = {
    "manifest": _change_manifest,
    "JSON": _change_json,
    "pickle": _put_pickle,
    "bytes": _change_bytes,
    "row": _change_row,
    "view": _add_view,
    "no file": _put_no_file,
}
