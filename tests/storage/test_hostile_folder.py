"""Hostile manifests, and strange files among the generations, cause documented errors only."""

from __future__ import annotations

import json
import os
import shutil
import socket
import zlib
from typing import TYPE_CHECKING, Any

import pytest

import bisearch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WRONG: list[Any] = [
    None, True, 0, -1, 1.5, 10**30, float("inf"), "", "\0", "../x", "a" * 10_000, "\ud800", [], [[]], {}, {"a": {}},
    {"\0": 1},
]  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("hostile")
    (folder / "a.en.txt").write_text("The minister signed the letter.")
    bisearch.build([folder / "a.en.txt"], folder / "index")
    return folder / "index"


@pytest.fixture
def index(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "index", copy_function=shutil.copy2)
    return tmp_path / "index"


def sealed(values: dict[str, Any]) -> str:
    """Return a manifest with the right checksum."""
    values = {name: value for name, value in values.items() if name != "checksum"}
    written = json.loads(json.dumps(values))
    return json.dumps({**written, "checksum": zlib.crc32(json.dumps(written, sort_keys=True).encode())})


def use(index: Path) -> None:
    """Do all that reads a manifest; each step either works or raises a documented error."""
    source = index.parent / "b.en.txt"
    source.write_text("The raccoon sleeps.")

    def search() -> None:
        with bisearch.open(index) as opened:
            opened.search("letter")
            list(opened.documents())
            opened.stats()

    def delete() -> None:
        with bisearch.open(index) as opened:
            opened.delete(["nothing"])

    steps: list[Callable[[], object]] = [
        search, lambda: bisearch.check(index), delete, lambda: bisearch.upgrade(index),
        lambda: bisearch.build([source], index, bisearch.BuildOptions(jobs=1)),
    ]  # fmt: skip
    for step in steps:
        try:
            step()
        except bisearch.BisearchError as error:
            assert len(str(error)) < 20_000  # noqa: PT017 -- not every step fails


def changed(values: dict[str, Any]) -> list[dict[str, Any]]:
    """Return manifests of which one value is wrong or missing."""
    found = [{name: value for name, value in values.items() if name != missing} for missing in values]
    found += [{**values, name: wrong} for name in values for wrong in WRONG if name != "checksum"]
    (file,) = list(values["files"])[:1]
    found += [{**values, "files": {file: {**values["files"][file], name: wrong}}} for name in ("size", "crc32")
              for wrong in WRONG]  # fmt: skip
    found += [{**values, "files": {name: values["files"][file]}} for name in ("", "/etc/passwd", "../../x", "a\0b")]
    found += [{**values, "sources": [wrong]} for wrong in WRONG]
    return found


def test_a_manifest_with_a_wrong_value_causes_documented_errors(index: Path) -> None:
    manifest = index / "manifest.json"
    values = json.loads(manifest.read_bytes())
    for each in changed(values):
        manifest.write_text(sealed(each), encoding="utf-8", errors="surrogatepass")
        for step in (bisearch.open, bisearch.check):
            try:
                found = step(index)
                if isinstance(found, bisearch.Index):
                    found.close()
            except bisearch.BisearchError:
                continue


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "1", "[" * 100_000, '{"format": ' + "9" * 5000 + "}", "\0"])
def test_what_is_no_manifest_causes_documented_errors(index: Path, content: str) -> None:
    (index / "manifest.json").write_text(content)
    with pytest.raises(bisearch.IndexDamagedError):
        bisearch.open(index)
    use(index)


def socket_at(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as opened:
        before = os.getcwd()  # noqa: PTH109 -- the name of a socket may have 108 bytes
        os.chdir(path.parent)
        try:
            opened.bind(path.name)
        finally:
            os.chdir(before)


STRAYS: dict[str, Callable[[Path], object]] = {
    "file": lambda path: path.write_text("x"),
    "folder": lambda path: (path / "y").mkdir(parents=True),
    "fifo": os.mkfifo,
    "link": lambda path: path.symlink_to("/"),
    "broken link": lambda path: path.symlink_to("/nothing/there"),
    "circle": lambda path: path.symlink_to(path),
    "socket": socket_at,
}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs")
@pytest.mark.parametrize("kind", STRAYS)
@pytest.mark.parametrize("name", ["generation-000009", "-rf\n", "manifest.new", "writer.json"])
def test_a_stray_among_the_generations_stops_nothing(index: Path, kind: str, name: str) -> None:
    STRAYS[kind](index / name)
    use(index)
    with bisearch.open(index) as opened:
        assert "a" in opened
    assert os.path.isdir("/etc")  # noqa: PTH112 -- a link was removed, and nothing behind it
