"""`bisearch stats` and `check` as processes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bisearch.storage.index_folder import FORMAT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[str]]


def test_stats_prints_the_size_of_an_index_as_json_and_text(run: Run, index_folder: Path) -> None:
    record = json.loads(run("stats", "--json", "--index", index_folder).stdout)
    assert (record["documents"], record["engine"], record["format"]) == (4, "whoosh", FORMAT)
    lines = run("stats", "--index", index_folder).stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["source" if name == "sources" else name for name in record]


def test_check_of_a_sound_index_exits_with_0(run: Run, index_folder: Path) -> None:
    done = run("check", "--index", index_folder)
    assert (done.returncode, done.stdout) == (0, f"{index_folder}: sound\n")


def test_check_of_a_damaged_index_exits_with_3_and_names_the_file(run: Run, archive: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    run("index", archive, "--index", index)
    (victim,) = index.glob("generation-*/documents.sqlite")
    victim.write_bytes(b"x" + victim.read_bytes()[1:])
    done = run("check", "--index", index)
    assert done.returncode == 3
    assert "documents.sqlite" in done.stderr
    done = run("search", "--index", index, "атомная")
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
