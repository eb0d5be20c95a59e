"""The command frequencies prints a table, JSON and a plot."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

import bisearch
from bisearch.cli.commands import cli

if TYPE_CHECKING:
    from pathlib import Path


def run(index: Path, *args: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, ["frequencies", "--index", str(index), *map(str, args)])
    return done.exit_code, done.stdout, done.stderr


def json_of(index: Path, *args: object) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(run(index, *args, "--json")[1])
    return record


def test_a_table_names_what_was_counted(index_folder: Path) -> None:
    code, output, _ = run(index_folder, "энергия", "energy", "--by", "year")
    assert code == 0
    for part in ("1946", "undated", "энергией 1", "95 % score interval (Wilson 1927)", "no filters, 4 documents"):
        assert part in output


def test_json_has_all_counts_and_the_index(index_folder: Path) -> None:
    record = json_of(index_folder, "energy", "--filter", "date:1946..1947")
    (series,) = record["series"]
    assert (series["query"], series["side"], series["total"]["occurrences"]) == ("energy", "en", 2)
    assert series["frequencies"][0]["value"] == "1946"
    assert record["filters"] == "date:1946..1947"
    assert record["undated"] == 1
    assert set(record["index"]) == {"index_id", "commit_id", "generation", "format", "analyzer"}


def test_widening_is_asked_for(index_folder: Path) -> None:
    assert [each["side"] for each in json_of(index_folder, "энергия")["series"]] == ["ru"]
    widened = json_of(index_folder, "энергия", "--widen", "translations")
    assert [each["side"] for each in widened["series"]] == ["ru", "en"]
    assert widened["widened"] == ["translations"]


def test_a_plot_is_written_to_the_file(index_folder: Path, tmp_path: Path) -> None:
    assert run(index_folder, "energy", "--plot", tmp_path / "energy.svg")[0] == 0
    assert (tmp_path / "energy.svg").read_text(encoding="utf-8").startswith("<svg ")


def test_a_plot_that_cannot_be_written_is_reported_in_one_line(index_folder: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        cli, ["frequencies", "--index", str(index_folder), "energy", "--plot", str(tmp_path / "no" / "energy.svg")]
    )
    assert isinstance(done.exception, bisearch.ExportError)
    assert "energy.svg: cannot be written" in str(done.exception)
    assert list(tmp_path.iterdir()) == []


def test_a_word_that_is_not_there_exits_with_1_and_a_mistake_with_2(index_folder: Path) -> None:
    assert run(index_folder, "нигде")[0] == 1
    code, _, message = run(index_folder, "energy", "--by", "shoe size")
    assert (code, "no facet 'shoe size'" in message) == (2, True)
