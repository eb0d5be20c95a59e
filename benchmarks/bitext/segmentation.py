"""Sentence splitting: how many sentences match the gold exactly, on texts as given and on typewritten pages."""

from __future__ import annotations

import hashlib
import json
import time
from typing import TYPE_CHECKING, Any

from benchmarks.bitext.typewriter import typed
from bisearch.model import SIDES
from bisearch.segmentation.sentences import sentences
from bisearch.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bisearch.model import Side


def run(paths: Sequence[Path]) -> dict[str, dict[str, Any]]:
    """Split the raw texts of gold files and compare the sentences with the gold spans.

    Args:
        paths: gold files in JSONL with `ru_text`, `ru_spans`, `en_text` and `en_spans`.

    Returns:
        For each file: the scores of each side, as given and as a typewritten page, and a signature of the run.
    """
    report: dict[str, dict[str, Any]] = {}
    for path in paths:
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        report[str(path)] = {
            **{side: _scores(records, side, is_typed=False) for side in SIDES},
            **{f"{side}_typed": _scores(records, side, is_typed=True) for side in SIDES},
            "signature": {"version": __version__, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()},
        }
    return report


def table(report: dict[str, dict[str, Any]]) -> str:
    """Return the report as a Markdown table."""
    columns = ("gold", "side", "precision", "recall", "F1", "F1 typed", "sentences/s")
    rows = [columns, ("---",) * len(columns)]
    for path, found in report.items():
        name = path.rpartition("/")[2].removesuffix(".jsonl")
        for side in SIDES:
            ours = found[side]
            scores = [f"{ours[key]:.3f}" for key in ("precision", "recall", "f1")]
            rows.append((name, side, *scores, f"{found[f'{side}_typed']['f1']:.3f}", f"{ours['per_second']:.0f}"))
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _scores(records: Sequence[dict[str, Any]], side: Side, *, is_typed: bool) -> dict[str, float]:
    right = ours = gold = 0
    seconds = 0.0
    for seed, record in enumerate(records):
        original = record[f"{side}_text"]
        page = typed(original, side, seed) if is_typed else None
        text = page.text if page else original
        began = time.process_time()
        found = sentences(text, side)
        seconds += time.process_time() - began
        spans = {(each.start, each.end) for each in found}
        spans = page.original_spans(spans) if page else spans
        gold_spans = {_trimmed(original, *span) for span in record[f"{side}_spans"]}
        right, ours, gold = right + len(spans & gold_spans), ours + len(spans), gold + len(gold_spans)
    return {
        "precision": round(right / max(1, ours), 4),
        "recall": round(right / max(1, gold), 4),
        "f1": round(2 * right / max(1, ours + gold), 4),
        "per_second": round(ours / max(seconds, 1e-9)),
    }


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return start, start + len(piece.strip())
