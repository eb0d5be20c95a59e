"""What exists in which language, what the lexicon is learned from, and the figures of each such condition.

No query, no judgement and no translation of a passage that is to be found is seen in training where a condition is
about one-sided passages: documents are parted into folds, and for the queries of a fold the lexicon is learned from the
documents of the other folds, in an index of their own, then moved into the index that is searched.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.relevance.baselines import BASELINES, run_baselines
from benchmarks.relevance.collections import FOLDS, unit_id
from benchmarks.relevance.indexes import build_index, import_dictionary, move_lexicon, search
from benchmarks.relevance.measures import MAIN, chance, evaluate, means, write_run
from bisearch.model import SIDES, other

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from benchmarks.relevance.baselines import Unit
    from benchmarks.relevance.collections import Collection, Grades, Query, Text
    from benchmarks.relevance.indexes import Run
    from bisearch.model import Side

# Where a condition's other systems stand in the report.
OTHERS = "baselines"
OURS = "bisearch"
# How the names of conditions with a dictionary end, before what part of the passages they are of.
DICTIONARY = ", dictionary"
# Where passages of both kinds are ranked together, one engine stands for all that sum the scores of two fields.
PLAIN_SUM = ("bm25s, Snowball, stop words",)


class Part(NamedTuple):
    """Queries that are asked of one index, and the condition that their answers count for.

    Attributes:
        condition: its name.
        side: the language of the queries.
        folder: of the index.
        texts: what the index holds, for other systems to hold too.
        queries: of one language.
        tag: told to the names of queries that a condition asks of several indexes.
    """

    condition: str
    side: Side
    folder: Path
    texts: Sequence[Text]
    queries: Sequence[Query]
    tag: str = ""


@dataclass(slots=True)
class Bench:
    """The conditions of one collection, and the indexes that they need, each built when it is come to.

    Attributes:
        collection: what is searched.
        scratch: folder of the indexes.
        dictionary: to be imported in the conditions that have one; None leaves them out.
    """

    collection: Collection
    scratch: Path
    dictionary: Path | None = None
    _lexicons: dict[tuple[int | None, bool], Path] = field(default_factory=dict)

    def parts(self) -> Iterator[Part]:
        """Yield all that is asked, condition by condition."""
        yield from self.bilingual()
        if self.collection.judges_documents:
            return
        for with_dictionary in (False,) if self.dictionary is None else (False, True):
            yield from self.other_only(with_dictionary=with_dictionary)
            yield from self.mixed(with_dictionary=with_dictionary)

    def bilingual(self) -> Iterator[Part]:
        """Yield the queries where every passage is in both languages."""
        texts = self.collection.texts
        index = self._index("bilingual", texts, None if self.collection.judges_documents else self._lexicon(None))
        for side in SIDES:
            yield Part("bilingual", side, index, texts, self.collection.queries[side])

    def other_only(self, *, with_dictionary: bool) -> Iterator[Part]:
        """Yield the queries where every passage is only in the language that they are not in."""
        name = "other language only" + (DICTIONARY if with_dictionary else "")
        for side in SIDES:
            texts = [text.only(other(side)) for text in self.collection.texts]
            for fold in range(FOLDS):
                lexicon = self._lexicon(fold, with_dictionary=with_dictionary)
                index = self._index(f"{name}-{side}-{fold}", texts, lexicon)
                yield Part(name, side, index, texts, self.collection.of_folds(side, {fold}))

    def mixed(self, *, with_dictionary: bool) -> Iterator[Part]:
        """Yield the queries where a fold of the documents is only in the other language, the others are in both.

        Each is asked once a fold: one of those documents' once, one of the rest four times.
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
        index = build_index(texts, self.scratch / name, aligned=not self.collection.judges_documents)
        if lexicon is not None:
            move_lexicon(lexicon, index)
        return index

    def _lexicon(self, fold: int | None, *, with_dictionary: bool = False) -> Path:
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

    if collection.judges_documents:
        say_once("skipped: one-sided conditions (judgements of documents have no folds)")
    elif dictionary is None:
        say_once("skipped: conditions with a dictionary (give one with --dictionary)")
    # By condition and language, what each system found.
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


def _figures(grades: Mapping[str, Grades], systems: Mapping[str, Run]) -> dict[str, Any]:
    """Return what one condition gives in one language: our figures, and beside them those of the baselines."""
    asked = {query: grades[query.partition("@")[0]] for query in systems[OURS]}
    values = {system: evaluate(run, asked, asked) for system, run in systems.items()}
    ours = values.pop(OURS)
    figures: dict[str, Any] = dict(means(ours))
    if values:
        strongest = max(values, key=lambda name: means(values[name])[MAIN])
        figures[OTHERS] = {name: means(each) for name, each in values.items()}
        figures["strongest baseline"] = strongest
        figures["p"] = round(chance(ours[MAIN], values[strongest][MAIN]), 4)
    return figures


def _units(collection: Collection, texts: Sequence[Text]) -> list[Unit]:
    """Return what the baselines retrieve."""
    if collection.judges_documents:
        return [
            (text.id, {side: "\n".join(s for unit in text.units for s in unit.side(side)) for side in SIDES})
            for text in texts
        ]
    return [
        (unit_id(text.id, number), {side: " ".join(unit.side(side)) for side in SIDES})
        for text in texts
        for number, unit in enumerate(text.units, 1)
    ]
