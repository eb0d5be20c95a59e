"""Topics, the questions of a test collection: TREC's two formats, BEIR's queries and TSV.

The format is recognized by the file's first character: ``<`` for TREC, ``{`` for JSONL, any other for TSV.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from bisearch.errors import CollectionError
from bisearch.evaluation.files import beginning, first_value, read_lines, read_records, read_text
from bisearch.notation.scripts import cyrillic_share

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from bisearch.model import Side

# The fields of a topic, and their names in files.
FIELDS = {
    "title": ("title", "query", "text"),
    "description": ("description", "desc", "question"),
    "narrative": ("narrative", "narr"),
}
_IDS = ("_id", "id", "num", "number", "qid", "query_id", "query-id", "topic_id", "topic")
_FIELD_OF = {name: field for field, names in FIELDS.items() for name in names}
# A topic of either TREC form, up to its end tag or to the next topic.
_TOPIC = re.compile(r"<(top|topic)\b([^>]*)>(.*?)(?=</\1\s*>|<\1\b|\Z)", re.DOTALL | re.IGNORECASE)
# The start or end tag of a topic's id or field. CLEF marks languages by prefixes, as in <EN-title>.
_TAG = re.compile(rf"</?(?:[a-z]{{2}}-)?({'|'.join((*_IDS, *_FIELD_OF))})\b[^>]*>", re.IGNORECASE)
_OTHER_TAG = re.compile(r"<[^<>]*>")
_ID_ATTRIBUTE = re.compile(r"""\b(?:number|num|id)\s*=\s*["']([^"']+)""", re.IGNORECASE)
# What TREC's plain form repeats after a tag.
_LABEL = re.compile(r"\s*(?:number|topic|title|description|desc|narrative)\s*:\s*", re.IGNORECASE)


class Topic(NamedTuple):
    """A topic.

    Attributes:
        id: its id, unique in a run.
        text: the question: the chosen fields, one after another.
        path: the file it was read from.
        line: its line in the file, from 1; None if it has none.
    """

    id: str
    text: str
    path: str
    line: int | None

    @property
    def side(self) -> Side:
        """The language it is asked in, by its script."""
        return "ru" if cyrillic_share(self.text) >= 0.5 else "en"


class _Parts(NamedTuple):
    """A topic as a file has it: its fields by name."""

    id: str
    fields: dict[str, str]
    line: int


def read_topics(paths: Iterable[Path], fields: Sequence[str] = ("title",)) -> list[Topic]:
    """Read the topics of some files.

    Args:
        paths: the files.
        fields: which fields make up the query, of `FIELDS`. A topic may lack some of them, but not all.

    Raises:
        CollectionError: a file has no topics, a malformed one, or one without the fields; or two have the same id.
        SourceError: a file cannot be read or decoded.
    """
    topics: dict[str, Topic] = {}
    for path in paths:
        before = len(topics)
        for parts in _parts(path):
            topic = _choose(parts, fields, path)
            if (known := topics.get(topic.id)) is not None:
                reason = f"topic {topic.id!r} is already at {known.path}:{known.line}; give every topic its own id"
                raise CollectionError(str(path), reason, parts.line)
            topics[topic.id] = topic
        if len(topics) == before:
            raise CollectionError(str(path), "no topics; write <top> or <topic> elements, JSONL, or id, tab, query")
    return list(topics.values())


def _parts(path: Path) -> Iterator[_Parts]:
    match beginning(path)[:1]:
        case "<":
            return _tagged(path)
        case "{":
            return _records(path)
        case _:
            return _rows(path)


def _choose(parts: _Parts, fields: Sequence[str], path: Path) -> Topic:
    text = " ".join(parts.fields[name] for name in fields if parts.fields.get(name))
    if not text:
        found = [name for name in FIELDS if parts.fields.get(name)]
        remedy = f"choose --topic-fields {','.join(found)}" if found else "it has no other field either"
        raise CollectionError(str(path), f"topic {parts.id!r} has no {' and no '.join(fields)}; {remedy}", parts.line)
    return Topic(parts.id, text, str(path), parts.line)


def _tagged(path: Path) -> Iterator[_Parts]:
    """Yield the topics of a file in one of TREC's formats, in which end tags may be missing."""
    text = read_text(path)
    for found in _TOPIC.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        values: dict[str, str] = {}
        body = found[3]
        tags = list(_TAG.finditer(body))
        for place, tag in enumerate(tags):
            if not tag[0].startswith("</"):
                end = tags[place + 1].start() if place + 1 < len(tags) else len(body)
                values.setdefault(tag[1].lower(), _plain(body[tag.end() : end]))
        attribute = _ID_ATTRIBUTE.search(found[2])
        id_ = attribute[1] if attribute else next((values[name] for name in _IDS if values.get(name)), "")
        if not id_:
            raise CollectionError(str(path), "topic without a number; write <num> or number=", line)
        fields = _fields(values)
        if not fields and not tags:  # an element with nothing but text, as in the clinical tracks
            fields = {"title": _plain(body)}
        yield _Parts(id_, fields, line)


def _plain(text: str) -> str:
    """Return the text of an element, without its label, tags and line breaks."""
    return " ".join(
        unescape(_OTHER_TAG.sub(" ", _LABEL.sub("", text, count=1) if _LABEL.match(text) else text)).split()
    )


def _records(path: Path) -> Iterator[_Parts]:
    for line, record in read_records(path):
        id_ = first_value(record, _IDS)
        if id_ is None:
            raise CollectionError(str(path), 'topic without an id; BEIR\'s format is {"_id": "1", "text": "..."}', line)
        yield _Parts(id_.strip(), _fields({name: first_value(record, (name,)) or "" for name in record}), line)


def _rows(path: Path) -> Iterator[_Parts]:
    names = ["id", "title", "description", "narrative"]
    for place, (number, line) in enumerate(read_lines(path)):
        columns = [column.strip() for column in line.split("\t")]
        if place == 0 and columns[0].lower() in _IDS:
            names = ["id", *(column.lower() for column in columns[1:])]
            if not set(names) & set(_FIELD_OF):
                reason = f"the header has no column for the query; call one of them {', '.join(FIELDS)}"
                raise CollectionError(str(path), reason, number)
            continue
        if not 2 <= len(columns) <= len(names):
            reason = f"{len(columns)} columns where a topic has an id, a tab and a query"
            raise CollectionError(str(path), f"{reason}; separate the columns by one tab each", number)
        if not columns[0]:
            raise CollectionError(str(path), "topic without an id; write an id, a tab and a query", number)
        yield _Parts(columns[0], _fields(dict(zip(names[1:], columns[1:], strict=False))), number)


def _fields(values: Mapping[str, str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, value in values.items():
        if (field := _FIELD_OF.get(name.lower())) is not None and value.strip():
            fields.setdefault(field, value.strip())
    return fields
