"""Look set phrases up in documents that exist in the other language only.

Each row of a file of phrases has a Russian phrase, an English phrase, and a sentence with each. Each sentence becomes a
document of its own, in one language only, among the documents of the demonstration archive. Each phrase is asked as
words and as a quotation.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

from bisearch.index import open as open_index
from bisearch.indexing.build import build
from bisearch.indexing.options import BuildOptions
from bisearch.model import SIDES, other
from bisearch.searching.options import SearchOptions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bisearch.index import Index
    from bisearch.model import Side

ARCHIVE = Path(__file__).parent.parent.parent / "data"
# A document counts as found among this many hits.
FIRST_HITS = 20
TOP = 3
LEXICONS = {"with the phrase list": True, "without it": False}
FORMS = {"words": "{}", "quotation": '"{}"'}


class _Row(NamedTuple):
    """A phrase and a sentence with it in both languages."""

    ru: str
    en: str
    sentence_ru: str
    sentence_en: str


def measure(path: Path) -> list[dict[str, Any]]:
    """Measure the phrases of a file.

    Args:
        path: UTF-8 rows of four columns, separated by tabs.

    Returns:
        For each lexicon, form of query and language of query: the numbers of phrases, of those found, of those among
        the first three hits, and the phrases missed.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [_Row(*line.split("\t")) for line in lines if line and not line.startswith("#")]
    measured = []
    for name, with_list in LEXICONS.items():
        with tempfile.TemporaryDirectory() as temporary:
            _build(rows, Path(temporary), with_list=with_list)
            with open_index(Path(temporary, "index")) as index:
                measured += [{"lexicon": name, **found} for found in _asked(rows, index)]
    return measured


def _build(rows: Sequence[_Row], folder: Path, *, with_list: bool) -> None:
    records = [{"id": f"{side}{number}", f"text_{side}": text} for number, row in enumerate(rows)
               for side, text in zip(SIDES, row[2:], strict=True)]  # fmt: skip
    source = folder / "phrases.jsonl"
    source.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), encoding="utf-8")
    # One job is done in this process, where the list can be emptied.
    options = BuildOptions(jobs=1)
    if with_list:
        build([ARCHIVE, source], folder / "index", options)
        return
    with patch("bisearch.lexicon.phrases.phrase_list", return_value=()):
        build([ARCHIVE, source], folder / "index", options)


def _asked(rows: Sequence[_Row], index: Index) -> Iterator[dict[str, Any]]:
    for form, template in FORMS.items():
        for place, side in enumerate(SIDES):
            ranks = {row[place]: _rank(index, template.format(row[place]), other(side), number)
                     for number, row in enumerate(rows)}  # fmt: skip
            yield {
                "query": form,
                "from": side,
                "phrases": len(ranks),
                "found": sum(rank > 0 for rank in ranks.values()),
                "top_three": sum(0 < rank <= TOP for rank in ranks.values()),
                "missed": [phrase for phrase, rank in ranks.items() if not rank],
            }


def _rank(index: Index, query: str, side: Side, number: int) -> int:
    """Return the rank of the document with the translation, from 1; 0 if it is not among the first hits."""
    hits = index.search(query, SearchOptions(limit=FIRST_HITS)).hits
    return next((rank for rank, hit in enumerate(hits, 1) if hit.document.id == f"{side}{number}"), 0)


def table(measured: Sequence[dict[str, Any]]) -> str:
    """Return the figures as a Markdown table."""
    columns = ("lexicon", "query", "from", "phrases", "found", "top_three")
    lines = ["| lexicon | query | from | phrases | found | among the first three |", "|---|---|---|---:|---:|---:|"]
    lines += [f"| {' | '.join(str(row[column]) for column in columns)} |" for row in measured]
    return "\n".join(lines)
