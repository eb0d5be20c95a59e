"""Only regular files are opened, and not while they change."""

from __future__ import annotations

import json
import os
import socket
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

import bisearch
from bisearch import regular_files
from bisearch.decoding import read_lines, read_text
from bisearch.errors import SourceError
from bisearch.regular_files import MAX_OPEN, OpenFiles, open_regular, read_regular
from bisearch.sources import reading
from bisearch.sources.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs")


ENGLISH = "The minister signed the letter and sent it to the ambassador in London."


def make(kind: str, path: Path) -> None:
    """Make something that is no regular file."""
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "folder":
        path.mkdir()
    else:
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind(str(path))


KINDS = pytest.mark.parametrize("kind", ["fifo", "device", "folder", "socket"])


@KINDS
def test_what_is_no_regular_file_is_refused_at_once(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.txt"
    make(kind, path)
    with pytest.raises(OSError, match=r"not a regular file|directory|No such device"):
        read_regular(path, 100)
    with pytest.raises(SourceError):
        read_text(path)
    with pytest.raises(SourceError):
        list(read_lines(path))


@KINDS
@pytest.mark.parametrize("name", ["b.txt", "a.json", "a.ru.txt", "b.docx", "b.jsonl", "b.csv"])
def test_what_is_no_regular_file_beside_a_text_does_not_stop_indexing(tmp_path: Path, kind: str, name: str) -> None:
    folder = tmp_path / "s"
    folder.mkdir()
    (folder / "a.en.txt").write_text("The minister signed the letter.", encoding="utf-8")
    make(kind, folder / name)
    report = bisearch.build([folder], tmp_path / "index")
    assert report.passages + len(report.left_out) >= 1


@KINDS
def test_a_table_of_pairs_that_is_no_regular_file_is_reported(tmp_path: Path, kind: str) -> None:
    (tmp_path / "a.en.txt").write_text("The minister signed the letter.", encoding="utf-8")
    make(kind, tmp_path / "pairs.tsv")
    with pytest.raises(bisearch.BisearchError):
        bisearch.build([tmp_path], tmp_path / "index", bisearch.BuildOptions(pairs=tmp_path / "pairs.tsv", strict=True))


@pytest.mark.parametrize("change", [lambda path: path.write_text("longer"), lambda path: os.truncate(path, 1)])
def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, change: object) -> None:
    path = tmp_path / "a.txt"
    path.write_text("text", encoding="utf-8")
    with pytest.raises(OSError, match="changed while it was read"), open_regular(path):
        change(path)  # type: ignore[operator]


def test_a_file_that_grows_between_its_records_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [json.dumps({"id": f"d{number}", "text_en": "The minister signed. " * 50}) for number in range(200)]
    path.write_text("\n".join(lines), encoding="utf-8")
    found = read_lines(path)
    next(found)
    with path.open("a", encoding="utf-8") as file:
        file.write("\n" + lines[0])
    with pytest.raises(SourceError, match="changed while it was read"):
        list(found)


def zipped(path: Path, entries: dict[str, str]) -> None:
    with ZipFile(path, "w") as file:
        for name, content in entries.items():
            file.writestr(name, content)


def docx(path: Path, text: str) -> None:
    """Write the smallest DOCX file with a text."""
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    names = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    zipped(path, {
        "_rels/.rels": f'<R><Relationship Id="r" Type="{relations}" Target="word/document.xml"/></R>',
        "word/document.xml": f'<w:document xmlns:w="{names}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body>'
        "</w:document>",
    })  # fmt: skip


FILES: dict[str, Callable[[Path], object]] = {
    "a.txt": lambda path: path.write_text(ENGLISH), "a.en.txt": lambda path: path.write_text(ENGLISH),
    "a.en": lambda path: path.write_text(ENGLISH), "a.jsonl": lambda path: path.write_text(json.dumps({"en": ENGLISH})),
    "a.json": lambda path: path.write_text(json.dumps([{"id": "a", "en": ENGLISH}])),
    "a.csv": lambda path: path.write_text(f"id,text_en\na,{ENGLISH}\n"),
    "a.html": lambda path: path.write_text(f"<html><body><p>{ENGLISH}</p></body></html>"),
    "a.xml": lambda path: path.write_text(f"<TEI><text><body><p>{ENGLISH}</p></body></text></TEI>"),
    "a.fb2": lambda path: path.write_text(f"<FictionBook><body><p>{ENGLISH}</p></body></FictionBook>"),
    "a.rtf": lambda path: path.write_text(rf"{{\rtf1\ansi {ENGLISH}}}"),
    "a.tmx": lambda path: path.write_text(
        f'<tmx><body><tu><tuv lang="en"><seg>{ENGLISH}</seg></tuv><tuv lang="ru"><seg>Он.</seg></tuv></tu></body></tmx>'
    ),
    "a.docx": lambda path: docx(path, ENGLISH),
}  # fmt: skip


def read_all(folder: Path) -> tuple[list[object], list[SourceError]]:
    errors: list[SourceError] = []
    return list(read([folder], on_error=errors.append)), errors


@pytest.mark.parametrize("name", FILES)
def test_each_source_file_is_opened_once_while_its_document_is_read(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    FILES[name](tmp_path / name)
    group = next(iter(reading._groups([tmp_path], lambda _: None, lambda _: None)))  # noqa: SLF001
    opened: list[str] = []
    original = os.open

    def record(path: object, *args: object, **kwargs: object) -> int:
        opened.append(str(path))
        return original(path, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", record)
    found = list(reading._items(group, None))  # noqa: SLF001
    assert any(isinstance(each, bisearch.Document) for each in found), found
    assert opened.count(str(tmp_path / name)) == 1


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "change",
    [
        lambda path: os.truncate(path, path.stat().st_size - 1),
        lambda path: path.write_bytes(path.read_bytes() + b" "),
        lambda path: path.write_bytes(path.read_bytes()[::-1]),
    ],
    ids=["shrinks", "grows", "changes"],
)
def test_a_source_file_that_changes_while_it_is_read_is_left_out(
    tmp_path: Path, name: str, change: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / name
    FILES[name](path)
    original = OpenFiles.open

    def open_and_change(files: OpenFiles, opened: Path) -> int:
        descriptor = original(files, opened)
        if opened == path:
            change(path)  # type: ignore[operator]
        return descriptor

    monkeypatch.setattr(OpenFiles, "open", open_and_change)
    documents, errors = read_all(tmp_path)
    assert not documents
    assert errors
    assert all("changed while it was read" in error.reason for error in errors), errors


@pytest.mark.parametrize("end", [lambda path, new: new.replace(path), lambda path, _new: path.unlink()])
@pytest.mark.skipif(os.name == "nt", reason="Windows keeps open files from being replaced")
def test_a_file_that_is_replaced_or_deleted_while_it_is_read_is_read_whole(tmp_path: Path, end: object) -> None:
    path, new = tmp_path / "a.jsonl", tmp_path / "new"
    lines = [json.dumps({"id": f"d{number}", "text_en": "The minister signed. " * 50}) for number in range(200)]
    path.write_text("\n".join(lines), encoding="utf-8")
    new.write_text(lines[0], encoding="utf-8")
    errors: list[SourceError] = []
    found = read([path], on_error=errors.append)
    first = next(found)
    end(path, new)  # type: ignore[operator]
    assert len([first, *found]) == 200
    assert not errors


def test_a_file_replaced_by_another_between_two_looks_is_left_out(tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text(ENGLISH)
    second.write_text(ENGLISH)
    with OpenFiles() as files:
        files.open(first)
        for number in range(MAX_OPEN):
            (tmp_path / f"{number}.txt").write_text(ENGLISH)
            files.open(tmp_path / f"{number}.txt")
        second.replace(first)
        with pytest.raises(OSError, match="changed while it was read"):
            files.open(first)


@pytest.mark.skipif(not os.path.exists("/proc/self/fd"), reason="needs /proc")  # noqa: PTH110
def test_open_files_keep_few_descriptors_and_close_all(tmp_path: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    with OpenFiles() as files:
        for number in range(3 * MAX_OPEN):
            (tmp_path / f"{number}.txt").write_text(ENGLISH)
            files.open(tmp_path / f"{number}.txt")
        assert len(os.listdir("/proc/self/fd")) == before + MAX_OPEN  # noqa: PTH208
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


def test_two_readers_of_one_open_file_do_not_disturb_each_other(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one\ntwo\n")

    def lines() -> Iterator[tuple[bytes, bytes]]:
        with open_regular(path) as first, open_regular(path) as second:
            yield first.readline(), second.readline()
            yield first.readline(), second.readline()

    with OpenFiles() as files:
        assert list(files.during(lines())) == [(b"one\n", b"one\n"), (b"two\n", b"two\n")]


@pytest.mark.parametrize("size", [10, 11])
def test_a_size_is_looked_at_before_reading(tmp_path: Path, size: int) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * size)
    if size <= 10:
        assert read_regular(path, 10) == b"a" * size
    else:
        with pytest.raises(OSError, match="the limit is 10"):
            read_regular(path, 10)


def test_a_sparse_file_of_a_terabyte_is_refused_at_once(tmp_path: Path) -> None:
    for name in ("a.txt", "a.jsonl", "b.csv", "c.docx", "d.pdf", "e.xml", "f.rtf"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(1 << 40)
    documents, errors = read_all(tmp_path)
    assert not documents
    assert all(error.reason for error in errors)


def test_a_file_is_opened_without_waiting_for_a_writer() -> None:
    assert regular_files._FLAGS & os.O_NONBLOCK  # noqa: SLF001
