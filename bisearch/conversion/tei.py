"""TEI: scholarly editions in XML (TEI P5), such as the volumes of "Foreign Relations of the United States".

A volume in which divisions are marked as documents becomes one document for each of them, and one for each other part
that holds text, such as the preface. So does a corpus for each of its texts. Any other file is one document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from bisearch.conversion.converted import ConvertedText
from bisearch.conversion.flow import Flow, Role
from bisearch.conversion.headers import Header, marked_date
from bisearch.conversion.xml_trees import local_attribute, local_name, read_xml, text_on_one_line
from bisearch.errors import SourceError
from bisearch.model import MAX_METADATA

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from lxml.etree import _Element as Element

    from bisearch.conversion.converted import Reason

_ROLES = {
    **dict.fromkeys(
        ("address", "ab", "addrLine", "argument", "attachment", "back", "bibl", "body", "byline", "castItem", "cit",
         "closer", "dateline", "div", "div1", "div2", "div3", "div4", "docAuthor", "docDate", "docImprint", "docTitle",
         "epigraph", "figDesc", "floatingText", "front", "group", "imprimatur", "item", "label", "l", "lg", "list",
         "listBibl", "listPerson", "opener", "p", "postscript", "q", "quote", "salute", "signed", "sp", "speaker",
         "stage", "surface", "surfaceGrp", "text", "titlePage", "titlePart", "trailer", "zone"), Role.BLOCK,
    ),
    "head": Role.HEADING, "lb": Role.BREAK, "note": Role.NOTE, "table": Role.TABLE, "row": Role.ROW, "cell": Role.CELL,
    **dict.fromkeys(("teiHeader", "graphic", "facsimile"), Role.IGNORED),
}  # fmt: skip
_INLINE_IN_PARAGRAPHS = {"q", "quote", "list", "label", "address", "bibl", "cit"}
_ROOTS = {"TEI", "TEI.2", "teiCorpus"}
_DOCUMENT = "document"
# The text line by line as it is on the page; an edition often has a text beside it, which is made from it.
_TRANSCRIPTION = "{*}sourceDoc"
_WHOLE_TITLES = {"complete", "full"}
_ADDRESS_TYPES = {"uri", "url", "doi", "purl", "permalink"}


def convert(path: Path, encoding: str | None = None) -> list[ConvertedText]:
    """Return the documents of a TEI file; see `forms.Form`."""
    del encoding  # the form names its own
    root = read_xml(path)
    if local_name(root) not in _ROOTS:
        raise SourceError(str(path), f"its first element is {local_name(root)}; of XML, TEI, ALTO and PAGE are read")
    texts = list(root.iter("{*}text")) or list(root.iter(_TRANSCRIPTION))
    if not texts:
        raise SourceError(str(path), "broken: no text element in the TEI file")
    editions = [
        each for each in root.iter("{*}TEI", "{*}TEI.2") if each.find("{*}text") is not None or _is_transcribed(each)
    ]
    if any(_is_document(each) for text in texts for each in text.iter("{*}div")):
        return list(_documents(root, texts))
    if len(editions) > 1:
        return list(_texts_of_corpus(root, editions))
    header = _header(root)
    return [_converted(root, _outer_texts(texts), header.values(), "", header)]


def _documents(root: Element, texts: list[Element]) -> Iterator[ConvertedText]:
    """Yield the documents of a volume, and its other parts."""
    of_volume = _header(root)
    header: Header | None = of_volume
    for number, (name, elements, heads) in enumerate(_parts(texts), 1):
        is_document = len(elements) == 1 and _is_document(elements[0])
        values = _values_of_volume(of_volume)
        values["fields"] = {**values["fields"], "section": " / ".join(head.text for head in heads)}
        if notes := " / ".join(head.notes for head in heads if head.notes):
            values["fields"]["notes of the section"] = notes
        values |= _document_values(elements[0]) if is_document else {}
        converted = _converted(elements[0], elements, values, name or str(number), header)
        if converted.text.strip() or converted.left_out:
            header = None  # is reported once
            yield converted


def _texts_of_corpus(root: Element, editions: list[Element]) -> Iterator[ConvertedText]:
    """Yield each text of a corpus with its own header; that of the corpus describes a volume."""
    of_corpus = _header(root, editions)
    volume = _values_of_volume(of_corpus)
    for number, edition in enumerate(editions, 1):
        header = _header(edition)
        own = header.values()
        fields = {**volume["fields"], **own.get("fields", {})}
        values = {**volume, **own, "fields": fields}
        name = local_attribute(edition, "id") or str(number)
        texts = _outer_texts(list(edition.iter("{*}text"))) or list(edition.iter(_TRANSCRIPTION))
        yield _converted(edition, texts, values, name, header, *([of_corpus] if number == 1 else []))


def _converted(
    root: Element, elements: list[Element], values: dict[str, Any], name: str, *headers: Header | None
) -> ConvertedText:
    flow = _EditionFlow(root)
    for element in elements:
        flow.walk(element)
    left_out = [each for header in headers if header is not None for each in header.left_out]
    return ConvertedText(flow.text(), values, (*left_out, *flow.left_out), name)


def _header(root: Element, editions: Collection[Element] = ()) -> Header:
    """Return all that is outside the texts of a file.

    Args:
        root: an edition or a corpus.
        editions: the editions in it that have a header of their own.
    """
    header = Header()
    _read_outside(root, header, editions)
    return header


def _read_outside(element: Element, header: Header, editions: Collection[Element]) -> None:
    for child in element.iterchildren("{*}*"):
        if local_name(child) in _ROOTS:
            if child not in editions:
                _read_outside(child, header, editions)
        elif local_name(child) == "sourceDoc":
            if not _is_transcribed(element):
                header.leave_out(text_on_one_line(child), "variant")
        elif local_name(child) != "text":
            header.read(child, "TEI", _key)


def _is_transcribed(edition: Element) -> bool:
    """Return whether the text of an edition is only there as it is on the page."""
    return edition.find("{*}text") is None and edition.find(_TRANSCRIPTION) is not None


def _values_of_volume(header: Header) -> dict[str, Any]:
    """Return what the header of a volume says, as it describes each of its documents."""
    values = header.values()
    fields = {"volume": values.pop("title", ""), **values.pop("fields", {})}
    publisher = {"publisher": values.pop("publisher")} if "publisher" in values else {}
    written = {name: value["text"] if isinstance(value, dict) else value for name, value in values.items()}
    return {**publisher, "fields": {**fields, **{f"{name} of the volume": value for name, value in written.items()}}}


def _key(element: Element) -> str:
    """Return the name by which the table of headers knows an element, with its type where that matters."""
    name, type_ = local_name(element), local_attribute(element, "type").lower()
    if name == "correspAction" or (name == "idno" and type_ in _ADDRESS_TYPES):
        return f"{name}[{'url' if name == 'idno' else type_}]"
    if name == "title" and type_ not in _WHOLE_TITLES and (statement := element.getparent()) is not None:
        titles = statement.iterchildren("{*}title")
        is_part = any(local_attribute(each, "type") in _WHOLE_TITLES for each in titles)
        return "title[part]" if is_part and local_name(statement) == "titleStmt" else name
    return name


class _EditionFlow(Flow):
    def __init__(self, root: Element) -> None:
        super().__init__()
        self._root = root
        # The shelfmark of a document, which is in its metadata; further notes on its source are text.
        self._reference = _reference_note(root) if _is_document(root) else None

    def walk(self, element: Element) -> None:
        """Convert an element without its tail; the lines of a transcription do not join their words."""
        super().walk(element)
        if local_name(element) == "line":
            self.add(" ")

    def role(self, element: Element) -> Role:
        """Return the role of an element."""
        name = local_name(element)
        if name == "hi" and {"bold", "strong"} & set(local_attribute(element, "rend").split()):
            return Role.BOLD
        if name == "hi" and {"sup", "superscript", "super"} & set(local_attribute(element, "rend").split()):
            return Role.RAISED
        if name == "note" and _is_source(element):
            return Role.IGNORED if element is self._reference else Role.ASIDE
        parent = element.getparent()
        if name == "head" and parent is not None and local_name(parent) in {"list", "table", "figure"}:
            return Role.BLOCK
        if name in _INLINE_IN_PARAGRAPHS and parent is not None and local_name(parent) in {"p", "hi", "head"}:
            return Role.INLINE if element.find(".//{*}p") is None and name != "list" else Role.BLOCK
        return _ROLES.get(name, Role.INLINE)

    def reason(self, element: Element) -> Reason | None:
        """Return the reason for which an element is left out; None if it is not."""
        return "running head" if local_name(element) == "fw" else None

    def note(self, element: Element) -> tuple[str, list[Element]]:
        """Return the mark of a note and its element."""
        mark = local_attribute(element, "n")
        return (mark, [element]) if mark else super().note(element)


def _is_document(element: Element) -> bool:
    return local_attribute(element, "type") == _DOCUMENT


def _is_source(note: Element) -> bool:
    parent = note.getparent()
    is_in_head = parent is not None and local_name(parent) == "head"
    return local_attribute(note, "type") == "source" or (
        is_in_head and "".join(map(str, note.itertext())).lstrip().startswith("Source:")
    )


def _reference_note(document: Element) -> Element | None:
    """Return the note with the shelfmark of a document: the first one on its source, unless it fits no field."""
    note = next((each for each in document.iter("{*}note") if _is_source(each)), None)
    return note if note is not None and len(text_on_one_line(note)) <= MAX_METADATA else None


def _outer_texts(texts: list[Element]) -> list[Element]:
    return [each for each in texts if next(each.iterancestors("{*}text"), None) is None]


class _Head(NamedTuple):
    """The heading of a division on one line, and the notes in it."""

    text: str
    notes: str


def _parts(texts: list[Element]) -> Iterator[tuple[str, list[Element], list[_Head]]]:
    """Yield each part of a volume: its name, its elements, and the headings of the divisions around it."""
    for text in _outer_texts(texts):
        yield from _divided(text, [])


def _divided(element: Element, heads: list[_Head]) -> Iterator[tuple[str, list[Element], list[_Head]]]:
    """Yield the parts of an element with divisions: each document, each other division, and what is between them."""
    between: list[Element] = []
    number = 0
    name = local_attribute(element, "id") or local_name(element)
    own = [
        _Head(_plain(head), " ".join(map(text_on_one_line, head.iter("{*}note"))))
        for head in element.iterchildren("{*}head")
    ]
    for child in element:
        if local_name(child) == "head":
            continue
        is_div = local_name(child) == "div"
        is_divided = any(_is_document(each) if is_div else True for each in child.iter("{*}div"))
        if (is_divided or is_div) and between:
            number += 1
            yield f"{name}-{number}", between, heads
            between = []
        if _is_document(child) or (is_div and not is_divided):
            yield local_attribute(child, "id"), [child], [*heads, *own]
        elif is_divided:
            yield from _divided(child, [*heads, *own])
        elif local_name(child):
            between.append(child)
    if between:
        number += 1
        yield f"{name}-{number}", between, heads


def _document_values(document: Element) -> dict[str, Any]:
    """Return the title, date, place and source of a document."""
    found = Header()
    head = next(document.iterchildren("{*}head"), None)
    if head is not None:
        found.take("title", _plain(head))
    source = _reference_note(document)
    if source is not None:
        found.take_reference(text_on_one_line(source))
    dateline = next(document.iter("{*}dateline"), None)
    if dateline is not None:
        date, place = (next(dateline.iter(f"{{*}}{name}"), None) for name in ("date", "placeName"))
        if date is not None:
            found.take_date(_plain(date), marked_date(date))
        if place is not None:
            found.take("place", _plain(place))
    values = found.values()
    return values if "date" in values else {**values, **_date_of_division(document)}


def _date_of_division(document: Element) -> dict[str, Any]:
    date = local_attribute(document, "doc-dateTime-min")[:10]
    return {"date": date} if date else {}


def _plain(element: Element) -> str:
    """Return the text of an element on one line, without its notes."""
    parts = [
        str(text)
        for text in element.xpath(".//text()[not(ancestor::*[local-name()='note'])]")  # type: ignore[union-attr]
    ]
    return " ".join("".join(parts).split())
