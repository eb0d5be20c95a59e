"""HTML to be put into a page: no styles, no scripts, everything escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, TextIO

from bisearch.export.links import split_at_link
from bisearch.export.rows import made_safe, named_facts
from bisearch.sanitizing import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bisearch.export.marked_text import Run
    from bisearch.export.rows import ExportHeader, ExportRow, Layout


def write_html(stream: TextIO, header: ExportHeader, rows: Iterable[ExportRow], layout: Layout) -> None:  # noqa: ARG001
    """Write a section with an article for each passage; its marks are in ``<mark>``."""
    stream.write('<section class="bisearch-export" lang="en">\n<dl>\n')
    stream.writelines(f"<dt>{_escaped(name)}</dt><dd>{_escaped(value)}</dd>\n" for name, value in header.facts)
    stream.write("</dl>\n")
    for row in rows:
        stream.writelines(_article(row))
    stream.write("</section>\n")


def as_html(runs: Iterable[Run]) -> str:
    """Return a text in HTML, escaped, with its marks in ``<mark>``."""
    return "".join(f"<mark>{escape(text)}</mark>" if is_marked else escape(text) for text, is_marked in runs)


def _article(row: ExportRow) -> Iterator[str]:
    yield f"<article>\n<h2>{row.number}. {_escaped(row.title)}</h2>\n<table><tr>"
    for language, side in (("ru", row.ru), ("en", row.en)):
        yield f'<td lang="{language}">{as_html(made_safe(side, clean))}</td>'
    yield "</tr></table>\n"
    before, address, after = split_at_link(clean(row.citation), row.link)
    link = f'<a href="{escape(address)}">{escape(address)}</a>' if address else ""
    yield f'<p class="citation">{escape(before)}{link}{escape(after)}</p>\n<dl>\n'
    yield from (f"<dt>{name}</dt><dd>{_escaped(value)}</dd>\n" for name, value in named_facts(row))
    yield "</dl>\n</article>\n"


def _escaped(text: str) -> str:
    return escape(clean(text))
