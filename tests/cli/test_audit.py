from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import bisearch
from bisearch import Document
from bisearch.cli.commands import cli

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("audit") / "index"
    pairs = [("Отпущено 18 кубометров дров.", "80 cubic meters of firewood."), ("Прибыло 7 ящиков.", "9 crates came.")]
    bisearch.build([Document(id="one", passages=pairs, date="1946")], folder)
    return folder


def run(index: Path, *args: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, ["audit", "--index", str(index), *args])
    return done.exit_code, done.stdout, done.stderr


def test_questions_are_printed_and_counted(index: Path) -> None:
    code, out, _ = run(index)
    assert code == 0
    assert "The Russian has “18” and the English “80”: is it the same number?" in out
    assert out.splitlines()[-1] == "2 questions: number 2"


def test_a_limit_says_that_there_are_more(index: Path) -> None:
    assert (
        run(index, "--limit", "1")[1].splitlines()[-1] == "1 question: number 1; there are more, --limit N prints more"
    )


def test_json_is_one_array_and_jsonl_a_record_a_line(index: Path) -> None:
    records = json.loads(run(index, "--json")[1])
    assert [record["text"] for record in records] == ["18", "7"]
    assert [json.loads(line)["text"] for line in run(index, "--jsonl")[1].splitlines()] == ["18", "7"]
    assert json.loads(run(index, "--kind", "date", "--json")[1]) == []


def test_a_query_and_dates_choose_the_passages(index: Path) -> None:
    assert json.loads(run(index, "ящик", "--json")[1])[0]["text"] == "7"
    assert run(index, "--from", "1950")[0] == 1


@pytest.mark.parametrize("args", [["--kind", "verdict"], ["--from", "yesterday"]])
def test_wrong_usage_exits_2(index: Path, args: list[str]) -> None:
    assert run(index, *args)[0] == 2
