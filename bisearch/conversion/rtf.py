"""RTF: the Rich Text Format of Word, WordPad and LibreOffice (RTF specification 1.9.1)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from bisearch.conversion.converted import ConvertedText, LeftOut
from bisearch.conversion.flow import raised
from bisearch.conversion.markdown import MarkdownWriter
from bisearch.conversion.numbering import BULLET, number_in
from bisearch.conversion.rtf_tokens import DEFAULT_ENCODING, code_page, font_encoding, tokens
from bisearch.decoding import check_encoding, read_bytes
from bisearch.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.conversion.converted import Reason
    from bisearch.conversion.rtf_tokens import Token

    Destination: TypeAlias = Literal["body", "note", "aside", "number", "ignored", "fonts", "styles", "value"] | Reason

MAX_DEPTH = 1000
# Characters of a file: two texts of the greatest length.
MAX_LENGTH = 12_000_000
_MAX_PARTS = 100_000
_RUNNING_HEADS = ("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf")
_DESTINATIONS: dict[str, Destination] = {
    **dict.fromkeys(_RUNNING_HEADS, "running head"), "annotation": "comment",
    "atnauthor": "comment", "atnid": "comment", "footnote": "note", "shptxt": "aside",
    "dptxbxtext": "aside", "listtext": "number", "pntext": "number", "fonttbl": "fonts", "stylesheet": "styles",
    **dict.fromkeys(("title", "subject", "keywords", "doccomm"), "value"),
    **dict.fromkeys(
        ("author", "operator", "company", "manager", "category", "hlinkbase", "generator", "propname", "staticval"),
        "metadata",
    ),
    **dict.fromkeys(
        ("colortbl", "info", "pict", "object", "fldinst", "shprslt", "xe", "tc", "rxe", "upr", "filetbl", "listtable",
         "listoverridetable", "revtbl", "rsidtbl", "atndate", "atnref", "atnparent",
         "atntime", "atnicn", "bkmkstart", "bkmkend", "datafield", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc",
         "aftncn", "themedata", "colorschememapping", "latentstyles", "private", "template", "sn", "sv", "pnseclvl",
         "nonesttables"), "ignored",
    ),
}  # fmt: skip
# Optional destinations that only wrap others, or that replace what the wrapper holds.
_TRANSPARENT = {"shpinst", "do", "ud", "nesttableprops", "shp", "fldrslt", "shppict"}
_LEFT_OUT: tuple[Reason, ...] = ("running head", "comment")


@dataclass(slots=True)
class _Story:
    """A stretch of the file that ends in one place: the body, a note, the font table."""

    destination: Destination
    parent: _Story | None = None
    name: str = ""
    mark: str = ""
    writer: MarkdownWriter = field(default_factory=lambda: MarkdownWriter(is_plain=True))
    parts: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)
    has_regular_words: bool = False

    def add(self, text: str) -> None:
        """Add text, which may be a single character of millions."""
        if len(self.parts) > _MAX_PARTS:
            self.parts[:] = ["".join(self.parts)]
        self.parts.append(text)

    def take(self) -> str:
        """Return the text since the last paragraph or cell."""
        text = "".join(self.parts).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        self.parts.clear()
        return text

    def end_paragraph(self, *, is_heading: bool = False, in_table: bool = False) -> None:
        """End a paragraph, of the text or of a cell."""
        if in_table:
            self.parts.append("\n")
            return
        self.end_table()
        is_bold = not self.has_regular_words
        self.has_regular_words = False
        text = self.take()
        self.writer.paragraph(text, is_heading=(is_heading or is_bold) and any(map(str.isalnum, text)))
        self._end_asides()

    def end_cell(self) -> None:
        """End a cell of a table."""
        self.cells.append(self.take().strip())
        self.has_regular_words = False

    def end_row(self) -> None:
        """End a row of a table."""
        if self.parts:
            self.end_cell()
        self.rows.append(self.cells)
        self.cells = []

    def end_table(self) -> None:
        """End a table, if there is one."""
        if self.cells:
            self.end_row()
        if self.rows:
            self.writer.table(self.rows)
            self.rows = []
            self._end_asides()

    def finish(self) -> str:
        """Return the whole text."""
        self.end_paragraph()
        self.end_table()
        return self.writer.text()

    def _end_asides(self) -> None:
        for aside in self.asides:
            self.writer.paragraph(aside)
        self.asides = []


@dataclass(slots=True)
class _State:
    """The properties of the text in a group."""

    story: _Story
    encoding: str | None = None
    skipped_after_unicode: int = 1
    is_bold: bool = False
    is_raised: bool = False
    reason: Reason | None = None
    is_heading: bool = False
    in_table: bool = False
    is_optional: bool = False


def convert(path: Path, encoding: str | None = None) -> list[ConvertedText]:
    """Return the document of an RTF file; see `forms.Form`."""
    if encoding is not None:
        check_encoding(str(path), encoding)
    data = read_bytes(path).lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if not data.startswith(b"{\\rtf"):
        raise SourceError(str(path), "broken: it does not begin like an RTF file; save it again")
    return [_Reader(str(path), encoding).read(data)]


class _Reader:
    def __init__(self, path: str, encoding: str | None) -> None:
        self._path = path
        self._encoding = encoding
        self._code_page = DEFAULT_ENCODING
        self._body = _Story("body", writer=MarkdownWriter())
        self._states = [_State(self._body)]
        self._bytes = bytearray()
        self._skip = 0
        self._fonts: dict[int, str | None] = {}
        self._font = 0
        self._length = 0
        self._headings: set[int] = set()
        self._style = 0
        self._values: dict[str, str] = {}
        self._left_out: list[LeftOut] = []
        self._reason: Reason | None = None
        self._unshown: list[str] = []
        self._notes = {"footnote": 0, "endnote": 0}

    def read(self, data: bytes) -> ConvertedText:
        for token in tokens(data):
            if token.kind != "bytes" or self._skip:
                self._end_bytes()
            match token.kind:
                case "open":
                    self._open()
                case "close":
                    if not self._close():
                        break
                case "bytes":
                    self._add_bytes(token.data)
                case "character":
                    self._add_character(token)
                case "word":
                    self._skip = 0
                    self._word(token.word, token.number)
        self._end_bytes()
        while len(self._states) > 1:  # the file ends within a group
            self._close()
        text = self._body.finish()
        self._end_unshown()
        title = {"title": self._values.pop("title")} if "title" in self._values else {}
        values: dict[str, Any] = {**title, **({"fields": self._values} if self._values else {})}
        return ConvertedText(text, values, tuple(dict.fromkeys(self._left_out)))

    # Groups.

    @property
    def _state(self) -> _State:
        return self._states[-1]

    def _open(self) -> None:
        self._skip = 0
        if len(self._states) > MAX_DEPTH:
            raise SourceError(self._path, f"groups nested more than {MAX_DEPTH:,} levels deep")
        self._states.append(replace(self._state, is_optional=False))

    def _close(self) -> bool:
        """End a group; return whether the file goes on."""
        self._skip = 0
        if len(self._states) == 1:
            return False
        closed = self._states.pop()
        if closed.story.parent is self._state.story:
            self._deliver(closed.story)
        elif closed.story is self._state.story and closed.story.destination in {"fonts", "styles"}:
            self._end_entry(closed.story)
        return len(self._states) > 1

    def _deliver(self, story: _Story) -> None:
        """Put a finished story where it belongs."""
        if story.destination in {"fonts", "styles"}:
            self._end_entry(story)
        if story.destination in {"ignored", "fonts", "styles"}:
            return
        parent = story.parent or self._body
        text = story.finish().replace("\n\n", "\n")
        match story.destination:
            case "note":
                parent.asides.append(f"{story.mark} {text}")
            case "aside":
                parent.asides += text.split("\n")
            case "number":
                number = text.strip()
                parent.parts.append(f"{number} " if any(map(str.isalnum, number)) else BULLET if number else "")
            case "value" if text:
                self._values[story.name] = text
            case "running head" | "comment" | "metadata" if text:
                self._left_out.append(LeftOut(story.destination, text))

    def _end_entry(self, story: _Story) -> None:
        """Note a style that is a heading. Fonts are noted as their words come."""
        name = story.take().strip(" ;").lower()
        if story.destination == "styles" and name.startswith(("heading", "title", "заголовок", "название")):
            self._headings.add(self._style)

    # Text.

    def _add_bytes(self, data: bytes) -> None:
        if self._skip:
            skipped = min(self._skip, len(data))
            self._skip -= skipped
            data = data[skipped:]
        self._bytes += data

    def _end_bytes(self) -> None:
        if self._bytes:
            text = self._bytes.decode(self._encoding or self._state.encoding or self._code_page, "replace")
            self._bytes.clear()
            self._add(text)

    def _add_character(self, token: Token) -> None:
        if self._skip and token.word != "u":
            self._skip -= 1
            return
        self._skip = self._state.skipped_after_unicode if token.word == "u" else 0
        self._add(token.character)

    def _add(self, text: str) -> None:
        state = self._state
        if state.story.destination == "ignored":
            return
        if state.reason is not None:
            if state.reason != self._reason:
                self._end_unshown()
                self._reason = state.reason
            self._unshown.append(text)
            return
        if any(map(str.isalnum, text)):
            self._end_unshown()
            state.story.has_regular_words |= not state.is_bold
            if not state.in_table and not state.story.cells:
                state.story.end_table()
        self._length += len(text)
        if self._length > MAX_LENGTH:
            raise SourceError(self._path, f"more than {MAX_LENGTH:,} characters of text, the limit; split it")
        state.story.add(raised(text) if state.is_raised else text)

    def _end_unshown(self) -> None:
        if (text := "".join(self._unshown).strip()) and self._reason is not None:
            self._left_out.append(LeftOut(self._reason, text))
        self._unshown.clear()
        self._reason = None

    # Control words.

    def _word(self, word: str, number: int | None) -> None:
        state = self._state
        if word == "*":
            state.is_optional = True
            return
        is_optional, state.is_optional = state.is_optional, False
        if word in _DESTINATIONS:
            self._begin(word, _DESTINATIONS[word])
        elif word in _TRANSPARENT:
            if word == "ud":  # replaces the group that it is in, which is ignored
                state.story = next((each.story for each in reversed(self._states)
                                    if each.story.destination != "ignored"), self._body)  # fmt: skip
        elif is_optional:
            self._begin(word, "ignored")
        elif not self._character_property(word, number):
            self._paragraph_property(word, number)

    def _begin(self, word: str, destination: Destination) -> None:
        state = self._state
        if state.story.destination == "ignored" and destination not in {"value", "aside", "metadata"}:
            return
        story = _Story(destination, state.story, word)
        if not state.in_table and not state.story.cells:
            state.story.end_table()
        if destination == "note":
            self._notes["footnote"] += 1
            story.mark = f"[{self._notes['footnote']}]"
            state.story.parts.append(story.mark)
            state.in_table = False
        if destination == "aside":
            state.in_table = False
        state.story = story

    def _character_property(self, word: str, number: int | None) -> bool:
        """Apply a control word for characters; return whether it is one."""
        state = self._state
        match word:
            case "f":
                self._font = number or 0
                state.encoding = self._fonts.get(self._font)
            case "fcharset":
                self._fonts[self._font] = font_encoding(number)
            case "b":
                state.is_bold = number != 0
            case "super" | "sub" | "nosupersub":
                state.is_raised = word == "super" and number != 0
            case "v" | "deleted":
                state.reason = None if number == 0 else "hidden text" if word == "v" else "deletion"
            case "plain":
                state.is_bold, state.is_raised, state.reason, state.encoding = False, False, None, self._fonts.get(0)
            case "uc":
                state.skipped_after_unicode = max(0, number or 0)
            case "ansicpg" | "mac" | "pc" | "pca":
                self._code_page = code_page(word, number) or self._code_page
            case _:
                return False
        return True

    def _paragraph_property(self, word: str, number: int | None) -> None:
        state = self._state
        story = state.story
        match word:
            case "par" | "sect" | "page" | "column":
                story.end_paragraph(is_heading=state.is_heading, in_table=state.in_table)
            case "pard":
                state.is_heading = state.in_table = False
            case "intbl":
                state.in_table = True
            case "nestcell" | "nestrow":
                story.parts.append("\n")
            case "cell":
                story.end_cell()
            case "row":
                story.end_row()
            case "ftnalt" if story.destination == "note" and story.parent is not None:
                self._make_endnote(story, story.parent)
            case _:
                self._apply_style(word, number)

    def _apply_style(self, word: str, number: int | None) -> None:
        """Note which styles are headings, and whether a paragraph has one of them."""
        state = self._state
        is_in_styles = state.story.destination == "styles"
        if word == "outlinelevel" and number is not None and number < 9:
            state.is_heading = True
            if is_in_styles:
                self._headings.add(self._style)
        elif word in {"s", "cs", "ds"} and is_in_styles:
            self._style = number or 0 if word == "s" else -1
        elif word == "s":
            state.is_heading |= number in self._headings

    def _make_endnote(self, story: _Story, parent: _Story) -> None:
        """Number a note as an endnote, after it was numbered as a footnote."""
        self._notes["footnote"] -= 1
        self._notes["endnote"] += 1
        story.mark = f"[{number_in('lowerRoman', self._notes['endnote'])}]"
        parent.parts[-1] = story.mark
