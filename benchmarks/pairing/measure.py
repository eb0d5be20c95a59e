"""Pairing of files whose names tell nothing, half of the documents without one of their two texts.

The texts of each collection are written to a folder under random numbers, and `bisearch.pair` is judged by the pairs
that it proposes. Which documents lose a text, and which text, is drawn anew for each of `DRAWS` seeds; half of those
that lose one lose the Russian text.
"""

from __future__ import annotations

import json
import random
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bisearch.pairing.pair import pair
from bisearch.sources.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    # The Russian and the English text of a document.
    Texts = tuple[str, str]

DRAWS = 5


@dataclass(frozen=True, slots=True)
class Score:
    """The result for one collection, over all draws.

    Attributes:
        documents: number of documents in both languages before any text is taken away.
        pairs: number of documents that kept both texts, over all draws.
        proposed: number of pairs proposed.
        right: number of those that are right.
        f1: harmonic mean of precision and recall, in [0, 1].
        least_right: the lowest score of a right pair; 0 if there is none.
        margin: the lowest margin of a right pair; 0 if there is none.
    """

    documents: int
    pairs: int
    proposed: int
    right: int
    f1: float
    least_right: float
    margin: float


def measure(documents: Sequence[Texts]) -> Score:
    """Measure the pairing of a collection.

    Args:
        documents: the Russian and the English text of each document.
    """
    pairs = proposed = 0
    right: list[tuple[float, float]] = []
    for seed in range(DRAWS):
        with TemporaryDirectory() as folder:
            gold = _write(documents, Path(folder), random.Random(seed))
            found = pair(folder).pairs
        pairs += len(gold)
        proposed += len(found)
        right += [(each.score, each.margin) for each in found if (each.ru.name, each.en.name) in gold]
    f1 = 2 * len(right) / (pairs + proposed) if pairs + proposed else 0.0
    least = min((score for score, _ in right), default=0.0)
    margin = min((margin for _, margin in right), default=0.0)
    return Score(len(documents), pairs, proposed, len(right), f1, least, margin)


def _write(documents: Sequence[Texts], folder: Path, draw: random.Random) -> set[tuple[str, str]]:
    """Write the texts under random numbers, and return the names of those that are pairs."""
    names = [f"{number}.txt" for number in draw.sample(range(10_000, 100_000), 2 * len(documents))]
    order = draw.sample(range(len(documents)), len(documents))
    gold = set()
    for place, number in enumerate(order):
        ru, en = documents[number]
        name_ru, name_en = names[2 * number], names[2 * number + 1]
        is_whole = place < len(order) // 2
        if is_whole or place % 2:
            (folder / name_ru).write_text(ru, encoding="utf-8")
        if is_whole or not place % 2:
            (folder / name_en).write_text(en, encoding="utf-8")
        if is_whole:
            gold.add((name_ru, name_en))
    return gold


def texts_of_archive(folder: Path) -> list[Texts]:
    """Return the texts of an archive's documents that have both."""
    errors: list[Exception] = []
    documents = read([folder], on_error=errors.append)
    return [(each.text_ru, each.text_en) for each in documents if each.text_ru and each.text_en]


def texts_of_records(path: Path) -> list[Texts]:
    """Return the texts of a JSONL file with a list of Russian and of English sentences in each line."""
    records = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [("\n".join(record["ru"]), "\n".join(record["en"])) for record in records]


def texts_of_xquad(folder: Path) -> list[Texts]:
    """Return the paragraphs of XQuAD, each as a document."""
    columns = []
    for side in ("ru", "en"):
        articles = json.loads((folder / f"xquad.{side}.json").read_text(encoding="utf-8"))["data"]
        columns.append([paragraph["context"] for article in articles for paragraph in article["paragraphs"]])
    return list(zip(*columns, strict=True))


def run(collections: Iterable[tuple[str, Sequence[Texts]]]) -> dict[str, dict[str, float]]:
    """Return the scores of some collections by name."""
    return {name: asdict(measure(documents)) for name, documents in collections}


def table(report: dict[str, dict[str, float]]) -> str:
    """Return the scores as a Markdown table."""
    lines = [
        "| documents | in both languages | pairs in five draws | proposed | right | F1 | lowest score, margin |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {score['documents']} | {score['pairs']} | {score['proposed']} | {score['right']} |"
        f" {score['f1']:.3f} | {score['least_right']:.2f}, {score['margin']:.2f} |"
        for name, score in report.items()
    ]
    return "\n".join(lines) + "\n"
