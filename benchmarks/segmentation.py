"""Sentence splitting: how many of our sentences are the gold's, as the texts come and wrapped as a typed page is."""

from __future__ import annotations

import hashlib
import json
import textwrap
import time
from typing import TYPE_CHECKING, Any

from bisearch.model import SIDES
from bisearch.segmentation import sentences
from bisearch.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from bisearch.model import Side

    # Where a sentence begins and ends, counted in characters that are not blank.
    Place = tuple[int, int]


def run(paths: Sequence[Path], width: int) -> dict[str, dict[str, Any]]:
    """Split the raw texts of gold files and compare with their spans.

    Args:
        paths: gold files, JSONL with `ru_text`, `ru_spans`, `en_text` and `en_spans`.
        width: the column at which the same texts are wrapped for the second measurement.

    Returns:
        For each file the scores of either side, and what was measured.
    """
    report: dict[str, dict[str, Any]] = {}
    for path in paths:
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        report[str(path)] = {
            **{side: _scores(records, side, None) for side in SIDES},
            **{f"{side}_wrapped": _scores(records, side, width) for side in SIDES},
            "signature": {
                "version": __version__,
                "width": width,
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            },
        }
    return report


def table(report: dict[str, dict[str, Any]]) -> str:
    """Return the report as a Markdown table."""
    columns = ("gold", "side", "precision", "recall", "F1", "F1 wrapped", "sentences/s")
    rows = [columns, ("---",) * len(columns)]
    for path, found in report.items():
        name = path.rpartition("/")[2].removesuffix(".jsonl")
        for side in SIDES:
            ours = found[side]
            scores = [f"{ours[key]:.3f}" for key in ("precision", "recall", "f1")]
            rows.append((name, side, *scores, f"{found[f'{side}_wrapped']['f1']:.3f}", f"{ours['per_second']:.0f}"))
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def wrapped(text: str, width: int) -> str:
    """Return a text with its longer lines wrapped at a column."""
    return "\n".join("\n".join(textwrap.wrap(line, width)) for line in text.split("\n"))


def _scores(records: Iterable[dict[str, Any]], side: Side, width: int | None) -> dict[str, float]:
    right = ours = gold = 0
    seconds = 0.0
    for record in records:
        text = record[f"{side}_text"]
        wanted = _places(text, record[f"{side}_spans"])
        text = text if width is None else wrapped(text, width)
        began = time.process_time()
        found = sentences(text, side)
        seconds += time.process_time() - began
        places = _places(text, [(each.start, each.end) for each in found])
        right, ours, gold = right + len(places & wanted), ours + len(places), gold + len(wanted)
    return {
        "precision": round(right / max(1, ours), 4),
        "recall": round(right / max(1, gold), 4),
        "f1": round(2 * right / max(1, ours + gold), 4),
        "per_second": round(ours / max(seconds, 1e-9)),
    }


def _places(text: str, spans: Iterable[Sequence[int]]) -> set[Place]:
    """Return spans by the characters that are not blank, which wrapping leaves alone."""
    before = [0]
    for character in text:
        before.append(before[-1] + (not character.isspace()))
    return {(before[start], before[end]) for start, end in spans}
