"""Builds and searches indexes of a test collection through the public library."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import bisearch
from bisearch.evaluation.ranking import rank
from bisearch.evaluation.topics import Topic
from bisearch.model import SIDES
from bisearch.searching.options import SearchOptions
from bisearch.storage.document_writer import DocumentWriter
from bisearch.storage.encodings import SCALE
from bisearch.storage.index_folder import DOCUMENTS, IndexFolder, Manifest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from benchmarks.relevance.collections import Query, Text
    from bisearch.evaluation.runs import Run
    from bisearch.model import Side
    from bisearch.searching.results import Group

# R@100 needs this many results.
DEPTH = 100


def build_index(texts: Iterable[Text], folder: Path, *, aligned: bool = True, vectors: bool = False) -> Path:
    """Build an index.

    Args:
        texts: documents.
        folder: target folder, which also receives the source file.
        aligned: pass the units as beads; otherwise the library splits and aligns the raw texts.
        vectors: whether the index is to have vectors.

    Returns:
        The index's folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "documents.jsonl"
    with source.open("w", encoding="utf-8") as file:
        for text in texts:
            file.write(json.dumps(_record(text, aligned=aligned), ensure_ascii=False) + "\n")
    options = bisearch.BuildOptions(strict=True, rebuild=True, vectors=vectors or None)
    report = bisearch.build([source], folder / "index", options)
    if report.left_out:
        raise ValueError(f"left out: {report.left_out[0]}")
    return folder / "index"


def copy_lexicon(source: Path, target: Path) -> None:
    """Replace the lexicon of `target` by that of `source`, which was learned from other documents."""
    manifest = IndexFolder(source).manifest()
    path = IndexFolder(source).generation(manifest.generation) / DOCUMENTS
    with closing(sqlite3.connect(path)) as connection:
        stored = connection.execute("SELECT ru, en, to_en, to_ru, beads, link FROM translations").fetchall()
    rows = [(ru, en, to_en / SCALE, to_ru / SCALE, beads, link / SCALE) for ru, en, to_en, to_ru, beads, link in stored]
    folder = IndexFolder(target)
    with folder.writing():
        committed = folder.manifest()
        with folder.next_generation(committed) as generation:
            with DocumentWriter(generation / DOCUMENTS, committed.identity) as writer:
                writer.replace_translations(rows)
                writer.commit()
            number = folder.number(generation)
            values = (committed.engine, committed.analyzer, committed.next_document, committed.next_passage)
            # The other files of the generation keep the identity of the last commit.
            index, commit = committed.index_id, committed.commit_id
            folder.commit(Manifest(number, *values, index_id=index, commit_id=commit), committed)


def import_dictionary(dictionary: Path, index: Path) -> None:
    """Import a dictionary into an index on the command line."""
    command = [sys.executable, "-m", "bisearch", "lexicon", "import", str(dictionary), "--index", str(index)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def search(
    index: Path, queries: Iterable[Query], *, documents: bool = False, depth: int = DEPTH, meaning: bool = True
) -> Run:
    """Run queries as bare words, with the library's defaults.

    Args:
        index: folder of the index.
        queries: queries in one language.
        documents: retrieve documents instead of passages.
        depth: number of results.
        meaning: whether an index with vectors is searched by meaning too.
    """
    group: Group = "document" if documents else "passage"
    options = SearchOptions(limit=depth, marks=False, suggest=False, titles=False, group=group, meaning=meaning)
    topics = (Topic(query.id, query.text, str(index), None) for query in queries)
    with bisearch.open(index) as opened:
        return rank(opened, topics, options)


def _record(text: Text, *, aligned: bool) -> dict[str, Any]:
    record: dict[str, Any] = {"id": text.id}
    if not aligned:
        for side in SIDES:
            joined = "\n\n".join(" ".join(unit.side(side)) for unit in text.units if unit.side(side))
            record[f"text_{side}"] = joined or None
        return record
    counts: dict[Side, int] = dict.fromkeys(SIDES, 0)
    pieces: dict[Side, str] = dict.fromkeys(SIDES, "")
    spans: dict[Side, list[tuple[int, int]]] = {side: [] for side in SIDES}
    beads = []
    for unit in text.units:
        bead = []
        for side in SIDES:
            for place, sentence in enumerate(unit.side(side)):
                gap = " " if place else "\n\n"
                start = len(pieces[side]) + len(gap) if pieces[side] else 0
                pieces[side] = pieces[side] + gap + sentence if pieces[side] else sentence
                spans[side].append((start, start + len(sentence)))
            bead.append(list(range(counts[side], counts[side] + len(unit.side(side)))))
            counts[side] += len(unit.side(side))
        beads.append(bead)
    for side in SIDES:
        record[f"text_{side}"] = pieces[side] or None
        record[f"sentences_{side}"] = spans[side]
    return {**record, "beads": beads}
