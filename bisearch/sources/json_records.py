"""Reading JSON objects, with the place of a mistake."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bisearch.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path


def parse_record(text: str, path: Path, line: int | None = None) -> dict[str, Any]:
    """Return a JSON object; `SourceError` if the text is not one."""
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise malformed(error, path, line) from error
    if not isinstance(record, dict):
        raise SourceError(str(path), "not a JSON object", line)
    return record


def malformed(error: ValueError | RecursionError, path: Path, line: int | None = None) -> SourceError:
    """Return the error for JSON that cannot be parsed; `line` is the line of JSONL."""
    if isinstance(error, json.JSONDecodeError):
        reason = f"malformed JSON, column {error.colno}: {error.msg[:1].lower()}{error.msg[1:]}"
        return SourceError(str(path), reason, line if line is not None else error.lineno)
    return SourceError(str(path), "malformed JSON: number too long or nesting too deep", line)
