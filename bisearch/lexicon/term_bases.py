"""Reading term bases in TBX as pairs of a Russian and an English term.

TBX-Basic of 2008 (``termEntry``, ``langSet``, ``tig`` or ``ntig``) and of 2019, ISO 30042 (``conceptEntry``,
``langSec``, ``termSec``).
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from bisearch.errors import SourceError
from bisearch.lexicon.dictionary_files import MAX_BYTES
from bisearch.safe_xml import XML_LANGUAGE, local_name, xml_events

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

# A longer concept has more terms than any language has synonyms.
MAX_TERMS = 50
_ENTRIES = {"termEntry", "conceptEntry"}
_LANGUAGE_SECTIONS = {"langSet", "langSec"}
_ROOTS = {"martif", "tbx", "TBX"}


def is_term_base(path: Path) -> bool:
    """Return whether a file name is that of a term base in TBX."""
    return path.suffix.lower() in {".tbx", ".tbxm"}


def read_terms(path: Path) -> Iterator[tuple[str, str]]:
    """Yield each Russian term of a concept with each English one.

    Args:
        path: the file.

    Raises:
        SourceError: the file cannot be read, or is not TBX.
    """
    root = None
    for event, element in xml_events(path, MAX_BYTES):
        if root is None:
            root = element
            if local_name(root) not in _ROOTS:
                raise SourceError(str(path), f"not TBX: its root element is {local_name(root)!r:.40}", 1)
        if event == "end" and local_name(element) in _ENTRIES:
            terms = _terms(element)
            yield from product(terms.get("ru", ()), terms.get("en", ()))
            element.clear()


def _terms(entry: Element) -> dict[str, list[str]]:
    """Return the terms of a concept by language."""
    found: dict[str, list[str]] = {}
    for section in entry.iter():
        if local_name(section) in _LANGUAGE_SECTIONS:
            language = (section.get(XML_LANGUAGE) or section.get("lang") or "").lower().replace("_", "-").split("-")[0]
            terms = ("".join(each.itertext()) for each in section.iter() if local_name(each) == "term")
            found.setdefault(language, []).extend(filter(None, (" ".join(term.split()) for term in terms)))
    return {language: terms[:MAX_TERMS] for language, terms in found.items()}
