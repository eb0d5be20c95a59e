"""An archive's web page saved as Markdown or plain text: metadata, then the text in one language and its translation.

The script of each block decides where one language ends and the other begins: the border is the one with the fewest
letters on the wrong side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, zip_longest
from typing import TYPE_CHECKING

from bisearch.errors import SourceError
from bisearch.model import Document, Metadata, Reference
from bisearch.notation.dates import find_date, parse_date
from bisearch.notation.scripts import count_letters
from bisearch.notation.shelfmarks import find_reference, parse_shelfmark
from bisearch.sources.decoding import read_text
from bisearch.sources.document_values import with_date
from bisearch.sources.limits import check_document, replace_undecodable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

# A second language must account for at least this many letters plus this share of all letters.
MIN_LETTERS, MIN_SHARE = 10, 0.02
# If more than this share of letters is on the wrong side of the best border, the languages alternate.
MAX_MISFIT = 0.15

_FIELD_NAMES = {
    "title": "title", "date": "date", "citation": "citation", "source": "citation", "summary": "summary",
    "abstract": "summary", "credits": "credits", "credit": "credits", "original language": "language",
    "language": "language", "contents": "contents", "reference": "reference", "shelfmark": "reference", "url": "url",
}  # fmt: skip
_FIELD = re.compile(rf"(?:{'|'.join(_FIELD_NAMES)})\s*(?::|$)", re.IGNORECASE)
_CONTENTS_ENTRY = re.compile(r"\b(?:scan|original|translation|transcript\w*|pdf|english|russian)\b", re.IGNORECASE)
_HEADING = re.compile(r"#{1,6}\s|\*\*[^*]+\*\*\s*$")
_RULE = re.compile(r"[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_URL = re.compile(r"https?://[^\s<>()\]]+")
_QUOTED_TITLE = re.compile(r"[\"“«](.{1,500}?)[\"”»]")
# Each pattern takes linear time: its repeated part cannot contain the start of another match.
_MARKUP = (
    (re.compile(r"^[ \t]*#{1,6}[ \t]+|(?<![ \t])[ \t]+$|\\$", re.MULTILINE), ""),
    (re.compile(r"!?\[([^\[\]]*)\]\(((?:[^()]|\([^()]*\))*)\)"), r"\1"),
    (re.compile(r"<(https?://[^<>\s]+)>"), r"\1"),
    (re.compile(r"(?<![\\*])(\*{1,3})(?=\S)([^*\n]+?)(?<=\S)\1(?!\*)"), r"\2"),
    (re.compile(r"(?<![\\\w])(_{1,3})(?=\S)([^_\n]+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])"), r"\1"),
)


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines between two blank lines, as plain text, with the number of letters in each script."""

    text: str
    is_heading: bool
    cyrillic: int
    latin: int


def read_page(path: Path, encoding: str | None = None) -> Iterator[Document]:
    """Yield the single document of a page.

    Args:
        path: the file; its name without suffix becomes the document's id.
        encoding: its encoding; None detects it.

    Raises:
        SourceError: the file cannot be read or has no text in either language.
    """
    blocks = list(_blocks(read_text(path, encoding)))
    fields, body = _fields(blocks)
    ru, en = _sides(body)
    if ru is None and en is None:
        raise SourceError(str(path), "no text in Russian or English")
    citation, shelfmark = fields.get("citation", ""), fields.get("reference", "")
    url = _URL.search(fields.get("url", "") or citation)
    quoted = _QUOTED_TITLE.search(citation)
    metadata = Metadata(
        id=replace_undecodable(path.stem),
        title=fields.get("title") or (quoted.group(1).rstrip(",") if quoted else ""),
        reference=(parse_shelfmark(shelfmark) or Reference(shelfmark)) if shelfmark else find_reference(citation),
        url=url.group().rstrip(".,;") if url else "",
        citation=_without_urls(citation),
        summary=fields.get("summary", ""),
        credits=fields.get("credits", ""),
        language=fields.get("language", ""),
        path=str(path),
    )
    date = fields.get("date", "")
    found = None if date.strip() else find_date(citation)
    metadata = with_date(metadata, found.text if found is not None else date, found)
    yield check_document(Document(metadata, ru, en))


def plain_text(text: str) -> str:
    """Return a Markdown text without its markup, its paragraphs separated by blank lines."""
    return "\n\n".join(block.text for block in _blocks(text))


def _blocks(text: str) -> Iterator[_Block]:
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.strip() and not _RULE.match(line):
            lines.append(line)
        elif lines:
            yield _block(lines)
            lines = []


def _block(lines: Sequence[str]) -> _Block:
    text = "\n".join(line.strip() for line in lines)
    for pattern, replacement in _MARKUP:
        text = pattern.sub(replacement, text)
    words = _URL.sub("", text)
    cyrillic, latin = count_letters(words)
    is_heading = len(lines) == 1 and _HEADING.match(lines[0].strip()) is not None
    return _Block(text.strip(), is_heading, cyrillic, latin)


def _fields(blocks: Sequence[_Block]) -> tuple[dict[str, str], list[_Block]]:
    """Separate a page into its metadata fields and the blocks of its body."""
    fields: dict[str, str] = {}
    starts: list[int] = [place for place, block in enumerate(blocks) if _field_name(block) is not None]
    first = starts[0] if starts else 0
    # Headings before the first field are the title and the date, in either order. A page without fields has only these.
    place = 0
    while place < len(blocks) and blocks[place].is_heading and (not starts or place < first):
        text = blocks[place].text
        is_date = parse_date(text) is not None
        fields.setdefault("date" if is_date else "title", text)
        place += 1
    for start, after in zip_longest(starts, starts[1:]):
        name = _field_name(blocks[start]) or ""
        _, _, inline = blocks[start].text.partition(":")
        values = [inline.strip()] if inline.strip() else []
        place = start + 1
        if name == "contents":
            while place < len(blocks) and place != after and _is_contents_entry(blocks[place]):
                place += 1
        elif after is not None:
            values += [block.text for block in blocks[place:after]]
            place = after
        elif not values and place < len(blocks):
            values.append(blocks[place].text)
            place += 1
        fields.setdefault(name, "\n".join(values))
        if name == "contents":
            break
    return fields, list(blocks[place:])


def _field_name(block: _Block) -> str | None:
    match = _FIELD.match(block.text)
    if match is None or "\n" in block.text or not (block.is_heading or ":" in match.group()):
        return None
    return _FIELD_NAMES[match.group().rstrip(": ").lower()]


def _is_contents_entry(block: _Block) -> bool:
    lines = block.text.split("\n")
    return block.cyrillic == 0 and all(
        len(line) < 60 and line[-1] not in ".!?" and _CONTENTS_ENTRY.search(line) for line in lines
    )


def _sides(body: Sequence[_Block]) -> tuple[str | None, str | None]:
    """Return the Russian and the English text; a block without letters belongs with the block before it."""
    count = len(body)
    cyrillic = [0, *accumulate(block.cyrillic for block in body)]
    latin = [0, *accumulate(block.latin for block in body)]
    letters = cyrillic[-1] + latin[-1]
    penalty = MIN_LETTERS + MIN_SHARE * letters
    # For a border after k blocks: the letters on the wrong side. On a tie, the later border wins.
    ru_first = [
        (latin[k] + cyrillic[-1] - cyrillic[k] + (penalty if 0 < k < count else 0), -k) for k in range(count + 1)
    ]
    en_first = [(cyrillic[k] + latin[-1] - latin[k] + (penalty if 0 < k < count else 0), -k) for k in range(count + 1)]
    best_ru, best_en = min(ru_first), min(en_first)
    if min(best_ru, best_en)[0] > MAX_MISFIT * letters + penalty:
        return _alternating(body)
    border = -min(best_ru, best_en)[1]
    first, rest = list(body[:border]), list(body[border:])
    ru, en = (first, rest) if best_ru <= best_en else (rest, first)
    return _text(ru, "cyrillic"), _text(en, "latin")


def _alternating(body: Sequence[_Block]) -> tuple[str | None, str | None]:
    ru: list[_Block] = []
    en: list[_Block] = []
    side = ru
    for block in body:
        if block.cyrillic != block.latin:
            side = ru if block.cyrillic > block.latin else en
        side.append(block)
    return _text(ru, "cyrillic"), _text(en, "latin")


def _text(blocks: Sequence[_Block], script: str) -> str | None:
    if not any(getattr(block, script) for block in blocks):
        return None
    return "\n\n".join(block.text for block in blocks)


def _without_urls(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not _URL.fullmatch(line.strip()))
