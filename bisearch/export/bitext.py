"""Alignments for other tools, as ``bisearch align`` prints them: TMX 1.4 and tab-separated lines."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from bisearch.model import SIDES
from bisearch.sanitizing import clean, escape_in_xml, without_xml_forbidden
from bisearch.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

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
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


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
    root = Element("tmx", version="1.4")
    SubElement(root, "header", _HEADER)
    body = SubElement(root, "body")
    for number, (bead, sides) in enumerate(_beads(text_ru, text_en, alignment), 1):
        unit = SubElement(body, "tu", tuid=str(number))
        SubElement(unit, "prop", type="x-confidence").text = f"{bead.confidence:.3f}"
        for side, text in sides.items():
            if text:
                variant = SubElement(unit, "tuv", {_LANGUAGE: side})
                SubElement(variant, "seg").text = without_xml_forbidden(text)
    indent(root)
    return f"{_DECLARATION}{escape_in_xml(tostring(root, encoding='unicode'))}\n"


def _beads(text_ru: str, text_en: str, alignment: Alignment) -> Iterator[tuple[Bead, dict[Side, str]]]:
    """Yield each bead with the text of its sides; the text of an absent side is empty."""
    texts = (text_ru, text_en)
    sentences = (alignment.sentences_ru, alignment.sentences_en)
    for bead in alignment.beads:
        joined = map(_joined, texts, sentences, (bead.ru, bead.en))
        yield bead, dict(zip(SIDES, joined, strict=True))


def _joined(text: str, sentences: tuple[Sentence, ...], indexes: tuple[int, ...]) -> str:
    return " ".join(" ".join(sentences[index].of(text).split()) for index in indexes)
