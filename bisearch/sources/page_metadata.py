"""The metadata of a page: an unbroken run of fields at its head, and one at its tail.

A line inside the text that looks like a field is text: telegrams close with "REFERENCE: No. 12", and letters open with
"Date:". So a run is only metadata if it begins at the head, or ends at the tail, and has a field that no letter has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bisearch.notation.dates import find_date, parse_date
from bisearch.notation.scripts import count_letters
from bisearch.notation.shelfmarks import find_shelfmarks
from bisearch.sources.edition_heads import find_file_number, read_edition_head
from bisearch.sources.front_matter import read_front_matter
from bisearch.sources.labels import furniture, information_labels, known_field, without_bullet
from bisearch.sources.page_blocks import URL, Block, read_blocks
from bisearch.word_lists import read_word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bisearch.sources.accounting import Account, Reason
    from bisearch.sources.excerpts import Excerpt

# Fields that a letter or a memorandum may open with itself: they alone do not make a run metadata.
_WEAK = {"date", "place", "author", "recipient", "reference", "list", "citation", "url", "text", "contents", "language"}
# Fields whose value may be wrapped over several lines, and by how many blocks it may be followed under a heading.
_LONG = {"citation": 3, "summary": 6, "credits": 3, "reference": 1, "contributor": 1, "publisher": 1}
_MAX_DATE, _MAX_TITLE, _MAX_SHORT_VALUE, _MAX_LABEL_WORDS = 40, 200, 60, 5

_LABEL = re.compile(r"(?:[-*•+–]\s+)?(?P<label>[^\W\d_][^:\n|<>\"«»“”]{0,60}?)\s*:(?!//)\s*")
_SENTENCE_END = re.compile(r"[.!?…][\"»”)]*$")
_CONTENTS_ENTRY = re.compile(r"\b(?:scan|original|translation|transcript\w*|pdf|english|russian)\b", re.IGNORECASE)
_BRACKETED_SOURCE = re.compile(r"\[\s*(?P<label>sources?|источники?)\s*:\s*(?P<value>.*?)\]", re.IGNORECASE | re.DOTALL)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright\b)[^.]{0,150}\.?", re.IGNORECASE)


@dataclass(slots=True)
class PageMetadata:
    """What the head and the tail of a page say about its document.

    Attributes:
        values: known fields, by the names of `bisearch.model.Metadata` and of a reference's parts.
        fields: custom fields, by their labels as written.
    """

    values: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)

    def add(self, name: str | None, label: str, value: str) -> None:
        """Add a field; a value for a field that has one already follows it on a new line."""
        if not value:
            return
        if name == "title" and "title" in self.values and "title_ru" not in self.values:
            first, second = self.values["title"], value
            if _is_russian(first) != _is_russian(second):
                self.values["title"], self.values["title_ru"] = (
                    (second, first) if _is_russian(first) else (first, second)
                )
                return
        # A part of a reference keeps its label, whose script becomes that of the shelfmark.
        is_part = name in {"archive", "fond", "opis", "folder", "delo", "list"}
        into, key = (self.fields, label) if name is None else (self.values, label if is_part else name)
        into[key] = f"{into[key]}\n{value}" if key in into else value


@dataclass(frozen=True, slots=True)
class _Field:
    """One field of a run: its name if it is known, its label, and its values with their places."""

    name: str | None
    label: Excerpt
    values: list[Excerpt]

    @property
    def value(self) -> str:
        return "\n".join(value.text for value in self.values if value.text)


@dataclass(slots=True)
class _Run:
    """A run of fields.

    Attributes:
        fields: the fields in order.
        furniture: blocks within the run that are page furniture.
        brackets: blocks that are a source in brackets.
        end: number of the first block after the run.
        rest: text after the run in its last block.
    """

    fields: list[_Field] = field(default_factory=list)
    furniture: list[Block] = field(default_factory=list)
    brackets: list[Block] = field(default_factory=list)
    end: int = 0
    rest: Block | None = None


def split_page(text: str, account: Account) -> tuple[PageMetadata, list[Block]]:
    """Separate a page into its metadata and the blocks of its body.

    Args:
        text: the file.
        account: of the file; everything except the body is noted in it.
    """
    found = PageMetadata()
    front, start = read_front_matter(text, account)
    for label, value in front:
        found.add(known_field(label), label, value)
    blocks = list(read_blocks(text, account, start))
    end, after, has_information = _tail(blocks, found, account)
    begin, rest = _head(blocks[:end], found, account, has_information=has_information)
    body = [*rest, *blocks[begin:end], *after]
    if has_information:
        _take_summary(body, found, account)
    if "reference" not in found.values:
        found.add("reference", "reference", find_file_number(found.values.get("citation", "")))
    return found, body


# The head.


def _head(
    blocks: Sequence[Block], found: PageMetadata, account: Account, *, has_information: bool
) -> tuple[int, list[Block]]:
    """Take the metadata at the head; return the number of the first block after it, and text before that block."""
    place = _skip_furniture(blocks, 0, account)
    edition = read_edition_head(blocks[place:])
    if edition is not None:
        for name, excerpts in edition.values.items():
            found.add(name, name, " ".join(each.text for each in excerpts))
            for excerpt in excerpts:
                _take(excerpt, account)
        for excerpt in edition.markup:
            _pass_over(excerpt, "markup", account)
        place += edition.end
    else:
        place = _headings(blocks, place, found, account, has_information=has_information)
    run = None if edition is not None and edition.rest else _run(blocks, place)
    before = edition.rest if edition is not None else []
    if run is not None and _is_metadata(run, is_below_title=bool(found.values)):
        _take_run(run, found, account)
        return run.end, [*before, *([run.rest] if run.rest is not None else [])]
    return place, before


def _headings(
    blocks: Sequence[Block], place: int, found: PageMetadata, account: Account, *, has_information: bool
) -> int:
    """Take the title and the date before the first field, in either order; return the first block after them."""
    seen: set[str] = set()
    while place < len(blocks):
        block = blocks[place]
        name = _heading_name(blocks, place, seen, has_information=has_information)
        if name == "furniture":
            _pass_over(block.excerpt, "page furniture", account)
        elif name is None or (name in seen and not _fields_follow(blocks, place)):
            break
        else:
            # Of further headings before the fields, one may name a collection; front matter may have the title already.
            is_known = name in seen or name in found.values
            found.add(None if is_known else name, "heading", block.text)
            seen.add(name)
            _take(block.excerpt, account)
        place += 1
    return place


def _heading_name(blocks: Sequence[Block], place: int, seen: set[str], *, has_information: bool) -> str | None:
    """Return whether a block before the first field is the title, the date or furniture; None if it is none of them."""
    block = blocks[place]
    if _is_furniture(block):
        return "furniture"
    if block.is_heading:
        if _field_label(block) is not None:
            return None
        return "date" if find_date(block.text) and len(block.text) < _MAX_DATE else "title"
    below = next((each for each in blocks[place + 1 :] if not _is_furniture(each)), None)
    if _is_date(block) and "date" not in seen:
        is_above_title = below is not None and below.is_heading and _field_label(below) is None and "title" not in seen
        return "date" if is_above_title or has_information else None
    is_line = "\n" not in block.text and len(block.text) <= _MAX_TITLE and not _SENTENCE_END.search(block.text)
    is_beside_date = "date" in seen or (below is not None and _is_date(below))
    return "title" if has_information and is_line and is_beside_date and "title" not in seen else None


def _fields_follow(blocks: Sequence[Block], place: int) -> bool:
    while place < len(blocks) and blocks[place].is_heading and _field_label(blocks[place]) is None:
        place += 1
    run = _run(blocks, place)
    return run is not None and _is_metadata(run, is_below_title=True)


# The tail.


def _tail(blocks: Sequence[Block], found: PageMetadata, account: Account) -> tuple[int, list[Block], bool]:
    """Take the metadata at the tail.

    Returns:
        The number of the first block of the tail, text after the tail, and whether the tail is a web page's section.
    """
    end = len(blocks)
    while end and (_is_furniture(blocks[end - 1]) or _COPYRIGHT.fullmatch(blocks[end - 1].text)):
        end -= 1
    for block in blocks[end:]:
        _pass_over(block.excerpt, "page furniture", account)
    section = next((number for number in reversed(range(end)) if _is_information_heading(blocks[number])), None)
    if section is not None:
        after = _information(blocks[section:end], found, account)
        if after is not None:
            return section, list(blocks[section + after : end]), True
    return _labelled_tail(blocks, end, found, account), [], False


def _information(blocks: Sequence[Block], found: PageMetadata, account: Account) -> int | None:
    """Take a section of metadata that begins with its heading.

    Returns:
        The number of the first block after it; None if the section does not begin with a field.
    """
    fields: list[_Field] = []
    has_headings = any(block.is_heading for block in blocks[1:])
    around: list[Excerpt] = []
    place = 1
    while place < len(blocks):
        block = blocks[place]
        for number, (_, line) in enumerate(block.excerpt.lines()):
            name = line.text.strip(" :").lower()
            is_label = block.is_heading if has_headings else name in information_labels() or known_field(name)
            colon = _LABEL.match(line.text)
            if is_label and not (colon and colon.end() < len(line.text)):
                fields.append(_Field(known_field(name), line, []))
            elif colon and (known_field(colon["label"]) or colon["label"].lower() in information_labels()):
                value = line.cut(colon.end()).strip()
                fields.append(_Field(known_field(colon["label"]), line.cut(0, colon.end()).strip(), [value]))
            elif name in furniture():
                around.append(line)
            elif not fields:
                return None
            elif number == 0 and fields[-1].value and not _is_listed(block) and not _label_follows(blocks, place):
                break
            else:
                fields[-1].values.append(line)
        else:
            place += 1
            continue
        break
    if not fields:
        return None
    _pass_over(blocks[0].excerpt, "page furniture", account)
    for line in around:
        _pass_over(line, "page furniture", account)
    _take_run(_Run(fields), found, account)
    return place


def _is_listed(block: Block) -> bool:
    """Return whether a block is short enough to be one of several values."""
    return len(block.text) <= _MAX_SHORT_VALUE and not _SENTENCE_END.search(block.text)


def _label_follows(blocks: Sequence[Block], place: int) -> bool:
    """Return whether one of the next blocks of a section is a label."""
    names = [block.text.split("\n", 1)[0].strip(" :").lower() for block in blocks[place + 1 : place + 4]]
    return any(name in information_labels() or known_field(name) is not None for name in names)


def _labelled_tail(blocks: Sequence[Block], end: int, found: PageMetadata, account: Account) -> int:
    """Take a run of fields that ends the page: two fields that no letter has, or a source with its shelfmark.

    Returns:
        The number of the first block of the run.
    """
    if not end:
        return end
    bracketed = _BRACKETED_SOURCE.fullmatch(blocks[end - 1].text)
    if bracketed and end > 1:
        _take_bracketed(blocks[end - 1], bracketed, found, account)
        return end - 1
    for start in range(max(1, end - 20), end):
        run = _run(blocks[:end], start)
        if run is None or run.end != end or run.rest is not None:
            continue
        strong = {each.name for each in run.fields if each.name is not None and each.name not in _WEAK}
        is_source = len(run.fields) == 1 and run.fields[0].name == "citation" and _has_place(run.fields[0].value)
        if (len(strong) > 1 and _is_metadata(run, is_below_title=False)) or is_source:
            _take_run(run, found, account)
            return start
    return end


def _take_bracketed(block: Block, match: re.Match[str], found: PageMetadata, account: Account) -> None:
    _pass_over(block.excerpt, "markup", account)
    _pass_over(block.excerpt.cut(*match.span("label")), "label", account)
    _take(block.excerpt.cut(*match.span("value")), account)
    found.add("citation", match["label"], match["value"].strip())


def _take_summary(body: list[Block], found: PageMetadata, account: Account) -> None:
    """Take the summary that a web page has after an original and its translation, right before its information."""
    if len(body) < 3 or "summary" in found.values:
        return
    last, before = body[-1], body[-2]
    is_english_after_russian = not last.cyrillic and last.latin and before.cyrillic > before.latin
    if is_english_after_russian and any(block.latin > block.cyrillic for block in body[:-2]):
        _take(last.excerpt, account)
        found.add("summary", "summary", last.text)
        body.pop()


# Runs of fields.


def _run(blocks: Sequence[Block], place: int) -> _Run | None:
    """Return the run of fields that begins at a block; None if none begins there.

    It ends with a known field: a custom field must be in a block with a known one, between known ones, or short.
    """
    run, confirmed = _Run(end=place), _Run(end=place)
    while run.end < len(blocks) and run.rest is None and not _ends_run(run):
        block = blocks[run.end]
        if run.fields and _is_furniture(block):
            run.furniture.append(block)
            run.end += 1
            continue
        fields = _extend(run, blocks)
        if fields is None:
            break
        is_next = confirmed.end == run.end - 1 and bool(confirmed.fields)
        if any(each.name is not None for each in fields) or (is_next and _is_short_field(fields)):
            confirmed = replace(run, fields=[*run.fields], furniture=[*run.furniture], brackets=[*run.brackets])
    return confirmed if confirmed.fields else None


def _ends_run(run: _Run) -> bool:
    return bool(run.fields) and run.fields[-1].name in {"contents", "text"}


def _extend(run: _Run, blocks: Sequence[Block]) -> list[_Field] | None:
    """Add the fields that begin at the end of a run; return None if none begins there."""
    block = blocks[run.end]
    bracketed = _BRACKETED_SOURCE.fullmatch(block.text)
    if bracketed:
        label, value = (block.excerpt.cut(*bracketed.span(name)) for name in ("label", "value"))
        fields = [_Field("citation", label, [value.strip()])]
        run.brackets.append(block)
        run.end += 1
    else:
        parsed = _block_fields(block)
        if parsed is None:
            return None
        fields, run.rest = parsed
        run.end += 1
        if run.rest is None:
            run.end = _following_values(blocks, run.end, block, fields[-1])
        while fields[-1].name == "contents" and run.end < len(blocks) and _is_contents_entry(blocks[run.end]):
            fields[-1].values.append(blocks[run.end].excerpt)
            run.end += 1
    run.fields += fields
    return fields


def _following_values(blocks: Sequence[Block], place: int, block: Block, last: _Field) -> int:
    """Take the blocks after a label that are its value; return the number of the first block after them."""
    if last.name in {"contents", "text"}:
        return place
    if not last.value:
        limit = _LONG.get(last.name or "", 1) if block.is_heading else 1
        count = 0
        while count <= limit and place + count < len(blocks) and not _begins_field(blocks[place + count]):
            count += 1
        if count > limit or place + count == len(blocks):
            count = min(count, 1)
        last.values.extend(each.excerpt for each in blocks[place : place + count])
        place += count
    while last.name in {"citation", "url"} and place < len(blocks) and URL.fullmatch(blocks[place].text.strip("<>. ")):
        last.values.append(blocks[place].excerpt)
        place += 1
    return place


def _begins_field(block: Block) -> bool:
    return _field_label(block) is not None or (block.is_heading and block.text.rstrip().endswith(":"))


def _field_label(block: Block) -> str | None:
    """Return the name of the known field that a block begins with; None if it begins with none."""
    line = block.text.split("\n", 1)[0]
    match = _LABEL.match(line)
    if match is not None:
        return known_field(match["label"])
    return known_field(line) if block.is_heading else None


def _block_fields(block: Block) -> tuple[list[_Field], Block | None] | None:
    """Return the fields of a block and the text after them; None if the block does not begin with a field."""
    parts: list[tuple[str | None, Excerpt, int, list[tuple[int, Excerpt]]]] = []
    for start, line in block.excerpt.lines():
        match = _LABEL.match(line.text)
        known = known_field(match["label"]) if match else None
        is_in_text = bool(parts) and parts[-1][0] == "text"
        if match is not None and not is_in_text and (known is not None or _may_be_label(match["label"])):
            value = (start + match.end(), line.cut(match.end()).strip())
            parts.append((known, line.cut(0, match.end()).strip(), start, [value]))
        elif not parts and block.is_heading and (name := known_field(line.text)) is not None:
            parts.append((name, line, start, []))
        elif parts:
            parts[-1][3].append((start, line))
        else:
            return None
    if not parts:
        return None
    end = _end_of_fields(parts, len(block.text))
    fields = [
        _Field(name, label, [line for at, line in lines if at < end and line.text])
        for name, label, start, lines in parts
        if start < end
    ]
    rest = block.cut(end) if end < len(block.text) else None
    return fields, rest


def _end_of_fields(parts: Sequence[tuple[str | None, Excerpt, int, list[tuple[int, Excerpt]]]], end: int) -> int:
    """Return where the text begins that follows the fields of a block without a blank line."""
    count = len(parts)
    known = [number for number, part in enumerate(parts) if part[0] is not None]
    last = known[-1] if known else -1
    # Speakers of a transcript look like custom fields: they speak in sentences, and more than once.
    labels = [part[1].text.lower() for part in parts]
    for number in range(last + 1, count):
        value = " ".join(line.text for _, line in parts[number][3])
        if known and (labels.count(labels[number]) > 1 or _SENTENCE_END.search(value) or len(value) > _MAX_TITLE):
            end, count = parts[number][2], number
            break
    if not count:
        return end
    name, _, _, lines = parts[count - 1]
    filled = [(at, line) for at, line in lines if line.text]
    if name == "text":
        return min(end, filled[0][0]) if filled else end
    for number, (at, line) in enumerate(filled[1:], 1):
        if name == "contents" and _names_a_version(line.text):
            continue
        is_other_script = _is_russian(line.text) != _is_russian(filled[number - 1][1].text)
        if at < end and (name not in _LONG or is_other_script):
            return at
    return end


def _is_metadata(run: _Run, *, is_below_title: bool) -> bool:
    """Return whether a run of fields describes the document, rather than being the head of a letter."""
    names = [each.name for each in run.fields]
    known = [name for name in names if name is not None]
    custom = [each.label.text.rstrip(" :").lower() for each in run.fields if each.name is None]
    strong = [name for name in known if name not in _WEAK]
    if strong:
        return True
    if any(label in read_word_set("sources", "letter_heads.txt") for label in custom):
        return False
    if any(each.name in {"citation", "reference"} and _has_place(each.value) for each in run.fields):
        return True
    if is_below_title:
        return bool({"date", "place", "author", "recipient", "citation", "language", "url"} & set(known)) or (
            "contents" in known
        )
    if any(each.name == "contents" and each.value for each in run.fields):
        return True
    if custom:
        return False
    dates = [each.value for each in run.fields if each.name == "date"]
    if "date" in known:
        return all(len(date) < _MAX_DATE and find_date(date) for date in dates)
    return len(set(known) - {"text", "reference", "list"}) > 1 or known in (["url"], ["author"], ["language"])


def _has_place(value: str) -> bool:
    """Return whether a source names its place: a shelfmark or an address."""
    return bool(URL.search(value) or next(find_shelfmarks(value), None) or find_file_number(value))


def _is_short_field(fields: Sequence[_Field]) -> bool:
    """Return whether a block is one custom field, rather than the first words of a speaker."""
    value = fields[0].value
    return (
        len(fields) == 1
        and 0 < len(value) <= _MAX_SHORT_VALUE
        and "\n" not in value
        and not _SENTENCE_END.search(value)
        and fields[0].label.text.rstrip(" :").lower() not in read_word_set("sources", "letter_heads.txt")
    )


def _take_run(run: _Run, found: PageMetadata, account: Account) -> None:
    for block in run.brackets:
        _pass_over(block.excerpt, "markup", account)
    for block in run.furniture:
        _pass_over(block.excerpt, "page furniture", account)
    for each in run.fields:
        _pass_over(each.label, "label", account)
        for value in each.values:
            _take(value, account)
        label = without_bullet(each.label.text).rstrip(" :") if each.label.text else ""
        if each.name != "text":
            found.add(None if each.name == "contents" else each.name, label, each.value)


def _take(excerpt: Excerpt, account: Account) -> None:
    for span in excerpt.spans():
        account.take(*span)


def _pass_over(excerpt: Excerpt, reason: Reason, account: Account) -> None:
    for span in excerpt.spans():
        account.pass_over(*span, reason)


# Labels and furniture.


def _may_be_label(label: str) -> bool:
    """Return whether words before a colon may be the label of a custom field."""
    return label[0].isupper() and len(label.split()) <= _MAX_LABEL_WORDS and not re.search(r"[.!?;,]", label)


def _is_furniture(block: Block) -> bool:
    lines = [line.strip(" .:>»›|•*-").lower() for line in block.text.split("\n")]
    return all(line in furniture() for line in lines)


def _skip_furniture(blocks: Sequence[Block], place: int, account: Account) -> int:
    while place < len(blocks) and _is_furniture(blocks[place]):
        _pass_over(blocks[place].excerpt, "page furniture", account)
        place += 1
    return place


def _is_information_heading(block: Block) -> bool:
    return block.text.strip(" :").lower() in read_word_set("sources", "information.txt")


def _is_contents_entry(block: Block) -> bool:
    return block.cyrillic == 0 and all(map(_names_a_version, block.text.split("\n")))


def _names_a_version(line: str) -> bool:
    """Return whether a line of a list of contents names a scan, an original or a translation."""
    return len(line) < 60 and not line.endswith((".", "!", "?")) and _CONTENTS_ENTRY.search(line) is not None


def _is_date(block: Block) -> bool:
    """Return whether a block is nothing but a date."""
    return len(block.text) < _MAX_DATE and parse_date(block.text) is not None


def _is_russian(text: str) -> bool:
    cyrillic, latin = count_letters(URL.sub("", text))
    return cyrillic > latin
