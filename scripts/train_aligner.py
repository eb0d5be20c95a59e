"""Learn the aligner's weights from sentence-aligned gold and write bisearch/alignment/weights.json.

Run: python scripts/train_aligner.py GOLD.jsonl [GOLD.jsonl...] [--folds N]; it needs SciPy. A gold file holds one
document a line: `ru` and `en`, lists of sentences, and `beads`, [[ru indexes], [en indexes]]; all documents of a file
are one corpus. With --folds, N-fold cross-validation over documents is printed and nothing is written: a document is
aligned by weights that were learned without it, in any of its versions.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize

from bisearch.alignment.corpus import learn_table
from bisearch.alignment.evidence import FEATURES, SHAPES, features
from bisearch.alignment.lattice import best, forward, posteriors
from bisearch.alignment.matches import Matcher
from bisearch.alignment.model import Model
from bisearch.alignment.vocabulary import Vocabulary, read
from bisearch.analysis.forms import FormTable, Lemmatizer
from bisearch.model import Bead

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bisearch.alignment.evidence import Shape
    from bisearch.alignment.matches import Matches
    from bisearch.alignment.vocabulary import Array, Text

# Weights are drawn to 0 with this strength, and sought in so many steps at most.
RIDGE, STEPS = 0.1, 150
TARGET = Path(__file__).parent.parent / "bisearch" / "alignment" / "weights.json"


@dataclass(frozen=True, slots=True)
class Example:
    """A document's evidence and its gold beads: first Russian sentence, first English sentence, shape."""

    evidence: dict[Shape, Array]
    gold: tuple[tuple[int, int, Shape], ...]


class Corpus:
    """A gold file: its documents' texts and beads."""

    def __init__(self, path: Path) -> None:
        documents = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        ru, en = Vocabulary("ru"), Vocabulary("en")
        self.texts = [(read(each["ru"], ru), read(each["en"], en)) for each in documents]
        self.gold = [tuple(_placed(each["beads"])) for each in documents]
        self.matcher = Matcher(ru, en, FormTable(None, Lemmatizer()).lemmas)

    def untaught(self) -> list[Example]:
        """Return the documents with what is known of words beforehand."""
        return self._examples(self.matcher.matches())

    def taught(self, beads: Sequence[Sequence[Bead]]) -> list[Example]:
        """Return the documents with what a first alignment teaches too."""
        return self._examples(self.matcher.matches(learn_table(self.texts, beads, self.matcher)))

    def _examples(self, matches: Matches) -> list[Example]:
        return [Example(features(*texts, matches), gold) for texts, gold in zip(self.texts, self.gold, strict=True)]


def _placed(beads: Sequence[Any]) -> Iterator[tuple[int, int, Shape]]:
    i = j = 0
    for ru, en in beads:
        yield i, j, (len(ru), len(en))
        i, j = i + len(ru), j + len(en)


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


def train(documents: Sequence[Example], start: Array | None = None) -> Model:
    """Return the model under which the gold is likeliest, by L-BFGS (Liu & Nocedal, 1989)."""

    def loss(weights: Array) -> tuple[float, Array]:
        total, change = slope(weights, documents)
        return -total, -change

    start = np.zeros(len(FEATURES)) if start is None else start
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    counts = np.array([1 + sum(bead[2] == shape for each in documents for bead in each.gold) for shape in SHAPES])
    return Model(found.x, counts / counts.sum())


def aligned(corpus: Sequence[Example], model: Model, *, as_corpus: bool) -> list[list[Bead]]:
    """Return the beads of a corpus's documents, with its own prior where they are aligned as a corpus."""
    fitted = model.for_corpus([each.evidence for each in corpus]) if as_corpus else model
    return [fitted.beads(each.evidence) for each in corpus]


def strict_f1(documents: Sequence[Example], found: Sequence[Sequence[Bead]]) -> float:
    """Return the F1 of beads with both sides."""
    right = total = 0
    for document, beads in zip(documents, found, strict=True):
        gold = {bead for bead in document.gold if all(bead[2])}
        ours = {(bead.ru[0], bead.en[0], (len(bead.ru), len(bead.en))) for bead in beads if bead.ru and bead.en}
        right, total = right + len(gold & ours), total + len(gold) + len(ours)
    return 2 * right / total


def train_both(corpora: Sequence[Corpus]) -> tuple[Model, Model]:
    """Return the model for what is known beforehand and the one for what a corpus teaches too."""
    first = [corpus.untaught() for corpus in corpora]
    untaught = train([each for examples in first for each in examples])
    second = [
        corpus.taught(aligned(examples, untaught, as_corpus=False))
        for corpus, examples in zip(corpora, first, strict=True)
    ]
    return untaught, train([each for examples in second for each in examples], untaught.weights)


def cross_validate(corpora: dict[str, Corpus], folds: int) -> None:
    """Print how well each document is aligned by weights learned from the other folds."""
    first = {name: corpus.untaught() for name, corpus in corpora.items()}
    found = _by_other_folds(first, folds, as_corpus=False)
    second = {name: corpus.taught(found[name]) for name, corpus in corpora.items()}
    plain = _by_other_folds(second, folds, as_corpus=False)
    fitted = _by_other_folds(second, folds, as_corpus=True)
    rows = ["| gold | untaught | taught | and its own prior |\n", "|---|---|---|---|\n"]
    for name in corpora:
        scores = [strict_f1(first[name], each[name]) for each in (found, plain, fitted)]
        rows.append(f"| {name} | {' | '.join(f'{score:.4f}' for score in scores)} |\n")
    print("".join(rows), end="")


def _by_other_folds(
    corpora: dict[str, list[Example]], folds: int, *, as_corpus: bool
) -> dict[str, list[list[Bead]]]:
    found: dict[str, list[list[Bead]]] = {name: [[] for _ in each] for name, each in corpora.items()}
    for fold in range(folds):
        model = train([one for each in corpora.values() for k, one in enumerate(each) if k % folds != fold])
        for name, each in corpora.items():
            found[name][fold::folds] = aligned(each, model, as_corpus=as_corpus)[fold::folds]
    return found


def main() -> None:
    """Train, and write the weights or print the cross-validation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    arguments = parser.parse_args()
    corpora = {path.stem: Corpus(path) for path in arguments.gold}
    if arguments.folds:
        cross_validate(corpora, arguments.folds)
        return
    untaught, taught = train_both(list(corpora.values()))
    values = {
        "untaught": dict(zip(FEATURES, np.round(untaught.weights, 4).tolist(), strict=True)),
        "taught": dict(zip(FEATURES, np.round(taught.weights, 4).tolist(), strict=True)),
        "shapes": dict(zip(FEATURES, np.round(taught.shares, 5).tolist(), strict=False)),
    }
    TARGET.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
