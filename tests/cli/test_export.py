"""The command export: formats, exit codes and messages; LibreOffice reads its files where it is installed."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import openpyxl
import pytest
from click.testing import CliRunner

import bisearch
from bisearch.cli.commands import cli

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

RECORD = {
    "id": "letter-12", "title": "=Letter from Dikson", "date": "1947-09-05", "translator": "A. Reader",
    "reference": "GAPI, f. 72, op. 3, d. 118, ll. 014", "url": "https://archive.example/12",
    "text_ru": "Ящик прибыл. Печь холодна.", "text_en": "The crate has arrived. The stove is cold.",
}  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    (folder / "letters.jsonl").write_text(json.dumps(RECORD, ensure_ascii=False) + "\n", encoding="utf-8")
    bisearch.build([folder / "letters.jsonl"], folder / "index")
    return folder / "index"


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def export(index: Path, *args: object, given: str = "") -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, ["export", "--index", str(index), *map(str, args)], input=given)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl", "tmx", "docx", "md", "html"])
def test_the_ending_of_the_file_says_the_format(index: Path, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out.{ending}"
    code, out, err = export(index, "ящик", "-o", path)
    assert (code, out, err) == (0, "", f"bisearch: {path}: 1 passage; all 1\n")
    assert path.stat().st_size > 0
    assert list(tmp_path.iterdir()) == [path]


def test_a_format_of_text_goes_to_standard_output(index: Path) -> None:
    code, out, _ = export(index, "ящик", "--format", "csv")
    assert code == 0
    (row,) = csv.DictReader(io.StringIO(out))
    assert row["english"] == "The **crate** has arrived."
    assert row["title"] == "'=Letter from Dikson"
    assert row["shelfmark"] == "GAPI, f. 72, op. 3, d. 118, ll. 014"


def test_json_lines_are_those_of_the_search(run: Run, index: Path) -> None:
    searched = run("search", "--index", index, "--jsonl", "ящик crate").stdout
    assert run("export", "--index", index, "--format", "jsonl", "ящик crate").stdout == searched


def test_references_are_read_from_a_file_or_standard_input(index: Path, tmp_path: Path) -> None:
    refs = tmp_path / "refs.txt"
    refs.write_text("\ufeffletter-12/2\n\n  letter-12/1 \r\n", encoding="utf-8")
    for code, out, _ in (
        export(index, "--refs", refs, "--format", "jsonl"),
        export(index, "--refs", "-", "--format", "jsonl", given="letter-12/2\nletter-12/1\n"),
    ):
        assert code == 0
        assert [json.loads(line)["passage"]["number"] for line in out.splitlines()] == [2, 1]


def test_each_reference_to_nothing_is_named_on_a_line(index: Path, tmp_path: Path) -> None:
    refs, path = tmp_path / "refs.txt", tmp_path / "out.csv"
    refs.write_text("letter-12/1\nletter-13/1\nletter-12/9\n")
    code, _, err = export(index, "--refs", refs, "-o", path)
    assert code == 1
    assert [line.split(":")[1].strip() for line in err.splitlines()] == ["letter-13/1", "letter-12/9"]
    assert not path.exists()
    code, _, err = export(index, "--refs", refs, "-o", path, "--skip-missing")
    assert code == 1
    assert err.count("left out:") == 2
    assert path.exists()


def test_nothing_found_is_said_and_an_older_file_stays(index: Path, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")
    code, _, err = export(index, "дирижабль", "-o", path, "--no-translate")
    assert (code, err) == (1, f"bisearch: {path}: nothing to export, and nothing written; 0 found\n")
    assert path.read_text() == "old"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["ящик", "-o", "out.pdf"], "no format has the ending '.pdf'"),
        (["ящик", "-o", "none/out.csv"], "there is no folder none"),
        (["ящик", "-o", "."], "no format has the ending ''"),
        (["ящик", "-o", ".", "--format", "csv"], "is a folder"),
        (["ящик"], "name a file with --output, or a format of text with --format"),
        (["ящик", "--format", "xlsx"], "name a file with --output"),
        (["ящик", "--format", "pdf"], "'pdf' is not one of"),
        ([], "give either QUERY or --refs FILE"),
        (["ящик", "--refs", "refs.txt", "-o", "out.csv"], "give either QUERY or --refs FILE"),
        (["--refs", "none.txt", "-o", "out.csv"], "none.txt' does not exist"),
    ],
)
def test_wrong_usage_is_one_message_and_writes_nothing(
    run: Run, index: Path, workplace: Path, args: list[str], message: str
) -> None:
    (workplace / "refs.txt").write_text("letter-12/1\n")
    done = run("export", "--index", index, *args)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr.replace("\n", " ")
    assert [path.name for path in workplace.iterdir()] == ["refs.txt"]


def test_a_missing_library_is_named_with_the_command_that_installs_it(run: Run, index: Path, tmp_path: Path) -> None:
    (tmp_path / "xlsxwriter.py").write_text("raise ModuleNotFoundError('none', name='xlsxwriter')")
    done = run("export", "--index", index, "ящик", "-o", tmp_path / "out.xlsx", PYTHONPATH=str(tmp_path))
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "Error: xlsx needs xlsxwriter, which is not installed; pip install 'bisearch-archive[exports]'"
    ]
    assert not (tmp_path / "out.xlsx").exists()


def test_a_mistake_in_the_query_is_shown_with_its_position(run: Run, index: Path, tmp_path: Path) -> None:
    done = run("export", "--index", index, '"ящик', "-o", tmp_path / "out.csv")
    assert done.returncode == 2
    assert "^" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_missing_index_is_reported(run: Run, tmp_path: Path) -> None:
    done = run("export", "--index", tmp_path / "none", "x", "-o", tmp_path / "out.csv")
    assert done.returncode == 3
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
def test_a_full_disk_is_one_line(run: Run, index: Path) -> None:
    done = run("export", "--index", index, "ящик", "-o", "/dev/full", "--format", "csv")
    assert done.returncode == 2
    assert done.stderr.splitlines() == ["Error: /dev/full: cannot be written: No space left on device"]


def test_a_closed_pipe_ends_quietly(index: Path) -> None:
    command = (
        f"{sys.executable} -m bisearch export --index {index} ящик --format csv -q | true; echo ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(["bash", "-c", command], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() in {"0", "141"}
    assert done.stderr == ""


def test_excel_gets_a_byte_order_mark_and_a_date_is_as_given(index: Path) -> None:
    _, out, _ = export(index, "ящик", "--format", "csv", "--bom", "--date", "2026-11-26")
    assert out.startswith("\ufeff")
    assert "date: 2026-11-26" in out


def convert(path: Path, form: str, folder: Path) -> Path | None:
    """Convert a file by LibreOffice; None if it lacks the part that reads the file."""
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", form,
               "--outdir", str(folder / "converted"), str(path)]  # fmt: skip
    subprocess.run(command, capture_output=True, check=False, timeout=120)
    found = list((folder / "converted").glob(f"{path.stem}.*"))
    return found[0] if found else None


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_documents(index: Path, tmp_path: Path) -> None:
    export(index, "ящик", "-o", tmp_path / "out.docx")
    text = convert(tmp_path / "out.docx", "txt:Text (encoded):UTF8", tmp_path)
    assert text is not None
    shown = text.read_text(encoding="utf-8-sig")
    assert "1. =Letter from Dikson" in shown
    assert "Ящик прибыл." in shown
    assert "GAPI, f. 72, op. 3, d. 118, ll. 014" in shown


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_workbooks(index: Path, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "control.xlsx")
    if convert(tmp_path / "control.xlsx", "csv", tmp_path) is None:
        pytest.skip("this LibreOffice reads no workbooks")
    export(index, "ящик", "-o", tmp_path / "out.xlsx")
    table = convert(tmp_path / "out.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76", tmp_path)
    assert table is not None
    (row,) = csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig")))
    assert row["russian"] == "Ящик прибыл."
    assert row["title"] == "=Letter from Dikson"
