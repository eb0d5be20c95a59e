"""Dictionaries made here as dictfmt(1) and StarDict's tools make them; dictzip is gzip with an extra field."""

from __future__ import annotations

import gzip
import struct
from typing import TYPE_CHECKING

import pytest

from bisearch.errors import SourceError
from bisearch.lexicon import dictionary_files as dictionaries
from bisearch.lexicon.dictionary_files import dictionary_name, is_dictionary, read_articles

if TYPE_CHECKING:
    from pathlib import Path

ARTICLES = {"00-database-short": "A tiny dictionary", "energy": "[ˈenədʒɪ] _n.\n  1) энергия; сила", "peace": "мир"}
BASE_64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def number(value: int) -> str:
    digits = BASE_64[value % 64]
    while value := value // 64:
        digits = BASE_64[value % 64] + digits
    return digits


def write_dictd(folder: Path) -> Path:
    data, lines = b"", []
    for headword, text in ARTICLES.items():
        article = f"{headword}\n   {text}\n".encode()
        lines.append(f"{headword}\t{number(len(data))}\t{number(len(article))}\n")
        data += article
    (folder / "tiny.dict.dz").write_bytes(gzip.compress(data))
    (folder / "tiny.index").write_text("".join(lines), encoding="utf-8")
    return folder / "tiny.index"


def write_stardict(folder: Path, types: str = "m") -> Path:
    data = index = b""
    for headword, text in ARTICLES.items():
        article = text.encode() if types else b"m" + text.encode() + b"\0"
        index += headword.encode() + b"\0" + struct.pack(">II", len(data), len(article))
        data += article
    (folder / "tiny.dict").write_bytes(data)
    (folder / "tiny.idx").write_bytes(index)
    sequence = f"sametypesequence={types}\n" if types else ""
    (folder / "tiny.ifo").write_text(f"StarDict's dict ifo file\nversion=2.4.2\n{sequence}", encoding="utf-8")
    return folder / "tiny.ifo"


def test_a_dictd_dictionary_is_read_from_any_of_its_files_without_its_notes(tmp_path: Path) -> None:
    for path in (write_dictd(tmp_path), tmp_path / "tiny.dict.dz"):
        assert is_dictionary(path)
        assert dictionary_name(path) == "tiny"
        assert {each.headword: each.text.strip() for each in read_articles(path)} == dict(list(ARTICLES.items())[1:])


@pytest.mark.parametrize("types", ["m", ""])
def test_a_stardict_dictionary_is_read(tmp_path: Path, types: str) -> None:
    assert {each.headword: each.text.strip() for each in read_articles(write_stardict(tmp_path, types))} == ARTICLES


def test_stardict_markup_is_removed(tmp_path: Path) -> None:
    path = write_stardict(tmp_path, "h")
    data = "<b>мир</b>".encode()
    (tmp_path / "tiny.dict").write_bytes(data)
    (tmp_path / "tiny.idx").write_bytes(b"peace\0" + struct.pack(">II", 0, len(data)))
    assert [each.text.split() for each in read_articles(path)] == [["мир"]]


@pytest.mark.parametrize("line", ["peace\tA", "peace\tA\t!", "peace\tA\tBAAA", "peace"])
def test_a_damaged_index_is_reported_with_its_line(tmp_path: Path, line: str) -> None:
    path = write_dictd(tmp_path)
    path.write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"tiny\.index:1: "):
        list(read_articles(path))


def test_a_truncated_stardict_index_is_an_error(tmp_path: Path) -> None:
    path = write_stardict(tmp_path)
    (tmp_path / "tiny.idx").write_bytes((tmp_path / "tiny.idx").read_bytes()[:-2])
    with pytest.raises(SourceError, match="not a StarDict index"):
        list(read_articles(path))
    path.write_text("Another file\n", encoding="utf-8")
    with pytest.raises(SourceError, match="not the description"):
        list(read_articles(path))


def test_a_missing_or_damaged_file_is_an_error(tmp_path: Path) -> None:
    path = write_dictd(tmp_path)
    (tmp_path / "tiny.dict.dz").write_bytes(gzip.compress(b"peace")[:-6])
    with pytest.raises(SourceError, match=r"tiny\.dict\.dz"):
        list(read_articles(path))
    (tmp_path / "tiny.dict.dz").unlink()
    with pytest.raises(SourceError, match=r"no such file, and no tiny\.dict instead"):
        list(read_articles(path))


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_dictd(tmp_path)
    (tmp_path / "tiny.dict.dz").write_bytes(gzip.compress(bytes(100_000)))
    monkeypatch.setattr(dictionaries, "MAX_BYTES", 10_000)
    with pytest.raises(SourceError, match="larger than 10,000 bytes"):
        list(read_articles(path))


def test_an_overlong_article_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionaries, "MAX_ARTICLE_LENGTH", 20)
    assert [each.headword for each in read_articles(write_dictd(tmp_path))] == ["peace"]


def test_more_text_than_a_dictionary_has_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many headwords may point to one article, and so make a small file a long one."""
    monkeypatch.setattr(dictionaries, "MAX_TOTAL_LENGTH", 20)
    with pytest.raises(SourceError, match="more than 20 characters in total"):
        list(read_articles(write_dictd(tmp_path)))


def test_an_offset_beyond_any_file_is_refused(tmp_path: Path) -> None:
    path = write_dictd(tmp_path)
    path.write_text(f"energy\t{'/' * 12}\tB\n", encoding="utf-8")
    with pytest.raises(SourceError, match="outside its articles"):
        list(read_articles(path))
