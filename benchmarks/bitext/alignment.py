"""Sentence alignment: how well bisearch links sentences, beside NLTK's Gale-Church in the same run."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from bisearch.alignment.align import align_texts
from bisearch.alignment.corpus_aligner import align_corpus
from bisearch.model import SIDES
from bisearch.segmentation.sentences import sentences
from bisearch.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from bisearch.model import Side

    # The sentences of a bead on each side, by index or, of raw texts, by span.
    Link: TypeAlias = tuple[tuple[Any, ...], tuple[Any, ...]]

RESAMPLES = 1000
BINS = (0.0, 0.5, 0.7, 0.9, 0.95, 0.99, 1.0)


@dataclass(frozen=True, slots=True)
class Scores:
    """How well one system aligns one gold file.

    Attributes:
        strict_precision: share of its beads with both sides that are in the gold, both sets exact.
        strict_recall: share of the gold's beads with both sides that were found.
        strict_f1: of the two; `strict_low` and `strict_high` bound 95 % of its bootstrap over documents.
        strict_low: see `strict_f1`.
        strict_high: see `strict_f1`.
        all_f1: the same over all beads, one-sided ones too.
        lax_f1: the same over links of single sentences.
        omission_recall: share of the gold's one-sided beads that were found.
        seconds: CPU time.
    """

    strict_precision: float
    strict_recall: float
    strict_f1: float
    strict_low: float
    strict_high: float
    all_f1: float
    lax_f1: float
    omission_recall: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold file: of each document the raw texts, sentences on either side, what names them in links, and links."""

    texts: list[tuple[str, str]]
    ru: list[list[str]]
    en: list[list[str]]
    names_ru: list[list[Any]]
    names_en: list[list[Any]]
    links: list[set[Link]]


def read_gold(path: Path, *, raw: bool) -> Gold:
    """Read a gold file; of raw texts the sentences are our own, and spans name them.

    A document is given as sentences (`ru`, `en`), as texts and the spans of their sentences (`ru_text`, `ru_spans`), or
    both; without `ru` and `en`, the sentences are what the spans say.
    """
    gold = Gold([], [], [], [], [], [])
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        gold.texts.append((record.get("ru_text", ""), record.get("en_text", "")))
        columns = ((gold.ru, gold.names_ru), (gold.en, gold.names_en))
        for side, (texts, names) in zip(SIDES, columns, strict=True):
            found = _split(record[f"{side}_text"], side) if raw else dict(enumerate(_given(record, side)))
            texts.append(list(found.values()))
            names.append(list(found))
        spans = [
            [_trimmed(record[f"{side}_text"], *span) for span in record[f"{side}_spans"]] if raw else None
            for side in SIDES
        ]
        gold.links.append({_named(left, right, *spans) for left, right in record["beads"]})
    return gold


def run(paths: Sequence[Path], *, raw: bool) -> dict[str, dict[str, Any]]:
    """Align each file as one corpus, by bisearch and by the baseline, and score both."""
    report: dict[str, dict[str, Any]] = {}
    for path in paths:
        gold = read_gold(path, raw=raw)
        began = time.process_time()
        beads = (
            [alignment.beads for alignment in align_texts(gold.texts)]
            if raw
            else align_corpus(list(zip(gold.ru, gold.en, strict=True)))
        )
        seconds = time.process_time() - began
        ours = [
            [_named(bead.ru, bead.en, *names) for bead in each]
            for each, *names in zip(beads, gold.names_ru, gold.names_en, strict=True)
        ]
        began = time.process_time()
        theirs = [
            [_named(ru, en, *names) for ru, en in gale_church(*texts)]
            for texts, *names in zip(zip(gold.ru, gold.en, strict=True), gold.names_ru, gold.names_en, strict=True)
        ]
        baseline = score(gold.links, theirs, time.process_time() - began)
        sure = [
            (bead.confidence, link in links)
            for each, found, links in zip(beads, ours, gold.links, strict=True)
            for bead, link in zip(each, found, strict=True)
        ]
        report[str(path)] = {
            **asdict(score(gold.links, ours, seconds)),
            "calibration": calibration(sure),
            "sentences": sum(map(len, gold.ru)),
            "baseline": {"name": "NLTK Gale-Church", **asdict(baseline)},
            "signature": {
                "version": __version__, "raw": raw,
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            },
        }  # fmt: skip
    return report


def errors(path: Path, count: int) -> str:
    """Return the first stretches of a gold file that are aligned wrongly: its sentences, the gold's shapes and ours."""
    gold = read_gold(path, raw=False)
    lines: list[str] = []
    beads = align_corpus(list(zip(gold.ru, gold.en, strict=True)))
    for number, found in enumerate(beads):
        ours = {_named(bead.ru, bead.en, None, None) for bead in found}
        for stretch in _stretches(gold.links[number], ours)[: count - len(lines)]:
            wrong, right = sorted(stretch & ours), sorted(stretch & gold.links[number])
            lines.append(
                f"document {number}: ours {_shapes(wrong)}, right {_shapes(right)}\n{_quoted(gold, number, right)}"
            )
    return "\n".join(lines)


def _stretches(gold: set[Link], ours: set[Link]) -> list[set[Link]]:
    """Return the wrong and the missed links, those that share sentences together."""
    groups: list[tuple[set[tuple[int, int]], set[Link]]] = []
    for link in sorted(gold ^ ours):
        sentences_of = {(side, index) for side, indexes in enumerate(link) for index in indexes}
        joined = [group for group in groups if group[0] & sentences_of]
        groups = [group for group in groups if not group[0] & sentences_of]
        groups.append((sentences_of.union(*(each[0] for each in joined)), {link}.union(*(each[1] for each in joined))))
    return [links for _, links in groups]


def _shapes(links: Iterable[Link]) -> str:
    return " ".join(f"{len(ru)}:{len(en)}" for ru, en in links)


def _quoted(gold: Gold, number: int, links: Iterable[Link]) -> str:
    sides = (("ru", 0, gold.ru[number]), ("en", 1, gold.en[number]))
    return "".join(
        f"  {name}  {texts[index]}\n"
        for name, side, texts in sides
        for index in sorted(index for link in links for index in link[side])
    )


def gale_church(ru: Sequence[str], en: Sequence[str]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Align by lengths with NLTK; its links of single sentences are joined into beads."""
    from nltk.translate.gale_church import align_blocks  # noqa: PLC0415 -- NLTK starts slowly

    links = align_blocks([len(each) for each in ru], [len(each) for each in en])
    beads: list[tuple[set[int], set[int]]] = []
    for i, j in links:
        if beads and (i in beads[-1][0] or j in beads[-1][1]):
            beads[-1][0].add(i)
            beads[-1][1].add(j)
        else:
            beads.append(({i}, {j}))
    found = [(tuple(sorted(left)), tuple(sorted(right))) for left, right in beads]
    linked_ru, linked_en = {i for i, _ in links}, {j for _, j in links}
    found += [((i,), ()) for i in range(len(ru)) if i not in linked_ru]
    return found + [((), (j,)) for j in range(len(en)) if j not in linked_en]


def score(gold: Sequence[set[Link]], found: Sequence[Sequence[Link]], seconds: float) -> Scores:
    """Compare links with the gold's, document by document."""

    def compare(of: Callable[[Iterable[Link]], set[Link]]) -> list[tuple[int, int, int]]:
        return [_counts(of(right), of(ours)) for right, ours in zip(gold, found, strict=True)]

    strict = compare(lambda links: {link for link in links if all(link)})
    omitted = compare(lambda links: {link for link in links if not all(link)})
    precision, recall, f1 = _measures(strict)
    low, high = _interval(strict)
    return Scores(
        strict_precision=precision,
        strict_recall=recall,
        strict_f1=f1,
        strict_low=low,
        strict_high=high,
        all_f1=_measures(compare(set))[2],
        lax_f1=_measures(compare(_pairs))[2],
        omission_recall=_measures(omitted)[1],
        seconds=round(seconds, 2),
    )


def calibration(sure: Sequence[tuple[float, bool]]) -> list[dict[str, float]]:
    """Return, for each range of confidence, how many beads have it and which share of them is right."""
    rows = []
    for low, high in pairwise(BINS):
        right = [is_right for confidence, is_right in sure if low < confidence <= high or confidence == low == 0]
        rows.append({"above": low, "to": high, "beads": len(right), "right": round(sum(right) / max(1, len(right)), 4)})
    return rows


def table(report: dict[str, dict[str, Any]]) -> str:
    """Return the report as a Markdown table, NLTK's figures in brackets."""
    columns = ("gold", "strict F1 (95 %)", "all beads", "lax", "omissions found", "right above .9", "sentences/s")
    rows = [columns, ("---",) * len(columns)]
    for path, ours in report.items():
        base = ours["baseline"]
        sure = [row for row in ours["calibration"] if row["above"] >= 0.9]
        right = sum(row["beads"] * row["right"] for row in sure) / max(1, sum(row["beads"] for row in sure))
        rows.append(
            (
                path.rpartition("/")[2].removesuffix(".jsonl"),
                f"{_f1(ours)} ({ours['strict_low']:.3f}-{ours['strict_high']:.3f}) [{_f1(base)}]",
                f"{ours['all_f1']:.3f} [{base['all_f1']:.3f}]",
                f"{ours['lax_f1']:.3f} [{base['lax_f1']:.3f}]",
                f"{ours['omission_recall']:.2f} [{base['omission_recall']:.2f}]",
                f"{right:.3f}",
                f"{ours['sentences'] / max(0.01, ours['seconds']):.0f}",
            )
        )
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def calibration_table(report: dict[str, dict[str, Any]]) -> str:
    """Return how many beads have each confidence, and which share of them is right, as a Markdown table."""
    files = [path.rpartition("/")[2].removesuffix(".jsonl") for path in report]
    rows = [("confidence", *files), ("---",) * (len(files) + 1)]
    for place, (low, high) in enumerate(pairwise(BINS)):
        bins = [ours["calibration"][place] for ours in report.values()]
        rows.append((f"{low}-{high}", *(f"{each['right']:.3f} of {each['beads']:,}" for each in bins)))
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def signatures(report: dict[str, dict[str, Any]]) -> str:
    """Return a line for each file: what was measured, with what."""
    return "".join(
        f"{path}: version {of['version']}, raw {of['raw']}, SHA-256 {of['sha256'][:12]}, {ours['seconds']} CPU s\n"
        for path, ours in report.items()
        for of in (ours["signature"],)
    )


def _f1(scores: dict[str, Any]) -> str:
    return f"{scores['strict_f1']:.3f}"


def _split(text: str, side: Side) -> dict[Any, str]:
    """Return our own sentences of a text by their spans."""
    return {(each.start, each.end): each.of(text) for each in sentences(text, side)}


def _given(record: dict[str, Any], side: Side) -> list[str]:
    """Return the sentences of a document of the gold."""
    if side in record:
        sentences_given: list[str] = record[side]
        return sentences_given
    return [record[f"{side}_text"][start:end] for start, end in record[f"{side}_spans"]]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return start, start + len(piece.strip())


def _named(
    ru: Iterable[int], en: Iterable[int], names_ru: Sequence[Any] | None, names_en: Sequence[Any] | None
) -> Link:
    """Return a link by the names of its sentences, or by their indexes where they have none."""
    left = tuple(ru) if names_ru is None else tuple(names_ru[i] for i in ru)
    return left, tuple(en) if names_en is None else tuple(names_en[j] for j in en)


def _pairs(links: Iterable[Link]) -> set[Link]:
    return {((i,), (j,)) for left, right in links for i in left for j in right}


def _counts(gold: set[Link], found: set[Link]) -> tuple[int, int, int]:
    return len(gold & found), len(found), len(gold)


def _measures(counts: Sequence[tuple[int, int, int]]) -> tuple[float, float, float]:
    right, found, gold = (sum(column) for column in zip(*counts, strict=True))
    return round(right / max(1, found), 4), round(right / max(1, gold), 4), round(2 * right / max(1, found + gold), 4)


def _interval(counts: Sequence[tuple[int, int, int]]) -> tuple[float, float]:
    rng = np.random.default_rng(0)
    columns = np.array(counts)
    drawn = columns[rng.integers(0, len(columns), (RESAMPLES, len(columns)))].sum(axis=1)
    f1 = 2 * drawn[:, 0] / np.maximum(1, drawn[:, 1] + drawn[:, 2])
    low, high = np.quantile(f1, [0.025, 0.975])
    return round(float(low), 4), round(float(high), 4)
