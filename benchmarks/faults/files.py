"""Indexes thousands of randomly broken source files of every format, and a few malicious ones."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import bisearch
from benchmarks.faults.malicious_files import EN, MALICIOUS_FILES, RU
from benchmarks.faults.outcome import Outcome
from benchmarks.faults.output import document_fault
from benchmarks.faults.states import DEMO
from benchmarks.faults.time_limit import TimeLimitError, cpu_limit

if TYPE_CHECKING:
    from random import Random

BATCH = 50
# Seconds of CPU time after which a batch counts as hung.
TIME_LIMIT = 60
HARMFUL_FILES = Path(tempfile.gettempdir()) / "bisearch-faults"
_TMX = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4"><header/><body><tu>'
    '<tuv xml:lang="ru"><seg>Смит <hi>болен</hi>.</seg></tuv>'
    '<tuv xml:lang="en"><seg>Smith is ill.</seg></tuv></tu></body></tmx>\n'
)
_TOKENS = (
    b"\x00", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x1b[2J", b"\x9b31m", b"\xc2\x9b31m", "\u202eabc".encode(),
    b"\r\n", b"\n\n", b"\\ud800", b'"', b"{", b"[" * 50, b"}", b"<", b">", b"&#0;", b"&lol;",
    b"<!DOCTYPE x [<!ENTITY lol 'x'>]>", b"***", b"[](", b"Title:", b"Date: 99999", b"# ", b"---\n", b"9" * 5000,
    "не".encode() * 300, b"A(" * 300, b" " * 3000, b"[" * 3000, "А.".encode() * 500, "\u0301".encode() * 300,
    b"http://" * 300, b'"text_ru": null,', b'"date": "1946-13-45",', b'"beads": [[[0],[9]]],',
)  # fmt: skip


def run(engine: str, count: int, random: Random) -> list[Outcome]:
    """Index `count` mutated files and the malicious ones."""
    promise = "indexed, or skipped with a reason; no hang; no terminal escapes"
    outcome = Outcome("mutated source files", promise, engine)
    try_mutated(engine, count, random, outcome)
    malicious = Outcome("malicious source files", promise, engine)
    for name, data in MALICIOUS_FILES.items():
        try_batch({name: data}, engine, malicious)
    return [outcome, malicious]


def try_mutated(engine: str, count: int, random: Random, outcome: Outcome) -> None:
    """Index `count` files, each mutated in one to four places."""
    seeds = _seeds()
    for first in range(0, count, BATCH):
        chosen = random.choices(seeds, k=min(BATCH, count - first))
        batch = {f"{place:05}-{name}": mutated(data, random) for place, (name, data) in enumerate(chosen, first)}
        try_batch(batch, engine, outcome)


def try_batch(files: dict[str, bytes], engine: str, outcome: Outcome) -> None:
    """Index files together, and one by one if that fails; harmful files are kept in `HARMFUL_FILES`."""
    with tempfile.TemporaryDirectory() as temporary:
        folder, index = Path(temporary) / "sources", Path(temporary) / "index"
        folder.mkdir()
        for name, data in files.items():
            (folder / name).write_bytes(data)
        try:
            with cpu_limit(TIME_LIMIT):
                report = bisearch.build([folder], index, bisearch.BuildOptions(engine=engine))
                fault = _fault(index, report.added)
        except TimeLimitError:
            fault, report = f"not finished within {TIME_LIMIT} s", None
        except Exception as error:  # noqa: BLE001 -- any other error is a failure
            fault, report = f"{type(error).__name__}: {str(error)[:200]}", None
        if fault and len(files) > 1:  # find the culprit
            for name, data in files.items():
                try_batch({name: data}, engine, outcome)
            return
        left_out = {Path(error.source).name for error in report.left_out} if report else set()
        for name in files:
            outcome.count(
                f"{name}: {fault}" if fault else None, "skipped with a reason" if name in left_out else "indexed"
            )
        if fault:
            shutil.copytree(folder, HARMFUL_FILES, dirs_exist_ok=True)


def _fault(index: Path, ids: list[str]) -> str | None:
    """Return the first fault among some documents of an index; None without documents, which leave no index."""
    if not ids:
        return None
    with bisearch.open(index) as opened:
        return next(filter(None, (document_fault(opened, id_) for id_ in ids)), None)


def _seeds() -> list[tuple[str, bytes]]:
    """Return a few files of every format: name and content."""
    record = {
        "id": "x",
        "title": "Cable",
        "date": "1946-11-20",
        "reference": "ф. 558, оп. 11",
        "text_ru": RU,
        "text_en": EN,
    }
    given = {
        "id": "y", "text_ru": "Смит болен.", "text_en": "Smith is ill.",
        "sentences_ru": [[0, 11]], "sentences_en": [[0, 13]], "beads": [[[0], [0]]],
    }  # fmt: skip
    lines = "".join(
        json.dumps(each, ensure_ascii=escaped) + "\n" for escaped in (False, True) for each in (record, given)
    )
    pages = [(path.name, path.read_bytes()) for path in sorted(DEMO.glob("*.md"))[:6]]
    return [
        *pages, ("page.txt", pages[0][1]), ("r.jsonl", lines.encode()), ("m.tmx", _TMX.encode()),
        ("p.ru.txt", RU.encode()), ("q.ru.txt", RU.encode("cp1251")), ("k.ru.txt", (RU * 9).encode("koi8-r")),
        ("u.ru.txt", RU.encode("utf-16")), ("e.en.txt", EN.encode()), ("l.ru", RU.encode()), ("l.en", EN.encode()),
    ]  # fmt: skip


def mutated(data: bytes, random: Random) -> bytes:
    """Mutate bytes in one to four places: flip a bit, insert odd tokens, delete, repeat, overwrite or truncate."""
    changed = bytearray(data)
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(changed) + 1)
        end = min(len(changed), at + random.randint(1, 200))
        kind = random.randrange(6)
        if kind == 0 and changed:
            changed[min(at, len(changed) - 1)] ^= 1 << random.randrange(8)
        elif kind == 1:
            changed[at:at] = random.choice(_TOKENS)
        elif kind == 2:
            del changed[at:end]
        elif kind == 3:
            changed[at:at] = changed[at:end] * random.choice((1, 2, 50))
        elif kind == 4:
            changed[at:end] = random.randbytes(end - at)
        else:
            del changed[at:]
    return bytes(changed)
