"""`bisearch list`, `delete` and `show` as processes."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import shutil
import struct
import subprocess
import sys
import termios
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def copy(index_folder: Path, tmp_path: Path) -> Path:
    """Return the folder of an index that a test may change."""
    return Path(shutil.copytree(index_folder, tmp_path / "index"))


@pytest.mark.parametrize(
    ("args", "ids"),
    [
        ([], ["cable-1", "letter-2", "memo-4", "note-3"]),
        (["--sort", "date"], ["cable-1", "letter-2", "note-3", "memo-4"]),
        (["--sort", "title"], ["cable-1", "letter-2", "memo-4", "note-3"]),
        (["--from", "1947"], ["letter-2", "note-3"]),
        (["--to", "1946-12"], ["cable-1"]),
        (["--sides", "ru"], ["note-3"]),
        (["--sides", "both"], ["cable-1", "letter-2"]),
        (["title:cable"], ["cable-1"]),
    ],
)
def test_list_prints_a_line_for_each_document(run: Run, index_folder: Path, args: list[str], ids: list[str]) -> None:
    done = run("list", "--index", index_folder, *args)
    assert done.returncode == 0
    assert [line.split("\t")[0] for line in done.stdout.splitlines()] == ids
    records = json.loads(run("list", "--index", index_folder, "--json", *args).stdout)
    assert [record["document"]["id"] for record in records] == ids


def test_a_line_has_the_id_the_date_the_sides_and_the_title(run: Run, index_folder: Path) -> None:
    first = run("list", "--index", index_folder, LC_ALL="C").stdout.splitlines()[0]
    assert first == "cable-1\t1946-11-20\tru+en\tCable on atomic energy"


def test_list_without_documents_exits_with_1_and_a_wrong_date_with_2(run: Run, index_folder: Path) -> None:
    assert run("list", "--index", index_folder, "title:nothing").returncode == 1
    done = run("list", "--index", index_folder, "--from", "soon")
    assert done.returncode == 2
    assert "soon" in done.stderr


def test_list_stops_after_its_time_limit(run: Run, index_folder: Path) -> None:
    done = run("list", "--index", index_folder, "--timeout", "0", "title:cable")
    assert (done.returncode, done.stdout) == (3, "")
    assert "stopped after 0 s, its time limit" in done.stderr
    assert run("list", "--index", index_folder, "--timeout", "60", "title:cable").returncode == 0


def test_delete_reports_what_was_deleted(run: Run, copy: Path) -> None:
    done = run("delete", "--index", copy, "memo-4", "note-3")
    assert (done.returncode, done.stdout) == (0, f"{copy}: 2 documents deleted: memo-4, note-3\n")
    assert run("list", "--index", copy).stdout.count("\n") == 2
    again = run("index", "--index", copy)
    assert again.stderr == "bisearch: 2 documents deleted before: memo-4, note-3; to index again, add --restore\n"
    assert run("index", "--index", copy, "--restore", "--quiet").stdout == ""
    assert run("list", "--index", copy).stdout.count("\n") == 4


def test_delete_of_an_unknown_id_deletes_nothing(run: Run, copy: Path) -> None:
    done = run("delete", "--index", copy, "memo-4", "memo-5")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "bisearch: no document 'memo-5'; similar ids: memo-4\n"
    assert run("list", "--index", copy).stdout.count("\n") == 4


@pytest.mark.parametrize("id_", ["cable-1", "CABLE-1", "cab", "Cable"])
def test_show_takes_the_beginning_of_an_id_in_any_case(run: Run, index_folder: Path, id_: str) -> None:
    done = run("show", "--index", index_folder, id_)
    assert done.returncode == 0
    assert "\n[1]\n" in done.stdout
    assert "\n[2]\n" in done.stdout


@pytest.mark.parametrize(("id_", "reason"), [("", "several documents"), ("x", "no document 'x'")])
def test_show_of_no_or_several_documents_exits_with_1(run: Run, index_folder: Path, id_: str, reason: str) -> None:
    done = run("show", "--index", index_folder, id_)
    assert (done.returncode, done.stdout) == (1, "")
    assert reason in done.stderr


def on_terminal(columns: int, *args: object, **environment: str) -> str:
    """Return what a command prints on a terminal of some width, standard input included."""
    parent, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    plain = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "NO_COLOR", "PAGER"}}
    started = subprocess.Popen(
        [sys.executable, "-m", "bisearch", *map(str, args)], stdin=terminal, stdout=terminal, stderr=terminal,
        env={**plain, "TERM": "xterm", **environment},
    )  # fmt: skip
    os.close(terminal)
    output = b""
    with suppress(OSError):  # Linux ends a terminal without writers with an error
        while chunk := os.read(parent, 4096):
            output += chunk
    os.close(parent)
    started.wait(timeout=120)
    return output.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("columns", [40, 72, 200])
def test_list_fits_the_terminal(index_folder: Path, columns: int) -> None:
    lines = on_terminal(columns, "list", "--index", index_folder).splitlines()
    assert lines[-1] == "4 documents"
    assert max(map(len, lines)) <= columns
    assert any("Cable on atomic energy" in line for line in lines)


def test_show_pages_on_a_terminal_unless_told_otherwise(index_folder: Path) -> None:
    paged = on_terminal(80, "show", "--index", index_folder, "cable", PAGER="sed s/^/PAGED/")
    assert "PAGED" in paged
    assert "PAGED" not in on_terminal(
        80, "show", "--no-pager", "--index", index_folder, "cable", PAGER="sed s/^/PAGED/"
    )


def test_a_concordance_has_colour_on_a_terminal_unless_it_is_forbidden(index_folder: Path) -> None:
    search = ("search", "--kwic", "--index", index_folder, "Smith")
    assert "\x1b[1;33mSmith\x1b[0m" in on_terminal(80, *search)
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        plain = on_terminal(80, *search, **environment)
        assert "\x1b" not in plain
        assert "**Smith**" in plain


def test_progress_leaves_no_trace_on_a_terminal_and_is_silent_with_quiet(archive: Path, tmp_path: Path) -> None:
    shown = on_terminal(100, "index", archive, "--index", tmp_path / "index", "--jobs", 1)
    assert "documents: 4 added" in shown
    assert on_terminal(100, "index", "--quiet", archive, "--index", tmp_path / "other").strip() == ""
