"""What exists in which language, what the lexicon is learned from, and the figures of each such condition.

No query, no judgement and no translation of a passage that is to be found is seen in training where a condition is
about one-sided passages: documents are parted into folds, and for the queries of a fold the lexicon is learned from the
documents of the other folds, in an index of their own, then moved into the index that is searched.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from benchmarks.relevance.baselines import run_baselines
from benchmarks.relevance.collections import FOLDS, unit_id
from benchmarks.relevance.indexes import build_index, import_dictionary, move_lexicon, search
from benchmarks.relevance.measures import MAIN, chance, evaluate, means, write_run
from bisearch.model import SIDES, other

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from benchmarks.relevance.baselines import Unit
    from benchmarks.relevance.collections import Collection, Query, Text
    from benchmarks.relevance.indexes import Run
    from bisearch.model import Side

# Where a condition's other systems stand in the report.
BASELINES = "baselines"
# Where passages of both kinds are ranked together, one engine stands for all that sum the scores of two fields.
PLAIN_SUM = ("bm25s, Snowball, stop words",)


@dataclass(slots=True)
class Bench:
    """One run of the benchmark over a collection.

    Attributes:
        collection: what is searched.
        runs: folder of the TREC files.
        scratch: folder of the indexes.
        dictionary: to be imported in the conditions that have one; None leaves them out.
        say: told what is skipped, a line each.
        report: the figures, by condition and language of the queries.
    """

    collection: Collection
    runs: Path
    scratch: Path
    dictionary: Path | None
    say: Callable[[str], None]
    report: dict[str, Any] = field(default_factory=dict)
    _lexicons: dict[tuple[int | None, bool], Path] = field(default_factory=dict)
    _folds: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._folds = self.collection.folds()

    def bilingual(self) -> None:
        """Every passage in both languages."""
        index = self._index("both", self.collection.texts)
        if not self.collection.judges_documents:
            move_lexicon(self._lexicon(None, with_dictionary=False), index)
        for side in SIDES:
            queries = self.collection.queries[side]
            run = search(index, queries, documents=self.collection.judges_documents)
            baselines = run_baselines(self._units(self.collection.texts), queries, self.say)
            self._score("bilingual", side, {"": run}, baselines)

    def other_only(self, *, with_dictionary: bool) -> None:
        """Every passage only in the language that the queries are not in."""
        name = "other language only" + (", dictionary" if with_dictionary else "")
        for side in SIDES:
            texts = [text.only(other(side)) for text in self.collection.texts]
            index = self._index(f"only-{other(side)}", texts)
            queries = self.collection.queries[side]
            run: Run = {}
            for fold in range(FOLDS):
                move_lexicon(self._lexicon(fold, with_dictionary=with_dictionary), index)
                run |= search(index, [query for query in queries if self._fold(query) == fold])
            baselines = {} if with_dictionary else run_baselines(self._units(texts), queries, self.say)
            self._score(name, side, {"": run}, baselines)

    def mixed(self, *, with_dictionary: bool) -> None:
        """A fold of the documents only in the language that the queries are not in, the others in both."""
        name = "mixed" + (", dictionary" if with_dictionary else "")
        for side in SIDES:
            parts: dict[str, Run] = {"those": {}, "the rest": {}}
            sums: dict[str, dict[str, Run]] = {}
            for fold in range(FOLDS):
                texts = [
                    text.only(other(side)) if place % FOLDS == fold else text
                    for place, text in enumerate(self.collection.texts)
                ]
                index = self._index("mixed", texts)
                move_lexicon(self._lexicon(fold, with_dictionary=with_dictionary), index)
                queries = self.collection.queries[side]
                found = {"": search(index, queries)}
                if not with_dictionary:
                    found |= run_baselines(self._units(texts), queries, self.say, PLAIN_SUM)
                for system, run in found.items():
                    into = parts if not system else sums.setdefault(system, {"those": {}, "the rest": {}})
                    for query in queries:
                        # A query is asked once a fold; among the rest it is one of four, told apart by its fold.
                        if self._fold(query) == fold:
                            into["those"][query.id] = run.get(query.id, {})
                        else:
                            into["the rest"][f"{query.id}@{fold}"] = run.get(query.id, {})
            for part, run in parts.items():
                self._score(f"{name}: {part}", side, {"": run}, {system: runs[part] for system, runs in sums.items()})

    def _score(self, condition: str, side: Side, ours: dict[str, Run], baselines: dict[str, Run]) -> None:
        run = ours[""]
        judgements = {query: self.collection.judgements[side][query.partition("@")[0]] for query in run}
        values = evaluate(run, judgements, judgements)
        figures: dict[str, Any] = dict(means(values))
        others = {name: evaluate(each, judgements, judgements) for name, each in baselines.items()}
        if others:
            strongest = max(others, key=lambda name: means(others[name])[MAIN])
            figures[BASELINES] = {name: means(each) for name, each in others.items()}
            figures["strongest baseline"] = strongest
            figures["p"] = round(chance(values[MAIN], others[strongest][MAIN]), 4)
        for name, each in {"bisearch": run, **baselines}.items():
            words = [self.collection.name, condition, side, name]
            path = "-".join("".join(c if c.isalnum() else "_" for c in word) for word in words)
            write_run(each, name.split(",")[0].replace(" ", "_"), self.runs / f"{path}.run")
        self.report.setdefault(condition, {})[side] = figures

    def _index(self, name: str, texts: Iterable[Text]) -> Path:
        aligned = not self.collection.judges_documents
        return build_index(texts, self.scratch / name, aligned=aligned)

    def _lexicon(self, fold: int | None, *, with_dictionary: bool) -> Path:
        """Return an index for the sake of its lexicon.

        It holds the documents that are not of a fold in both languages, and those of the fold as two of one language
        each, which teach nothing: of the glossary, an index keeps what its texts have words of.
        """
        key = fold, with_dictionary
        if key not in self._lexicons:
            texts: list[Text] = []
            for place, text in enumerate(self.collection.texts):
                texts += text.parted() if place % FOLDS == fold else (text,)
            folder = self.scratch / f"lexicon-{fold}-{with_dictionary}"
            # Paragraphs are too long to learn from; the library splits and aligns them as it does any text.
            index = build_index(texts, folder, aligned=self.collection.name == "sentences")
            if with_dictionary and self.dictionary is not None:
                import_dictionary(self.dictionary, index)
            self._lexicons[key] = index
        return self._lexicons[key]

    def _fold(self, query: Query) -> int:
        return self._folds[query.document or ""]

    def _units(self, texts: Sequence[Text]) -> list[Unit]:
        """Return what the baselines retrieve."""
        if self.collection.judges_documents:
            return [
                (text.id, {side: "\n".join(s for unit in text.units for s in unit.side(side)) for side in SIDES})
                for text in texts
            ]
        return [
            (unit_id(text.id, number), {side: " ".join(unit.side(side)) for side in SIDES})
            for text in texts
            for number, unit in enumerate(text.units, 1)
        ]


def run(collection: Collection, runs: Path, dictionary: Path | None, say: Callable[[str], None]) -> dict[str, Any]:
    """Measure every condition.

    Args:
        collection: what to search.
        runs: folder for TREC run files.
        dictionary: a file for the conditions with a dictionary; None leaves them out.
        say: told what is skipped, a line each.

    Returns:
        Figures by condition and language of the queries.
    """
    said: set[str] = set()

    def say_once(line: str) -> None:
        if line not in said:
            said.add(line)
            say(line)

    with TemporaryDirectory() as scratch:
        bench = Bench(collection, runs, Path(scratch), dictionary, say_once)
        bench.bilingual()
        if collection.judges_documents:
            say_once("skipped: one-sided conditions (judgements of documents have no folds)")
            return bench.report
        for with_dictionary in (False, True):
            if with_dictionary and dictionary is None:
                say_once("skipped: conditions with a dictionary (give one with --dictionary)")
                break
            bench.other_only(with_dictionary=with_dictionary)
            bench.mixed(with_dictionary=with_dictionary)
    return bench.report
