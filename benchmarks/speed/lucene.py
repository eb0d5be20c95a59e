"""Lucene as a baseline: pyserini's jar, called through pyjnius without importing pyserini.

Both are optional, and so is Java: pip install --no-deps pyserini==0.22.1; pip install pyjnius. Later versions of
pyserini need a later Java than many systems have.
"""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bisearch.model import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.speed.queries import Query

HITS = 10
BUFFER_MB = 256.0


def missing() -> str:
    """Return a message that names a missing prerequisite of Lucene; empty if there is none."""
    if find_spec("pyserini") is None or find_spec("jnius") is None:
        return "pyserini and pyjnius are not installed"
    return "" if os.environ.get("JAVA_HOME") or shutil.which("java") else "Java is not installed"


class Lucene:
    """Lucene with its whitespace analyzer and BM25, in one thread."""

    kinds = frozenset({"word", "or", "and", "phrase", "prefix", "fuzzy"})

    def build(self, rows: Sequence[tuple[str, str]], folder: Path) -> None:
        """Index rows into an empty folder."""
        java = _classes()
        text, stored = java("document.TextField"), java("document.Field$Store").NO
        document = java("document.Document")
        config = java("index.IndexWriterConfig")(java("analysis.core.WhitespaceAnalyzer")())
        config.setRAMBufferSizeMB(BUFFER_MB)
        writer = java("index.IndexWriter")(_directory(java, folder), config)
        for row in rows:
            made = document()
            for side, lemmas in zip(SIDES, row, strict=True):
                made.add(text(side, lemmas, stored))
            writer.addDocument(made)
        writer.forceMerge(1)
        writer.close()

    def open(self, folder: Path) -> Callable[[Query], object]:
        """Open an index and return a function that answers queries of `kinds` with the top `HITS`."""
        java = _classes()
        term, occur = java("index.Term"), java("search.BooleanClause$Occur")
        single = {"word": "TermQuery", "prefix": "PrefixQuery", "fuzzy": "FuzzyQuery"}
        of_one = {kind: java(f"search.{name}") for kind, name in single.items()}
        boolean, phrase = java("search.BooleanQuery$Builder"), java("search.PhraseQuery$Builder")
        reader = java("index.DirectoryReader").open(_directory(java, folder))
        searcher = java("search.IndexSearcher")(reader.getContext())

        def query(asked: Query) -> Any:
            terms = [term(asked.side, lemma) for lemma in asked.lemmas]
            if asked.kind in of_one:
                return of_one[asked.kind](terms[0], *((1,) if asked.kind == "fuzzy" else ()))
            made = phrase() if asked.kind == "phrase" else boolean()
            for each in terms:
                if asked.kind == "phrase":
                    made.add(each)
                else:
                    made.add(of_one["word"](each), occur.MUST if asked.kind == "and" else occur.SHOULD)
            return made.build()

        def search(asked: Query) -> object:
            found = searcher.search(query(asked), HITS)
            return found.totalHits.value, [hit.doc for hit in found.scoreDocs]

        return search


def _classes() -> Callable[[str], Any]:
    """Start Java and return a function from names below ``org.apache.lucene`` to Lucene's classes."""
    import jnius_config  # noqa: PLC0415 -- optional, and starts Java

    spec = find_spec("pyserini")
    places = spec.submodule_search_locations if spec is not None else None
    jars = [str(jar) for place in places or () for jar in Path(place).glob("resources/jars/*.jar")]
    if not jnius_config.vm_running:
        jnius_config.set_classpath(*jars)
    from jnius import autoclass  # noqa: PLC0415

    return lambda name: autoclass(f"org.apache.lucene.{name}")


def _directory(java: Callable[[str], Any], folder: Path) -> Any:
    from jnius import autoclass  # noqa: PLC0415

    return java("store.FSDirectory").open(autoclass("java.io.File")(str(folder)).toPath())
