"""Dictionaries of every form, broken by the thousands, and a few made with malice, are read and imported."""

from __future__ import annotations

import gzip
import shutil
import struct
from typing import TYPE_CHECKING

import bisearch
from benchmarks.faults.files import KEPT, mutated
from benchmarks.faults.outcome import Outcome
from benchmarks.faults.showing import search_fault, translation_fault
from benchmarks.faults.states import DEMO
from benchmarks.faults.watch import HangError, at_most
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.indexing.dictionary_import import import_dictionary
from bisearch.lexicon.dictionary_entries import read_entries

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

DOCUMENTS = 4
# Reading a dictionary may take this many seconds of processor time before it counts as hung.
PATIENCE = 60
# Every so many are also imported, which takes longer than to read them, and asked for.
EVERY = 20
_BASE_64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_ARTICLES = {
    "00-database-short": "A small dictionary",
    "energy": "[ˈenədʒɪ] _n.\n  1) энергия; сила\n  2) _pl. деятельность; to devote one's energies энергично взяться",
    "letter": "1> _n.\n1) буква; 2) письмо, послание (to - к)",
    "лаборатория": "_ж. laboratory; (in plant) testing room",
    "комната": "room, chamber",
}
_HUGE = b"a" * 200_000


def run(folder: Path, engine: str, count: int, random: Random) -> list[Outcome]:
    """Read `count` mutated dictionaries, and the malicious ones."""
    index = folder / "index"
    bisearch.build(sorted(DEMO.glob("*.md"))[:DOCUMENTS], index, bisearch.BuildOptions(engine=engine))
    promise = "read, or refused with a reason; no hang; nothing commands the terminal"
    broken = Outcome("mutated dictionaries", promise, engine)
    seeds = _seeds()
    for number in range(count):
        files = dict(random.choice(seeds))
        name = random.choice(sorted(files))
        files[name] = mutated(files[name], random)
        broken.count(*_tried(folder / "dictionary", files, index if number % EVERY == 0 else None))
    malicious = Outcome("dictionaries made with malice", promise, engine)
    for files in MALICE.values():
        malicious.count(*_tried(folder / "dictionary", files, index))
    return [broken, malicious]


def _tried(folder: Path, files: dict[str, bytes], index: Path | None) -> tuple[str | None, str | None]:
    """Read a dictionary and, where there is an index, import it and show what it says."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    path = folder / next(iter(files))
    try:
        with at_most(PATIENCE):
            entries = read_entries(path, Lemmatizer())
            fault = None
            if index is not None:
                import_dictionary(path, index)
                with bisearch.open(index) as opened:
                    fault = translation_fault(opened, entries[0].ru) or search_fault(opened, entries[-1].en)
    except bisearch.SourceError:
        return None, "refused with a reason"
    except HangError:
        fault = f"not done in {PATIENCE} s"
    except Exception as error:  # noqa: BLE001 -- whatever it is, it should not have come out
        fault = f"{type(error).__name__}: {str(error)[:200]}"
    if fault:
        shutil.copytree(folder, KEPT / folder.name, dirs_exist_ok=True)
    return f"{', '.join(files)}: {fault}" if fault else None, "imported" if index is not None else "read"


def _number(value: int) -> str:
    """Return a number as dictd's index has it."""
    digits = _BASE_64[value % 64]
    while value := value // 64:
        digits = _BASE_64[value % 64] + digits
    return digits


def _dictd(articles: dict[str, str], suffix: str = ".dict") -> dict[str, bytes]:
    data, lines = b"", []
    for headword, text in articles.items():
        article = f"{headword}\n   {text}\n".encode()
        lines.append(f"{headword}\t{_number(len(data))}\t{_number(len(article))}\n")
        data += article
    return {"d.index": "".join(lines).encode(), f"d{suffix}": gzip.compress(data) if suffix == ".dict.dz" else data}


def _stardict(articles: dict[str, str], types: str) -> dict[str, bytes]:
    data = index = b""
    for headword, text in articles.items():
        article = text.encode() if types else b"m" + text.encode() + b"\0"
        index += headword.encode() + b"\0" + struct.pack(">II", len(data), len(article))
        data += article
    sequence = f"sametypesequence={types}\n" if types else ""
    return {"s.ifo": f"StarDict's dict ifo file\nversion=2.4.2\n{sequence}".encode(), "s.idx": index, "s.dict": data}


def _seeds() -> list[dict[str, bytes]]:
    """Return a small dictionary of every form: the bytes of its files by their names, the one to name first."""
    table = "энергия\tenergy\t0.75\nписьмо\tletter\nroom\tкомната\n"
    return [
        _dictd(_ARTICLES), _dictd(_ARTICLES, ".dict.dz"), *(_stardict(_ARTICLES, types) for types in ("m", "", "tm")),
        {"t.tsv": table.encode()},
    ]  # fmt: skip


# Each is as long as an article may be, or as it takes for a quadratic step to be noticed.
MALICE: dict[str, dict[str, bytes]] = {
    "a bomb": {"b.index": b"energy\tA\tP\n", "b.dict.dz": gzip.compress(bytes(1 << 30), 1)},
    "bomb of an index": {"b.ifo": b"StarDict's\n", "b.idx.gz": gzip.compress(bytes(1 << 30), 1), "b.dict": b"x"},
    "one article many times": {
        "o.index": f"energy\tA\t{_number(9 * 9_000)}\n".encode() * 100_000,
        "o.dict": "сила ".encode() * 9_000,
    },
    "endless numbers": {"n.index": b"energy\t" + b"/" * 1_000_000 + b"\tA\n", "n.dict": b"x"},
    "nested brackets": _dictd({"energy": "(" * 40_000 + "сила" + ")" * 40_000}),
    "open brackets": _dictd({"energy": "([{" * 30_000}),
    "labels": _dictd({"energy": "_" * 40_000 + "a" * 40_000 + " сила"}),
    "a long word": _dictd({"energy": "сила-" * 19_000}),
    "blank lines": _dictd({"energy": "\n " * 40_000 + "сила"}),
    "senses": _dictd({"energy": "1) сила " * 12_000}),
    "commas": _dictd({"energy": "сила," * 19_000}),
    "markup": _stardict({"energy": "<" * 40_000 + "&a" * 20_000}, "h"),
    "types": {
        "t.ifo": b"StarDict's\nsametypesequence=" + b"m" * 200_000,
        "t.idx": b"energy\0" + bytes(8),
        "t.dict": b"",
    },
    "no lines": {"l.tsv": "энергия\t".encode() + _HUGE * 10},
    "weights": {"w.tsv": "энергия\tenergy\t1e308\nэнергия\tforce\t1e308\nсила\tforce\t5e-324\n".encode()},
    "controls": {"c.tsv": "энергия\x1b[2J\t\u202eenergy\x07\n".encode()},
}
