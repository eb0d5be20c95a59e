"""`bisearch index` and `demo` as processes: reports, exit codes, full disks and a second writer."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch.storage.index_folder import IndexFolder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[str]]


def test_index_reports_the_number_of_added_and_unchanged_documents(run: Run, archive: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    first = run("index", archive, "--index", index)
    assert first.returncode == 0
    assert "documents: 4 added" in first.stdout
    again = run("index", archive, "--index", index)
    assert "4 documents unchanged" in again.stdout
    record = json.loads(run("index", archive, "--index", index, "--json").stdout)
    assert record["unchanged"] == 4


def test_index_reports_each_file_left_out_and_exits_with_1(run: Run, archive: Path, tmp_path: Path) -> None:
    bad = tmp_path / "empty.ru.txt"
    bad.write_text("")
    done = run("index", archive, bad, "--index", tmp_path / "index")
    assert done.returncode == 1
    assert done.stderr.startswith(f"bisearch: left out: {bad}: ")
    assert "documents: 4 added" in done.stdout
    strict = run("index", archive, bad, "--index", tmp_path / "other", "--strict")
    assert strict.returncode == 1
    assert not (tmp_path / "other" / "manifest.json").exists()


def test_index_without_documents_lists_the_supported_files_and_exits_with_1(run: Run, tmp_path: Path) -> None:
    (tmp_path / "2024").mkdir()
    (tmp_path / "2024" / "scan.xyz").touch()
    done = run("index", "--wait", tmp_path / "2024", "--index", tmp_path / "index")
    assert done.returncode == 1
    assert "bisearch: skipped 1 .xyz (unsupported); save as text: NAME.ru.txt, NAME.en.txt\n" in done.stderr
    assert f"No documents found in {tmp_path / '2024'}; index unchanged" in done.stderr
    assert "*.jsonl" in done.stderr


def test_a_missing_path_with_rebuild_is_reported_in_one_line(run: Run, archive: Path, tmp_path: Path) -> None:
    run("index", archive, "--index", tmp_path / "index")
    done = run("index", tmp_path / "tpyo", "--rebuild", "--index", tmp_path / "index")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"bisearch: {tmp_path / 'tpyo'}: no such file or folder")
    assert run("search", "--index", tmp_path / "index", "Smith").returncode == 0


@pytest.mark.parametrize("room", [0, 3_000, 20_000, 60_000])
def test_a_full_disk_leaves_the_index_unchanged(archive: Path, tmp_path: Path, room: int) -> None:
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


def test_a_second_writer_fails_or_waits(run: Run, archive: Path, tmp_path: Path) -> None:
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


def test_demo_prints_a_russian_and_an_english_search(run: Run) -> None:
    done = run("demo")
    assert done.returncode == 0
    assert "$ bisearch search --limit 3 'контроль над атомной энергией'" in done.stdout
    assert "$ bisearch search --limit 3 'atomic energy'" in done.stdout
    assert "**atomic** **energy**" in done.stdout
