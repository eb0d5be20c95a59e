"""Source files of every kind, broken by the thousands, and a few made with malice."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import bisearch
from benchmarks.faults.malice import EN, MALICE, RU
from benchmarks.faults.outcome import Outcome
from benchmarks.faults.showing import document_fault
from benchmarks.faults.states import DEMO
from benchmarks.faults.watch import HangError, at_most

if TYPE_CHECKING:
    from random import Random

BATCH = 50
# A batch may take this many seconds of processor time before it counts as hung.
PATIENCE = 60
KEPT = Path(tempfile.gettempdir()) / "bisearch-faults"
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
    """Index `count` mutated files, and the malicious ones."""
    promise = "indexed, or left out with a reason; no hang; nothing commands the terminal"
    outcome = Outcome("mutated source files", promise, engine)
    try_mutated(engine, count, random, outcome)
    malicious = Outcome("source files made with malice", promise, engine)
    for name, data in MALICE.items():
        try_batch({name: data}, engine, malicious)
    return [outcome, malicious]


def try_mutated(engine: str, count: int, random: Random, outcome: Outcome) -> None:
    """Index `count` files, each broken in a few places."""
    seeds = _seeds()
    for first in range(0, count, BATCH):
        chosen = random.choices(seeds, k=min(BATCH, count - first))
        batch = {f"{place:05}-{name}": mutated(data, random) for place, (name, data) in enumerate(chosen, first)}
        try_batch(batch, engine, outcome)


def try_batch(files: dict[str, bytes], engine: str, outcome: Outcome) -> None:
    """Index some files together, and each by itself where anything went wrong; the harmful are kept to be looked at."""
    with tempfile.TemporaryDirectory() as temporary:
        folder, index = Path(temporary) / "sources", Path(temporary) / "index"
        folder.mkdir()
        for name, data in files.items():
            (folder / name).write_bytes(data)
        try:
            with at_most(PATIENCE):
                report = bisearch.build([folder], index, bisearch.BuildOptions(engine=engine))
                fault = _fault(index, report.added)
        except HangError:
            fault, report = f"not done in {PATIENCE} s", None
        except Exception as error:  # noqa: BLE001 -- whatever it is, it should not have come out
            fault, report = f"{type(error).__name__}: {str(error)[:200]}", None
        if fault and len(files) > 1:  # find out which of them it is
            for name, data in files.items():
                try_batch({name: data}, engine, outcome)
            return
        left_out = {Path(error.source).name for error in report.left_out} if report else set()
        for name in files:
            outcome.count(
                f"{name}: {fault}" if fault else None, "left out with a reason" if name in left_out else "indexed"
            )
        if fault:
            shutil.copytree(folder, KEPT, dirs_exist_ok=True)


def _fault(index: Path, ids: list[str]) -> str | None:
    """Return what is wrong with the first such document of an index; of no documents, no index is made."""
    if not ids:
        return None
    with bisearch.open(index) as opened:
        return next(filter(None, (document_fault(opened, id_) for id_ in ids)), None)


def _seeds() -> list[tuple[str, bytes]]:
    """Return a few files of every kind: name and bytes."""
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
    """Return a file's bytes with one to four things done to them: flipped, cut, repeated, strewn with what is odd."""
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
