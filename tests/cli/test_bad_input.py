"""A table of bad input: each is one line with the path, the reason and the remedy, and an exit code.

The library raises a documented error with the same words.
"""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest

import bisearch
from bisearch.engines.registry import TO_INSTALL_TANTIVY
from bisearch.storage.manifest import FORMAT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Run

REBUILD = "rebuild it from its sources with: bisearch index --rebuild PATH..."
UNCHANGED = "the index is unchanged"
CHOOSE = "choose another folder with --index DIR"
CHECK = "check the permissions of the folder, or choose another one with --index DIR"
CHANGE = "to change the engine, run: bisearch index --rebuild --engine tantivy PATH..."
PERMIT = "let this user read all files of the index's folder"
as_root = hasattr(os, "geteuid") and os.geteuid() == 0
needs_permissions = pytest.mark.skipif(as_root, reason="root may read and write everything")
needs_root = pytest.mark.skipif(
    not as_root or not os.path.isdir("/sys/kernel"),  # noqa: PTH112 -- of one kind with os.geteuid
    reason="only root gets as far as the error of /sys, where nobody may write",
)


@pytest.fixture
def place(archive: Path, index_folder: Path, tmp_path: Path) -> Path:
    """Return a folder with sources, good and bad, and with indexes, sound and broken."""
    shutil.copytree(archive, tmp_path / "sources")
    (tmp_path / "empty").mkdir()
    (tmp_path / "unsupported").mkdir()
    (tmp_path / "unsupported" / "a.xyz").write_text("x", encoding="utf-8")
    (tmp_path / "file").write_text("Да.", encoding="utf-8")
    for name in ("index", "short", "corrupt", "no-manifest", "newer", "denied", "denied-file"):
        shutil.copytree(index_folder, tmp_path / name)
    documents = "generation-000001/documents.sqlite"
    os.truncate(tmp_path / "short" / documents, 100)
    with (tmp_path / "corrupt" / documents).open("r+b") as file:
        file.seek(5000)
        file.write(b"xxxx")
    (tmp_path / "no-manifest" / "manifest.json").write_text("{", encoding="utf-8")
    manifest = json.loads((tmp_path / "newer" / "manifest.json").read_text(encoding="utf-8"))
    (tmp_path / "newer" / "manifest.json").write_text(json.dumps({**manifest, "format": 99}), encoding="utf-8")
    if not as_root:
        (tmp_path / "denied").chmod(0)
        (tmp_path / "denied-file" / documents).chmod(0)
        (tmp_path / "denied-source").mkdir(mode=0)
        (tmp_path / "read-only").mkdir(mode=0o500)
    return tmp_path


@pytest.mark.parametrize(
    ("command", "code", "message"),
    [
        ("search --index gone Смит", 3, "gone: no index here; create one with: bisearch index PATH..."),
        ("search --index empty Смит", 3, "empty: no index here; create one with: bisearch index PATH..."),
        ("search --index file Смит", 3, "file: a file, not the folder of an index; name one with --index DIR"),
        ("show --index file cable-1", 3, "file: a file, not the folder of an index; name one with --index DIR"),
        ("search --index short Смит", 3,
         f"short/generation-000001/documents.sqlite: 100 bytes, should be SIZE; {REBUILD}"),
        ("search --index corrupt Смит", 3,
         f"corrupt/generation-000001/documents.sqlite: file is corrupted (checksum mismatch); {REBUILD}"),
        ("index sources --index corrupt", 3,
         f"corrupt/generation-000001/documents.sqlite: file is corrupted (checksum mismatch); {REBUILD}"),
        ("search --index no-manifest Смит", 3, "no-manifest/manifest.json: not a manifest ("),
        ("stats --index newer", 3,
         f"newer: the index has format 99, but this version reads format {FORMAT}; {REBUILD}"),
        ("index sources --index newer", 3,
         f"newer: the index has format 99, but this version reads format {FORMAT}; {REBUILD}"),
        ("index sources --index file", 3, f"file: cannot be written: a file is here; {UNCHANGED}; {CHOOSE}"),
        ("index sources --index file/index", 3,
         f"file/index: cannot be written: file is a file; {UNCHANGED}; {CHOOSE}"),
        pytest.param(
            "index sources --index /sys/kernel/index", 3,
            f"/sys/kernel/index: cannot be written: operation not permitted; {UNCHANGED}; {CHECK}", marks=needs_root,
        ),
        pytest.param(
            "index sources --index read-only/index", 3,
            f"read-only/index: cannot be written: permission denied; {UNCHANGED}; {CHECK}", marks=needs_permissions,
        ),
        pytest.param(
            "search --index denied Смит", 3, f"denied/manifest.json: cannot be read: permission denied; {PERMIT}",
            marks=needs_permissions,
        ),
        pytest.param(
            "search --index denied-file Смит", 3,
            f"denied-file/generation-000001/documents.sqlite: permission denied; {PERMIT}", marks=needs_permissions,
        ),
        pytest.param(
            "index denied-source --index new", 1, "left out: denied-source: permission denied", marks=needs_permissions
        ),
        ("index empty --index new", 1, "No documents found in empty; index unchanged. Supported: *.ru.txt,"),
        ("index unsupported --index new", 1, "skipped 1 .xyz (unsupported);"),
        ("index unsupported --index new", 1, "No documents found in unsupported; index unchanged."),
        ("index no-such-path --index new", 1, "left out: no-such-path: no such file or folder"),
        ("index sources no-such-path --index new", 1, "left out: no-such-path: no such file or folder"),
        ("index no-such-path --rebuild --index index", 1,
         "no-such-path: no such file or folder; the index is unchanged"),
        ("index sources --index index --engine tantivy", 3, f"index: built with engine whoosh, not tantivy; {CHANGE}"),
        ("index sources --encoding no-such-code --index new", 1, "unknown encoding 'no-such-code'"),
        ("search --index index Смит)", 2, "try: Смит"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line_with_path_reason_and_remedy(  # noqa: PLR0917 -- a table and its fixtures
    run: Run, place: Path, monkeypatch: pytest.MonkeyPatch, command: str, code: int, message: str
) -> None:
    monkeypatch.chdir(place)
    done = run(*command.split())
    size = (place / "index" / "generation-000001" / "documents.sqlite").stat().st_size
    assert done.returncode == code, done.stderr
    assert message.replace("SIZE", f"{size:,}") in done.stderr
    assert "Traceback" not in done.stderr
    assert "Usage" not in done.stderr


def test_a_missing_engine_is_named_with_what_to_install(
    run: Run, index_folders: dict[str, Path], tmp_path: Path
) -> None:
    """A module that cannot be imported stands for the extra that is not installed."""
    (tmp_path / "tantivy.py").write_text("raise ModuleNotFoundError(name='tantivy')", encoding="utf-8")
    done = run("search", "--index", index_folders["tantivy"], "Смит", PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stdout) == (3, "")
    place = index_folders["tantivy"]
    assert done.stderr == f"bisearch: {place}: engine tantivy is not installed; {TO_INSTALL_TANTIVY}\n"


def search(path: str) -> object:
    with bisearch.open(path) as index:
        return index.search("Смит")


def write(path: str) -> object:
    with bisearch.open(path) as index, index.writer() as writer:
        return writer.delete("cable-1")


def build(path: str) -> object:
    return bisearch.build("sources", path)


@pytest.mark.parametrize(
    "call", [search, write, build, bisearch.check, lambda path: bisearch.import_dictionary("file", path)]
)
@pytest.mark.parametrize("path", ["gone", "empty", "file", "file/index", "short", "corrupt", "no-manifest", "newer"])
def test_the_library_raises_only_its_own_errors_for_a_bad_index(
    place: Path, monkeypatch: pytest.MonkeyPatch, call: Callable[[str], object], path: str
) -> None:
    monkeypatch.chdir(place)
    is_new = path in {"gone", "empty"} and call is build
    reports = call is bisearch.check and path in {"short", "corrupt"}
    if is_new or reports:
        assert call(path)
        return
    with pytest.raises(bisearch.BisearchError) as raised:
        call(path)
    assert str(raised.value).startswith((path, "file"))
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: bisearch.open(5), TypeError),  # type: ignore[arg-type]
        (lambda: bisearch.build("sources", None), TypeError),  # type: ignore[arg-type]
        (lambda: bisearch.build(5, "new"), TypeError),  # type: ignore[arg-type]
        (lambda: bisearch.build("sources", "new", bisearch.BuildOptions(jobs="2")), ValueError),  # type: ignore[arg-type]
        (lambda: bisearch.build("sources", "new", bisearch.BuildOptions(wait="now")), ValueError),  # type: ignore[arg-type]
        (lambda: bisearch.build("sources", "new", bisearch.BuildOptions(prune="yes")), ValueError),  # type: ignore[arg-type]
        (lambda: bisearch.build("sources", "new", bisearch.BuildOptions(encoding=8)), ValueError),  # type: ignore[arg-type]
        (lambda: bisearch.build("sources", "new", {"jobs": 2}), TypeError),  # type: ignore[arg-type]
        (lambda: bisearch.align(None, "Yes."), TypeError),  # type: ignore[arg-type]
        (lambda: bisearch.align("Да.", b"Yes."), TypeError),  # type: ignore[arg-type]
        (lambda: bisearch.import_dictionary(5, "index"), TypeError),  # type: ignore[arg-type]
        (lambda: bisearch.check(None), TypeError),  # type: ignore[arg-type]
    ],
)
def test_an_argument_of_the_wrong_type_is_refused(
    place: Path, monkeypatch: pytest.MonkeyPatch, call: Callable[[], Any], error: type[Exception]
) -> None:
    monkeypatch.chdir(place)
    with pytest.raises(error):
        call()
    assert not (place / "new").exists()
