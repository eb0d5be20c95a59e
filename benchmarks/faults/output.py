"""Prints an index in every output format and looks for terminal escapes in the output."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from bisearch.cli.records import show_record
from bisearch.errors import QueryError
from bisearch.render.layout import DEFAULT_WIDTH
from bisearch.render.plain import PlainPrinter
from bisearch.render.terminal import Screen, TerminalPrinter
from bisearch.sanitizing import to_json
from bisearch.searching.options import SearchOptions

if TYPE_CHECKING:
    from bisearch import Index

# Control characters that a terminal obeys, except the line feeds that the program prints itself.
FORBIDDEN = {
    *map(chr, range(0x20)),
    *map(chr, range(0x7F, 0xA0)),
    *"\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
} - {"\n"}


def document_fault(index: Index, id_: str) -> str | None:
    """Print a document and searches for its first words; return the fault in the output, if any."""
    found = index.document(id_)
    if found is None:
        return f"{id_!r} is not found"
    document, passages = found
    stream = io.StringIO()
    for printer in _printers(stream):
        printer.print_document(document, passages)
    fault = _fault(stream, show_record(document, passages))
    for side in (passages[0].ru, passages[0].en) if passages else ():
        if fault is None and side is not None:
            fault = search_fault(index, "".join(filter(_is_plain, side.text[:20])))
    return fault


def search_fault(index: Index, query: str) -> str | None:
    """Print explained searches for passages and documents; return the fault in the output, if any."""
    for options in (SearchOptions(limit=3), SearchOptions(limit=3, group="document")):
        try:
            results = index.search(query, options)
        except QueryError:
            return None  # not every text starts with a word
        stream = io.StringIO()
        for printer in _printers(stream):
            printer.print_results(results, explain=True)
        fault = _fault(stream, results.to_dict(explain=True))
        if fault is not None:
            return fault
    return None


def translation_fault(index: Index, word: str) -> str | None:
    """Print the translations of a word; return the fault in the output, if any."""
    try:
        equivalents = index.translate(word)
    except QueryError:
        return None
    stream = io.StringIO()
    for printer in _printers(stream):
        printer.print_translations(equivalents)
    return _fault(stream, equivalents.to_dict())


def _printers(stream: io.StringIO) -> tuple[PlainPrinter, TerminalPrinter]:
    """Return a printer of each kind, without styles, so that any escape sequence in the output is a document's."""
    return PlainPrinter(stream), TerminalPrinter(Screen(stream, DEFAULT_WIDTH, styles=False, colours=False))


def _is_plain(character: str) -> bool:
    """Return whether a character has no meaning in the query language."""
    return character.isalnum() or character == " "


def _fault(stream: io.StringIO, record: dict[str, Any]) -> str | None:
    written = to_json(record, indent=2)
    if not FORBIDDEN.isdisjoint(stream.getvalue()) or not FORBIDDEN.isdisjoint(written):
        return "a control character reaches the terminal"
    return None if json.loads(written) == json.loads(json.dumps(record)) else "JSON does not round-trip"
