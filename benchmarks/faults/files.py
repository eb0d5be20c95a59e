"""Source files of every kind, broken by the thousands, and a few made with malice."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bisearch
from benchmarks.faults.malice import EN, MALICE, RU
from benchmarks.faults.outcome import Outcome
from benchmarks.faults.states import DEMO
from benchmarks.faults.watch import HangError, at_most
from bisearch.render.records import document_record, passage_record
from bisearch.render.safety import to_json
from bisearch.render.terminal import console_for, print_document

if TYPE_CHECKING:
    from random import Random

BATCH = 50
# A batch may take this many seconds of processor time before it counts as hung.
PATIENCE = 60
MOST_MUTATIONS = 4
KEPT = Path(tempfile.gettempdir()) / "bisearch-faults"
# What a terminal obeys, besides the line feeds that the program itself prints.
FORBIDDEN = {
    *map(chr, range(0x20)),
    *map(chr, range(0x7F, 0xA0)),
    *"\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
} - {"\n"}
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
    mutated = Outcome("mutated source files", promise, engine)
    try_mutated(engine, count, random, mutated)
    malicious = Outcome("source files made with malice", promise, engine)
    for name, data in MALICE.items():
        try_batch({name: data}, engine, malicious)
    return [mutated, malicious]


def try_mutated(engine: str, count: int, random: Random, outcome: Outcome) -> None:
    """Index `count` files, each broken in a few places."""
    seeds = _seeds()
    for first in range(0, count, BATCH):
        chosen = random.choices(seeds, k=min(BATCH, count - first))
        batch = {f"{place:05}-{name}": _mutated(data, random) for place, (name, data) in enumerate(chosen, first)}
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
                fault = _shown_fault(index, report.added)
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


def _shown_fault(index: Path, ids: list[str]) -> str | None:
    """Show every document as text and as JSON; return what is wrong with that."""
    with bisearch.open(index) as opened:
        for id_ in ids:
            found = opened.document(id_)
            if found is None:
                return f"{id_!r} is not found again"
            document, passages = found
            stream = io.StringIO()
            print_document(document, passages, console_for(stream))
            record: dict[str, Any] = {
                "document": document_record(document),
                "passages": [passage_record(each) for each in passages],
            }
            written = to_json(record, indent=2)
            if not FORBIDDEN.isdisjoint(stream.getvalue()) or not FORBIDDEN.isdisjoint(written):
                return "a control character reaches the terminal"
            if json.loads(written) != json.loads(json.dumps(record)):
                return "JSON is not exact"
    return None


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


def _mutated(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.randint(1, MOST_MUTATIONS)):
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
