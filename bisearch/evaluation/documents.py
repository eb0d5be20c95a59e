"""The documents of a test collection: TREC, JSONL as in BEIR, TSV, or any files that `bisearch index` reads.

TREC, BEIR and TSV do not name the language of a text; its script decides. A document that occurs twice under one id,
once in each language, is one document with both sides.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from bisearch.errors import CollectionError
from bisearch.evaluation.files import beginning, first_value, read_lines, read_records, read_text
from bisearch.model import SIDES
from bisearch.notation.scripts import cyrillic_share
from bisearch.sources.reading import read, reader_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from bisearch.errors import SourceError
    from bisearch.model import Side

    ReadFile: TypeAlias = Callable[[Path, str | None], Iterator["CollectionDocument"]]

_IDS = ("_id", "id", "docid", "doc_id", "docno", "pid")
_TEXTS = ("text", "contents", "body")
_TITLES = ("title", "headline")
_HEADERS = {*_IDS, "document"}
# A document of a TREC collection, up to its end tag or to the next document.
_DOC = re.compile(r"<DOC(\s[^>]*)?>(.*?)(?:(</DOC\s*>)|(?=<DOC(?:\s[^>]*)?>)|\Z)", re.DOTALL | re.IGNORECASE)
_DOCNO = re.compile(r"<DOCNO\b[^>]*>\s*(.*?)\s*</DOCNO\s*>", re.DOTALL | re.IGNORECASE)
# Gigaword has the id in the start tag.
_ID_ATTRIBUTE = re.compile(r"""\bid\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
# Elements that identify or date a document rather than say what it is about.
_ADMINISTRATIVE = re.compile(
    r"<(DOCNO|DOCID|DOCHDR|DOCTYPE|DOCOLDNO|PROFILE|FILEID|PARENT|DATE\w*|URL|LANG\w*)\b[^>]*>.*?</\1\s*>",
    re.DOTALL | re.IGNORECASE,
)
_TITLE = re.compile(r"<(TITLE|HEADLINE|HEAD|HL|TTL|TI)\b[^>]*>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
_TEXT = re.compile(r"<(TEXT\w*)\b[^>]*>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
_PARAGRAPH = re.compile(r"</?P\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class CollectionDocument:
    """A document of a test collection.

    Attributes:
        id: its id in the judgements.
        title: its title; empty if it has none. Except in the formats of `bisearch index`, it is also the text's first
            paragraph.
        text_ru: its Russian text; empty if it has none.
        text_en: its English text; empty if it has none.
        title_ru: its Russian title, if the source has titles in both languages; not in the text.
    """

    id: str
    title: str = ""
    text_ru: str = ""
    text_en: str = ""
    title_ru: str = ""

    def text(self, side: Side) -> str:
        """Return the text of one side."""
        return self.text_ru if side == "ru" else self.text_en

    def only(self, sides: Collection[Side]) -> CollectionDocument:
        """Return the document with no other sides than these."""
        return replace(self, **{f"text_{side}": "" for side in SIDES if side not in sides})

    def in_both_languages(self) -> bool:
        """Return whether both sides have a text."""
        return bool(self.text_ru and self.text_en)


class CollectionFormat(NamedTuple):
    """A file format of a collection's documents.

    Attributes:
        name: the format's name; ``"bisearch"`` is every format of `bisearch index`.
        read: yields the documents of a file; None for the formats of `bisearch index`.
    """

    name: str
    read: ReadFile | None


class FoundCollection(NamedTuple):
    """A collection's format and its files, sorted."""

    format: CollectionFormat
    files: list[Path]

    def documents(self, encoding: str | None = None) -> list[CollectionDocument]:
        """Read the documents, each with its texts in the languages that it has.

        Raises:
            CollectionError: a document is malformed, has no id, or occurs twice in one language.
            SourceError: a file cannot be read or decoded.
        """
        if self.format.read is None:
            return [
                CollectionDocument(
                    each.metadata.id,
                    each.metadata.title,
                    each.text_ru or "",
                    each.text_en or "",
                    each.metadata.title_ru,
                )
                for each in read(self.files, encoding=encoding, on_error=_fail)
            ]
        documents: dict[str, CollectionDocument] = {}
        for path in self.files:
            for document in self.format.read(path, encoding):
                known = documents.get(document.id)
                documents[document.id] = document if known is None else _joined(known, document, path)
        return list(documents.values())


def find_collection(source: Path, exclude: Iterable[Path] = ()) -> FoundCollection:
    """Recognize the format of a collection.

    Args:
        source: a file, or a folder, which is searched with its subfolders. In a folder, ``corpus.jsonl`` alone counts
            if it is there; else files with ``<DOC>``; else JSONL with ``text``; else a TSV file named after documents;
            else everything that `bisearch index` reads.
        exclude: files in the folder that are something else: topics and judgements.

    Raises:
        CollectionError: the path is missing, or has no documents.
    """
    if not source.exists():
        raise CollectionError(str(source), "no such file or folder; --collection names the documents' file or folder")
    excluded = {path.resolve() for path in exclude}
    files = [path for path in _files(source) if path.resolve() not in excluded]
    for format_, takes in _FORMATS:
        if found := [path for path in files if takes(path, source)]:
            return FoundCollection(format_, found)
    ours = [path for path in files if reader_of(path) is not None]
    if (only := source / "documents.jsonl") in ours:
        ours = [only]
    if not ours:
        reason = "no documents; write TREC files with <DOC>, corpus.jsonl, TSV, or what 'bisearch index' reads"
        raise CollectionError(str(source), reason)
    return FoundCollection(CollectionFormat("bisearch", None), ours)


def write_records(documents: Iterable[CollectionDocument], path: Path) -> int:
    """Write documents as JSONL for `bisearch index`.

    Returns:
        How many documents were left out because they have no text.
    """
    empty = 0
    with path.open("w", encoding="utf-8") as file:
        for document in documents:
            sides = {f"text_{side}": text for side in SIDES if (text := document.text(side))}
            empty += not sides
            if sides:
                record = {"id": document.id, "title": " ".join(document.title.split()), **sides}
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return empty


def by_script(id_: str, title: str, texts: Iterable[str]) -> CollectionDocument:
    """Return a document whose texts are in the languages of their scripts, with the title before the text.

    Args:
        id_: its id.
        title: its title, or an empty string.
        texts: its texts in any order; those of one language are joined.
    """
    by_side: dict[Side, list[str]] = {side: [] for side in SIDES}
    for text in texts:
        if text.strip():
            by_side[_side(text)].append(text.strip())
    title = title.strip()
    if title:
        # A title does not make a side: an English headline over a Russian text is still a Russian document.
        side = _side(title)
        if not by_side[side] and any(by_side.values()):
            side = "en" if side == "ru" else "ru"
        by_side[side].insert(0, title)
    return CollectionDocument(id_, title, *("\n\n".join(by_side[side]) for side in SIDES))


def _side(text: str) -> Side:
    return "ru" if cyrillic_share(text) >= 0.5 else "en"


def _fail(error: SourceError) -> None:
    raise error


def _joined(one: CollectionDocument, two: CollectionDocument, path: Path) -> CollectionDocument:
    """Return the document that two records with one id make, one for each language."""
    for side in SIDES:
        if one.text(side) and two.text(side):
            language = "Russian" if side == "ru" else "English"
            reason = f"document {one.id!r} occurs twice in {language}; give every document its own id"
            raise CollectionError(str(path), reason)
    return CollectionDocument(one.id, one.title or two.title, one.text_ru or two.text_ru, one.text_en or two.text_en)


def _files(source: Path) -> list[Path]:
    if source.is_file():
        return [source]
    found = []
    for place, folders, names in os.walk(source):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [
            path
            for name in names
            if not name.startswith(".") and (path := Path(place, name)).stem.upper() not in {"README", "LICENSE"}
        ]
    return sorted(path for path in found if path.is_file())


def _trec(path: Path, encoding: str | None) -> Iterator[CollectionDocument]:
    text = read_text(path, encoding)
    for found in _DOC.finditer(text):
        if found[3] is None:
            line = text.count("\n", 0, found.start()) + 1
            raise CollectionError(str(path), "<DOC> has no </DOC>; end every document with </DOC>", line)
        body = found[2]
        number = _DOCNO.search(body) or _ID_ATTRIBUTE.search(found[1] or "")
        if number is None or not number[1]:
            line = text.count("\n", 0, found.start()) + 1
            raise CollectionError(str(path), "<DOC> has no <DOCNO>; write <DOCNO>ID</DOCNO> in every document", line)
        body = _ADMINISTRATIVE.sub(" ", body)
        title = " ".join(_plain(each[2]) for each in _TITLE.finditer(body))
        body = _TITLE.sub("\n\n", body)
        texts = [_plain(each[2]) for each in _TEXT.finditer(body)]
        others = _plain(_TEXT.sub("\n\n", body))
        if others and texts:
            texts[0] = f"{others}\n\n{texts[0]}"
        yield by_script(unescape(number[1]), " ".join(title.split()), texts or [others])


def _plain(text: str) -> str:
    """Return the text of an element without tags; paragraphs are separated by empty lines."""
    lines = (line.strip() for line in unescape(_TAG.sub(" ", _PARAGRAPH.sub("\n\n", text))).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _jsonl(path: Path, encoding: str | None) -> Iterator[CollectionDocument]:
    for line, record in read_records(path, encoding):
        id_ = first_value(record, _IDS)
        if id_ is None or not id_.strip():
            reason = 'document without an id; BEIR\'s format is {"_id": "1", "title": "...", "text": "..."}'
            raise CollectionError(str(path), reason, line)
        title = first_value(record, _TITLES) or ""
        sides = [first_value(record, (f"text_{side}",)) or "" for side in SIDES]
        text = first_value(record, _TEXTS)
        if text is None and not any(sides) and not title:
            raise CollectionError(
                str(path), f"document {id_!r} has no text; name it text, or text_ru and text_en", line
            )
        if any(sides):
            yield CollectionDocument(id_.strip(), title, *sides)
        else:
            yield by_script(id_.strip(), title, [text or ""])


def _tsv(path: Path, encoding: str | None) -> Iterator[CollectionDocument]:
    names: list[str] = []
    for place, (number, line) in enumerate(read_lines(path, encoding)):
        columns = line.split("\t")
        if place == 0 and columns[0].strip().lower() in _HEADERS:
            names = ["id", *(column.strip().lower() for column in columns[1:])]
            if not set(names) & {*_TEXTS, *(f"text_{side}" for side in SIDES)}:
                raise CollectionError(str(path), "the header has no column text, or text_ru and text_en", number)
            continue
        if not names and len(columns) not in {2, 3}:
            reason = f"{len(columns)} columns; write id, text or id, title, text with tabs between, or a header line"
            raise CollectionError(str(path), reason, number)
        if names and len(columns) > len(names):
            raise CollectionError(str(path), f"{len(columns)} columns, but the header names {len(names)}", number)
        if not columns[0].strip():
            raise CollectionError(str(path), "document without an id; write it in the first column", number)
        yield _row(columns, names)


def _row(columns: Sequence[str], names: Sequence[str]) -> CollectionDocument:
    id_ = columns[0].strip()
    if not names:
        if len(columns) == 3 and _side(columns[1]) != _side(columns[2]):  # id, and the text in both languages
            return by_script(id_, "", columns[1:])
        return by_script(id_, columns[1] if len(columns) == 3 else "", columns[-1:])
    record = dict(zip(names, columns, strict=False))
    title = first_value(record, _TITLES) or ""
    sides = [record.get(f"text_{side}", "").strip() for side in SIDES]
    if any(sides):
        return CollectionDocument(id_, title, *sides)
    return by_script(id_, title, [first_value(record, _TEXTS) or ""])


def _is_corpus(path: Path, source: Path) -> bool:
    """Return whether a file is BEIR's corpus, by its name."""
    return source.is_dir() and path.name.startswith("corpus") and ".jsonl" in path.suffixes


def _has_documents(path: Path, _: Path) -> bool:
    return re.search(r"<DOC(?:\s[^>]*)?>", beginning(path), re.IGNORECASE) is not None


def _has_text_records(path: Path, _: Path) -> bool:
    if ".jsonl" not in path.suffixes or path.name.startswith(("queries", "topics")):
        return False
    try:
        record = next(read_records(path), (0, {}))[1]
    except (CollectionError, OSError):
        return False
    return first_value(record, _IDS) is not None and any(isinstance(record.get(name), str) for name in _TEXTS)


def _is_table(path: Path, source: Path) -> bool:
    if ".tsv" not in path.suffixes:
        return False
    header = beginning(path).partition("\n")[0].split("\t")
    if "text_ru" in header or "text_en" in header:
        return False  # a spreadsheet of `bisearch index`
    return source.is_file() or path.name.startswith(("corpus", "collection", "documents", "docs"))


_FORMATS: tuple[tuple[CollectionFormat, Callable[[Path, Path], bool]], ...] = (
    (CollectionFormat("BEIR", _jsonl), _is_corpus),
    (CollectionFormat("TREC", _trec), _has_documents),
    (CollectionFormat("JSONL", _jsonl), _has_text_records),
    (CollectionFormat("TSV", _tsv), _is_table),
)
