"""The conditions of the relevance benchmark: which passages exist in which language, and where the lexicon comes from.

In conditions with one-sided passages, training never sees a query, a judgement or the translation of a passage to be
found: documents are split into folds, and for the queries of a fold the lexicon is learned from the documents of the
other folds in a separate index and then copied into the index that is searched.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.relevance.baselines import BASELINES, run_baselines
from benchmarks.relevance.collections import FOLDS
from benchmarks.relevance.indexes import build_index, copy_lexicon, import_dictionary, search
from benchmarks.relevance.measures import MAIN, MEASURES, means
from bisearch.evaluation.comparison import p_value
from bisearch.evaluation.measures import evaluate
from bisearch.evaluation.ranking import passage_id
from bisearch.evaluation.runs import write_run
from bisearch.model import SIDES, other

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from benchmarks.relevance.baselines import Unit
    from benchmarks.relevance.collections import Collection, Query, Text
    from bisearch.evaluation.judgements import Judgements
    from bisearch.evaluation.runs import Run
    from bisearch.model import Side

# Key of the other systems in the report.
OTHERS = "baselines"
OURS = "bisearch"
# Suffix of the names of conditions with a dictionary, before the part of the passages.
DICTIONARY = ", dictionary"
# In the mixed conditions one baseline represents all tools that sum the scores of two fields.
PLAIN_SUM = ("bm25s, Snowball, stop words",)


class Part(NamedTuple):
    """Queries for one index, and the condition that their answers count for.

    Attributes:
        condition: name of the condition.
        side: language of the queries.
        folder: folder of the index.
        texts: documents in the index, so that the baselines can index the same.
        queries: the queries, all in one language.
        tag: suffix for the query ids when a condition asks the same query of several indexes.
    """

    condition: str
    side: Side
    folder: Path
    texts: Sequence[Text]
    queries: Sequence[Query]
    tag: str = ""


@dataclass(slots=True)
class Bench:
    """The conditions of one collection, and the indexes they need, which are built on demand.

    Attributes:
        collection: the collection to search.
        scratch: folder for the indexes.
        dictionary: dictionary file for the conditions with one; None omits these conditions.
        vectors: whether the indexes have vectors.
    """

    collection: Collection
    scratch: Path
    dictionary: Path | None = None
    vectors: bool = False
    _lexicons: dict[tuple[int | None, bool], Path] = field(default_factory=dict)

    def parts(self) -> Iterator[Part]:
        """Yield the queries of all conditions, condition by condition."""
        yield from self.bilingual()
        if self.collection.judges_documents:
            return
        for with_dictionary in (False,) if self.dictionary is None else (False, True):
            yield from self.other_only(with_dictionary=with_dictionary)
            yield from self.mixed(with_dictionary=with_dictionary)

    def bilingual(self) -> Iterator[Part]:
        """Yield the queries of the condition in which every passage has both languages."""
        texts = self.collection.texts
        index = self._index("bilingual", texts, None if self.collection.judges_documents else self._lexicon(None))
        for side in SIDES:
            yield Part("bilingual", side, index, texts, self.collection.queries[side])

    def other_only(self, *, with_dictionary: bool) -> Iterator[Part]:
        """Yield the queries of the condition in which every passage has only the other language."""
        name = "other language only" + (DICTIONARY if with_dictionary else "")
        for side in SIDES:
            texts = [text.only(other(side)) for text in self.collection.texts]
            for fold in range(FOLDS):
                lexicon = self._lexicon(fold, with_dictionary=with_dictionary)
                index = self._index(f"{name}-{side}-{fold}", texts, lexicon)
                yield Part(name, side, index, texts, self.collection.of_folds(side, {fold}))

    def mixed(self, *, with_dictionary: bool) -> Iterator[Part]:
        """Yield the queries of the condition in which one fold has only the other language and the rest has both.

        A query is asked once per fold: once when its own document is one-sided, four times when it is not.
        """
        name = "mixed" + (DICTIONARY if with_dictionary else "")
        for side in SIDES:
            for fold in range(FOLDS):
                texts = [
                    text.only(other(side)) if place % FOLDS == fold else text
                    for place, text in enumerate(self.collection.texts)
                ]
                lexicon = self._lexicon(fold, with_dictionary=with_dictionary)
                index = self._index(f"{name}-{side}-{fold}", texts, lexicon)
                rest = set(range(FOLDS)) - {fold}
                yield Part(f"{name}: those", side, index, texts, self.collection.of_folds(side, {fold}))
                yield Part(f"{name}: the rest", side, index, texts, self.collection.of_folds(side, rest), f"@{fold}")

    def _index(self, name: str, texts: Iterable[Text], lexicon: Path | None) -> Path:
        is_aligned = not self.collection.judges_documents
        index = build_index(texts, self.scratch / name, aligned=is_aligned, vectors=self.vectors)
        if lexicon is not None:
            copy_lexicon(lexicon, index)
        return index

    def _lexicon(self, fold: int | None, *, with_dictionary: bool = False) -> Path:
        """Return an index whose lexicon was learned without the documents of `fold`.

        The documents of the fold are in it as separate one-sided documents, which teach no translations but bring
        their words: an index keeps only the glossary entries for words in its texts.
        """
        key = fold, with_dictionary
        if key not in self._lexicons:
            texts: list[Text] = []
            for place, text in enumerate(self.collection.texts):
                texts += text.split_by_language() if place % FOLDS == fold else (text,)
            folder = self.scratch / f"lexicon-{fold}-{with_dictionary}"
            # Paragraphs are too long to learn from, so the library splits and aligns them like any text.
            index = build_index(texts, folder, aligned=self.collection.name == "sentences")
            if with_dictionary and self.dictionary is not None:
                import_dictionary(self.dictionary, index)
            self._lexicons[key] = index
        return self._lexicons[key]


def run(collection: Collection, runs: Path, dictionary: Path | None, say: Callable[[str], None]) -> dict[str, Any]:
    """Measure every condition.

    Args:
        collection: the collection to search.
        runs: folder for TREC run files.
        dictionary: dictionary file for the conditions with one; None omits these conditions.
        say: called with one line for each baseline or condition that is skipped.

    Returns:
        Figures by condition and language of the queries.
    """
    said: set[str] = set()

    def say_once(line: str) -> None:
        if line not in said:
            said.add(line)
            say(line)

    if collection.judges_documents:
        say_once("skipped: one-sided conditions (a collection with judged documents has no folds)")
    elif dictionary is None:
        say_once("skipped: conditions with a dictionary (specify one with --dictionary)")
    # The run of each system, by condition and language.
    found: dict[tuple[str, Side], dict[str, Run]] = {}
    with TemporaryDirectory() as scratch:
        for part in Bench(collection, Path(scratch), dictionary).parts():
            systems = found.setdefault((part.condition, part.side), {})
            answers = {OURS: search(part.folder, part.queries, documents=collection.judges_documents)}
            if not part.condition.partition(":")[0].endswith(DICTIONARY):
                names = PLAIN_SUM if part.condition.startswith("mixed") else tuple(BASELINES)
                answers |= run_baselines(_units(collection, part.texts), part.queries, say_once, names)
            for system, run in answers.items():
                systems.setdefault(system, {}).update({query + part.tag: each for query, each in run.items()})
    report: dict[str, Any] = {}
    for (condition, side), systems in found.items():
        report.setdefault(condition, {})[side] = _figures(collection.judgements[side], systems)
        for system, each in systems.items():
            words = [collection.name, condition, side, system]
            path = "-".join("".join(c if c.isalnum() else "_" for c in word) for word in words)
            write_run(each, system.split(",")[0].replace(" ", "_"), runs / f"{path}.run")
    return report


def _figures(grades: Judgements, systems: Mapping[str, Run]) -> dict[str, Any]:
    """Return the figures of one condition in one language: bisearch's, and those of the baselines under `OTHERS`."""
    judged = {query: grades[query.partition("@")[0]] for query in systems[OURS]}
    values = {system: evaluate(run, judged, judged, MEASURES).values for system, run in systems.items()}
    ours = values.pop(OURS)
    figures: dict[str, Any] = dict(means(ours))
    if values:
        strongest = max(values, key=lambda name: means(values[name])[MAIN])
        figures[OTHERS] = {name: means(each) for name, each in values.items()}
        figures["strongest baseline"] = strongest
        figures["p"] = round(p_value(ours[MAIN], values[strongest][MAIN]), 4)
    return figures


def _units(collection: Collection, texts: Sequence[Text]) -> list[Unit]:
    """Return the units that the baselines retrieve."""
    if collection.judges_documents:
        return [
            (text.id, {side: "\n".join(s for unit in text.units for s in unit.side(side)) for side in SIDES})
            for text in texts
        ]
    return [
        (passage_id(text.id, number), {side: " ".join(unit.side(side)) for side in SIDES})
        for text in texts
        for number, unit in enumerate(text.units, 1)
    ]
