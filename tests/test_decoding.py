from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import pytest

from bisearch.decoding import MAX_FILE_BYTES, decode, read_document_text, read_lines, read_text
from bisearch.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Товарищу Сталину.\n18 ноября я принял посла Смита, который вернулся из Соединенных Штатов."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "koi8-r", "cp866"]
)
@pytest.mark.parametrize("text", [TEXT, "ПРОТОКОЛ № 5 ЗАСЕДАНИЯ ПАРТБЮРО".replace("№", "N"), "Слово о полку и мире."])
def test_the_encoding_is_detected(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding), "file") == text


@pytest.mark.parametrize(
    "text", ["Its agrément was “given” at the café.\n", "A naïve question.", "“Quoted.”", "Smith’s reply, 5 June."]
)
def test_english_in_windows_1252_is_detected(text: str) -> None:
    assert decode(text.encode("cp1252"), "file") == text


def test_one_russian_word_in_an_english_text_is_decoded_as_cyrillic() -> None:
    text = "The town of Минск, as Smith’s note has it"
    assert decode(text.encode("cp1251"), "file") == text


def test_english_in_utf16_without_a_byte_order_mark_is_detected() -> None:
    assert decode("A plain text.\n".encode("utf-16-le"), "file") == "A plain text.\n"


def test_a_given_encoding_overrides_detection() -> None:
    assert decode("дом".encode("koi8-r"), "file", "koi8-r") == "дом"
    assert decode("дом".encode("koi8-r"), "file", "cp1251") != "дом"


def test_line_ends_become_line_feeds() -> None:
    assert decode(b"a\r\nb\rc\n", "file") == "a\nb\nc\n"


# Codecs of Python's own, and names that no codec can have.
NOT_OF_FILES = (
    "idna",
    "punycode",
    "undefined",
    "unicode_escape",
    "raw_unicode_escape",
    "rot13",
    "base64",
    "zip",
    "a\0b",
)


@pytest.mark.parametrize("name", NOT_OF_FILES)
def test_a_large_file_in_no_encoding_is_refused_too(tmp_path: Path, name: str) -> None:
    path = tmp_path / "large.jsonl"
    path.write_bytes(b"\\x a line\n" * 10_000)
    with pytest.raises(SourceError, match="unknown encoding"):
        list(read_lines(path, name))


@pytest.mark.parametrize(
    ("data", "encoding", "reason", "line"),
    [
        (b"", None, "empty", None),
        (b" \n\t", None, "empty", None),
        (b"abc\n\0\1\2\xff", None, "binary", 2),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", None, "binary", 3),
        ("дом\n".encode() + b"\xff\xfe", "utf-8", "not utf-8", 2),
        (b"text", "no-such-encoding", "unknown encoding", None),
        *((b"text \\x", name, "unknown encoding", None) for name in NOT_OF_FILES),
        (bytes(range(0xB0, 0xC0)) * 10, None, "--encoding", None),
    ],
)
def test_an_error_names_its_line(data: bytes, encoding: str | None, reason: str, line: int | None) -> None:
    with pytest.raises(SourceError, match=reason) as caught:
        decode(data, "file", encoding)
    assert (caught.value.path, caught.value.line) == ("file", line)


def test_a_byte_order_mark_alone_is_empty() -> None:
    with pytest.raises(SourceError, match="empty"):
        decode(codecs.BOM_UTF8, "file")


def test_missing_and_too_large_files_are_errors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SourceError, match="no such file"):
        read_text(tmp_path / "none.txt")
    monkeypatch.setattr("bisearch.decoding.MAX_DOCUMENT_BYTES", 3)
    (tmp_path / "large.txt").write_text("four")
    with pytest.raises(SourceError, match="limit is 3"):
        read_text(tmp_path / "large.txt")
    assert MAX_FILE_BYTES > 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("times", [2, 2000])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_those_of_the_whole_text(tmp_path: Path, encoding: str, times: int, end: str) -> None:
    path = tmp_path / "lines.txt"
    path.write_bytes(end.join([*TEXT.split("\n"), "\x0c"] * times).encode(encoding))
    assert list(read_lines(path)) == read_text(path).split("\n")


def test_lines_of_a_large_binary_file_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "lines.txt"
    path.write_bytes(TEXT.encode() * 2000 + b"\0")
    with pytest.raises(SourceError, match="binary"):
        list(read_lines(path))


def test_a_plain_text_of_too_many_characters_is_refused_before_it_is_understood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Енот", encoding="utf-8")
    assert read_document_text(path) == "Енот"
    monkeypatch.setattr("bisearch.decoding.MAX_PLAIN_LENGTH", 3)
    with pytest.raises(SourceError, match="4 characters; the limit of a file is 3; split it"):
        read_document_text(path)
    monkeypatch.setattr("bisearch.decoding.MAX_PLAIN_BYTES", 7)
    with pytest.raises(SourceError, match="8 bytes; the limit is 7"):
        read_document_text(path)
