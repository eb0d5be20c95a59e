"""Searches for the costliest queries that the grammar allows, and measures the time and memory of each.

The costliest queries so far are changed a little, and the changed ones are kept if they are costlier still. Each query
runs in a process of its own, so that its memory is measured and a query that never ends is stopped.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import sys
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import bisearch
from benchmarks.faults.children import TIME_LIMIT
from benchmarks.faults.costly_calls import make_call
from benchmarks.faults.costly_queries import Words, change_query, follows_grammar, make_query
from benchmarks.faults.outcome import Outcome
from benchmarks.speed.corpus import sentence_pairs, write_corpus
from bisearch.analysis.tokenizer import words as words_of
from bisearch.model import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from random import Random

    from benchmarks.faults.costly_queries import CostlyQuery

# The most that a query may take, in seconds of processor time and bytes of memory.
MOST_SECONDS, MOST_MEMORY = 2.0, 500_000_000
# A query that takes more is stopped.
STOPPED_AT_SECONDS, STOPPED_AT_MEMORY = 12, 3_000_000_000
# Number of the costliest queries to change, and the share of queries that are new.
KEPT, NEW_SHARE = 24, 0.35
# Passages whose words the queries are made of, and the number of the commonest words.
READ_PASSAGES, COMMON = 3_000, 120
# Passages of the archive that is searched.
PASSAGES = 75_000
# Queries that load everything that the first search of a kind loads.
WARMING = ("Smith Смит energy", "energ*", "Stalim~2", "date:1946 the", '"of the"~5', "qwertyx")

# Errors of calls that are no failures: an index without vectors has no passages like another.
REFUSALS = {bisearch.QueryCostError: "refused", bisearch.EncoderError: "mistake"}


class Measured(NamedTuple):
    """What a query took.

    Attributes:
        end: how it ended: ``accepted``, ``refused``, ``mistake``, or an error.
        seconds: processor time.
        memory: the most memory that its process held beyond its parent's, in bytes.
    """

    end: str
    seconds: float
    memory: int

    @property
    def cost(self) -> float:
        """The share of what it may take."""
        return max(self.seconds / MOST_SECONDS, self.memory / MOST_MEMORY)


@dataclass(slots=True)
class Worst:
    """The costliest queries of one end.

    Attributes:
        seconds: what the slowest query took, and its text.
        memory: the memory of the query that took most, and its text.
    """

    seconds: tuple[float, str] = (0.0, "")
    memory: tuple[int, str] = (0, "")

    def add(self, measured: Measured, text: str) -> None:
        """Count a query."""
        self.seconds = max(self.seconds, (measured.seconds, text))
        self.memory = max(self.memory, (measured.memory, text))

    def __str__(self) -> str:
        return (
            f"{self.seconds[0]:.2f} s (`{_shortened(self.seconds[1])}`) and "
            f"{self.memory[0] / 1e6:,.0f} MB (`{_shortened(self.memory[1])}`)"
        )


class _Tally:
    """The outcome of costly calls, and the costliest of them by how they ended."""

    def __init__(self, kind: str, engine: str, *, log: bool) -> None:
        promise = f"answered or refused within {MOST_SECONDS:g} s of processor time and {MOST_MEMORY // 1_000_000} MB"
        self._outcome = Outcome(kind, promise, engine)
        self._costliest = {"accepted": Worst(), "refused": Worst()}
        self._log = log

    def count(self, measured: Measured, text: str) -> None:
        """Count a call."""
        self._outcome.count(fault(measured, text), measured.end)
        if measured.end in self._costliest:
            self._costliest[measured.end].add(measured, text)
        if self._log:
            sys.stderr.write(f"{measured.end} {measured.seconds:.2f} s {measured.memory / 1e6:.0f} MB {text!r}\n")

    def outcome(self) -> Outcome:
        """Return the outcome with remarks on the costliest calls; to be called once, at the end."""
        named = [f"the costliest {end}: {each}" for end, each in self._costliest.items() if each.seconds[1]]
        self._outcome.remarks += named
        return self._outcome


def run(index: Path, engine: str, count: int, random: Random, *, log: bool = False) -> Outcome:
    """Search for the costliest queries of an index by `count` queries."""
    tally = _Tally("queries made to be as costly as possible", engine, log=log)
    kinds: Counter[str] = Counter()
    with bisearch.open(index) as opened:
        for warming in WARMING:
            opened.search(warming, limit=10, facets=("year",), group="document")
        found = words(opened)
        best: dict[object, tuple[float, int, CostlyQuery]] = {}
        for number in range(count):
            costliest = [query for _, _, query in sorted(best.values(), key=lambda each: each[:2])[-KEPT:]]
            query = next_query(costliest, found, random)
            measured = measure(partial(ask, opened, query))
            kinds.update(query.part.kinds() | {f"option {name}" for name in query.options})
            tally.count(measured, f"{query.text} {query.options or ''}")
            if measured.end == "accepted":
                key = query.part.kinds(), query.options.get("group")
                if key not in best or measured.cost > best[key][0]:
                    best[key] = measured.cost, number, query
    outcome = tally.outcome()
    outcome.notes[f"of {len(kinds)} operators and options"] = len(kinds)
    return outcome


def run_calls(index: Path, engine: str, count: int, random: Random, *, log: bool = False) -> Outcome:
    """Make `count` costly calls of an index other than well-formed searches: counts, exports, lists and mistakes."""
    tally = _Tally("counts, exports, lists and mistaken searches made to be costly", engine, log=log)
    with bisearch.open(index) as opened:
        references = [hit.reference for each in WARMING for hit in opened.search(each, limit=10)]
        # The words of the index are kept from the first count on.
        opened.frequencies(["the", "и"])
        found = words(opened)
        for _ in range(count):
            call = make_call(found, references, random)
            tally.count(measure(partial(ending, partial(call.run, opened), "accepted", REFUSALS)), str(call))
    return tally.outcome()


def next_query(costliest: Sequence[CostlyQuery], found: Words, random: Random) -> CostlyQuery:
    """Return a new query, or a change of one of the costliest, that follows the grammar."""
    while True:
        if not costliest or random.random() < NEW_SHARE:
            query = make_query(found, random)
        else:
            query = change_query(random.choice(costliest), found, random)
        if follows_grammar(query):
            return query


def archive(engine: str, place: Path, data: Path) -> Path:
    """Return an index of the synthetic corpus of the speed benchmark, built if it is not there.

    Args:
        engine: the engine of the index.
        place: where the index is kept.
        data: folder of XQuAD-R, whose sentences the corpus is made of.
    """
    try:
        bisearch.open(place).close()
    except bisearch.BisearchError:
        corpus = place.with_suffix(".jsonl")
        write_corpus(sentence_pairs(data), PASSAGES, corpus, aligned=True)
        bisearch.build([corpus], place, bisearch.BuildOptions(engine=engine, rebuild=True))
        corpus.unlink()
    return place


def fault(measured: Measured, text: str) -> str | None:
    """Return how a query broke the promise; None if it held."""
    if measured.end not in {"accepted", "refused", "mistake"}:
        return f"{measured.end}: {text}"
    if measured.cost > 1:
        return f"{measured.end} after {measured.seconds:.2f} s and {measured.memory / 1e6:,.0f} MB: {text}"
    return None


def ask(opened: bisearch.Index, query: CostlyQuery) -> str:
    """Ask a query and return how it ended."""
    options = bisearch.SearchOptions(**query.options)
    return ending(lambda: opened.search(query.text, options), "accepted", {bisearch.QueryCostError: "refused"})


def ending(work: Callable[[], object], well: str, others: Mapping[type[Exception], str]) -> str:
    """Do some work of a query, and return how it ended: `well`, with a mistake of the query, or as `others` say."""
    try:
        work()
    except tuple(others) as error:
        return others[type(error)]
    except bisearch.QueryError:
        return "mistake"
    except ValueError as error:
        if "facet" in str(error):
            return "mistake"
        raise
    return well


def measure(work: Callable[[], str]) -> Measured:
    """Do some work in a process of its own, and return how it ended and what it took.

    The memory is what it holds beyond this process, of which it is a copy.
    """
    held = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _work_and_exit(work, writing)
    os.close(writing)
    with open(reading, encoding="utf-8", errors="replace") as file:  # noqa: PTH123 -- a descriptor
        end = file.read()
    _, status, used = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code:
        end = f"stopped by signal {-code}" if code < 0 else f"exit code {code}"
    return Measured(end, used.ru_utime + used.ru_stime, max(0, 1024 * used.ru_maxrss - held))


def _work_and_exit(work: Callable[[], str], writing: int) -> None:
    """Do the work, send how it ended, and exit; never returns."""
    code = 1
    gc.freeze()  # else a collection would copy all objects that this process shares with its parent
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (STOPPED_AT_SECONDS, STOPPED_AT_SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_DATA, (STOPPED_AT_MEMORY, STOPPED_AT_MEMORY))
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(TIME_LIMIT)
        try:
            end = work()
        except BaseException as error:  # noqa: BLE001 -- any error is a failure
            end = f"{type(error).__name__}: {error}"
        os.write(writing, end.encode("utf-8", "replace")[:2000])
        code = 0
    finally:
        os._exit(code)


def words(opened: bisearch.Index) -> Words:
    """Return the words of an index's first passages, by how common they are."""
    counts: dict[str, Counter[str]] = {side: Counter() for side in SIDES}
    for document in opened.documents():
        found = opened.document(document.id)
        for passage in found[1] if found else ():
            for side in SIDES:
                if (half := passage.side(side)) is not None:
                    counts[side].update(set(words_of(half.text).forms))
        if counts["en"].total() > 20 * READ_PASSAGES:
            break
    common: list[str] = []
    middling: list[str] = []
    rare: list[str] = []
    for side in SIDES:
        ranked = [word for word, _ in counts[side].most_common() if word.isalpha()]
        common += ranked[:COMMON]
        middling += ranked[COMMON : 10 * COMMON]
        rare += [word for word in ranked if counts[side][word] == 1][: 10 * COMMON]
    return Words(common, middling, rare)


def _shortened(text: str, most: int = 100) -> str:
    text = text.replace("|", "\\|").replace("`", "'").strip()
    return text if len(text) <= most else f"{text[:most]}..."
