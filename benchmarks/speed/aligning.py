"""Measures aligning alone, both passes: sentences per CPU second on many documents and on one long pair.

hunalign aligns the same sentences if it is installed; it is given lemmas, whose finding is not counted. Sentences of
both languages are counted.
"""

from __future__ import annotations

import json
import resource
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.bitext.hunalign import hunalign, installed
from benchmarks.speed.corpus import PASSAGES_IN_DOCUMENT, passages, sentence_pairs
from benchmarks.speed.measuring import in_process
from bisearch.alignment.align import align_texts
from bisearch.segmentation.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Size of the long pair, as UTF-8.
LONG_BYTES = 1_100_000
# Aligned before the clock starts, so that the dictionaries are loaded; each has a word that they do not have.
WARM_UP = ("Он вернулся в Глокуздрск. Она ушла.", "He returned to Glokuzdrsk. She left.")


def run(data: Path, size: int) -> dict[str, Any]:
    """Align many documents and one long pair, each in a process of its own.

    Args:
        data: folder of XQuAD-R, whose sentences make up the texts.
        size: number of sentence pairs in the many documents.

    Returns:
        For each task its sentences and, by aligner, CPU seconds; the peak memory of bisearch's process in MiB.
    """
    report: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="bisearch-aligning-") as folder:
        for name, texts in (("many documents", _documents(data, size)), ("one long pair", [_long_pair(data)])):
            path = Path(folder) / "texts.json"
            path.write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
            (count, seconds), cost = in_process(align_file, path)
            peer, _ = in_process(align_file_with_hunalign, path)
            report[name] = {
                "sentences": count, "cpu": seconds, "peak_mb": cost.peak_mb, "hunalign": peer,
                "hunalign_form": installed(),
            }  # fmt: skip
    return report


def align_file(path: Path) -> tuple[int, float]:
    """Split and align the texts of a file as one corpus; return the number of sentences and the CPU seconds."""
    texts = [(ru, en) for ru, en in json.loads(path.read_text(encoding="utf-8"))]
    align_texts([WARM_UP])
    began = time.process_time()
    found = align_texts(texts)
    seconds = time.process_time() - began
    return sum(len(each.sentences_ru) + len(each.sentences_en) for each in found), round(seconds, 2)


def align_file_with_hunalign(path: Path) -> float | None:
    """Align the same sentences with hunalign; return its own CPU seconds, or None if it is not installed."""
    texts = [
        ([each.of(ru) for each in sentences(ru, "ru")], [each.of(en) for each in sentences(en, "en")])
        for ru, en in json.loads(path.read_text(encoding="utf-8"))
    ]
    if hunalign(texts) is None:
        return None
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return round(used.ru_utime + used.ru_stime, 2)


def table(report: dict[str, Any]) -> str:
    """Return the report as a Markdown table."""
    rows: list[tuple[str, ...]] = [
        ("aligning, both passes", "sentences", "CPU s", "sentences per CPU s", "peak MiB", "hunalign's")
    ]
    rows.append(("---",) * len(rows[0]))
    for name, found in report.items():
        count, peer = found["sentences"], found["hunalign"]
        rows.append(
            (
                name, f"{count:,}", f"{found['cpu']:.1f}", f"{count / max(0.01, found['cpu']):,.0f}",
                f"{found['peak_mb']:,.0f}",
                f"{count / max(0.01, peer):,.0f} ({found['hunalign_form']})" if peer is not None else "not installed",
            )
        )  # fmt: skip
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _documents(data: Path, size: int) -> list[tuple[str, str]]:
    drawn = passages(sentence_pairs(data), size)
    return [_joined(some) for some in iter(lambda: list(islice(drawn, PASSAGES_IN_DOCUMENT)), [])]


def _long_pair(data: Path) -> tuple[str, str]:
    return _joined(list(_up_to(LONG_BYTES, passages(sentence_pairs(data), LONG_BYTES))))


def _up_to(size: int, pairs: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for pair in pairs:
        yield pair
        size -= sum(len(text.encode()) for text in pair)
        if size <= 0:
            return


def _joined(pairs: Sequence[tuple[str, str]]) -> tuple[str, str]:
    return " ".join(ru for ru, _ in pairs), " ".join(en for _, en in pairs)
