"""TMX 1.4 translation memories: each unit becomes a bead.

Of several variants in one language, the first with text is taken. The others, other languages and the code of inline
elements are passed over, and reported.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from bisearch.decoding import read_text
from bisearch.errors import SourceError
from bisearch.model import MAX_METADATA
from bisearch.safe_xml import XML_LANGUAGE, local_name, xml_events
from bisearch.sources.accounting import PassedOver
from bisearch.sources.beside import read_metadata_beside
from bisearch.sources.document_values import make_document
from bisearch.sources.translation_units import join_units

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from bisearch.model import Document, Side
    from bisearch.sources.accounting import Reason

_LANGUAGES: dict[str, Side] = {
    "ru": "ru", "rus": "ru", "russian": "ru", "en": "en", "eng": "en", "english": "en",
}  # fmt: skip
# Characters of all units: two texts of the greatest length, and the line ends between units.
MAX_LENGTH = 12_000_000
# Elements that hold code of the original format, not text.
_CODE = {"bpt", "ept", "ph", "it", "ut"}


def read_tmx(path: Path, encoding: str | None = None) -> Iterator[Document | PassedOver]:  # noqa: ARG001 -- XML declares its own
    """Yield the single document of a translation memory.

    Args:
        path: the file; its name without suffix becomes the document's id. NAME.json, if present, holds its metadata.
        encoding: ignored; an XML file declares its own.

    Raises:
        SourceError: the file cannot be read, is malformed or unsafe XML, or has neither Russian nor English text.
    """
    memory = _Memory(path)
    text_ru, text_en, alignment = join_units(memory.units)
    values = {"id": path.stem, "fields": memory.fields(), **read_metadata_beside(path)}
    yield make_document(values, text_ru, text_en, path, alignment=alignment)
    yield from _place(memory.passed_over, path)


class _Memory:
    """What a translation memory holds.

    Attributes:
        units: the Russian and the English text of each unit.
        passed_over: all other text, in order, with the reasons.
    """

    def __init__(self, path: Path) -> None:
        self.units: list[tuple[str, str]] = []
        self.passed_over: list[tuple[str, Reason]] = []
        # The values of each kind of property, and of notes, in order and without repetition.
        self._properties: dict[str, dict[str, None]] = {}
        self._read(path)

    def fields(self) -> dict[str, str]:
        """Return the notes and properties as custom fields; those that are too long are passed over."""
        fields: dict[str, str] = {}
        for name, values in self._properties.items():
            text = "\n".join(values)
            if len(text) <= MAX_METADATA:
                fields[name] = text
            else:
                self.passed_over += ((value, "markup") for value in values)
        return fields

    def _read(self, path: Path) -> None:
        length = 0
        for event, element in xml_events(path):
            if event != "end":
                continue
            if local_name(element) in {"note", "prop"}:
                name = element.get("type") or local_name(element)
                if value := " ".join("".join(element.itertext()).split()):
                    self._properties.setdefault(name, {})[value] = None
            elif local_name(element) == "tu":
                unit = self._unit(element)
                self.units.append(unit)
                length += sum(map(len, unit))
                if length > MAX_LENGTH:
                    raise SourceError(str(path), f"more than {MAX_LENGTH:,} characters of text, the limit; split it")
                element.clear()
            elif local_name(element) in {"header", "map"}:
                self.passed_over += ((value, "metadata") for value in element.attrib.values() if value.strip())

    def _unit(self, unit: Element) -> tuple[str, str]:
        texts = {"ru": "", "en": ""}
        for variant in unit:
            if local_name(variant) != "tuv":
                continue
            language = _LANGUAGES.get(
                re.split("[-_]", (variant.get(XML_LANGUAGE) or variant.get("lang") or "").lower())[0]
            )
            text = " ".join(self._text(part) for part in variant if local_name(part) == "seg").strip()
            if language is not None and not texts[language]:
                texts[language] = text
            elif text:
                self.passed_over.append((text, "variant"))
        return texts["ru"], texts["en"]

    def _text(self, element: Element) -> str:
        """Return the text of a segment: that of inline elements, without their code, and with no words joined."""
        text = element.text or ""
        for part in element:
            is_code = local_name(part) in _CODE
            inner = self._code(part) if is_code else self._text(part)
            pieces = [f" {inner} " if is_code and inner else inner, part.tail or ""]
            for piece in filter(None, pieces):
                text += f" {piece}" if text[-1:].isalnum() and piece[0].isalnum() else piece
        return text

    def _code(self, element: Element) -> str:
        """Pass over the code of an inline element; return the text inside it that is to be translated."""
        inner = []
        code = [element.text or ""]
        for part in element:
            if local_name(part) == "sub":
                inner.append(self._text(part))
            else:
                code += part.itertext()
            code.append(part.tail or "")
        self.passed_over += ((each, "markup") for each in code if each.strip())
        return " ".join(inner)


def _place(passed_over: list[tuple[str, Reason]], path: Path) -> Iterator[PassedOver]:
    """Yield what was passed over with its places in the file."""
    if not passed_over:
        return
    with suppress(SourceError):  # an encoding that only the XML names
        text = read_text(path)
        position, line, counted = 0, 1, 0
        for passage, reason in passed_over:
            start = text.find(escape(passage), position)
            start = position if start < 0 else start
            end = start + len(escape(passage))
            line, counted, position = line + text.count("\n", counted, start), start, start
            yield PassedOver(str(path), line, start, end, reason, passage)
        return
    for passage, reason in passed_over:
        yield PassedOver(str(path), 1, 0, 0, reason, passage)
