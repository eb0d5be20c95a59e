"""The command line when things go wrong: a full disk, another writer, signals, and documents that mean harm."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

import bisearch
from benchmarks.faults.output import FORBIDDEN
from bisearch.storage.index_folder import IndexFolder

if TYPE_CHECKING:
    from pathlib import Path

ESCAPE = "\x1b]0;owned\x07\x9b31m\u202e\u2066"
HOSTILE = {
    "id": f"../../x\u202e{'y' * 5}",
    "title": f"Cable{ESCAPE} [bold]x[/]",
    "url": f"https://x/{ESCAPE}",
    "citation": ESCAPE,
    "summary": ESCAPE,
    "text_ru": f"Смит{ESCAPE} вернулся.",
    "text_en": f"Smith{ESCAPE} returned.",
}


def run(*args: object) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("BISEARCH", "COLUMNS"))}
    command = [sys.executable, "-m", "bisearch", *map(str, args)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=plain, check=False, timeout=120)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of a document that would command the terminal."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / f"name{ESCAPE}.jsonl".replace("\x07", "")).write_text(json.dumps(HOSTILE), encoding="utf-8")
    bisearch.build([folder], folder / "index")
    return folder / "index"


@pytest.mark.parametrize(
    "args",
    [
        ["search", "Smith"],
        ["search", "Smith", "--context", "2", "--explain"],
        ["search", "Smith", "--json", "--explain"],
        ["search", "Smith", "--jsonl"],
        ["search", f"Smith{ESCAPE}("],
        ["search", f"Smtih{ESCAPE}"],
        ["search", "Smith", f"--no{ESCAPE}such"],
        ["search", "Smith", "--sort", ESCAPE],
        ["show", HOSTILE["id"]],
        ["show", HOSTILE["id"], "--json"],
        ["show", ESCAPE],
        ["stats"],
        ["check"],
    ],
)
def test_nothing_of_a_document_or_a_query_commands_the_terminal(hostile: Path, args: list[str]) -> None:
    done = run(*args, "--index", hostile)
    assert done.returncode in {0, 1, 2}
    assert FORBIDDEN.isdisjoint(done.stdout)
    assert FORBIDDEN.isdisjoint(done.stderr)


def test_paths_and_faults_do_not_command_the_terminal_either(tmp_path: Path) -> None:
    folder = tmp_path / f"f{ESCAPE}"
    folder.mkdir()
    (folder / "bad.jsonl").write_text(json.dumps({"id": ESCAPE, "text_en": "Smith."}))
    (folder / "a.ru.txt").write_text(f"Смит{ESCAPE} болен.", encoding="utf-8")
    (folder / "a.en.txt").write_text(f"Smith{ESCAPE} is ill.", encoding="utf-8")
    pair = [folder / "a.ru.txt", folder / "a.en.txt"]
    calls = (
        ["index", folder, "--index", folder / "index"],
        ["index", folder, "--index", folder / "index", "--json"],
        ["check", "--index", folder / "none"],
        *(["align", *pair, *form] for form in ([], ["--tsv"], ["--tmx"], ["--json"])),
    )
    for args in calls:
        done = run(*args)
        printed = (done.stdout + done.stderr).replace("\t", "")  # TSV has tabs of its own
        assert FORBIDDEN.isdisjoint(printed), args
        assert "Traceback" not in done.stderr


def test_json_gives_back_exactly_what_the_document_holds(hostile: Path) -> None:
    (hit,) = json.loads(run("search", "--index", hostile, "Smith", "--json").stdout)["hits"]
    assert (hit["document"]["id"], hit["document"]["title"]) == (HOSTILE["id"], HOSTILE["title"])
    assert hit["passage"]["en"]["text"] == HOSTILE["text_en"]


def test_a_query_in_another_encoding_is_refused(index_folder: Path) -> None:
    query = os.fsdecode(b"\xf1\xec\xe8\xf2")
    command = [sys.executable, "-m", "bisearch", "search", "--index", str(index_folder), query]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert "unreadable character" in done.stderr


@pytest.mark.parametrize("room", [0, 3_000, 20_000, 60_000])
def test_a_full_disk_is_told_and_the_index_is_as_it_was(archive: Path, tmp_path: Path, room: int) -> None:
    index = tmp_path / "index"
    bisearch.build([archive], index)
    (tmp_path / "new.jsonl").write_text(json.dumps({"id": "new", "text_en": "Smith is ill. " * 2000}))
    command = [sys.executable, "-m", "bisearch", "index", str(tmp_path / "new.jsonl"), "--index", str(index)]
    # No file may grow beyond this: every write past it fails, SQLite's too.
    done = subprocess.run(
        command, capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
    )  # fmt: skip
    assert done.returncode == 3
    assert done.stderr.startswith(f"bisearch: {index}: cannot be written: ")
    assert "the index is unchanged" in done.stderr
    assert "Traceback" not in done.stderr
    assert bisearch.check(index) == []
    with bisearch.open(index) as opened:
        assert opened.document("new") is None
    bisearch.build([tmp_path / "new.jsonl"], index)
    assert len(list(index.glob("generation-*"))) == 1


def test_a_second_writer_is_refused_or_waits(archive: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    with IndexFolder(index).writing():
        refused = run("index", archive, "--index", index)
        assert refused.returncode == 3
        assert "has been writing to this index since" in refused.stderr
        assert run("index", archive, "--index", index, "--timeout", "0.1").returncode == 3
        command = [sys.executable, "-m", "bisearch", "index", "--wait", str(archive), "--index", str(index)]
        waiting = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        time.sleep(0.5)
        assert waiting.poll() is None
    out, _ = waiting.communicate(timeout=120)
    assert waiting.returncode == 0
    assert "documents: 4 added" in out


def test_sigterm_ends_a_waiting_writer_quietly(tmp_path: Path, archive: Path) -> None:
    index = tmp_path / "index"
    with IndexFolder(index).writing():
        command = [sys.executable, "-u", "-m", "bisearch", "index", str(archive), "--index", str(index), "--wait"]
        waiting = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        time.sleep(2)
        waiting.send_signal(signal.SIGTERM)
        _, stderr = waiting.communicate(timeout=60)
    assert waiting.returncode == 143
    assert "Traceback" not in stderr


@pytest.mark.parametrize("command", ["search --index {index} атомная", "show --index {index} cable-1", "--help"])
def test_a_reader_that_left_is_not_complained_of(index_folder: Path, command: str) -> None:
    line = f"{sys.executable} -m bisearch {command.format(index=index_folder)} | true"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_output_to_a_full_disk_is_told(index_folder: Path) -> None:
    line = f"{sys.executable} -m bisearch search --index {index_folder} атомная > /dev/full"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
