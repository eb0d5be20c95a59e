"""Sentence splitting: how many sentences match the gold exactly, on texts as given and typeset in other forms."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.bitext.page_forms import FORMS, typeset
from benchmarks.bitext.typewriter import Page, typed
from bisearch.model import SIDES
from bisearch.segmentation.sentences import sentences
from bisearch.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bisearch.model import Side

# Pages with headings, lists, tables, verse and signatures; "¶" ends each sentence.
BREAKS = Path(__file__).parent / "pages"
PAGE_BREAK, SENTENCE_END = "=====\n", "¶"


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


def run_forms(path: Path) -> dict[str, dict[str, dict[str, float]]]:
    """Split the texts of a gold file typeset in each form, and pages whose line breaks are deliberate.

    Returns:
        For each form, the scores of each side.
    """
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    report: dict[str, dict[str, dict[str, float]]] = {}
    for name, form in FORMS.items():
        report[name] = {
            side: _compared(
                (typeset(record[f"{side}_text"], side, form, seed), side, _gold_spans(record, side))
                for seed, record in enumerate(records)
            )
            for side in SIDES
        }
    report["headings, lists, tables, verse"] = {side: _compared(_pages_with_breaks(side)) for side in SIDES}
    return report


def forms_table(report: dict[str, dict[str, dict[str, float]]]) -> str:
    """Return the report on forms as a Markdown table."""
    columns = ("form", *(f"{side} {score}" for side in SIDES for score in ("precision", "recall")))
    rows = [columns, ("---",) * len(columns)]
    for name, found in report.items():
        rows.append((name, *(f"{found[side][score]:.3f}" for side in SIDES for score in ("precision", "recall"))))
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _pages_with_breaks(side: Side) -> Iterator[tuple[Page, Side, set[tuple[int, int]]]]:
    for marked in (BREAKS / f"breaks.{side}.txt").read_text(encoding="utf-8").split(PAGE_BREAK):
        page, spans = Page(), set()
        for piece in marked.split(SENTENCE_END):
            start = len(page.text)
            page.add(piece, start)
            if piece.strip():
                spans.add(_trimmed(page.text, start, len(page.text)))
        yield page, side, spans


def _scores(records: Sequence[dict[str, Any]], side: Side, *, is_typed: bool) -> dict[str, float]:
    return _compared(
        (_page(record[f"{side}_text"], side, seed, is_typed=is_typed), side, _gold_spans(record, side))
        for seed, record in enumerate(records)
    )


def _page(text: str, side: Side, seed: int, *, is_typed: bool) -> Page:
    if is_typed:
        return typed(text, side, seed)
    page = Page()
    page.add(text, 0)
    return page


def _compared(pages: Iterable[tuple[Page, Side, set[tuple[int, int]]]]) -> dict[str, float]:
    """Return the scores of splitting pages, given each page's language and the gold's spans of its original."""
    right = ours = gold = 0
    seconds = 0.0
    for page, side, gold_spans in pages:
        text = page.text
        began = time.process_time()
        found = sentences(text, side)
        seconds += time.process_time() - began
        spans = page.original_spans((each.start, each.end) for each in found)
        right, ours, gold = right + len(spans & gold_spans), ours + len(spans), gold + len(gold_spans)
    return {
        "precision": round(right / max(1, ours), 4),
        "recall": round(right / max(1, gold), 4),
        "f1": round(2 * right / max(1, ours + gold), 4),
        "per_second": round(ours / max(seconds, 1e-9)),
    }


def _gold_spans(record: dict[str, Any], side: Side) -> set[tuple[int, int]]:
    return {_trimmed(record[f"{side}_text"], *span) for span in record[f"{side}_spans"]}


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return start, start + len(piece.strip())
