"""Texts and their translations for other tools: TMX 1.4, and alignments as tab-separated lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO
from xml.sax.saxutils import escape, quoteattr

from bisearch.export.marked_text import Run
from bisearch.model import SIDES
from bisearch.sanitizing import clean, escape_in_xml, without_xml_forbidden
from bisearch.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bisearch.export.rows import ExportHeader, ExportRow, Layout
    from bisearch.model import Alignment, Bead, Sentence, Side

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
# The attributes that TMX 1.4 requires of a header.
_HEADER = {
    "creationtool": "bisearch",
    "creationtoolversion": __version__,
    "segtype": "sentence",
    "o-tmf": "bisearch",
    "adminlang": "en",
    "srclang": "ru",
    "datatype": "plaintext",
}
_END = "  </body>\n</tmx>\n"


def to_tsv(text_ru: str, text_en: str, alignment: Alignment) -> str:
    """Return one line per bead: confidence, Russian, English.

    The sentences of a bead are joined by spaces, whitespace is collapsed, and control characters are replaced.
    """
    return "".join(
        f"{bead.confidence:.3f}\t{clean(sides['ru'])}\t{clean(sides['en'])}\n"
        for bead, sides in _beads(text_ru, text_en, alignment)
    )


def to_tmx(text_ru: str, text_en: str, alignment: Alignment) -> str:
    """Return a TMX 1.4 document with one translation unit per bead.

    A one-sided bead is a unit with one variant. Characters that XML 1.0 forbids are left out.
    """
    units = [
        _unit(
            number,
            {"x-confidence": f"{bead.confidence:.3f}"},
            {side: [Run(text, is_marked=False)] for side, text in sides.items() if text},
        )
        for number, (bead, sides) in enumerate(_beads(text_ru, text_en, alignment), 1)
    ]
    return "".join([_start({}), *units, _END])


def write_tmx(stream: TextIO, header: ExportHeader, rows: Iterable[ExportRow], layout: Layout) -> None:  # noqa: ARG001
    """Write a TMX 1.4 document with one translation unit per passage; its marks are ``<hi>`` elements."""
    stream.write(_start({f"x-{name.replace(' ', '-')}": value for name, value in header.facts}))
    for row in rows:
        properties = {
            "x-title": row.title,
            "x-shelfmark": row.shelfmark,
            "x-date": row.date,
            "x-reference": row.reference,
            "x-link": row.link,
            "x-why": row.why,
            "x-corrected": row.corrected,
        }
        stream.write(_unit(row.number, properties, {"ru": row.ru, "en": row.en}))
    stream.write(_END)


def _start(properties: Mapping[str, str]) -> str:
    """Return the beginning of a TMX document, with properties of the whole memory."""
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in _HEADER.items())
    inner = _properties(properties, "    ")
    header = f"  <header{attributes}>\n{inner}  </header>\n" if inner else f"  <header{attributes} />\n"
    return f'{_DECLARATION}<tmx version="1.4">\n{header}  <body>\n'


def _unit(number: int, properties: Mapping[str, str], sides: Mapping[Side, Sequence[Run]]) -> str:
    variants = "".join(
        f'      <tuv xml:lang="{side}">\n        <seg>{_segment(runs)}</seg>\n      </tuv>\n'
        for side, runs in sides.items()
        if runs
    )
    return f'    <tu tuid="{number}">\n{_properties(properties, "      ")}{variants}    </tu>\n'


def _properties(properties: Mapping[str, str], margin: str) -> str:
    written = ((quoteattr(name), _escaped(value)) for name, value in properties.items() if value)
    return "".join(f"{margin}<prop type={name}>{value}</prop>\n" for name, value in written)


def _segment(runs: Sequence[Run]) -> str:
    return "".join(f'<hi type="match">{_escaped(text)}</hi>' if marked else _escaped(text) for text, marked in runs)


def _escaped(text: str) -> str:
    """Return a text as content of an element; reading it gives the text without the characters that XML forbids."""
    return escape_in_xml(escape(without_xml_forbidden(text), {"\r": "&#13;"}))


def _beads(text_ru: str, text_en: str, alignment: Alignment) -> Iterator[tuple[Bead, dict[Side, str]]]:
    """Yield each bead with the text of its sides; the text of an absent side is empty."""
    texts = (text_ru, text_en)
    sentences = (alignment.sentences_ru, alignment.sentences_en)
    for bead in alignment.beads:
        joined = map(_joined, texts, sentences, (bead.ru, bead.en))
        yield bead, dict(zip(SIDES, joined, strict=True))


def _joined(text: str, sentences: tuple[Sentence, ...], indexes: tuple[int, ...]) -> str:
    return " ".join(" ".join(sentences[index].of(text).split()) for index in indexes)
