"""TMX 1.4 translation memories: each unit becomes a bead."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from bisearch.errors import SourceError
from bisearch.sources.decoding import check_size
from bisearch.sources.document_values import make_document
from bisearch.sources.limits import replace_undecodable
from bisearch.sources.translation_units import join_units

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bisearch.model import Document

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# Deepest nesting of elements.
MAX_XML_DEPTH = 50
# Elements that hold code of the original format, not text.
_CODE = {"bpt", "ept", "ph", "it", "ut"}


def read_tmx(path: Path, encoding: str | None = None) -> Iterator[Document]:  # noqa: ARG001 -- XML declares its own
    """Yield the single document of a translation memory.

    Args:
        path: the file; its name without suffix becomes the document's id.
        encoding: ignored; an XML file declares its own.

    Raises:
        SourceError: the file cannot be read, is malformed or unsafe XML, or has neither Russian nor English text.
    """
    try:
        check_size(path)
        units = list(_units(path))
    except OSError as error:
        raise SourceError(str(path), (error.strerror or str(error)).lower()) from error
    except ParseError as error:
        reason = "empty" if path.stat().st_size == 0 else f"malformed XML: {error.msg}"
        raise SourceError(str(path), reason, error.position[0]) from error
    except (DefusedXmlException, ValueError, LookupError) as error:
        raise SourceError(str(path), f"unsafe or undecodable XML: {error}") from error
    text_ru, text_en, alignment = join_units(units)
    yield make_document({"id": replace_undecodable(path.stem)}, text_ru, text_en, path, alignment=alignment)


def _units(path: Path) -> Iterator[tuple[str, str]]:
    depth = 0
    with path.open("rb") as file:
        for event, element in iterparse(file, ("start", "end"), forbid_dtd=False):
            depth += 1 if event == "start" else -1
            if depth > MAX_XML_DEPTH:
                raise SourceError(str(path), f"XML elements may be nested at most {MAX_XML_DEPTH} deep")
            if event == "end" and _name(element) == "tu":
                yield _unit(element)
                element.clear()


def _unit(unit: Element) -> tuple[str, str]:
    texts = {"ru": "", "en": ""}
    for variant in unit:
        if _name(variant) == "tuv":
            language = (variant.get(_LANGUAGE) or variant.get("lang") or "").lower().replace("_", "-").partition("-")[0]
            if language in texts:
                texts[language] = "".join(text for part in variant if _name(part) == "seg" for text in _text(part))
    return texts["ru"], texts["en"]


def _text(element: Element) -> Iterator[str]:
    if _name(element) not in _CODE:
        yield element.text or ""
        for part in element:
            yield from _text(part)
            yield part.tail or ""


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
