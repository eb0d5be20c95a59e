"""The command keywords prints tables and JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

from bisearch.cli.commands import cli

if TYPE_CHECKING:
    from pathlib import Path


def run(index: Path, *args: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, ["keywords", "--index", str(index), *map(str, args)])
    return done.exit_code, done.stdout, done.stderr


def json_of(index: Path, *args: object) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(run(index, *args, "--json")[1])
    return record


def test_two_tables_are_printed(index_folder: Path) -> None:
    code, output, _ = run(index_folder, "id:cable-1", "--side", "en")
    assert code == 0
    assert "English words used more in id:cable-1" in output
    assert "all other documents" in output


def test_json_has_both_parts(index_folder: Path) -> None:
    record = json_of(index_folder, "id:cable-1", "--against", "date:1947", "--side", "ru", "-n", 2)
    assert record["target"] == {"filters": "id:cable-1", "documents": 1, "words": 13}
    assert record["reference"]["filters"] == "date:1947"
    assert len(record["more"]) == 2


def test_a_part_without_words_exits_with_1(index_folder: Path) -> None:
    assert run(index_folder, "id:memo-4", "--side", "ru")[0] == 1
