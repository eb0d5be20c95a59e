"""Trains the aligner's weights and cross-validates them over documents.

There are two kinds of training data. A gold file has one document per line: `ru` and `en`, lists of sentences, and
`beads`, [[ru indexes], [en indexes]]; all its documents form one corpus. A file of natural translations has one work
per line, of which only the borders of aligned paragraphs are known (see `natural`); its beads are latent: the
likelihood sums over all alignments that do not cross a border. Cross-validation aligns each document and each work with
weights learned without any version of it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize

from benchmarks.bitext.natural import by_work, count, read_works
from bisearch.alignment.corpus_aligner import learn_word_table
from bisearch.alignment.feature_names import FAMILIES, FEATURES, MAX_SENTENCES, Shape, family
from bisearch.alignment.features import WindowBeads, features
from bisearch.alignment.lattice import forward, posteriors
from bisearch.alignment.log_linear_model import Model, load_model, regime, size_penalty
from bisearch.alignment.numbered_text import WordNumbers, number_sentences
from bisearch.alignment.windows import align_by_windows
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

# Strength of the L2 regularization of the weights and of their slopes, and the maximum number of L-BFGS iterations.
RIDGE, STEPS = (0.1, 0.2), 80
FOLDS = 4
# A work is learned from in parts of about this many sentences, cut at paragraph borders.
PART_LENGTH = 24
# How much a natural work and a gold document count, with the glossary and without: most texts are covered by it, but
# the weights must also serve those that are not.
NATURAL_WEIGHTS, GOLD_WEIGHTS = (1.5, 0.7), (1.2, 0.7)
# Penalty of an omitted sentence within a paragraph that has sentences on both sides, where hardly any is omitted.
OMISSION_PENALTY = 3.0
# Beads are left out of training if even a much flatter model finds them less likely than this.
FLATNESS, MIN_LIKELY = 0.35, 1e-5
# Score of an impossible bead; finite, so that sums of scores stay numbers.
IMPOSSIBLE = -1e6
# Features that depend on sentence lengths only.
_LENGTHS = ("pairs", "length", "length squared", "length ratio", "omitted length", "more sentences", "small part")


class Example:
    """A document or a part of a work, with the features of its beads.

    Args:
        texts: its Russian and English sentences.
        matches: which of its words translate each other.
        allowed: for each shape, a score to add to its beads in the alignments that are right: 0 for a bead that may be
            right, `IMPOSSIBLE` for one that is wrong.
        fold_key: number that decides the fold.
        weight: how much the example counts.
    """

    def __init__(
        self,
        texts: tuple[NumberedText, NumberedText],
        matches: Matches,
        allowed: Mapping[Shape, Array],
        fold_key: int,
        weight: float,
    ) -> None:
        self.fold_key, self.weight = fold_key, weight
        evidence = features(*texts, matches)
        self.regime = regime(evidence.coverage)
        self._layout = {shape: found.shape[1:] for shape, found in evidence.features.items()}
        self._features = np.concatenate([found.reshape(len(FEATURES), -1) for found in evidence.features.values()], 1).T
        self._penalties = _flat({shape: np.full(size, size_penalty(shape)) for shape, size in self._layout.items()})
        self._allowed = _flat({shape: allowed[shape] for shape in self._layout})
        self._kept: Any = slice(None)

    def prune(self, weights: Array) -> Example:
        """Drop the beads that hardly matter, judged by a flatter version of some weights."""
        scores = FLATNESS * (self._features @ (self.regime @ weights)) - self._penalties
        likely = np.maximum(*(_flat(posteriors(self._grids(each))) for each in (scores, scores + self._allowed)))
        self._kept = np.flatnonzero(likely > MIN_LIKELY)
        self._features, self._penalties, self._allowed = (
            each[self._kept] for each in (self._features, self._penalties, self._allowed)
        )
        return self

    def likelihood(self, weights: Array) -> tuple[float, Array]:
        """Return the log-likelihood of the right alignments, and its gradient, 2 by `FEATURES`."""
        scores = self._features @ (self.regime @ weights) - self._penalties
        total, expected = 0.0, np.zeros(len(FEATURES))
        for sign, each in ((1, scores + self._allowed), (-1, scores)):
            grids = self._grids(each)
            total += sign * float(forward(grids)[-1, -1])
            expected += sign * (_flat(posteriors(grids))[self._kept] @ self._features)
        return total, np.outer(self.regime, expected)

    def family_counts(self, model: Model) -> Array:
        """Return the expected number of beads of each of `FAMILIES`."""
        scores = self._features @ (self.regime @ model.weights) - self._penalties
        counts = dict.fromkeys(FAMILIES, 0.0)
        for shape, likely in posteriors(self._grids(scores)).items():
            counts[family(shape)] += float(likely.sum())
        return np.array(list(counts.values()))

    def _grids(self, scores: Array) -> dict[Shape, Array]:
        """Return the scores by shape, as the lattice takes them."""
        flat = np.full(sum(n * m for n, m in self._layout.values()), IMPOSSIBLE)
        flat[self._kept] = scores
        ends = np.cumsum([n * m for n, m in self._layout.values()])[:-1]
        return {
            shape: part.reshape(size)
            for (shape, size), part in zip(self._layout.items(), np.split(flat, ends), strict=True)
        }


def _flat(grids: Mapping[Shape, Array]) -> Array:
    return np.concatenate([grid.ravel() for grid in grids.values()])


class Corpus:
    """Texts that are aligned together, with what is known of their alignment.

    Args:
        sentences: Russian and English sentences of each text.
        tables: dictionaries.
        weight: how much each of its examples counts.
    """

    def __init__(
        self, sentences: Sequence[tuple[Sequence[str], Sequence[str]]], tables: Sequence[WordTable], weight: float
    ) -> None:
        ru, en = WordNumbers("ru"), WordNumbers("en")
        self.texts = [(number_sentences(left, ru), number_sentences(right, en)) for left, right in sentences]
        self.matcher = Matcher(ru, en, FormTable(None, Lemmatizer()).lemmas, tables)
        self.weight = weight

    @cached_property
    def dictionary_matches(self) -> Matches:
        """Word matches of the dictionaries and of spelling."""
        return self.matcher.matches()

    def learned_matches(self, model: Model) -> Matches:
        """Return word matches that are also learned from an alignment by `model`."""
        return self.matcher.matches(
            learn_word_table(self.texts, self.aligned(model, self.dictionary_matches), self.matcher)
        )

    def aligned(self, model: Model, matches: Matches) -> list[list[Bead]]:
        """Return the beads of each text."""
        return align_by_windows(self.texts, matches, model)

    def examples(self, matches: Matches) -> list[Example]:
        """Return what to learn from."""
        raise NotImplementedError


class GoldCorpus(Corpus):
    """The documents of a gold file, of which all beads are known."""

    def __init__(self, path: Path, tables: Sequence[WordTable], weight: float = 1.0) -> None:
        documents = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        super().__init__([(each["ru"], each["en"]) for each in documents], tables, weight)
        self.name = path.stem
        self.gold = [tuple(_placed(each["beads"])) for each in documents]

    def examples(self, matches: Matches) -> list[Example]:
        """Return one example for each document."""
        return [
            Example(texts, matches, _only(gold, *map(len, texts)), number, self.weight)
            for number, (texts, gold) in enumerate(zip(self.texts, self.gold, strict=True))
        ]


class NaturalWork(Corpus):
    """A work of which the borders of aligned paragraphs are known."""

    def __init__(self, work: Any, number: int, tables: Sequence[WordTable], weight: float = 1.0) -> None:
        super().__init__([work.sentences], tables, weight)
        self.work, self.number = work, number

    def examples(self, matches: Matches) -> list[Example]:
        """Return one example for each part of the work."""
        ((ru, en),) = self.texts
        of_ru, of_en = self.work.paragraphs
        return [
            Example(
                (ru.part(i, i_end), en.part(j, j_end)),
                matches,
                within_paragraphs(of_ru[i:i_end], of_en[j:j_end]),
                self.number,
                self.weight,
            )
            for i, i_end, j, j_end in parts(of_ru, of_en)
        ]


def _placed(beads: Sequence[Any]) -> Iterator[tuple[int, int, Shape]]:
    i = j = 0
    for ru, en in beads:
        yield i, j, (len(ru), len(en))
        i, j = i + len(ru), j + len(en)


def _shapes(n: int, m: int) -> Iterator[tuple[Shape, Array]]:
    """Yield every shape up to the largest, with an array for its beads."""
    for a in range(min(n, MAX_SENTENCES) + 1):
        for b in range(min(m, MAX_SENTENCES) + 1):
            yield (a, b), np.full((n - a + 1, m - b + 1), IMPOSSIBLE)


def _only(gold: Sequence[tuple[int, int, Shape]], n: int, m: int) -> dict[Shape, Array]:
    """Allow the gold beads of a text of n Russian and m English sentences."""
    allowed = dict(_shapes(n, m))
    for i, j, shape in gold:
        allowed[shape][i, j] = 0.0
    return allowed


def within_paragraphs(of_ru: Sequence[int], of_en: Sequence[int]) -> dict[Shape, Array]:
    """Allow the beads that lie within a pair of paragraphs; if one of these is a single sentence, only the whole pair.

    Args:
        of_ru: for each Russian sentence, the number of its paragraph pair, ascending.
        of_en: for each English sentence, the number of its paragraph pair, ascending.
    """
    allowed = dict(_shapes(len(of_ru), len(of_en)))
    for pair in sorted({*of_ru, *of_en}):
        rows, columns = (np.searchsorted(of, [pair, pair + 1]) for of in (of_ru, of_en))
        n, m = int(rows[1] - rows[0]), int(columns[1] - columns[0])
        if min(n, m) == 1 and max(n, m) <= MAX_SENTENCES:
            allowed[n, m][rows[0], columns[0]] = 0.0
            continue
        for (a, b), grid in allowed.items():
            if a <= n and b <= m and a + b:
                here = (slice(rows[0], rows[1] - a + 1), slice(columns[0], columns[1] - b + 1))
                grid[here] = 0.0 if (a and b) or not min(n, m) else -OMISSION_PENALTY
    return allowed


def parts(of_ru: Sequence[int], of_en: Sequence[int]) -> Iterator[tuple[int, int, int, int]]:
    """Cut a work at paragraph borders; yield the first and the end of each part's Russian and English sentences."""
    i = j = 0
    last = max(of_ru[-1], of_en[-1])
    for pair in sorted({*of_ru, *of_en}):
        i_end, j_end = int(np.searchsorted(of_ru, pair + 1)), int(np.searchsorted(of_en, pair + 1))
        if max(i_end - i, j_end - j) >= PART_LENGTH or pair == last:
            if i_end > i and j_end > j:
                yield i, i_end, j, j_end
            i, j = i_end, j_end


def train(examples: Sequence[Example], start: Array | None = None, used: Array | None = None) -> Model:
    """Fit the maximum-likelihood model by L-BFGS (Liu & Nocedal, 1989).

    Args:
        examples: training data.
        start: initial weights, 2 by `FEATURES`; zeros if None.
        used: for each feature 1 to use it and 0 to fix its weight at 0; None uses all.
    """
    mask = np.ones(len(FEATURES)) if used is None else used
    ridge = np.array(RIDGE)[:, None]
    start = np.zeros((2, len(FEATURES))) if start is None else start

    def loss(flat: Array) -> tuple[float, Array]:
        weights = flat.reshape(start.shape) * mask
        total, gradient = -float((ridge * weights**2).sum()), -2 * ridge * weights
        for example in examples:
            more, change = example.likelihood(weights)
            total, gradient = total + example.weight * more, gradient + example.weight * change
        return -total, -(gradient * mask).ravel()

    found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    weights = found.x.reshape(start.shape) * mask
    return Model(weights, family_shares(examples, Model(weights, np.ones(len(FAMILIES)))))


def family_shares(examples: Sequence[Example], model: Model) -> Array:
    """Return how frequent each family of shapes is in the training data, as the model sees it."""
    counts = sum((each.weight * each.family_counts(model) for each in examples), np.full(len(FAMILIES), 0.1))
    shares: Array = counts / counts.sum()
    return shares


def strict_f1(corpus: GoldCorpus, found: Sequence[Sequence[Bead]]) -> float:
    """Return the F1 of two-sided beads."""
    right = total = 0
    for of_document, beads in zip(corpus.gold, found, strict=True):
        gold = {bead for bead in of_document if all(bead[2])}
        ours = {(bead.ru[0], bead.en[0], (len(bead.ru), len(bead.en))) for bead in beads if bead.ru and bead.en}
        right, total = right + len(gold & ours), total + len(gold) + len(ours)
    return 2 * right / total


def train_both(corpora: Sequence[Corpus], start: tuple[Array, Array] | None = None) -> tuple[Model, Model]:
    """Return two models: one without and one with word matches learned from a first alignment.

    Args:
        corpora: training data.
        start: initial weights of both models; by default those that ship.
    """
    first, second = start or (load_model("first pass").weights, load_model("second pass").weights)
    first_model = train([one.prune(first) for each in corpora for one in each.examples(each.dictionary_matches)], first)
    examples = [one.prune(second) for each in corpora for one in each.examples(each.learned_matches(first_model))]
    return first_model, train(examples, second)


def training_corpora(gold: Sequence[Path], natural: Path | None) -> list[Corpus]:
    """Return the training data of the weights that ship: gold and natural works, with and without the glossary."""
    corpora: list[Corpus] = []
    for place, tables in enumerate(([glossary_translations()], [])):
        corpora += [GoldCorpus(path, tables, GOLD_WEIGHTS[place]) for path in gold]
        if natural is not None:
            works = read_works(natural)
            corpora += [NaturalWork(work, k, tables, NATURAL_WEIGHTS[place]) for k, work in enumerate(works)]
    return corpora


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


def cross_validate(gold: Sequence[Path], stage: Stage, natural: Path | None = None) -> dict[str, float]:
    """Return what each gold file and the natural works score, aligning each fold with weights learned from the others.

    Args:
        gold: gold files.
        stage: what evidence to use.
        natural: file of natural works; each is a fold of its own.

    Returns:
        The strict F1 of each gold file; and for natural works their closed F1 together, as `natural`.
    """
    used = np.ones(len(FEATURES))
    if stage.lengths_only:
        used[[at for at, name in enumerate(FEATURES) if at >= len(FAMILIES) and name not in _LENGTHS]] = 0.0
    files = [GoldCorpus(path, stage.tables, GOLD_WEIGHTS[0]) for path in gold]
    works = [
        NaturalWork(work, number, stage.tables, NATURAL_WEIGHTS[0])
        for number, work in enumerate(read_works(natural) if natural is not None else ())
    ]
    corpora: list[Corpus] = [*files, *works]
    folds = max(FOLDS, len(works))
    matches = [[corpus.dictionary_matches] * folds for corpus in corpora]
    models = _models(corpora, matches, folds, used)
    if stage.learns_matches:
        matches = [[corpus.learned_matches(model) for model in models] for corpus in corpora]
        models = _models(corpora, matches, folds, used)
    report: dict[str, float] = {}
    counts = {}
    for corpus, of_folds in zip(corpora, matches, strict=True):
        found: list[list[Bead]] = [[] for _ in corpus.texts]
        for fold, model in enumerate(models):
            if isinstance(corpus, NaturalWork) and corpus.number % folds != fold:
                continue
            fitted = _fitted(corpus, of_folds[fold], model) if stage.own_prior else model
            beads = corpus.aligned(fitted, of_folds[fold])
            if isinstance(corpus, NaturalWork):
                found = beads
            else:
                found[fold::folds] = beads[fold::folds]
        if isinstance(corpus, NaturalWork):
            counts[corpus.work.name] = count(corpus.work, found[0])
        elif isinstance(corpus, GoldCorpus):
            report[corpus.name] = round(strict_f1(corpus, found), 4)
    if works:
        report |= {f"natural: {name}": each["closed_f1"] for name, each in by_work(counts).items()}
    return report


def _fitted(corpus: Corpus, matches: Matches, model: Model) -> Model:
    """Return the model with the corpus's own prior, from parts that fit one window."""
    sample = [(ru.part(0, min(len(ru), 40)), en.part(0, min(len(en), 40))) for ru, en in corpus.texts[:24]]
    return model.for_corpus([WindowBeads(sample, matches)])


def _models(corpora: Sequence[Corpus], matches: Sequence[Sequence[Matches]], folds: int, used: Array) -> list[Model]:
    """Return for each fold a model learned from the other folds."""
    likely = load_model("second pass").weights * used  # only to leave out beads that hardly matter
    models = []
    for fold in range(folds):
        examples = [
            one.prune(likely)
            for corpus, of_folds in zip(corpora, matches, strict=True)
            for one in corpus.examples(of_folds[fold])
            if one.fold_key % folds != fold
        ]
        models.append(train(examples, used=used))
    return models


def ablation_table(report: dict[str, dict[str, float]]) -> str:
    """Return the figures of each stage as a Markdown table."""
    files = list(next(iter(report.values())))
    rows = [("known", *files), ("---",) * (len(files) + 1)]
    rows += [(name, *(f"{scores[file]:.3f}" for file in files)) for name, scores in report.items()]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
