"""Markdown (CommonMark): a heading, a quotation of both sides and a citation for each passage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TextIO

from bisearch.export.links import split_at_link
from bisearch.export.rows import made_safe, named_facts
from bisearch.sanitizing import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.export.marked_text import Run
    from bisearch.export.rows import ExportHeader, ExportRow, Layout

# Anything that begins or ends an element of Markdown within a line.
_SPECIAL = re.compile(r"([\\`*_\[\]#|~!<>&$])")
# What begins a list, or makes the line above it a heading.
_AT_START = re.compile(r"^(\s*\d*)([-+=.)])")


def write_markdown(stream: TextIO, header: ExportHeader, rows: Iterable[ExportRow], layout: Layout) -> None:  # noqa: ARG001
    """Write a page."""
    stream.writelines(f"- {_escaped(line)}\n" for line in header.lines())
    for row in rows:
        paragraphs = [
            f"## {row.number}. {_escaped(row.title)}",
            "\n>\n".join(f"> {name}: {_marked(side)}" for name, side in (("ru", row.ru), ("en", row.en)) if side),
            _linked(row.citation, row.link),
            *(f"{name}: {_escaped(value)}" for name, value in named_facts(row)),
        ]
        stream.write("\n" + "\n\n".join(filter(None, paragraphs)) + "\n")


def _marked(runs: tuple[Run, ...]) -> str:
    """Return a text with its marks in bold; whitespace at the ends of a mark would keep Markdown from seeing it."""
    pieces = []
    for text, is_marked in made_safe(runs, clean):
        inner = text.strip() if is_marked else ""
        before, _, after = text.partition(inner) if inner else (text, "", "")
        pieces += [_escaped(before), f"**{_escaped(inner)}**" if inner else "", _escaped(after)]
    return "".join(pieces)


def _linked(citation: str, link: str) -> str:
    before, address, after = split_at_link(clean(citation), link)
    begun = _AT_START.sub(r"\1\\\2", _escaped(before.lstrip()))
    return f"{begun}{f'<{address}>' if address else ''}{_escaped(after)}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", clean(text))
