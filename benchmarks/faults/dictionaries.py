"""Reads and imports thousands of randomly broken dictionaries in every format, and a few malicious ones."""

from __future__ import annotations

import gzip
import shutil
import struct
from typing import TYPE_CHECKING

import bisearch
from benchmarks.faults.files import HARMFUL_FILES, mutated
from benchmarks.faults.outcome import Outcome
from benchmarks.faults.output import search_fault, translation_fault
from benchmarks.faults.states import DEMO
from benchmarks.faults.time_limit import TimeLimitError, cpu_limit
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.indexing.dictionary_import import import_dictionary
from bisearch.lexicon.dictionary_entries import read_entries

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

DOCUMENTS = 4
# Seconds of CPU time after which reading a dictionary counts as hung.
TIME_LIMIT = 60
# Interval of tries at which the dictionary is also imported and searched, which takes longer than reading it.
IMPORT_INTERVAL = 20
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
    """Read `count` mutated dictionaries and the malicious ones."""
    index = folder / "index"
    bisearch.build(sorted(DEMO.glob("*.md"))[:DOCUMENTS], index, bisearch.BuildOptions(engine=engine))
    promise = "read, or rejected with a reason; no hang; no terminal escapes"
    broken = Outcome("mutated dictionaries", promise, engine)
    seeds = _seeds()
    for number in range(count):
        files = dict(random.choice(seeds))
        name = random.choice(sorted(files))
        files[name] = mutated(files[name], random)
        broken.count(*_try(folder / "dictionary", files, index if number % IMPORT_INTERVAL == 0 else None))
    malicious = Outcome("malicious dictionaries", promise, engine)
    for files in MALICIOUS.values():
        malicious.count(*_try(folder / "dictionary", files, index))
    return [broken, malicious]


def _try(folder: Path, files: dict[str, bytes], index: Path | None) -> tuple[str | None, str | None]:
    """Read a dictionary; if an index is given, import the dictionary, and translate and search some words."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    path = folder / next(iter(files))
    try:
        with cpu_limit(TIME_LIMIT):
            entries = read_entries(path, Lemmatizer())
            fault = None
            if index is not None:
                import_dictionary(path, index)
                with bisearch.open(index) as opened:
                    fault = translation_fault(opened, entries[0].ru) or search_fault(opened, entries[-1].en)
    except bisearch.SourceError:
        return None, "rejected with a reason"
    except TimeLimitError:
        fault = f"not finished within {TIME_LIMIT} s"
    except Exception as error:  # noqa: BLE001 -- any other error is a failure
        fault = f"{type(error).__name__}: {str(error)[:200]}"
    if fault:
        shutil.copytree(folder, HARMFUL_FILES / folder.name, dirs_exist_ok=True)
    return f"{', '.join(files)}: {fault}" if fault else None, "imported" if index is not None else "read"


def _number(value: int) -> str:
    """Encode a number as in dictd's index."""
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
    """Return a small dictionary in every format: file contents by name, starting with the file to import."""
    table = "энергия\tenergy\t0.75\nписьмо\tletter\nroom\tкомната\n"
    return [
        _dictd(_ARTICLES), _dictd(_ARTICLES, ".dict.dz"), *(_stardict(_ARTICLES, types) for types in ("m", "", "tm")),
        {"t.tsv": table.encode()},
    ]  # fmt: skip


# Each is as long as an article may be, or long enough to expose a quadratic step.
MALICIOUS: dict[str, dict[str, bytes]] = {
    "decompression bomb": {"b.index": b"energy\tA\tP\n", "b.dict.dz": gzip.compress(bytes(1 << 30), 1)},
    "decompression bomb, index": {
        "b.ifo": b"StarDict's\n",
        "b.idx.gz": gzip.compress(bytes(1 << 30), 1),
        "b.dict": b"x",
    },
    "one article many times": {
        "o.index": f"energy\tA\t{_number(9 * 9_000)}\n".encode() * 100_000,
        "o.dict": "сила ".encode() * 9_000,
    },
    "endless numbers": {"n.index": b"energy\t" + b"/" * 1_000_000 + b"\tA\n", "n.dict": b"x"},
    "nested brackets": _dictd({"energy": "(" * 40_000 + "сила" + ")" * 40_000}),
    "open brackets": _dictd({"energy": "([{" * 30_000}),
    "labels": _dictd({"energy": "_" * 40_000 + "a" * 40_000 + " сила"}),
    "a long word": _dictd({"energy": "сила-" * 19_000}),
    "empty lines": _dictd({"energy": "\n " * 40_000 + "сила"}),
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
