"""The tools people use today, each with one field per language and the sum of both fields' scores."""

from __future__ import annotations

import heapq
import re
import sqlite3
from contextlib import closing
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeAlias

from benchmarks.relevance.indexes import DEPTH
from bisearch.evaluation.ranking import as_words
from bisearch.model import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from benchmarks.relevance.collections import Query
    from bisearch.evaluation.runs import Run
    from bisearch.model import Side

    # A unit to retrieve: its id, and its text on each side, empty if absent.
    Unit: TypeAlias = tuple[str, dict[Side, str]]
    Baseline: TypeAlias = Callable[[Sequence[Unit], Iterable[Query]], Run]

_WORD = re.compile(r"\w+")
_LANGUAGES: dict[Side, str] = {"ru": "russian", "en": "english"}


def whoosh(units: Sequence[Unit], queries: Iterable[Query]) -> Run:
    """Whoosh with its own language analyzers (Snowball, stop words) and its BM25F."""
    from whoosh.analysis import LanguageAnalyzer  # noqa: PLC0415 -- each baseline loads its own tool
    from whoosh.fields import ID, TEXT, Schema  # noqa: PLC0415
    from whoosh.filedb.filestore import RamStorage  # noqa: PLC0415
    from whoosh.qparser import MultifieldParser, OrGroup  # noqa: PLC0415

    fields = {side: TEXT(analyzer=LanguageAnalyzer(side)) for side in SIDES}
    index = RamStorage().create_index(Schema(id=ID(stored=True), **fields))
    writer = index.writer()
    for id_, texts in units:
        writer.add_document(id=id_, **{side: text for side, text in texts.items() if text})
    writer.commit()
    parser = MultifieldParser(list(SIDES), index.schema, group=OrGroup)
    run: Run = {}
    with index.searcher() as searcher:
        for query in queries:
            results = searcher.search(parser.parse(" ".join(_WORD.findall(query.text))), limit=DEPTH)
            run[query.id] = {hit["id"]: hit.score for hit in results}
    return run


def bm25s(units: Sequence[Unit], queries: Iterable[Query]) -> Run:
    """bm25s with Snowball stemmers and stop words, and its defaults otherwise."""
    import bm25s as tool  # noqa: PLC0415
    import Stemmer  # noqa: PLC0415

    queries = list(queries)
    totals: list[dict[str, float]] = [{} for _ in queries]
    for side, language in _LANGUAGES.items():
        held = [(id_, texts[side]) for id_, texts in units if texts[side]]
        if not held:
            continue
        stemmer = Stemmer.Stemmer(language)
        # bm25s has no Russian stop words, so it gets ours.
        stop = "en" if side == "en" else _russian_stop_words()
        options: dict[str, Any] = {"stopwords": stop, "stemmer": stemmer, "show_progress": False}
        index = tool.BM25()
        index.index(tool.tokenize([text for _, text in held], **options), show_progress=False)
        tokenized = tool.tokenize([query.text for query in queries], return_ids=False, **options)
        for total, words in zip(totals, tokenized, strict=True):
            if words:
                scores = index.get_scores(words)
                for place in scores.nonzero()[0]:
                    id_ = held[place][0]
                    total[id_] = total.get(id_, 0.0) + float(scores[place])
    return {query.id: _first(total) for query, total in zip(queries, totals, strict=True)}


def sqlite_fts5(units: Sequence[Unit], queries: Iterable[Query]) -> Run:
    """SQLite FTS5 with the Porter stemmer over unicode61, which leaves Russian words unstemmed."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE units USING fts5(id UNINDEXED, ru, en, tokenize='porter unicode61')")
        connection.executemany("INSERT INTO units VALUES (?, ?, ?)", ((id_, t["ru"], t["en"]) for id_, t in units))
        select = "SELECT id, -bm25(units) FROM units WHERE units MATCH ? ORDER BY bm25(units) LIMIT ?"
        return {
            query.id: dict(
                connection.execute(select, (" OR ".join(f'"{word}"' for word in _WORD.findall(query.text)), DEPTH))
            )
            for query in queries
        }


def tantivy(units: Sequence[Unit], queries: Iterable[Query]) -> Run:
    """Tantivy with its Snowball stemmers."""
    import tantivy as tool  # noqa: PLC0415

    builder = tool.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for side in SIDES:
        builder.add_text_field(side, tokenizer_name=side)
    with TemporaryDirectory() as folder:
        index = tool.Index(builder.build(), path=folder)
        for side, language in _LANGUAGES.items():
            analyzer = tool.TextAnalyzerBuilder(tool.Tokenizer.simple())
            analyzer = analyzer.filter(tool.Filter.lowercase()).filter(tool.Filter.stopword(language))
            index.register_tokenizer(side, analyzer.filter(tool.Filter.stemmer(language)).build())
        writer = index.writer()
        for id_, texts in units:
            writer.add_document(tool.Document(id=id_, **{side: text for side, text in texts.items() if text}))
        writer.commit()
        index.reload()
        searcher = index.searcher()
        run: Run = {}
        for query in queries:
            parsed = index.parse_query(" ".join(_WORD.findall(as_words(query.text))), list(SIDES))
            hits = searcher.search(parsed, DEPTH).hits
            run[query.id] = {searcher.doc(address)["id"][0]: score for score, address in hits}
    return run


BASELINES: dict[str, Baseline] = {
    "whoosh, its own analyzers": whoosh,
    "bm25s, Snowball, stop words": bm25s,
    "SQLite FTS5, porter unicode61": sqlite_fts5,
    "tantivy, stemmers": tantivy,
}


def run_baselines(
    units: Sequence[Unit],
    queries: Sequence[Query],
    on_skip: Callable[[str], None],
    names: Iterable[str] = tuple(BASELINES),
) -> dict[str, Run]:
    """Run every baseline that is installed.

    Args:
        units: the units to retrieve.
        queries: queries in one language.
        on_skip: called with one line for each baseline that is not installed.
        names: keys of `BASELINES`.
    """
    runs = {}
    for name in names:
        try:
            runs[name] = BASELINES[name](units, queries)
        except ImportError as error:
            on_skip(f"skipped: {name} ({error.name} is not installed; pip install '.[benchmarks]')")
    return runs


def _first(scores: dict[str, float]) -> dict[str, float]:
    return dict(heapq.nlargest(DEPTH, scores.items(), key=lambda item: (item[1], item[0])))


def _russian_stop_words() -> list[str]:
    from bisearch.word_lists import read_words  # noqa: PLC0415

    return list(read_words("analysis", "stopwords.ru.txt"))
