"""Learn the aligner's weights from sentence-aligned gold and write bisearch/alignment/weights.json.

Run: python scripts/train_aligner.py GOLD.jsonl [GOLD.jsonl...] [--folds N]. A gold file holds one document a line: `ru`
and `en`, lists of sentences, and `beads`, [[ru indexes], [en indexes]]; all documents of a file are one corpus. With
--folds, N-fold cross-validation over documents is printed and nothing is written.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bisearch.alignment.corpus import Part, learn_table
from bisearch.alignment.evidence import FEATURES, SHAPES, features, read
from bisearch.alignment.first_pass import find_beads
from bisearch.alignment.lattice import best, forward, posteriors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bisearch.alignment.evidence import Array, Shape

STEPS, RATE, DECAY = 700, 0.2, 0.992
RIDGE = 0.1
TARGET = Path(__file__).parent.parent / "bisearch" / "alignment" / "weights.json"


@dataclass(frozen=True, slots=True)
class Example:
    """A document's evidence and its gold beads: first Russian sentence, first English sentence, shape."""

    evidence: dict[Shape, Array]
    gold: tuple[tuple[int, int, Shape], ...]


def examples(path: Path) -> list[Example]:
    """Return the documents of a gold file, with a table learned from their own first alignment."""
    documents = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    parts = [Part(each["ru"], each["en"], 0, 0, find_beads(each["ru"], each["en"])) for each in documents]
    table = learn_table(parts)
    found = []
    for each in documents:
        i = j = 0
        gold = []
        for ru, en in each["beads"]:
            gold.append((i, j, (len(ru), len(en))))
            i, j = i + len(ru), j + len(en)
        found.append(Example(features(read(each["ru"]), read(each["en"]), table), tuple(gold)))
    return found


def slope(weights: Array, documents: Sequence[Example]) -> tuple[float, Array]:
    """Return the log-likelihood of the gold and its slope, both with the ridge."""
    total, change = -RIDGE * float(weights @ weights), -2 * RIDGE * weights
    for document in documents:
        scores = {shape: found @ weights for shape, found in document.evidence.items()}
        total -= float(forward(scores)[-1, -1])
        for shape, likely in posteriors(scores).items():
            change = change - np.tensordot(likely, document.evidence[shape], 2)
        for i, j, shape in document.gold:
            total += float(scores[shape][i, j])
            change = change + document.evidence[shape][i, j]
    return total, change


def train(documents: Sequence[Example]) -> Array:
    """Return weights by steps of decaying size along each coordinate's own scale (Kingma & Ba, 2015)."""
    weights, mean, square = (np.zeros(len(FEATURES)) for _ in range(3))
    for step in range(1, STEPS + 1):
        _, change = slope(weights, documents)
        mean = 0.9 * mean + 0.1 * change
        square = 0.99 * square + 0.01 * change * change
        size = RATE * DECAY ** max(0, step - STEPS // 3)
        weights = weights + size * mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.99**step)) + 1e-9)
    return weights


def strict_f1(documents: Sequence[Example], found: Sequence[Sequence[tuple[int, int, Shape]]]) -> float:
    """Return the F1 of beads with both sides."""
    gold = [{bead for bead in each.gold if all(bead[2])} for each in documents]
    ours = [{bead for bead in each if all(bead[2])} for each in found]
    right = sum(len(each & other) for each, other in zip(gold, ours, strict=True))
    return 2 * right / (sum(map(len, gold)) + sum(map(len, ours)))


def cross_validate(files: dict[str, list[Example]], folds: int) -> None:
    """Print how well each document is aligned by weights learned from the other folds."""
    found: dict[str, list[list[tuple[int, int, Shape]]]] = {name: [[] for _ in each] for name, each in files.items()}
    for fold in range(folds):
        others = [one for each in files.values() for k, one in enumerate(each) if k % folds != fold]
        weights = train(others)
        for name, each in files.items():
            for k in range(fold, len(each), folds):
                found[name][k] = best({shape: values @ weights for shape, values in each[k].evidence.items()})
    rows = ["| gold | strict F1 |\n", "|---|---|\n"]
    for name, each in files.items():
        rows.append(f"| {name.removesuffix('.jsonl')} | {strict_f1(each, found[name]):.3f} |\n")
    print("".join(rows), end="")


def main() -> None:
    """Train, and write the weights or print the cross-validation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    arguments = parser.parse_args()
    files = {path.name: examples(path) for path in arguments.gold}
    if arguments.folds:
        cross_validate(files, arguments.folds)
        return
    documents = [one for each in files.values() for one in each]
    weights = train(documents)
    counts = np.array([1 + sum(bead[2] == shape for one in documents for bead in one.gold) for shape in SHAPES])
    values = {
        "weights": dict(zip(FEATURES, np.round(weights, 4).tolist(), strict=True)),
        "shapes": dict(zip(FEATURES, np.round(counts / counts.sum(), 5).tolist(), strict=False)),
    }
    TARGET.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
