"""Relevance judgements (qrels): TREC's four columns, three columns, or BEIR's three with a header."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from bisearch.errors import CollectionError
from bisearch.evaluation.files import read_lines, split_columns

if TYPE_CHECKING:
    from pathlib import Path

# The grade of each judged document by topic; 0 and below is not relevant.
Judgements: TypeAlias = dict[str, dict[str, int]]

_HEADERS = {"query-id", "query_id", "qid", "query", "topic", "topic-id", "topic_id", "id"}
_FORM = "write topic, 0, document and grade, or topic, document and grade"


def read_judgements(path: Path) -> Judgements:
    """Read relevance judgements.

    Args:
        path: a file whose lines have four columns, or three, separated by tabs or spaces. The first line may be a
            header whose first column is ``query-id`` or another name of a topic's id.

    Raises:
        CollectionError: a line has the wrong columns, or a document two grades.
        SourceError: the file cannot be read or decoded.
    """
    judgements: Judgements = {}
    columns_of_file = 0
    for place, (number, line) in enumerate(read_lines(path)):
        columns = split_columns(line)
        if len(columns) not in {3, 4}:
            raise CollectionError(str(path), f"{len(columns)} columns; {_FORM}", number)
        columns_of_file = columns_of_file or len(columns)
        if len(columns) != columns_of_file:
            raise CollectionError(
                str(path), f"{len(columns)} columns after lines with {columns_of_file}; {_FORM}", number
            )
        if place == 0 and columns[0].lower() in _HEADERS:
            continue
        topic, document, value = columns[0], columns[-2], columns[-1]
        try:
            grade = float(value)
            if grade != int(grade):
                raise ValueError(value)  # noqa: TRY301 -- one message for both
        except (ValueError, OverflowError) as error:
            reason = f"the grade {value!r} is not a whole number; {_FORM}"
            if place == 0:
                reason += "; a header line begins with query-id"
            raise CollectionError(str(path), reason, number) from error
        known = judgements.setdefault(topic, {}).setdefault(document, int(grade))
        if known != int(grade):
            reason = f"document {document!r} has grade {known} for topic {topic!r} already; remove one of the two lines"
            raise CollectionError(str(path), reason, number)
    if not judgements:
        raise CollectionError(str(path), f"no judgements; {_FORM}")
    return judgements
