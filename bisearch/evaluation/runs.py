"""Runs: the results of a system for each topic, in TREC's format, with the signature of the run in a file beside it.

Other tools, trec_eval among them, read a line that begins with # as a malformed result. So the signature is in
``RUN.json``, and each line's last column, the run's name, has the first digits of the signature's checksum.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, TypeAlias

from bisearch.errors import CollectionError
from bisearch.evaluation.files import read_lines, split_columns

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# The scores of the results by id, best first, for each topic.
Run: TypeAlias = dict[str, dict[str, float]]

DIGITS = 6
_STEP = 10**-DIGITS
_FORM = "write topic, Q0, document, rank, score and name of the run"


def write_run(run: Mapping[str, Mapping[str, float]], name: str, path: Path) -> None:
    """Write a run: topic, Q0, document, rank, score, name.

    Tools sort by score and break ties by id. Scores that would tie in print are lowered by one step of the last digit
    each, so that every tool reads the results in the order in which they were found.

    Args:
        run: for each topic, the scores of the results in the order to keep.
        name: name of the run, without spaces.
        path: the file to write. Columns are separated by spaces, or by tabs if an id contains a space.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    blank = any(len(id_.split()) != 1 for topic, found in run.items() for id_ in (topic, *found))
    gap = "\t" if blank else " "
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for topic, found in run.items():
            last = math.inf
            for rank, (id_, score) in enumerate(found.items(), 1):
                last = min(round(score, DIGITS), round(last - _STEP, DIGITS))
                file.write(gap.join((topic, "Q0", id_, str(rank), f"{last:.{DIGITS}f}", name)) + "\n")


def read_run(path: Path) -> Run:
    """Read a run in TREC's format; results are ordered by score, and ties by descending id, as in trec_eval.

    Raises:
        CollectionError: a line has the wrong columns, or a document occurs twice.
        SourceError: the file cannot be read or decoded.
    """
    run: Run = {}
    for number, line in read_lines(path):
        columns = split_columns(line)
        if len(columns) != 6:
            raise CollectionError(str(path), f"{len(columns)} columns; {_FORM}", number)
        topic, _, document, _, value, _ = columns
        try:
            score = float(value)
        except ValueError as error:
            reason = f"the score {value!r} is not a number; {_FORM}, without a header"
            raise CollectionError(str(path), reason, number) from error
        if math.isnan(score):
            raise CollectionError(str(path), "the score is not a number", number)
        found = run.setdefault(topic, {})
        if document in found:
            reason = f"document {document!r} is already a result for topic {topic!r}; keep one of the two lines"
            raise CollectionError(str(path), reason, number)
        found[document] = score
    return {
        topic: dict(sorted(found.items(), key=lambda each: (each[1], each[0]), reverse=True))
        for topic, found in run.items()
    }


def signature_path(run: Path) -> Path:
    """Return the file that holds a run's signature."""
    return run.with_name(f"{run.name}.json")


def write_signature(signature: Mapping[str, Any], run: Path) -> None:
    """Write a run's signature beside it."""
    text = json.dumps(signature, ensure_ascii=False, indent=2)
    signature_path(run).write_text(text + "\n", encoding="utf-8")


def read_signature(run: Path) -> dict[str, Any] | None:
    """Return a run's signature; None for a run of another system, which has none."""
    try:
        record = json.loads(signature_path(run).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return record if isinstance(record, dict) else None
