"""Measures start-up, indexing, queries and load on synthetic corpora, next to bare engines in the same run."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bisearch
from benchmarks.speed.baselines import BASELINES, HITS
from benchmarks.speed.corpus import SEED, passages, sentence_pairs, write_corpus, write_pages
from benchmarks.speed.floor import floor
from benchmarks.speed.lucene import missing
from benchmarks.speed.measuring import in_process, latencies, size_of
from benchmarks.speed.queries import Query, draw_queries
from benchmarks.speed.report import ALONE, WITH_FACETS
from benchmarks.speed.stages import clocks
from benchmarks.speed.starts import start
from bisearch.analysis.form_table import FormTable
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.analysis.tokenizer import words as words_of
from bisearch.cli.process import collect_less_garbage
from bisearch.engines.nodes import AnyTerm, Both, Either, TermPhrase
from bisearch.engines.registry import stored_engine
from bisearch.indexing.workers import cores
from bisearch.model import SIDES
from bisearch.storage.facet_values import BUILT_IN
from bisearch.storage.index_folder import POSTINGS, IndexFolder
from bisearch.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from benchmarks.speed.corpus import Pair
    from bisearch.engines.nodes import Node
    from bisearch.searching.results import Results

# Number of passages that queries are drawn from.
QUERY_PASSAGES = 2_000
# Number of passages for the naive way to index, with a dictionary look-up for each word.
NAIVE_PASSAGES = 2_000
# Kinds of queries that are the same work for all engines.
POSTINGS_KINDS = frozenset({"word", "or", "and", "phrase"})
THREADS, PROCESSES, LOAD = 8, 4, 10_000


@dataclass(frozen=True, slots=True)
class SpeedOptions:
    """Options of the speed benchmark.

    Attributes:
        data: folder of XQuAD-R, whose sentences make up the corpora.
        out: folder for the reports, one for each size.
        sizes: sizes of the corpora in passages.
        engines: engines of bisearch.
        baselines: names of bare engines, from `BASELINES`.
        queries: number of queries of each kind and language.
        jobs: numbers of processes that bisearch indexes with, one after the other; the index built with the first is
            searched.
        raw: also index the corpora as pages, whose texts have to be split and aligned.
        load: measure concurrent searches.
    """

    data: Path
    out: Path
    sizes: tuple[int, ...]
    engines: tuple[str, ...]
    baselines: tuple[str, ...]
    queries: int = 50
    jobs: tuple[int, ...] = (1, 2)
    raw: bool = False
    load: bool = True


def run(options: SpeedOptions, say: Callable[[str], None]) -> list[dict[str, Any]]:
    """Measure everything, each task in its own process; return a report for each size.

    Each report is saved at once, and a size with a saved report is not measured again, since large ones take hours.

    Args:
        options: the sizes, engines and tasks to measure.
        say: called with a line before each task.
    """
    options.out.mkdir(parents=True, exist_ok=True)
    return [_report(options, size, say) for size in options.sizes]


def _report(options: SpeedOptions, size: int, say: Callable[[str], None]) -> dict[str, Any]:
    kept = options.out / f"{size}.json"
    if kept.exists():
        say(f"{size:,} passages: already measured; to measure again, delete {kept}")
        found: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
        return found
    with tempfile.TemporaryDirectory(prefix="bisearch-speed-") as folder:
        report = _measure(options, size, Path(folder), say)
    kept.write_text(json.dumps(report, indent=1), encoding="utf-8")
    return report


def _measure(options: SpeedOptions, size: int, folder: Path, say: Callable[[str], None]) -> dict[str, Any]:
    say(f"{size:,} passages: generating the corpus")
    corpus, queries, known = in_process(make, options, size, folder)[0]
    report: dict[str, Any] = {
        "passages": size,
        "signature": {
            "day": time.strftime("%Y-%m-%d"), "bisearch": __version__, "seed": SEED, "cores": cores(),
            "Python": sys.version.split()[0], **_versions(),
        },
        "corpus": corpus,
        "indexing": {},
        "updates": {},
        "queries": {},
        "marks": {},
        "load": {},
    }  # fmt: skip
    for engine in options.engines:
        name, index = f"bisearch, {engine}", folder / engine
        for jobs in reversed(options.jobs):
            say(f"{size:,} passages: {name}, {jobs} processes")
            report["indexing"][_named(name, jobs)] = measure_build(folder / "aligned.jsonl", index, engine, jobs)
        report["updates"][name] = asdict(in_process(add_one, folder / "one.jsonl", index)[1])
        report["queries"][name] = in_process(answer, index, queries)[0]
        report["marks"][name] = in_process(share_of_marks, index, queries)[0]
        report["queries"][f"{name}{WITH_FACETS}"] = in_process(answer_with_facets, index, queries)[0]
        report["queries"][f"{name}{ALONE}"] = in_process(answer_postings, index, queries)[0]
        if options.load:
            report["load"][name] = load(index, [query.text for query in queries])
    # Aligning does not depend on the engine, so the further numbers of processes are measured with the last one.
    for engine in options.engines if options.raw else ():
        for jobs in options.jobs if engine == options.engines[-1] else options.jobs[:1]:
            name = f"bisearch, {engine}, pages"
            say(f"{size:,} passages: {name}, {jobs} processes")
            report["indexing"][_named(name, jobs)] = measure_build(folder / "pages", folder / "raw", engine, jobs)
    say(f"{size:,} passages: the floor")
    report["floor"] = in_process(measure_floor, folder / "aligned.jsonl")[0]
    for name in options.baselines:
        if name == "Lucene" and (lacking := missing()):
            say(f"skipped Lucene: {lacking}")
            continue
        say(f"{size:,} passages: {name}, bare")
        place = folder / f"bare-{name}"
        place.mkdir()
        _, cost = in_process(build_bare, name, folder / "lemmas.json", place)
        report["indexing"][f"{name}, bare"] = {**asdict(cost), "bytes": size_of(place)}
        report["queries"][f"{name}, bare"] = in_process(answer_bare, name, place, queries)[0]
    if options.baselines:
        say(f"{size:,} passages: whoosh, naive")
        passages, cost = in_process(build_naive, folder / "aligned.jsonl", folder / "naive")
        report["indexing"]["whoosh, each word looked up"] = {**asdict(cost), "passages": passages}
    report["start"] = start({engine: folder / engine for engine in options.engines}, known)
    return report


def measure_build(source: Path, index: Path, engine: str, jobs: int) -> dict[str, Any]:
    """Return the cost of building an index anew, with that of each stage if one process does all the work."""
    shutil.rmtree(index, ignore_errors=True)
    stages, cost = in_process(build_as_command, source, index, engine, jobs)
    return {**asdict(cost), "bytes": size_of(index), **({"stages": stages} if stages else {})}


def measure_floor(source: Path) -> dict[str, float]:
    """Return the CPU seconds of splitting a corpus into words and of looking them up."""
    return floor(text for pair in list(_passages(source)) for text in pair)


def _named(name: str, jobs: int) -> str:
    return name if jobs == 1 else f"{name}, {jobs} processes"


def make(options: SpeedOptions, size: int, folder: Path) -> tuple[dict[str, Any], list[Query], str]:
    """Write a corpus with its alignment and, if requested, as pages and as lemmas for the bare engines.

    Returns:
        Its statistics, queries for it, and one of its words.
    """
    pairs = sentence_pairs(options.data)
    write_corpus(pairs, size, folder / "aligned.jsonl", aligned=True)
    write_corpus(pairs[::-1], 1, folder / "one.jsonl", aligned=False)
    pages = write_pages(pairs, size, folder / "pages") if options.raw else 0
    table = FormTable(None, Lemmatizer())
    tokens, size_in_bytes = 0, 0
    forms: tuple[set[str], set[str]] = (set(), set())
    with (folder / "lemmas.json").open("w", encoding="utf-8") as file:
        for pair in passages(pairs, size):
            words = [words_of(text).forms for text in pair]
            if options.baselines:
                lemmas = table.lemmas({*words[0], *words[1]})
                file.write(json.dumps([" ".join(lemmas[word][0] for word in side) for side in words]) + "\n")
            tokens += sum(map(len, words))
            size_in_bytes += sum(len(text.encode()) for text in pair)
            for known, side in zip(forms, words, strict=True):
                known.update(side)
    asked = queries_for(pairs, size, table, options.queries)
    corpus = {"tokens": tokens, "bytes": size_in_bytes, "forms_ru": len(forms[0]), "forms_en": len(forms[1])}
    if pages:
        corpus["pages"] = pages
    return corpus, asked, next(query.text for query in asked if query.kind == "word")


def queries_for(pairs: Sequence[Pair], size: int, table: FormTable, count: int) -> list[Query]:
    """Draw `count` queries of each kind and language from the first passages of a corpus of `size` passages."""
    some = list(islice(passages(pairs, size), QUERY_PASSAGES))
    lemmas = table.lemmas({form for pair in some for text in pair for form in words_of(text).forms})
    return draw_queries(some, lemmas, count)


def build(source: Path, index: Path, engine: str, jobs: int) -> None:
    """Build an index."""
    bisearch.build([source], index, bisearch.BuildOptions(engine=engine, jobs=jobs))


def build_as_command(source: Path, index: Path, engine: str, jobs: int) -> dict[str, float]:
    """Build an index with the start-up settings of the command.

    Returns:
        The CPU seconds of each stage; nothing with several processes.
    """
    collect_less_garbage()
    if jobs > 1:
        build(source, index, engine, jobs)
        return {}
    with clocks() as running:
        build(source, index, engine, jobs)
        return running.seconds()


def add_one(source: Path, index: Path) -> None:
    """Add one document to an index with the start-up settings of the command."""
    collect_less_garbage()
    record = json.loads(source.read_text(encoding="utf-8")) | {"id": "one-more"}
    source.write_text(json.dumps(record), encoding="utf-8")
    bisearch.build([source], index, bisearch.BuildOptions(jobs=1))


def build_bare(name: str, lemmas: Path, folder: Path) -> None:
    """Index ready-made lemmas with a bare engine."""
    rows = []
    with lemmas.open(encoding="utf-8") as file:
        for line in file:
            ru, en = json.loads(line)
            rows.append((ru, en))
    BASELINES[name].build(rows, folder)


def build_naive(source: Path, folder: Path) -> int:
    """Index the first passages with bare Whoosh and a dictionary look-up per word; return their number."""
    lemmatizer = Lemmatizer()
    first = islice(_passages(source), NAIVE_PASSAGES)
    rows = [(_looked_up(ru, lemmatizer), _looked_up(en, lemmatizer)) for ru, en in first]
    folder.mkdir()
    BASELINES["whoosh"].build(rows, folder)
    return len(rows)


def _looked_up(text: str, lemmatizer: Lemmatizer) -> str:
    return " ".join(lemmatizer.lemmas(form)[0] for form in words_of(text).forms)


def answer(index: Path, queries: Sequence[Query]) -> dict[str, Any]:
    """Return bisearch's latency for each kind of query: parse, look up, rank, read ten hits and mark them."""
    with bisearch.open(index) as opened:
        return _latencies(partial(ask, opened), queries)


def ask(index: bisearch.Index, query: Query, facets: tuple[str, ...] = (), *, marks: bool = True) -> Results:
    """Search an index; only queries of the kind "translated" search both sides."""
    lang = None if query.kind == "translated" else query.side
    return index.search(query.text, bisearch.SearchOptions(lang=lang, facets=facets, marks=marks))


def share_of_marks(index: Path, queries: Sequence[Query]) -> dict[str, float]:
    """Return the share of the marks of ten hits in the CPU time of a search, for each kind of query."""
    with bisearch.open(index) as opened:
        whole = _latencies(partial(ask, opened), queries)
        without = _latencies(partial(ask, opened, marks=False), queries)
    return {kind: round(1 - without[kind]["median"] / found["median"], 3) for kind, found in whole.items()}


def answer_with_facets(index: Path, queries: Sequence[Query]) -> dict[str, Any]:
    """Return the latency of a search together with its counts by every facet that is built in."""
    with bisearch.open(index) as opened:
        return _latencies(partial(ask, opened, facets=BUILT_IN), queries)


def answer_postings(index: Path, queries: Sequence[Query]) -> dict[str, Any]:
    """Return the latency of bisearch's engine alone on the work of the bare engines: lemmas to numbers and scores."""
    manifest, generation, lock = IndexFolder(index).hold()
    reader = stored_engine(manifest.engine, index).read(generation / POSTINGS, manifest.identity)
    asked = [query for query in queries if query.kind in POSTINGS_KINDS]
    try:
        return _latencies(lambda query: reader.search(node_of(query), HITS), asked)
    finally:
        reader.close()
        lock.release()


def node_of(query: Query) -> Node:
    """Convert a query of one of `POSTINGS_KINDS` to an engine's query tree of the same lemmas as for bare engines."""
    terms = tuple(AnyTerm(query.side, (lemma,)) for lemma in query.lemmas)
    if query.kind == "phrase":
        return TermPhrase(query.side, tuple(term.terms for term in terms))
    return Both(terms) if query.kind == "and" else Either(terms)


def answer_bare(name: str, folder: Path, queries: Sequence[Query]) -> dict[str, Any]:
    """Return a bare engine's latency for each kind of query that it supports."""
    baseline = BASELINES[name]
    return _latencies(baseline.open(folder), [query for query in queries if query.kind in baseline.kinds])


def _latencies(search: Callable[[Query], object], queries: Sequence[Query]) -> dict[str, Any]:
    return {kind: asdict(found) for kind, found in latencies(search, queries, lambda query: query.kind).items()}


def load(index: Path, queries: Sequence[str]) -> dict[str, Any]:
    """Answer many concurrent queries, by threads that share an index and by separate processes."""
    asked = [queries[place % len(queries)] for place in range(LOAD)]
    began = time.perf_counter()
    errors = in_process(_answer_in_threads, index, asked)[0]
    threads = time.perf_counter() - began
    began = time.perf_counter()
    parts = [(index, asked[place::PROCESSES]) for place in range(PROCESSES)]
    with get_context("spawn").Pool(PROCESSES) as pool:
        errors += sum(pool.starmap(_answer_all, parts))
    processes = time.perf_counter() - began
    return {
        "errors": errors,
        "threads_per_second": round(LOAD / threads, 1),
        "processes_per_second": round(LOAD / processes, 1),
    }


def _answer_in_threads(index: Path, queries: Sequence[str]) -> int:
    errors: list[Exception] = []
    with bisearch.open(index) as opened, ThreadPoolExecutor(THREADS) as pool:

        def search(query: str) -> None:
            try:
                opened.search(query)
            except Exception as error:  # noqa: BLE001 -- every error is counted
                errors.append(error)

        list(pool.map(search, queries))
    return len(errors)


def _answer_all(index: Path, queries: Sequence[str]) -> int:
    errors = 0
    with bisearch.open(index) as opened:
        for query in queries:
            try:
                opened.search(query)
            except Exception:  # noqa: BLE001 -- every error is counted
                errors += 1
    return errors


def _passages(source: Path) -> Iterator[tuple[str, str]]:
    with source.open(encoding="utf-8") as file:
        for record in map(json.loads, file):
            sides = ((record[f"text_{side}"], record[f"sentences_{side}"]) for side in SIDES)
            ru, en = ([text[start:end] for start, end in spans] for text, spans in sides)
            yield from zip(ru, en, strict=True)


def _versions() -> dict[str, str]:
    found = {name: _version(name) for name in ("whoosh3", "tantivy", "bm25s", "pyserini", "DAWG2")}
    return {name: number for name, number in found.items() if number is not None}


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
