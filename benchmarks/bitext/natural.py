"""Whole translations made by people, judged by the borders of paragraphs that editors aligned.

A file has one work per line: `doc_id` and `articles`, pairs of a Russian and an English paragraph that translate each
other. The paragraphs are joined by spaces, so that the aligner does not see their borders. A paragraph pair is *closed*
if one side is a single sentence: its bead is then known, because it must hold all sentences of both paragraphs.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.bitext.hunalign import hunalign
from bisearch.alignment.align import align_texts
from bisearch.segmentation.sentences import sentences
from bisearch.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from bisearch.model import Bead

# Beads with more confidence than this count as sure.
SURE = 0.9


@dataclass(frozen=True, slots=True)
class Work:
    """A work in both languages.

    Attributes:
        name: its `doc_id`.
        texts: Russian and English text, the paragraphs joined by spaces.
        sentences: the Russian and the English sentences, as bisearch splits the texts.
        paragraphs: for each Russian and each English sentence, the number of the paragraph pair that it starts in.
    """

    name: str
    texts: tuple[str, str]
    sentences: tuple[list[str], list[str]]
    paragraphs: tuple[list[int], list[int]]


def read_works(path: Path) -> list[Work]:
    """Read a file of works."""
    works = []
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        columns = list(zip(*record["articles"], strict=True))
        ru, en = _joined(columns[0], "ru"), _joined(columns[1], "en")
        works.append(Work(record["doc_id"], (ru[0], en[0]), (ru[1], en[1]), (ru[2], en[2])))
    return works


def _joined(paragraphs: Iterable[str], side: Any) -> tuple[str, list[str], list[int]]:
    """Return the text, its sentences, and the paragraph of each sentence."""
    text, starts = "", []
    for paragraph in paragraphs:
        starts.append(len(text))
        text += paragraph + " "
    spans = sentences(text, side)
    return text, [span.of(text) for span in spans], [bisect_right(starts, span.start) - 1 for span in spans]


def count(work: Work, beads: Sequence[Bead]) -> Counter[str]:
    """Count what `measures` needs of one work's beads."""
    sides: defaultdict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, paragraphs in enumerate(work.paragraphs):
        for sentence, paragraph in enumerate(paragraphs):
            sides[paragraph][side].append(sentence)
    closed = {(tuple(ru), tuple(en)): at for at, (ru, en) in sides.items() if min(len(ru), len(en)) == 1}
    counts = Counter({"closed": len(closed), "sentences": sum(map(len, work.paragraphs))})
    known = set(closed.values())
    for bead in beads:
        if not (bead.ru and bead.en):
            counts["one-sided"] += len(bead.ru) + len(bead.en)
            continue
        touched = {work.paragraphs[0][i] for i in bead.ru} | {work.paragraphs[1][j] for j in bead.en}
        counts["beads"] += 1
        counts["inside"] += len(touched) == 1
        if touched & known:
            counts["claimed"] += 1
            counts["right"] += (tuple(bead.ru), tuple(bead.en)) in closed
        if bead.confidence > SURE:
            counts["sure"] += 1
            counts["sure inside"] += len(touched) == 1
    return counts


def measures(counts: Counter[str]) -> dict[str, float]:
    """Return the measures of one work or of the sum of several.

    Returns:
        `closed_f1`: F1 of exact beads over the closed paragraph pairs; `inside`: share of two-sided beads that do not
        cross a paragraph border; `one_sided`: share of all sentences that have no counterpart; `sure_inside`: `inside`
        over the beads with more than `SURE` confidence; `closed`, `sure`: the number of closed pairs and sure beads.
    """
    right, judged = counts["right"], counts["claimed"] + counts["closed"]
    return {
        "closed_f1": round(2 * right / max(1, judged), 4),
        "inside": round(counts["inside"] / max(1, counts["beads"]), 4),
        "one_sided": round(counts["one-sided"] / max(1, counts["sentences"]), 4),
        "sure_inside": round(counts["sure inside"] / max(1, counts["sure"]), 4),
        "closed": counts["closed"],
        "sure": counts["sure"],
    }


def run(path: Path) -> dict[str, Any]:
    """Align each work by itself with the weights as shipped, and with hunalign if it is installed.

    Returns:
        For bisearch, and for hunalign or None, the `measures` of each work and of all together; and a signature.
    """
    works = read_works(path)
    ours = {work.name: count(work, align_texts([work.texts])[0].beads) for work in works}
    found = hunalign([work.sentences for work in works])
    theirs = {work.name: count(work, beads) for work, beads in zip(works, found or (), strict=found is not None)}
    return {
        "bisearch": by_work(ours),
        "hunalign": by_work(theirs) if theirs else None,
        "signature": {"version": __version__, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()},
    }


def by_work(counts: dict[str, Counter[str]]) -> dict[str, dict[str, float]]:
    """Return the measures of each work, and of all together as `all`."""
    total: Counter[str] = sum(counts.values(), Counter())
    return {name: measures(each) for name, each in [*counts.items(), ("all", total)]}


def table(report: dict[str, dict[str, float]], peer: dict[str, dict[str, float]] | None = None) -> str:
    """Return the measures of each work as a Markdown table, with another aligner's figures in brackets if given."""
    columns = ("work", "closed pairs", "closed F1", "one-sided", "inside", "sure inside")
    rows = [columns, ("---",) * len(columns)]
    for name, ours in report.items():
        figures = [f"{ours[key]:.3f}" for key in ("closed_f1", "one_sided", "inside")]
        if peer is not None:
            keys = ("closed_f1", "one_sided", "inside")
            figures = [f"{figure} [{peer[name][key]:.3f}]" for figure, key in zip(figures, keys, strict=True)]
        rows.append((name, str(ours["closed"]), *figures, f"{ours['sure_inside']:.3f} of {ours['sure']:,}"))
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
