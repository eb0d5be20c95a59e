"""Reading XML files of unknown origin: bounded in size and depth, and without declared entities."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from bisearch.decoding import MAX_DOCUMENT_BYTES, unreadable
from bisearch.errors import SourceError
from bisearch.regular_files import check_size_of, open_regular

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

# Deepest nesting of elements.
MAX_XML_DEPTH = 50
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def xml_events(path: Path, limit: int = MAX_DOCUMENT_BYTES) -> Iterator[tuple[str, Element]]:
    """Yield each element of an XML file twice: with ``"start"``, when only its attributes are read, and with ``"end"``.

    Args:
        path: the file; it declares its encoding. Clear an element that is done with to save memory.
        limit: the greatest number of bytes that it may have.

    Raises:
        SourceError: the file cannot be read, is too large, or is malformed, unsafe or too deeply nested XML.
    """
    try:
        depth = 0
        with open_regular(path) as file:
            size = check_size_of(file, path, limit)
            for event, element in iterparse(file, ("start", "end"), forbid_dtd=False):
                depth += 1 if event == "start" else -1
                if depth > MAX_XML_DEPTH:
                    raise SourceError(str(path), f"XML elements may be nested at most {MAX_XML_DEPTH} deep")
                yield event, element
    except OSError as error:
        raise unreadable(path, error) from error
    except ParseError as error:
        reason = "empty" if size == 0 else f"malformed XML: {error.msg}"
        raise SourceError(str(path), reason, error.position[0]) from error
    except (DefusedXmlException, ValueError, LookupError) as error:
        raise SourceError(str(path), f"unsafe or undecodable XML: {error}") from error


def local_name(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]
