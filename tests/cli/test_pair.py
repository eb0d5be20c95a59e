from __future__ import annotations

from typing import TYPE_CHECKING

from tests.pairing.test_shared_evidence import EN, RU

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


def test_the_table_is_written_once_and_read_by_index(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "scans"
    folder.mkdir()
    for number, text in enumerate([*RU, *EN]):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    table = tmp_path / "pairs.tsv"
    done = run("pair", folder, "--output", table)
    assert (done.returncode, done.stdout) == (0, "")
    assert "2 pairs; no counterpart for 0 Russian and 0 English files" in done.stderr
    again = run("pair", folder, "--output", table)
    assert again.returncode == 2
    assert "--force" in again.stderr
    done = run("index", folder, "--pairs", table, "--index", tmp_path / "index")
    assert done.returncode == 0
    assert "2 in both languages" in done.stdout


def test_a_table_can_be_printed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(RU[0], encoding="utf-8")
    (tmp_path / "b.txt").write_text(EN[1], encoding="utf-8")
    done = run("pair", tmp_path, "--output", "-")
    assert done.stdout.splitlines()[0] == "ru\ten\tscore\tmargin\tnote"
    assert len(done.stdout.splitlines()) == 2


def test_no_pair_exits_with_1(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(RU[0], encoding="utf-8")
    assert run("pair", tmp_path, "--output", tmp_path / "t.tsv").returncode == 1
