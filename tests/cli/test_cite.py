"""The command cite, on the page that bisearch was made for where it is present, and on an invented one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import bisearch
from bisearch.cli.commands import cli

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cite")
    record = {
        "id": "letter-12", "title": "Letter from Dikson", "date": "1947-09-05", "translator": "A. Reader",
        "reference": "GAPI, f. 72, op. 3, d. 118, ll. 014",
        "text_ru": "Ящик прибыл.", "text_en": "The crate has arrived.",
    }  # fmt: skip
    (folder / "letters.jsonl").write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    bisearch.build([folder / "letters.jsonl"], folder / "index")
    return folder / "index"


def run(index: Path, *args: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, ["cite", "--index", str(index), *args])
    return done.exit_code, done.stdout, done.stderr


def test_a_document_is_cited_with_its_shelfmark_as_written(index: Path) -> None:
    code, out, _ = run(index, "letter-12")
    assert code == 0
    assert out.split("\n\n")[0] == (
        "“Letter from Dikson,” September 5, 1947, GAPI, f. 72, op. 3, d. 118, ll. 014, trans. A. Reader."
    )


def test_a_passage_is_cited_by_the_reference_that_a_search_prints(index: Path) -> None:
    with bisearch.open(index) as opened:
        reference = opened.search("ящик").to_dict()["hits"][0]["passage"]["permanent_reference"]
        assert opened.cite(reference, "gost") in run(index, reference, "--style", "gost")[1]
    assert f"passage 1 ({reference})" in run(index, reference)[1]


@pytest.mark.parametrize("style", ["bibtex", "ris", "csl-json"])
def test_several_are_cited_together(index: Path, style: str) -> None:
    code, out, _ = run(index, "letter-12", "letter-12/1", "--style", style)
    assert code == 0
    assert out.count("GAPI, f. 72, op. 3, d. 118, ll. 014") >= 2


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["letter-13"], 1, "no document"),
        (["letter-12/9"], 1, "the document has only 1 passage"),
        (["letter-12/1-aaaaa"], 1, "no longer has this sentence"),
        (["letter-12", "--style", "mla"], 2, "'mla' is not one of"),
        ([], 2, "Missing argument 'REF...'"),
    ],
)
def test_a_mistake_is_one_line_and_an_exit_code(index: Path, arguments: list[str], code: int, message: str) -> None:
    found, out, err = run(index, *arguments)
    assert (found, out) == (code, "")
    assert message in " ".join(err.split())


def show(index: Path, *args: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["show", "--index", str(index), *args])
    return done.exit_code, done.stdout


def test_show_prints_the_passage_of_a_permanent_reference(index: Path) -> None:
    with bisearch.open(index) as opened:
        reference = opened.passage("letter-12/1").reference
    code, out = show(index, reference)
    assert code == 0
    assert out.splitlines()[-3:] == ["   ru  Ящик прибыл.", "   en  The crate has arrived.", f"   {reference}"]
    record = json.loads(show(index, "--json", reference)[1])
    assert (record["found"], record["passage"]["permanent_reference"]) == ("unchanged", reference)


def test_show_says_that_a_passage_has_moved(index: Path) -> None:
    with bisearch.open(index) as opened:
        reference = opened.passage("letter-12/1").reference
    out = show(index, reference.replace("/1-", "/7-"))[1]
    assert out.splitlines()[-2:] == [f"   {reference}", "   the passage has moved since the reference was made"]
