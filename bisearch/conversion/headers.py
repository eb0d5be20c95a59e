"""Metadata that a file has outside its text: each value becomes a field of the document, or is reported as left out.

Which element of which form becomes which field is a table: ``data/headers.txt``. The text of every other element of a
header is left out for the reason ``metadata``, so that no word of a header is lost.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from bisearch.conversion.converted import LeftOut
from bisearch.conversion.xml_trees import local_attribute, local_name, text_on_one_line
from bisearch.model import MAX_METADATA, Description
from bisearch.notation.dates import parse_date
from bisearch.notation.scripts import cyrillic_share
from bisearch.notation.shelfmarks import parse_shelfmark
from bisearch.word_lists import read_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element as Element

    from bisearch.conversion.converted import Reason

# Most values of a header; more are left out.
MAX_VALUES = 1_000
_KNOWN = {*Description.__annotations__, "date", "reference"}
# A document has one of these; further values become custom fields.
_SINGLE = {"date", "reference", "url"}
# Names that mean something else among the values of a document.
_RESERVED = {"id", "fields", "text_ru", "text_en", "sentences_ru", "sentences_en", "beads"}
# The attributes that have the value of an element without text; the first of these groups that there is counts.
_VALUE_ATTRIBUTES = (("content",), ("ident",), ("key",), ("value",), ("name", "number"), ("target",))
_DATE_ATTRIBUTES = (("when", "{}"), ("when-iso", "{}"), ("value", "{}"), ("notBefore", "[{}..{}]"), ("from", "{}/{}"))
_DATE_ENDS = {"notBefore": "notAfter", "from": "to"}
_ISO_LENGTH = len("2026-11-27")


class _Rules(NamedTuple):
    """How the elements of a header become fields: the table of a form, and the functions that `Header.read` takes."""

    table: dict[str, str]
    key: Callable[[Element], str]
    text: Callable[[Element], str]


class Header:
    """Collects the metadata of one document."""

    def __init__(self) -> None:
        self._left_out: dict[LeftOut, None] = {}
        self._taken: set[str] = set()
        self._values: dict[str, Any] = {}
        self._fields: dict[str, str] = {}
        self._parts: dict[str, list[str]] = {}
        self._count = 0

    def values(self) -> dict[str, Any]:
        """Return the metadata as the values of a `ConvertedText`."""
        return {**self._values, **({"fields": dict(self._fields)} if self._fields else {})}

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """The values that are in no field, in the order of the file."""
        return tuple(each for each in self._left_out if each.text not in self._taken)

    def leave_out(self, text: str | None, reason: Reason = "metadata") -> None:
        """Report a value that no field takes; one that a field or a report has already is not repeated."""
        if text and (text := " ".join(text.split())):
            self._left_out[LeftOut(reason, text)] = None

    def take(self, name: str, text: str) -> None:
        """Put a value into a field; of several values, each different one is kept.

        Args:
            name: a field of `bisearch.model.Metadata`, or the name of a custom field.
            text: the value; it becomes one line. One that is too long for a field is left out.
        """
        text = " ".join(text.split())
        parts = self._parts.setdefault(name, [])
        if not text or text in parts:
            return
        if name == "title" and parts and (cyrillic_share(text) > 0.5) != (cyrillic_share(parts[0]) > 0.5):
            self._take_other_title(text)
            return
        if name in _SINGLE and parts:
            self.take(f"{name} 2", text)
            return
        joined = "; ".join([*parts, text])
        if len(joined) > MAX_METADATA or self._count >= MAX_VALUES:
            self.leave_out(text)
            return
        self._count += 1
        parts.append(text)
        self._taken.add(text)
        if name in _KNOWN:
            self._values[name] = joined
        else:
            self._fields[name] = joined

    def take_labelled(self, label: str, text: str) -> None:
        """Put a value that people have labelled, e.g. ``Дата``, where its label says; see `sources.describe`."""
        label = " ".join(label.split())
        if not label or label in _RESERVED or label in self._values:
            self.take(f"{label} of the file" if label else "property", text)
        elif text.strip() and len(text) <= MAX_METADATA and self._count < MAX_VALUES:
            self._count += 1
            self._values[label] = " ".join(text.split())
            self._taken.add(self._values[label])
        else:
            self.leave_out(text)

    def take_date(self, text: str, meant: str = "") -> None:
        """Put a date into its field as written, with what the markup says that it means where that is needed.

        Args:
            text: the date as written; empty if there is only markup.
            meant: the date in EDTF.
        """
        text = " ".join(text.split())
        if text and meant and parse_date(text) is None and parse_date(meant) and not self._parts.get("date"):
            self.take("date", text)
            if "date" in self._values:
                self._values["date"] = {"text": text, "edtf": meant}
        else:
            self.take("date", text or meant)

    def take_reference(self, text: str, archive: str = "") -> None:
        """Put a shelfmark into its field.

        Args:
            text: the shelfmark as written, with the archive.
            archive: the name of the archive, where the markup says it.
        """
        text = " ".join(text.split())
        is_first = not self._parts.get("reference")
        self.take("reference", text)
        if not is_first or "reference" not in self._values or not archive:
            return
        found = parse_shelfmark(text)
        parts = {name: getattr(found, name) for name in found.__slots__} if found is not None else {}
        self._values["reference"] = {**parts, "text": text, "archive": archive}

    def read(
        self,
        root: Element,
        form: str,
        key: Callable[[Element], str] = local_name,
        text: Callable[[Element], str] | None = None,
    ) -> None:
        """Read all that a header holds.

        Args:
            root: the header.
            form: the form, as the table names it.
            key: returns the name by which the table knows an element.
            text: returns the value of an element that becomes a field; None takes `text_of`.
        """
        if not self._take_fields(root, _Rules(_table(form), key, text or text_of), ""):
            self.leave_out(text_of(root))

    def _take_fields(self, element: Element, rules: _Rules, path: str) -> bool:
        """Take the fields in an element and leave out the text beside them; return False if there is no field."""
        path = f"{path}/{rules.key(element)}"
        field = next((rules.table[suffix] for suffix in _suffixes(path) if suffix in rules.table), None)
        if field is not None:
            self._take_element(field, element, rules.text)
            return True
        children = [child for child in element if isinstance(child.tag, str)]
        have_fields = [self._take_fields(child, rules, path) for child in children]
        if not any(have_fields):
            return False
        self.leave_out(element.text)
        for child, has_field in zip(children, have_fields, strict=True):
            if not has_field:
                self.leave_out(text_of(child))
            self.leave_out(child.tail)
        return True

    def _take_element(self, field: str, element: Element, text: Callable[[Element], str]) -> None:
        if field == "date":
            date = element if local_name(element) == "date" else next(element.iter("{*}date"), element)
            meant = marked_date(date)
            self.take_date(text_on_one_line(element) or ("" if meant else text(element)), meant)
        elif field == "reference":
            archive = next((text_on_one_line(each) for each in element.iter("{*}repository")), "")
            self.take_reference(text_of(element, ", "), archive)
        else:
            self.take(field, text(element))

    def _take_other_title(self, text: str) -> None:
        """Put the title in the other language beside the first one."""
        if "title_ru" in self._values:
            self.take("title 2", text)
        elif cyrillic_share(text) > 0.5:
            self.take("title_ru", text)
        else:
            first = self._values["title"]
            self._values["title"], self._parts["title"] = text, [text]
            self.take("title_ru", first)


def text_of(element: Element, separator: str = " ") -> str:
    """Return the text of an element on one line; of one without text, what its attributes say.

    Elements that only hold elements separate their texts; elements within a text do not.
    """
    own = [element.text or "", *(child.tail or "" for child in element)]
    if any(each.strip() for each in own):
        return text_on_one_line(element)
    children = [text_of(child, separator) for child in element if isinstance(child.tag, str)]
    return separator.join(filter(None, children)) or _attributes(element)


def marked_date(element: Element) -> str:
    """Return the date that the attributes of an element say, in EDTF; empty if they say none."""
    for name, pattern in _DATE_ATTRIBUTES:
        first = local_attribute(element, name)[:_ISO_LENGTH]
        last = local_attribute(element, _DATE_ENDS.get(name, ""))[:_ISO_LENGTH]
        if first or last:
            open_end = "" if name == "notBefore" else ".."
            return first if pattern == "{}" or first == last else pattern.format(first or open_end, last or open_end)
    return ""


def _attributes(element: Element) -> str:
    for names in _VALUE_ATTRIBUTES:
        if any(values := [local_attribute(element, name) for name in names]):
            return " ".join(filter(None, values))
    return marked_date(element)


def _suffixes(path: str) -> list[str]:
    """Return the last names of a path, the longest run first; at most three."""
    names = path.split("/")
    return ["/".join(names[-count:]) for count in (3, 2, 1)]


@cache
def _table(form: str) -> dict[str, str]:
    return {path: field for of, path, field in read_rows("conversion", "headers.txt", "|") if of == form}
