"""The command collocates prints tables and JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

from bisearch.cli.commands import cli

if TYPE_CHECKING:
    from pathlib import Path


def run(index: Path, *args: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, ["collocates", "--index", str(index), *map(str, args)])
    return done.exit_code, done.stdout, done.stderr


def json_of(index: Path, *args: object) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(run(index, *args, "--json")[1])
    return record


def test_tables_of_both_sides_are_printed(index_folder: Path) -> None:
    code, output, _ = run(index_folder, "энергия")
    assert code == 0
    assert "Russian words near энергия" in output
    assert "English words near its translations" in output


def test_json_has_the_measures_of_each_collocate(index_folder: Path) -> None:
    record = json_of(index_folder, "энергия", "--window", 3, "--measure", "g2", "-n", 1)
    assert (record["window"], record["measure"]) == (3, "g2")
    (collocate,) = record["near"]["collocates"]
    assert set(collocate) == {
        "lemma", "together", "occurrences", "expected", "log_dice", "g2", "p", "documents", "dispersion",
    }  # fmt: skip


def test_a_word_without_collocates_exits_with_1(index_folder: Path) -> None:
    assert run(index_folder, "нигде")[0] == 1
