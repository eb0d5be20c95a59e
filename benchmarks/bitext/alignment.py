"""Sentence alignment: how well bisearch links sentences, next to NLTK's Gale-Church in the same run."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from benchmarks.bitext.hunalign import hunalign
from bisearch.alignment.align import align_texts
from bisearch.alignment.corpus_aligner import align_corpus
from bisearch.model import SIDES
from bisearch.segmentation.sentences import sentences
from bisearch.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from bisearch.model import Side

    # The sentences of a bead on each side: indexes, or spans if the texts are raw.
    Link: TypeAlias = tuple[tuple[Any, ...], tuple[Any, ...]]

RESAMPLES = 1000
BINS = (0.0, 0.5, 0.7, 0.9, 0.95, 0.99, 1.0)


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one system on one gold file.

    Attributes:
        strict_precision: share of the system's two-sided beads that are in the gold with exactly the same sentences.
        strict_recall: share of the gold's two-sided beads that the system found exactly.
        strict_f1: F1 of `strict_precision` and `strict_recall`.
        strict_low: lower bound of the 95 % bootstrap interval of `strict_f1` over documents.
        strict_high: upper bound of the 95 % bootstrap interval of `strict_f1` over documents.
        all_f1: F1 over all beads, including one-sided ones.
        lax_f1: F1 over links between single sentences.
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
    """A gold file. Every list has one item for each document.

    Attributes:
        texts: Russian and English raw text.
        ru: Russian sentences.
        en: English sentences.
        keys_ru: key of each Russian sentence in `links`: its index, or its span if the texts are raw.
        keys_en: key of each English sentence in `links`: its index, or its span if the texts are raw.
        links: the gold beads.
    """

    texts: list[tuple[str, str]]
    ru: list[list[str]]
    en: list[list[str]]
    keys_ru: list[list[Any]]
    keys_en: list[list[Any]]
    links: list[set[Link]]


def read_gold(path: Path, *, raw: bool) -> Gold:
    """Read a gold file.

    Args:
        path: JSONL file with one document per line: sentences (`ru`, `en`), or texts and the spans of their sentences
            (`ru_text`, `ru_spans`), or both; and `beads`.
        raw: split the raw texts with bisearch instead of using the gold's sentences, and identify sentences by span.
    """
    gold = Gold([], [], [], [], [], [])
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        gold.texts.append((record.get("ru_text", ""), record.get("en_text", "")))
        columns = ((gold.ru, gold.keys_ru), (gold.en, gold.keys_en))
        for side, (texts, keys) in zip(SIDES, columns, strict=True):
            found = _split(record[f"{side}_text"], side) if raw else dict(enumerate(_given(record, side)))
            texts.append(list(found.values()))
            keys.append(list(found))
        spans = [
            [_trimmed(record[f"{side}_text"], *span) for span in record[f"{side}_spans"]] if raw else None
            for side in SIDES
        ]
        gold.links.append({_link(left, right, *spans) for left, right in record["beads"]})
    return gold


def run(paths: Sequence[Path], *, raw: bool) -> dict[str, dict[str, Any]]:
    """Align each file as one corpus with bisearch, NLTK's Gale-Church and, if it is installed, hunalign; score all."""
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
            [_link(bead.ru, bead.en, *keys) for bead in each]
            for each, *keys in zip(beads, gold.keys_ru, gold.keys_en, strict=True)
        ]
        began = time.process_time()
        theirs = [
            [_link(ru, en, *keys) for ru, en in gale_church(*texts)]
            for texts, *keys in zip(zip(gold.ru, gold.en, strict=True), gold.keys_ru, gold.keys_en, strict=True)
        ]
        baseline = score(gold.links, theirs, time.process_time() - began)
        began = time.perf_counter()
        of_hunalign = hunalign(list(zip(gold.ru, gold.en, strict=True)))
        peer = None
        if of_hunalign is not None:
            links = [
                [_link(bead.ru, bead.en, *keys) for bead in each]
                for each, *keys in zip(of_hunalign, gold.keys_ru, gold.keys_en, strict=True)
            ]
            peer = score(gold.links, links, time.perf_counter() - began)
        judged = [
            (bead.confidence, link in links)
            for each, found, links in zip(beads, ours, gold.links, strict=True)
            for bead, link in zip(each, found, strict=True)
        ]
        report[str(path)] = {
            **asdict(score(gold.links, ours, seconds)),
            "calibration": calibration(judged),
            "sentences": sum(map(len, gold.ru)),
            "baseline": {"name": "NLTK Gale-Church", **asdict(baseline)},
            "hunalign": asdict(peer) if peer is not None else None,
            "signature": {
                "version": __version__, "raw": raw,
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            },
        }  # fmt: skip
    return report


def errors(path: Path, count: int) -> str:
    """Return the first alignment errors of a gold file: their sentences, the gold's bead shapes and bisearch's."""
    gold = read_gold(path, raw=False)
    lines: list[str] = []
    beads = align_corpus(list(zip(gold.ru, gold.en, strict=True)))
    for number, found in enumerate(beads):
        ours = {_link(bead.ru, bead.en, None, None) for bead in found}
        for error in _errors(gold.links[number], ours)[: count - len(lines)]:
            wrong, right = sorted(error & ours), sorted(error & gold.links[number])
            lines.append(
                f"document {number}: ours {_shapes(wrong)}, right {_shapes(right)}\n{_quoted(gold, number, right)}"
            )
    return "\n".join(lines)


def _errors(gold: set[Link], ours: set[Link]) -> list[set[Link]]:
    """Return the wrong and the missed links, grouped by shared sentences."""
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
    """Align by sentence lengths with NLTK, and join its links of single sentences into beads."""
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
    """Compare links with the gold's, document by document; `seconds` is the CPU time they took."""

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


def calibration(judged: Sequence[tuple[float, bool]]) -> list[dict[str, float]]:
    """Count the beads in each range of confidence and the share of correct ones.

    Args:
        judged: for each bead its confidence and whether it is in the gold.
    """
    rows = []
    for low, high in pairwise(BINS):
        right = [is_right for confidence, is_right in judged if low < confidence <= high or confidence == low == 0]
        rows.append({"above": low, "to": high, "beads": len(right), "right": round(sum(right) / max(1, len(right)), 4)})
    return rows


def table(report: dict[str, dict[str, Any]]) -> str:
    """Return the report as a Markdown table, with NLTK's figures in brackets, then hunalign's if it ran."""
    columns = ("gold", "strict F1 (95 %)", "all beads", "lax", "omissions found", "right above .9", "sentences/s")
    rows = [columns, ("---",) * len(columns)]
    for path, ours in report.items():
        peers = [ours["baseline"], *filter(None, [ours.get("hunalign")])]
        confident = [row for row in ours["calibration"] if row["above"] >= 0.9]
        right = sum(row["beads"] * row["right"] for row in confident) / max(1, sum(row["beads"] for row in confident))
        rows.append(
            (
                path.rpartition("/")[2].removesuffix(".jsonl"),
                f"{_f1(ours)} ({ours['strict_low']:.3f}-{ours['strict_high']:.3f}) [{', '.join(map(_f1, peers))}]",
                _beside(ours, peers, "all_f1", 3),
                _beside(ours, peers, "lax_f1", 3),
                _beside(ours, peers, "omission_recall", 2),
                f"{right:.3f}",
                f"{ours['sentences'] / max(0.01, ours['seconds']):.0f}",
            )
        )
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def calibration_table(report: dict[str, dict[str, Any]]) -> str:
    """Return the number of beads in each range of confidence and the share of correct ones, as a Markdown table."""
    files = [path.rpartition("/")[2].removesuffix(".jsonl") for path in report]
    rows = [("confidence", *files), ("---",) * (len(files) + 1)]
    for place, (low, high) in enumerate(pairwise(BINS)):
        bins = [ours["calibration"][place] for ours in report.values()]
        rows.append((f"{low}-{high}", *(f"{each['right']:.3f} of {each['beads']:,}" for each in bins)))
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def signatures(report: dict[str, dict[str, Any]]) -> str:
    """Return a line for each file: version, input and CPU time."""
    return "".join(
        f"{path}: version {of['version']}, raw {of['raw']}, SHA-256 {of['sha256'][:12]}, {ours['seconds']} CPU s\n"
        for path, ours in report.items()
        for of in (ours["signature"],)
    )


def _beside(ours: dict[str, Any], peers: Sequence[dict[str, Any]], key: str, digits: int) -> str:
    return f"{ours[key]:.{digits}f} [{', '.join(f'{peer[key]:.{digits}f}' for peer in peers)}]"


def _f1(scores: dict[str, Any]) -> str:
    return f"{scores['strict_f1']:.3f}"


def _split(text: str, side: Side) -> dict[Any, str]:
    """Split a text with bisearch; return the sentences keyed by span."""
    return {(each.start, each.end): each.of(text) for each in sentences(text, side)}


def _given(record: dict[str, Any], side: Side) -> list[str]:
    """Return the gold sentences of a document."""
    if side in record:
        sentences_given: list[str] = record[side]
        return sentences_given
    return [record[f"{side}_text"][start:end] for start, end in record[f"{side}_spans"]]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return start, start + len(piece.strip())


def _link(ru: Iterable[int], en: Iterable[int], keys_ru: Sequence[Any] | None, keys_en: Sequence[Any] | None) -> Link:
    """Return a link that identifies sentences by the given keys, or by index if there are none."""
    left = tuple(ru) if keys_ru is None else tuple(keys_ru[i] for i in ru)
    return left, tuple(en) if keys_en is None else tuple(keys_en[j] for j in en)


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
