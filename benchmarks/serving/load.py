"""Asks a server as its readers do: at moments that do not wait for the answers, while the index is built again.

The requests begin at a set rate whether or not earlier ones have been answered (an open loop), so that a slow answer
makes no later one look fast: its time counts from the moment at which it should have begun (Tene 2013, "coordinated
omission").
"""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

import httpx

import bisearch
from benchmarks.speed.corpus import SEED, passages, sentence_pairs, write_corpus
from bisearch.analysis.tokenizer import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Self

# Shares of the pages that readers ask for.
PAGES = (("/search?q={word}", 50), ("/search?q={word}+{other}", 20), ("/search?q={word}&view=documents", 10),
         ("/d/{document}?q={word}", 10), ("/concordance?q={word}", 5), ("/frequencies?q={word}", 5))  # fmt: skip
_WORDS = 2_000
_SECONDS_TO_ANSWER = 60
# Seconds of each step towards the greatest rate, and how much each step is faster than the one before.
STEP_SECONDS, _FASTER = 15, 1.5
# A step is borne if 95 of 100 answers take at most this many milliseconds and none fails.
BORNE_MS = 500


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """Options of the benchmark.

    Attributes:
        data: folder of XQuAD-R, whose sentences make up the corpus.
        passages: size of the archive in passages.
        engine: the engine of its index.
        seconds: how long the server is asked.
        rate: requests a second.
        workers: the number of processes that answer; None leaves it to the server.
    """

    data: Path
    passages: int = 75_000
    engine: str = "tantivy"
    seconds: float = 600
    rate: float = 20
    workers: int | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of a stretch of time.

    Attributes:
        requests: the number of requests.
        errors: how many failed, or were answered with a status of 500 or more.
        median: the median time from the moment of a request to the end of its answer, in milliseconds.
        p95: the 95th percentile.
        p99: the 99th percentile.
        slowest: the greatest time.
    """

    requests: int
    errors: int
    median: float
    p95: float
    p99: float
    slowest: float


class Usage(NamedTuple):
    """What a server has used.

    Attributes:
        cpu: seconds of CPU.
        peak_mb: the sum of the peaks of its processes' memory, in MiB.
        processes: how many processes there are, with the supervisor and its helper.
    """

    cpu: float
    peak_mb: float
    processes: int


def run(options: LoadOptions, folder: Path, say: Callable[[str], None]) -> dict[str, Any]:
    """Ask a server, build its index again in the middle, and find the greatest rate that it bears.

    Args:
        options: what to measure.
        folder: a folder for the corpus and its index.
        say: called with a line before each step.
    """
    say(f"{options.passages:,} passages: indexing")
    corpus, index = folder / "corpus.jsonl", folder / "index"
    pairs = sentence_pairs(options.data)
    write_corpus(pairs, options.passages, corpus, aligned=True)
    build = bisearch.BuildOptions(engine=options.engine)
    bisearch.build([corpus], index, build)
    addresses = _addresses(pairs, options)
    with _Server(index, options.workers) as server:
        say(f"asking {options.rate:g} times a second for {options.seconds:g} s, with a rebuild in the middle")
        own = time.process_time()
        found = asyncio.run(_with_rebuild(server, addresses, options, corpus, index))
        own = time.process_time() - own
        used = server.usage()
        say("looking for the greatest rate")
        greatest = _greatest(server, addresses, options.rate, say)
        at_greatest = server.usage()
    return {
        "passages": options.passages, "engine": options.engine, "seconds": options.seconds, "rate": options.rate,
        "before": asdict(answers_of(found["before"])), "during": asdict(answers_of(found["during"])),
        "after": asdict(answers_of(found["after"])), "rebuild_seconds": found["rebuild"],
        "generator_cpu": round(own, 1), "server_cpu": used.cpu, "server_processes": used.processes,
        "server_peak_mb": used.peak_mb, "greatest": greatest, "greatest_peak_mb": at_greatest.peak_mb,
    }  # fmt: skip


class _Server:
    """A server as a user starts it, with the processes that it starts."""

    def __init__(self, index: Path, workers: int | None) -> None:
        command = [sys.executable, "-m", "bisearch", "serve", str(index), "--port", "0"]
        command += ["--workers", str(workers)] if workers else []
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)

    def __enter__(self) -> Self:
        assert self._process.stderr is not None  # noqa: S101 -- it is a pipe
        self.address = self._process.stderr.readline().split()[0].rstrip("/")
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.terminate()
        self._process.wait(30)
        if self._process.stderr is not None:
            self._process.stderr.close()

    def usage(self) -> Usage:
        """Return what all processes of the server have used since they started."""
        own = self._process.pid
        times = {int(folder.name): found for folder in Path("/proc").glob("[0-9]*") if (found := _stat(folder))}
        pids = [own, *(pid for pid, found in times.items() if int(found[1]) == own)]
        # Fields 14 to 17: the process's own time, and that of its children that have ended.
        ticks = sum(int(each) for pid in pids for each in times[pid][11:15])
        return Usage(round(ticks / os.sysconf("SC_CLK_TCK"), 1), round(sum(map(_peak, pids)) / 1024, 1), len(pids))


def _stat(folder: Path) -> list[str]:
    """Return the fields of a process's status after its name; none if it has ended."""
    try:
        return (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return []


def _peak(pid: int) -> int:
    """Return the greatest memory that a process has held, in KiB; memory that processes share counts for each."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


async def _with_rebuild(
    server: _Server, addresses: Sequence[str], options: LoadOptions, corpus: Path, index: Path
) -> dict[str, Any]:
    rebuilt: list[float] = []

    async def rebuild() -> None:
        await asyncio.sleep(options.seconds / 2)
        began = time.monotonic() - start
        command = [sys.executable, "-m", "bisearch", "index", str(corpus), "--index", str(index), "--rebuild",
                   "--quiet", "--engine", options.engine]  # fmt: skip
        process = await asyncio.create_subprocess_exec(*command)
        if await process.wait():
            raise RuntimeError("the rebuild failed")
        rebuilt.extend((began, time.monotonic() - start))

    start = time.monotonic()
    asking = asyncio.create_task(_ask(server.address, addresses, options.rate, options.seconds))
    await rebuild()
    times = await asking
    began, ended = rebuilt
    return {
        "before": [each for at, *each in times if at < began],
        "during": [each for at, *each in times if began <= at < ended],
        "after": [each for at, *each in times if at >= ended],
        "rebuild": round(ended - began, 1),
    }


async def _ask(address: str, addresses: Sequence[str], rate: float, seconds: float) -> list[tuple[float, float, bool]]:
    """Return for each request its moment, the milliseconds to its answer, and whether it was answered well."""
    draw = random.Random(SEED)
    times: list[tuple[float, float, bool]] = []
    # Each request is of another reader, or through a proxy: it has a connection of its own.
    limits = httpx.Limits(max_connections=200, max_keepalive_connections=0)
    async with httpx.AsyncClient(base_url=address, timeout=_SECONDS_TO_ANSWER, limits=limits) as client:

        async def one(at: float, page: str) -> None:
            try:
                is_well = (await client.get(page)).status_code < 500
            except httpx.HTTPError:
                is_well = False
            times.append((at, 1000 * (time.monotonic() - start - at), is_well))

        start = time.monotonic()
        async with asyncio.TaskGroup() as group:
            for number in range(int(rate * seconds)):
                at = number / rate
                await asyncio.sleep(max(0.0, at - (time.monotonic() - start)))
                group.create_task(one(at, draw.choice(addresses)))
    return sorted(times)


def _greatest(server: _Server, addresses: Sequence[str], rate: float, say: Callable[[str], None]) -> float:
    """Return the greatest rate, of steps that grow by half, that the server bears."""
    borne = 0.0
    while True:
        answers = answers_of([each for _, *each in asyncio.run(_ask(server.address, addresses, rate, STEP_SECONDS))])
        say(f"{rate:.0f} a second: 95 % in {answers.p95:.0f} ms, {answers.errors} errors")
        if answers.errors or answers.p95 > BORNE_MS:
            return round(borne, 1)
        borne, rate = rate, rate * _FASTER


def answers_of(times: Sequence[Sequence[Any]]) -> Answers:
    """Return the distribution of times, each with whether the request was answered well."""
    if len(times) < 2:
        return Answers(len(times), 0, 0, 0, 0, 0)
    taken = [each[0] for each in times]
    cuts = quantiles(taken, n=100)
    return Answers(
        len(times), sum(not each[1] for each in times), round(cuts[49], 1), round(cuts[94], 1), round(cuts[98], 1),
        round(max(taken), 1),
    )  # fmt: skip


def _addresses(pairs: Sequence[Any], options: LoadOptions) -> list[str]:
    """Return addresses in the shares of `PAGES`, with words of the corpus."""
    draw = random.Random(SEED)
    texts = [text for pair in passages(pairs, _WORDS) for text in pair]
    known = sorted({form for text in texts for form in words(text).forms if len(form) > 3 and form.isalpha()})
    documents = max(1, options.passages // 25)
    found = []
    for page, share in PAGES:
        for _ in range(20 * share):
            word, other = quote(draw.choice(known)), quote(draw.choice(known))
            found.append(page.format(word=word, other=other, document=f"made-{draw.randrange(documents):06}"))
    return found


def table(report: dict[str, Any]) -> str:
    """Return the report as a table of Markdown."""
    asked = f"{report['rate']:g} requests a second for {report['seconds']:g} s"
    lines = [
        f"{report['passages']:,} passages with {report['engine']}, {asked}; times in ms from when a request is due.",
        "",
        "| | requests | errors | median | 95 % | 99 % | slowest |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    named = (("before", "before the rebuild"), ("during", "during the rebuild"), ("after", "after it"))
    for key, name in named:
        each = report[key]
        times = " | ".join(f"{each[column]:.0f}" for column in ("median", "p95", "p99", "slowest"))
        lines.append(f"| {name} | {each['requests']:,} | {each['errors']} | {times} |")
    requests = sum(report[key]["requests"] for key, _ in named) or 1
    used = f"{report['server_cpu']:.0f} s of CPU, {1000 * report['server_cpu'] / requests:.0f} ms a request"
    lines += [
        "",
        f"The rebuild took {report['rebuild_seconds']:.0f} s.",
        f"The generator of the requests used {report['generator_cpu']:.0f} s of CPU on the same machine.",
        f"The server, {report['server_processes']} processes with the supervisor and its helper, used {used}.",
        f"Its memory was at most {report['server_peak_mb']:.0f} MiB, the sum of the peaks of its processes.",
        f"The greatest rate with 95 % of the answers in {BORNE_MS} ms and no error: {report['greatest']:g} a second.",
        f"At greater rates its memory was at most {report['greatest_peak_mb']:.0f} MiB.",
    ]
    return "\n".join(lines) + "\n"
