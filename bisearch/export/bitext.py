"""Alignments for other tools: TMX 1.4 and tab-separated lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.sanitizing import clean, to_xml
from bisearch.version import __version__

if TYPE_CHECKING:
    from bisearch.model import Alignment, Sentence

_TMX_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4">
  <header creationtool="bisearch" creationtoolversion="{__version__}" segtype="sentence" o-tmf="bisearch"
          adminlang="en" srclang="ru" datatype="plaintext"/>
  <body>
"""
_TMX_TAIL = "  </body>\n</tmx>\n"


def to_tsv(text_ru: str, text_en: str, alignment: Alignment) -> str:
    """Return a line a bead: confidence, Russian, English; blanks made single, controls replaced, sentences joined."""
    lines = []
    for bead in alignment.beads:
        ru = _joined(text_ru, alignment.sentences_ru, bead.ru)
        en = _joined(text_en, alignment.sentences_en, bead.en)
        lines.append(f"{bead.confidence:.3f}\t{clean(ru)}\t{clean(en)}\n")
    return "".join(lines)


def to_tmx(text_ru: str, text_en: str, alignment: Alignment) -> str:
    """Return a TMX 1.4 document; a bead with one side is a unit with one variant."""
    units = []
    for number, bead in enumerate(alignment.beads, 1):
        sides = {
            "ru": _joined(text_ru, alignment.sentences_ru, bead.ru),
            "en": _joined(text_en, alignment.sentences_en, bead.en),
        }
        variants = "".join(
            f'      <tuv xml:lang="{side}"><seg>{to_xml(text)}</seg></tuv>\n' for side, text in sides.items() if text
        )
        confidence = f'      <prop type="x-confidence">{bead.confidence:.3f}</prop>\n'
        units.append(f'    <tu tuid="{number}">\n{confidence}{variants}    </tu>\n')
    return _TMX_HEAD + "".join(units) + _TMX_TAIL


def _joined(text: str, sentences: tuple[Sentence, ...], indexes: tuple[int, ...]) -> str:
    return " ".join(" ".join(sentences[index].of(text).split()) for index in indexes)
