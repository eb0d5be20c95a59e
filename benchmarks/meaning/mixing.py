"""Searches by words, next to the same searches by words and meaning, in every condition of the relevance benchmark."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.relevance.collections import FOLDS
from benchmarks.relevance.conditions import Bench
from benchmarks.relevance.indexes import search
from benchmarks.relevance.measures import MAIN
from bisearch.evaluation.comparison import p_value
from bisearch.evaluation.measures import evaluate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.relevance.collections import Collection
    from benchmarks.relevance.conditions import Part
    from bisearch.evaluation.measures import Values
    from bisearch.model import Side

# The fold whose questions the weight of meaning was chosen on; all others are held back.
CHOOSING_FOLD = 0
EXAMPLES = 5


class Outcome(NamedTuple):
    """The same questions asked by words, and by words and meaning.

    Attributes:
        condition: the condition of the relevance benchmark.
        side: the language of the questions.
        words: nDCG@10 of each question by words.
        mixed: nDCG@10 of each question by words and meaning.
    """

    condition: str
    side: Side
    words: Values
    mixed: Values

    def of_folds(self, collection: Collection, folds: Sequence[int]) -> Outcome:
        """Return the outcome of the questions of some folds; see `Collection.of_folds`."""
        kept = {query.id for query in collection.of_folds(self.side, folds)}
        words, mixed = (
            {query: value for query, value in each.items() if query.partition("@")[0] in kept}
            for each in (self.words, self.mixed)
        )
        return self._replace(words=words, mixed=mixed)

    @property
    def means(self) -> tuple[float, float]:
        """The mean nDCG@10 by words, and by words and meaning."""
        return mean(self.words), mean(self.mixed)

    @property
    def p(self) -> float:
        """The p-value of the difference."""
        return p_value(self.words, self.mixed)


class Example(NamedTuple):
    """A question that one of the two kinds of search answers on its first page, and the other does not.

    Attributes:
        condition: the condition.
        question: the question.
        words: its nDCG@10 by words.
        mixed: its nDCG@10 by words and meaning.
    """

    condition: str
    question: str
    words: float
    mixed: float


def measure(collection: Collection, say: Callable[[str], None]) -> list[Outcome]:
    """Return the outcome of every condition and language.

    Args:
        collection: the collection, with judged passages.
        say: called with a line for each part that is done.
    """
    found: dict[tuple[str, Side], Outcome] = {}
    with TemporaryDirectory() as scratch:
        for part in Bench(collection, Path(scratch), vectors=True).parts():
            outcome = found.setdefault((part.condition, part.side), Outcome(part.condition, part.side, {}, {}))
            for values, meaning in ((outcome.words, False), (outcome.mixed, True)):
                values.update(_values(part, collection, meaning=meaning))
            say(f"{collection.name}, {part.condition}, {part.side}: {len(outcome.words)} questions")
    return list(found.values())


def examples(collection: Collection, outcomes: Sequence[Outcome]) -> tuple[list[Example], list[Example]]:
    """Return held-back questions that only meaning answers, and those that it spoils, the clearest first."""
    held = [each.of_folds(collection, range(1, FOLDS)) for each in outcomes if ":" not in each.condition]
    texts = {(side, query.id): query.text for side in collection.queries for query in collection.queries[side]}
    found = [
        Example(f"{each.condition}, {each.side}", texts[each.side, query], each.words[query], each.mixed[query])
        for each in held
        for query in sorted(each.words)
    ]
    gained = sorted(found, key=lambda each: (each.words - each.mixed, each.condition, each.question))
    lost = sorted(found, key=lambda each: (each.mixed - each.words, each.condition, each.question))
    return gained[:EXAMPLES], lost[:EXAMPLES]


def mean(values: Values) -> float:
    """Return the mean of some values."""
    return sum(values.values()) / max(1, len(values))


def _values(part: Part, collection: Collection, *, meaning: bool) -> dict[str, float]:
    run = search(part.folder, part.queries, meaning=meaning)
    judged = {query: collection.judgements[part.side][query] for query in run}
    values = evaluate(run, judged, judged, (MAIN,)).values[MAIN]
    return {query + part.tag: value for query, value in values.items()}
