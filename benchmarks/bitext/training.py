"""Trains the aligner's weights and cross-validates them over documents.

A gold file has one document per line: `ru` and `en`, lists of sentences, and `beads`, [[ru indexes], [en indexes]]. All
documents of a file form one corpus. Cross-validation aligns each document with weights learned without any version of
that document.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize

from bisearch.alignment.corpus_aligner import learn_word_table
from bisearch.alignment.features import FAMILIES, FEATURES, SHAPES, Shape, family, features
from bisearch.alignment.lattice import forward, posteriors
from bisearch.alignment.log_linear_model import Model, size_penalty
from bisearch.alignment.numbered_text import WordNumbers, number_sentences
from bisearch.alignment.windows import align_windows
from bisearch.alignment.word_matches import Matcher
from bisearch.analysis.form_table import FormTable
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.lexicon.glossary import glossary_translations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from bisearch.alignment.numbered_text import Array, NumberedText
    from bisearch.alignment.word_matches import Matches, WordTable
    from bisearch.model import Bead

# Strength of the L2 regularization, and the maximum number of L-BFGS iterations.
RIDGE, STEPS = 0.03, 100
FOLDS = 4
# Bead shapes that are frequent enough in the gold to learn from; a gold file has no others.
LEARNED = tuple(shape for shape in SHAPES if min(shape) < 2 or shape == (2, 2))
# Features that depend on sentence lengths only.
_LENGTHS = ("pairs", "length", "length squared", "length ratio", "omitted length")


@dataclass(frozen=True, slots=True)
class Example:
    """A gold document with its features.

    Attributes:
        texts: its Russian and English sentences.
        matches: which of its words translate each other.
        evidence: for each shape in `LEARNED`, the features of every possible bead of that shape.
        gold: its beads: first Russian sentence, first English sentence, shape.
    """

    texts: tuple[NumberedText, NumberedText]
    matches: Matches
    evidence: dict[Shape, Array]
    gold: tuple[tuple[int, int, Shape], ...]


class Corpus:
    """The documents of a gold file: their texts and beads."""

    def __init__(self, path: Path, tables: Sequence[WordTable]) -> None:
        documents = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        ru, en = WordNumbers("ru"), WordNumbers("en")
        self.texts = [(number_sentences(each["ru"], ru), number_sentences(each["en"], en)) for each in documents]
        self.gold = [tuple(_placed(each["beads"])) for each in documents]
        self.matcher = Matcher(ru, en, FormTable(None, Lemmatizer()).lemmas, tables)

    def examples(self) -> list[Example]:
        """Return the documents with the word matches of the given tables and of spelling."""
        return self._examples(self.matcher.matches())

    def examples_with_learned_matches(self, beads: Sequence[Sequence[Bead]]) -> list[Example]:
        """Return the documents with word matches learned from a first alignment too."""
        return self._examples(self.matcher.matches(learn_word_table(self.texts, beads, self.matcher)))

    def _examples(self, matches: Matches) -> list[Example]:
        return [
            Example(texts, matches, features(*texts, matches, LEARNED), gold)
            for texts, gold in zip(self.texts, self.gold, strict=True)
        ]


def _placed(beads: Sequence[Any]) -> Iterator[tuple[int, int, Shape]]:
    i = j = 0
    for ru, en in beads:
        yield i, j, (len(ru), len(en))
        i, j = i + len(ru), j + len(en)


def likelihood(weights: Array, documents: Sequence[Example]) -> tuple[float, Array]:
    """Return the regularized log-likelihood of the gold and its gradient."""
    total, gradient = -RIDGE * float(weights @ weights), -2 * RIDGE * weights
    for document in documents:
        scores = {
            shape: np.tensordot(weights, found, 1) - size_penalty(shape) for shape, found in document.evidence.items()
        }
        total -= float(forward(scores)[-1, -1])
        for shape, likely in posteriors(scores).items():
            gradient = gradient - np.tensordot(document.evidence[shape], likely, 2)
        for i, j, shape in document.gold:
            total += float(scores[shape][i, j])
            gradient = gradient + document.evidence[shape][:, i, j]
    return total, gradient


def train(documents: Sequence[Example], start: Array | None = None, used: Array | None = None) -> Model:
    """Fit the maximum-likelihood model by L-BFGS (Liu & Nocedal, 1989).

    Args:
        documents: training data.
        start: initial weights; zeros if None.
        used: for each feature 1 to use it and 0 to fix its weight at 0; None uses all.
    """
    mask = np.ones(len(FEATURES)) if used is None else used

    def loss(weights: Array) -> tuple[float, Array]:
        total, gradient = likelihood(weights * mask, documents)
        return -total, -gradient * mask

    start = np.zeros(len(FEATURES)) if start is None else start
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    seen = Counter(family(shape) for each in documents for _, _, shape in each.gold)
    counts = np.array([1 + seen[each] for each in FAMILIES])
    return Model(found.x * mask, counts / counts.sum())


def aligned(corpus: Sequence[Example], model: Model, *, as_corpus: bool) -> list[list[Bead]]:
    """Align the documents of a corpus; `as_corpus` estimates the corpus's own prior of bead shapes first."""
    fitted = model.for_corpus([each.evidence for each in corpus]) if as_corpus else model
    return [align_windows(*each.texts, each.matches, fitted) for each in corpus]


def strict_f1(documents: Sequence[Example], found: Sequence[Sequence[Bead]]) -> float:
    """Return the F1 of two-sided beads."""
    right = total = 0
    for document, beads in zip(documents, found, strict=True):
        gold = {bead for bead in document.gold if all(bead[2])}
        ours = {(bead.ru[0], bead.en[0], (len(bead.ru), len(bead.en))) for bead in beads if bead.ru and bead.en}
        right, total = right + len(gold & ours), total + len(gold) + len(ours)
    return 2 * right / total


def train_both(corpora: Sequence[Corpus]) -> tuple[Model, Model]:
    """Return two models: one without and one with word matches learned from a first alignment."""
    first = [corpus.examples() for corpus in corpora]
    first_model = train([each for examples in first for each in examples])
    second = [
        corpus.examples_with_learned_matches(aligned(examples, first_model, as_corpus=False))
        for corpus, examples in zip(corpora, first, strict=True)
    ]
    return first_model, train([each for examples in second for each in examples], first_model.weights)


@dataclass(frozen=True, slots=True)
class Stage:
    """The evidence that the aligner has at one stage of the ablation.

    Attributes:
        name: heading in the table.
        lengths_only: use only the features of lengths and shapes.
        tables: dictionaries.
        learns_matches: learn word matches from a first alignment.
        own_prior: estimate the corpus's own rates of merged and omitted sentences.
    """

    name: str
    lengths_only: bool = False
    tables: tuple[Mapping[str, Mapping[str, float]], ...] = ()
    learns_matches: bool = False
    own_prior: bool = False


def stages() -> tuple[Stage, ...]:
    """Return the stages of the ablation; each adds to the one before, and the last is the aligner as shipped."""
    return (
        Stage("lengths", lengths_only=True),
        Stage("names, numbers, punctuation"),
        Stage("words that the corpus teaches", learns_matches=True),
        Stage("general glossary", tables=(glossary_translations(),), learns_matches=True),
        Stage("the corpus's own prior", tables=(glossary_translations(),), learns_matches=True, own_prior=True),
    )


def cross_validate(paths: Sequence[Path], stage: Stage, folds: int = FOLDS) -> dict[str, float]:
    """Return the strict F1 of each gold file, aligning each fold with weights learned from the other folds."""
    used = np.ones(len(FEATURES))
    if stage.lengths_only:
        used[[at for at, name in enumerate(FEATURES) if at >= len(FAMILIES) and name not in _LENGTHS]] = 0.0
    corpora = {path.stem: Corpus(path, stage.tables) for path in paths}
    examples = {name: corpus.examples() for name, corpus in corpora.items()}
    found = _by_other_folds(examples, folds, used, own_prior=stage.own_prior and not stage.learns_matches)
    if stage.learns_matches:
        examples = {name: corpus.examples_with_learned_matches(found[name]) for name, corpus in corpora.items()}
        found = _by_other_folds(examples, folds, used, own_prior=stage.own_prior)
    return {name: round(strict_f1(examples[name], found[name]), 4) for name in corpora}


def ablation_table(report: dict[str, dict[str, float]]) -> str:
    """Return the figures of each stage as a Markdown table."""
    files = list(next(iter(report.values())))
    rows = [("known", *files), ("---",) * (len(files) + 1)]
    rows += [(name, *(f"{scores[file]:.3f}" for file in files)) for name, scores in report.items()]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _by_other_folds(
    corpora: dict[str, list[Example]], folds: int, used: Array, *, own_prior: bool
) -> dict[str, list[list[Bead]]]:
    found: dict[str, list[list[Bead]]] = {name: [[] for _ in each] for name, each in corpora.items()}
    start = None
    for fold in range(folds):
        others = [one for each in corpora.values() for k, one in enumerate(each) if k % folds != fold]
        model = train(others, start, used)
        start = model.weights  # the likelihood is concave: a good start only saves iterations
        for name, each in corpora.items():
            found[name][fold::folds] = aligned(each, model, as_corpus=own_prior)[fold::folds]
    return found
