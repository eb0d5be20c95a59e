"""What the system refuses is no damage: permissions, open files, a failing disk."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import bisearch
from bisearch.errors import IndexDamagedError, IndexReadError
from bisearch.storage import read_errors
from bisearch.storage.read_errors import is_missing, read_error, system_error_of_message, system_errors_reported

ENGINES = pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
NOBODY = 65534
# Runs a call as another user, or with few open files, and prints the class of its error.
CHILD = """
import os, resource, sys
import bisearch
what, index, source, limit, user = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
def run():
    if what == "check":
        print(bisearch.check(index))
    elif what == "build":
        bisearch.build([source], index, bisearch.BuildOptions(jobs=1, rebuild=True))
        print("built")
    else:
        with bisearch.open(index) as opened:
            print(len(opened.search("minister")))
run()  # loads all modules
print("limited")
if user:
    os.setgid(user); os.setuid(user)
if limit:
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
try:
    run()
except bisearch.BisearchError as error:
    print(type(error).__name__, error)
"""


@pytest.fixture(scope="module", params=["whoosh", "tantivy"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index with one document, below a folder that every user can enter."""
    folder = Path(tmp_path_factory.mktemp("read"))
    (folder / "a.en.txt").write_text("The minister signed the letter.")
    bisearch.build([folder / "a.en.txt"], folder / "index", bisearch.BuildOptions(engine=request.param))
    return folder / "index"


def run(what: str, index: Path, limit: int = 0, user: int = 0) -> str:
    source = index.parent / "a.en.txt"
    command = [sys.executable, "-c", CHILD, what, str(index), str(source), str(limit), str(user)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.partition("limited\n")[2]


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of resources")
@pytest.mark.parametrize("what", ["search", "check", "build"])
def test_too_few_open_files_are_no_damage(index: Path, what: str) -> None:
    state = {path: path.read_bytes() for path in sorted(index.rglob("manifest.json"))}
    for limit in range(3, 22, 3):
        found = run(what, index, limit)
        assert "IndexDamagedError" not in found, (limit, found)
        assert "Error" not in found or found.startswith(("IndexReadError", "IndexWriteError", "SourceError")), found
    if what == "build":
        assert bisearch.check(index) == []
    else:
        assert state == {path: path.read_bytes() for path in sorted(index.rglob("manifest.json"))}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user")
def test_a_file_that_another_user_may_not_read_is_no_damage(index: Path, tmp_path: Path) -> None:
    copied = Path("/tmp", f"bisearch-test-{os.getpid()}-{index.stat().st_ino}")  # noqa: S108 -- every user can enter it
    shutil.copytree(index, copied, copy_function=shutil.copy2)
    del tmp_path
    try:
        for path in [copied, *copied.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
        if not run("search", copied, user=NOBODY).startswith("1"):
            pytest.skip("the package cannot be read by another user")
        for path in sorted(copied.rglob("*")):
            before = path.stat().st_mode
            path.chmod(0)
            for what in ("search", "check"):
                found = run(what, copied, user=NOBODY)
                assert "IndexDamagedError" not in found, (path, found)
                assert found.startswith(("1", "[]", "IndexReadError")), (path, found)
            path.chmod(before)
    finally:
        shutil.rmtree(copied)


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EMFILE, errno.ENFILE, errno.EIO, errno.ENOMEM])
def test_errors_of_the_system_are_reported_with_the_file_and_the_remedy(number: int) -> None:
    with pytest.raises(IndexReadError, match=r"^/x/y: cannot be read: .*; \w"), system_errors_reported(Path("/x")):
        raise OSError(number, os.strerror(number), "/x/y")


def test_a_missing_file_is_damage() -> None:
    assert is_missing(FileNotFoundError(errno.ENOENT, "no"))
    assert not is_missing(PermissionError(errno.EACCES, "no"))
    with pytest.raises(FileNotFoundError), system_errors_reported(Path("/x")):
        raise FileNotFoundError(errno.ENOENT, "no")


@pytest.mark.parametrize("number", [errno.EACCES, errno.EMFILE, errno.EIO])
def test_a_native_librarys_message_names_the_error_of_the_system(number: int) -> None:
    found = system_error_of_message(Path("/x"), f'Failed to open: "{os.strerror(number)} (os error {number})"')
    assert str(found) == str(read_error(Path("/x"), OSError(number, os.strerror(number))))
    assert system_error_of_message(Path("/x"), "no such file (os error 2)") is None
    assert system_error_of_message(Path("/x"), "data corruption") is None


@ENGINES
@pytest.mark.parametrize("number", [errno.EACCES, errno.EMFILE, errno.EIO])
@pytest.mark.parametrize("name", ["manifest.json", "documents.sqlite", "vocabulary.sqlite", "postings"])
def test_an_error_in_opening_any_file_is_no_damage(
    tmp_path: Path, engine: str, number: int, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.en.txt").write_text("The minister signed the letter.")
    bisearch.build([tmp_path / "a.en.txt"], tmp_path / "index", bisearch.BuildOptions(engine=engine))
    original = Path.open

    def refuse(path: Path, *args: object, **kwargs: object) -> object:
        if name in str(path):
            raise OSError(number, os.strerror(number), str(path))
        return original(path, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    for call in (bisearch.open, bisearch.check):
        with pytest.raises(IndexReadError, match="cannot be read"):
            call(tmp_path / "index")
    with pytest.raises(IndexReadError):
        bisearch.build([tmp_path / "a.en.txt"], tmp_path / "index", bisearch.BuildOptions(rebuild=True, engine=engine))
    monkeypatch.undo()
    assert bisearch.check(tmp_path / "index") == []


def test_sqlites_error_of_the_system_is_told_from_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR
    path = tmp_path / "a.sqlite"
    path.touch()
    assert isinstance(read_errors.system_error_of_sqlite(path, error), IndexReadError)
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHORT_READ
    assert read_errors.system_error_of_sqlite(path, error) is None
    assert read_errors.system_error_of_sqlite(path, sqlite3.DatabaseError("malformed")) is None
    error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
    path.unlink()
    assert read_errors.system_error_of_sqlite(path, error) is None
    assert issubclass(IndexDamagedError, bisearch.StoredIndexError)
    del monkeypatch
