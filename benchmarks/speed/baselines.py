"""The bare engines that people use today, all given the same ready-made lemmas, one for each word.

None of them aligns, translates, marks or stores texts; their figures are the cost of the engine alone.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from benchmarks.speed.lucene import Lucene
from bisearch.model import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from benchmarks.speed.queries import Query

    # The lemmas of each passage's Russian and English side, separated by spaces.
    Rows: TypeAlias = Sequence[tuple[str, str]]

HITS = 10


class Baseline(Protocol):
    """A bare engine.

    Attributes:
        kinds: kinds of query it supports, from `benchmarks.speed.queries.KINDS`.
    """

    kinds: frozenset[str]

    def build(self, rows: Rows, folder: Path) -> None:
        """Index rows into an empty folder."""

    def open(self, folder: Path) -> Callable[[Query], object]:
        """Open an index and return a function that answers queries of `kinds` with the top `HITS`."""


class Whoosh:
    """Whoosh with its default posting format and scoring."""

    kinds = frozenset({"word", "or", "and", "phrase", "prefix"})

    def build(self, rows: Rows, folder: Path) -> None:
        """Index rows into an empty folder."""
        from whoosh import analysis, fields, index  # noqa: PLC0415 -- each engine is loaded in its own process

        text = fields.TEXT(analyzer=analysis.SpaceSeparatedTokenizer())
        writer = index.create_in(str(folder), fields.Schema(ru=text, en=text)).writer(limitmb=256)
        for ru, en in rows:
            writer.add_document(ru=ru, en=en)
        writer.commit()

    def open(self, folder: Path) -> Callable[[Query], object]:
        """Open an index and return a function that answers queries of `kinds` with the top `HITS`."""
        from whoosh import index, query, scoring  # noqa: PLC0415

        searcher = index.open_dir(str(folder)).searcher(weighting=scoring.BM25F())

        def search(asked: Query) -> object:
            terms = [query.Term(asked.side, lemma) for lemma in asked.lemmas]
            node: Any = {
                "or": lambda: query.Or(terms),
                "and": lambda: query.And(terms),
                "phrase": lambda: query.Phrase(asked.side, list(asked.lemmas)),
                "prefix": lambda: query.Prefix(asked.side, asked.lemmas[0]),
                "word": lambda: terms[0],
            }[asked.kind]()
            found = searcher.search(node, limit=HITS)
            return len(found), [hit.docnum for hit in found]

        return search


class Tantivy:
    """tantivy with its whitespace tokenizer."""

    kinds = frozenset({"word", "or", "and", "phrase"})

    def build(self, rows: Rows, folder: Path) -> None:
        """Index rows into an empty folder."""
        import tantivy  # noqa: PLC0415

        builder = tantivy.SchemaBuilder()
        for side in SIDES:
            builder.add_text_field(side, tokenizer_name="whitespace")
        index = tantivy.Index(builder.build(), str(folder))
        writer = index.writer(128_000_000, 1)
        for ru, en in rows:
            writer.add_document(tantivy.Document(ru=ru, en=en))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> Callable[[Query], object]:
        """Open an index and return a function that answers queries of `kinds` with the top `HITS`."""
        from tantivy import Index, Occur, Query  # noqa: PLC0415

        index = Index.open(str(folder))
        schema, searcher = index.schema, index.searcher()

        def search(asked: Any) -> object:
            if asked.kind == "phrase":
                node = Query.phrase_query(schema, asked.side, list(asked.lemmas))
            else:
                occur = Occur.Must if asked.kind == "and" else Occur.Should
                node = Query.boolean_query(
                    [(occur, Query.term_query(schema, asked.side, lemma, "freq")) for lemma in asked.lemmas]
                )
            found = searcher.search(node, HITS)
            return found.count, found.hits

        return search


class Fts5:
    """SQLite's FTS5."""

    kinds = frozenset({"word", "or", "and", "phrase", "prefix"})

    def build(self, rows: Rows, folder: Path) -> None:
        """Index rows into an empty folder."""
        connection = sqlite3.connect(folder / "fts5.sqlite")
        connection.execute("CREATE VIRTUAL TABLE passages USING fts5 (ru, en, content='')")
        connection.executemany("INSERT INTO passages (ru, en) VALUES (?, ?)", rows)
        connection.commit()
        connection.close()

    def open(self, folder: Path) -> Callable[[Query], object]:
        """Open an index and return a function that answers queries of `kinds` with the top `HITS`."""
        connection = sqlite3.connect(folder / "fts5.sqlite")

        def search(asked: Query) -> object:
            quoted = [f'"{lemma}"' for lemma in asked.lemmas]
            match = {"phrase": f'"{" ".join(asked.lemmas)}"', "prefix": f"{quoted[0]}*"}.get(
                asked.kind, f" {'AND' if asked.kind == 'and' else 'OR'} ".join(quoted)
            )
            found = connection.execute(
                "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?",
                (f"{asked.side} : ({match})", HITS),
            )
            return found.fetchall()

        return search


class Bm25s:
    """bm25s, which computes sparse score matrices when indexing."""

    kinds = frozenset({"word", "or"})

    def build(self, rows: Rows, folder: Path) -> None:
        """Index rows into an empty folder."""
        import bm25s  # noqa: PLC0415

        for place, side in enumerate(SIDES):
            scores = bm25s.BM25()
            scores.index([row[place].split() for row in rows], show_progress=False)
            scores.save(folder / side)

    def open(self, folder: Path) -> Callable[[Query], object]:
        """Open an index and return a function that answers queries of `kinds` with the top `HITS`."""
        import bm25s  # noqa: PLC0415

        scores = {side: bm25s.BM25.load(folder / side) for side in SIDES}

        def search(asked: Query) -> object:
            return scores[asked.side].retrieve([list(asked.lemmas)], k=HITS, show_progress=False)

        return search


BASELINES: dict[str, Baseline] = {
    "whoosh": Whoosh(),
    "tantivy": Tantivy(),
    "FTS5": Fts5(),
    "bm25s": Bm25s(),
    "Lucene": Lucene(),
}
