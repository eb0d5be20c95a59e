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
    folder: Path = tmp_path_factory.mktemp("facets") / "index"
    documents = [
        Document(id="one", text_ru="Лед встал.", text_en="The ice formed.", date="1946", author="И. Мохов\x1b[31m" * 9),
        Document(id="two", text_ru="Лед тронулся."),
    ]
    bisearch.build(documents, folder)
    return folder


def run(index: Path, *args: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, ["facets", "--index", str(index), *args])
    return done.exit_code, done.stdout, done.stderr


def test_each_facet_is_a_table_with_the_unknown_named(index: Path) -> None:
    code, out, _ = run(index, "лед", "--by", "year,sides")
    assert code == 0
    assert out.splitlines() == [
        "year     passages  documents",
        "1946            1          1",
        "undated         1          1",
        "",
        "sides           passages  documents",
        "both languages         1          1",
        "Russian only           1          1",
        "",
        "2 passages in 2 documents",
    ]


def test_json_has_the_record_of_the_library(index: Path) -> None:
    with bisearch.open(index) as opened:
        assert json.loads(run(index, "лед", "--json")[1]) == opened.facets("лед").to_dict()


def test_values_cannot_control_the_terminal(index: Path) -> None:
    assert "\x1b" not in run(index, "--by", "author")[1]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["лед", "--by", "colour"], 2, "no facet 'colour'; this index has"),
        (["камень"], 1, ""),
    ],
)
def test_a_mistake_is_named_and_nothing_found_is_an_exit_code(
    index: Path, arguments: list[str], code: int, message: str
) -> None:
    found, out, err = run(index, *arguments)
    assert found == code
    assert message in " ".join((out + err).split())
