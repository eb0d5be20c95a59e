"""The tables of the benchmark of meaning, in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.meaning.mixing import CHOOSING_FOLD
from benchmarks.relevance.collections import FOLDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.meaning.costs import EncodingCost, SearchCost
    from benchmarks.meaning.mixing import Example, Outcome
    from benchmarks.meaning.translations import Found
    from benchmarks.relevance.collections import Collection

_HELD_BACK = [fold for fold in range(FOLDS) if fold != CHOOSING_FOLD]


def outcome_table(collections: Sequence[tuple[Collection, Sequence[Outcome]]]) -> str:
    """Return nDCG@10 with and without meaning, by condition: of all folds, of the choosing one, and of the others."""
    rows: list[tuple[str, ...]] = [
        ("nDCG@10", "queries", "by words", "by words and meaning", "p", "choosing fold", "other folds"),
        ("---",) * 7,
    ]
    for collection, outcomes in collections:
        for each in outcomes:
            words, mixed = each.means
            parts = (each.of_folds(collection, folds) for folds in ([CHOOSING_FOLD], _HELD_BACK))
            rows.append((
                f"{collection.name}, {each.condition}", each.side, _number(words), _number(mixed), _p(each.p),
                *(" → ".join(map(_number, part.means)) for part in parts),
            ))  # fmt: skip
    return _markdown(rows)


def example_table(gained: Iterable[Example], lost: Iterable[Example]) -> str:
    """Return the questions that only meaning answers, and those that it spoils."""
    rows: list[tuple[str, ...]] = [("", "condition", "question", "by words", "by words and meaning"), ("---",) * 5]
    for name, examples in (("only by meaning", gained), ("spoiled by meaning", lost)):
        rows += [
            (name, each.condition, each.question.replace("|", "\\|"), _number(each.words), _number(each.mixed))
            for each in examples
        ]
    return _markdown(rows)


def translation_table(found: Iterable[Found]) -> str:
    """Return the share of sentences whose translation is found first."""
    rows: list[tuple[str, ...]] = [
        ("asked in", "sentences", "by words", "by words and meaning", "`Index.like`"),
        ("---",) * 5,
    ]
    rows += [
        (each.side, f"{each.asked:,}", *(_number(count / each.asked) for count in (each.words, each.mixed, each.like)))
        for each in found
    ]
    return _markdown(rows)


def cost_table(encoding: EncodingCost, searches: Iterable[SearchCost]) -> str:
    """Return the costs, in processor time."""
    rows: list[tuple[str, ...]] = [
        ("cost", ""), ("---",) * 2,
        ("loading the encoder, once in a process", f"{encoding.load:.1f} s"),
        (f"encoding texts of {encoding.characters:.0f} characters", f"{encoding.texts:.0f} a second"),
        ("encoding a query", f"{1000 * encoding.query:.0f} ms"),
    ]  # fmt: skip
    for each in searches:
        rows += [
            (f"vectors of {each.passages:,} passages on disk", f"{each.size / 1e6:,.0f} MB"),
            ("verifying them, once in a process", f"{each.verify:.2f} s"),
            ("comparing a query with all of them", f"{1000 * each.search:.0f} ms"),
        ]
    return _markdown(rows)


def record(collections: Sequence[tuple[Collection, Sequence[Outcome]]], found: Sequence[Found]) -> dict[str, Any]:
    """Return all figures by collection, condition and language."""
    return {
        "nDCG@10": {
            f"{collection.name}, {each.condition}, {each.side}": {
                "questions": len(each.words), "words": round(each.means[0], 4), "mixed": round(each.means[1], 4)
            }
            for collection, outcomes in collections
            for each in outcomes
        },
        "translations": [each._asdict() for each in found],
    }  # fmt: skip


def _number(value: float) -> str:
    return f"{value:.4f}".removeprefix("0") if value < 1 else f"{value:.3f}"


def _p(value: float) -> str:
    return "< .001" if value < 0.001 else f"{value:.3f}".removeprefix("0")


def _markdown(rows: Iterable[Iterable[str]]) -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
