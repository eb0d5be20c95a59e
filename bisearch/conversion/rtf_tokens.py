"""The tokens of RTF: groups, control words, and text in the encodings that they name (RTF specification 1.9.1)."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind: TypeAlias = Literal["open", "close", "word", "bytes", "character"]

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|(?P<hex>(?:\\'[0-9a-fA-F]{2})+)|\\(?P<symbol>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n\\]",
    re.DOTALL,
)
# Encodings of fonts by their character sets. Those of Windows in its own language follow the file's code page.
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    254: "cp437", 255: "cp850",
}  # fmt: skip
_CODE_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
DEFAULT_ENCODING = "cp1252"
# Control symbols that are characters.
_SYMBOLS = {b"~": "\u00a0", b"-": "\u00ad", b"_": "\u2011", b"{": "{", b"}": "}", b"\\": "\\"}
_CHARACTERS = {
    "emdash": "\u2014", "endash": "\u2013", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005",
    "bullet": "\u2022", "lquote": "\u2018", "rquote": "\u2019", "ldblquote": "\u201c", "rdblquote": "\u201d",
    "tab": "\t", "line": "\n", "lbr": "\n", "softline": "\n", "zwj": "\u200d", "zwnj": "\u200c",
}  # fmt: skip


class Token(NamedTuple):
    """A token.

    Attributes:
        kind: what it is.
        word: the control word; ``*`` for the mark of an optional destination.
        number: the number after the control word; None if there is none.
        data: text in the encoding of the current font.
        character: text in Unicode.
    """

    kind: Kind
    word: str = ""
    number: int | None = None
    data: bytes = b""
    character: str = ""


def tokens(data: bytes) -> Iterator[Token]:
    """Yield the tokens of an RTF file, without binary data."""
    place = 0
    while (match := _TOKEN.match(data, place)) is not None:
        place = match.end()
        match match.lastgroup:
            case "word" | "number":
                word, number = match["word"].decode(), match["number"]
                value = int(number) if number is not None else None
                if word == "bin":
                    place += max(0, value or 0)
                elif word == "u" and value is not None:
                    yield Token("character", "u", value, character=chr(value % 0x10000))
                elif word in _CHARACTERS:
                    yield Token("character", word, character=_CHARACTERS[word])
                else:
                    yield Token("word", word, value)
            case "hex":
                yield Token("bytes", data=bytes.fromhex(match["hex"].decode().replace("\\'", "")))
            case "symbol":
                yield _symbol(match["symbol"])
            case "brace":
                yield Token("open" if match["brace"] == b"{" else "close")
            case "text":
                yield Token("bytes", data=match["text"])


def _symbol(sign: bytes) -> Token:
    if sign in _SYMBOLS:
        return Token("character", character=_SYMBOLS[sign])
    return Token("word", "par" if sign in b"\r\n" else sign.decode("latin-1"))


def code_page(word: str, number: int | None) -> str | None:
    """Return the encoding that a control word of the head names; None if it names none."""
    name = f"cp{number}" if word == "ansicpg" else _CODE_PAGES.get(word)
    if word == "ansicpg" and number == 65001:
        name = "utf-8"
    try:
        return codecs.lookup(name).name if name else None
    except LookupError:
        return None


def font_encoding(charset: int | None) -> str | None:
    """Return the encoding of a font by its character set; None for the file's own."""
    return _CHARSETS.get(charset or 0)
