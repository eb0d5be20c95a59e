"""The command line as a process: errors, exit codes and output that no input can turn into terminal commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.faults.output import FORBIDDEN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[str]]


def test_a_query_that_starts_with_a_hyphen_gets_advice(run: Run, index_folder: Path) -> None:
    done = run("search", "--index", index_folder, "-Смит energy")
    assert done.returncode == 2
    assert "Put -- before a query that starts with -" in done.stderr
    assert run("search", "--index", index_folder, "--", "-Смит energy").returncode == 0


def test_a_query_error_exits_with_2_and_a_caret_at_its_position(run: Run, index_folder: Path) -> None:
    done = run("search", "--index", index_folder, "Смит AND (Трумэн")
    assert done.returncode == 2
    assert (
        done.stderr
        == "bisearch: the parenthesis is not closed\n  Смит AND (Трумэн\n           ^\ntry: Смит AND (Трумэн)\n"
    )


@pytest.mark.parametrize("seconds", ["nan", "inf", "1e999"])
@pytest.mark.parametrize(
    "command",
    ["search x --timeout", "list --timeout", "verify {file} --timeout", "index --timeout", "serve --time-limit"],
)
def test_a_time_limit_is_a_finite_number(run: Run, index_folder: Path, command: str, seconds: str) -> None:
    done = run(*command.format(file=__file__).split(), seconds, BISEARCH_INDEX=str(index_folder))
    assert done.returncode == 2
    assert "is not a finite number" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "args",
    [["index", "--index", "", "{folder}"], ["index", "--index", "new", ""], ["search", "--index", "", "x"],
     ["delete-index", "--yes", "--index", ""], ["demo", "--index", ""], ["serve", ""]],
)  # fmt: skip
def test_an_empty_path_is_not_the_working_folder(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, args: list[str]
) -> None:
    (tmp_path / "a.ru.txt").write_text("Енот.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = run(*[each.format(folder=tmp_path) for each in args])
    assert done.returncode == 2
    assert "an empty path" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.ru.txt"]


@pytest.mark.parametrize("query", ["", "  "])
def test_an_empty_query_has_no_position_to_show(run: Run, index_folder: Path, query: str) -> None:
    done = run("search", "--index", index_folder, query)
    assert (done.returncode, done.stderr) == (2, "bisearch: the query has no word to look for\n")


def test_a_query_with_unreadable_characters_exits_with_2(index_folder: Path) -> None:
    query = os.fsdecode(b"\xf1\xec\xe8\xf2")
    command = [sys.executable, "-m", "bisearch", "search", "--index", str(index_folder), query]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert "unreadable character" in done.stderr


@pytest.mark.parametrize("args", [[], ["--limit", "x", "слово"], ["--sort", "size", "слово"], ["--nonsense", "слово"]])
def test_wrong_usage_exits_with_2(run: Run, args: list[str]) -> None:
    done = run("search", *args)
    assert done.returncode == 2
    assert "Error" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_index_exits_with_3_and_the_command_to_create_it(run: Run, tmp_path: Path) -> None:
    for command in (["search", "слово"], ["show", "x"], ["stats"], ["check"]):
        done = run(*command, "--index", tmp_path / "none")
        assert done.returncode == 3
        assert done.stderr == f"bisearch: {tmp_path / 'none'}: no index here; create one with: bisearch index PATH...\n"


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1"])
def test_cyrillic_is_printed_without_a_utf_8_locale(run: Run, index_folder: Path, locale: str) -> None:
    environment = {"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = run("search", "--index", index_folder, "--best", 1, "id:cable-1", **environment)
    assert done.returncode == 0
    assert "атомной энергией" in done.stdout


@pytest.mark.parametrize(
    "command",
    ["--help", "search --help", "search энергия", "search --json энергия", "show cable-1", "stats", "check",
     "translate энергия", "lexicon export", "index {archive}", "demo"],
)  # fmt: skip
def test_a_closed_pipe_exits_with_141_and_no_message(index_folder: Path, archive: Path, command: str) -> None:
    arguments = [word.format(archive=archive) for word in command.split()]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "bisearch", *arguments], stdout=writer, stderr=subprocess.PIPE, check=False,
        env={**os.environ, "BISEARCH_INDEX": str(index_folder)}, timeout=120,
    )  # fmt: skip
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize("command", ["search --index {index} атомная", "show --index {index} cable-1", "--help"])
def test_a_reader_that_exits_early_causes_no_message(index_folder: Path, command: str) -> None:
    line = f"{sys.executable} -m bisearch {command.format(index=index_folder)} | true"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_a_full_disk_under_the_output_exits_with_3_and_a_message(index_folder: Path) -> None:
    line = f"{sys.executable} -m bisearch search --index {index_folder} атомная > /dev/full"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "args",
    [
        ["search", "Smith"],
        ["search", "Smith", "--context", "2", "--explain"],
        ["search", "Smith", "--json", "--explain"],
        ["search", "Smith", "--jsonl"],
        ["search", "Smith{escape}("],
        ["search", "Smtih{escape}"],
        ["search", "Smith", "--no{escape}such"],
        ["search", "Smith", "--sort", "{escape}"],
        ["show", "{id}"],
        ["show", "{id}", "--json"],
        ["show", "{escape}"],
        ["stats"],
        ["check"],
    ],
)
def test_no_document_or_query_sends_control_characters_to_the_terminal(
    run: Run, hostile_index: Path, hostile_record: dict[str, Any], escape: str, args: list[str]
) -> None:
    done = run(*(arg.format(escape=escape, id=hostile_record["id"]) for arg in args), "--index", hostile_index)
    assert done.returncode in {0, 1, 2}
    assert FORBIDDEN.isdisjoint(done.stdout)
    assert FORBIDDEN.isdisjoint(done.stderr)


def test_no_path_or_error_sends_control_characters_to_the_terminal(run: Run, escape: str, tmp_path: Path) -> None:
    folder = tmp_path / f"f{escape}"
    folder.mkdir()
    (folder / "bad.jsonl").write_text(json.dumps({"id": escape, "text_en": "Smith."}))
    (folder / "a.ru.txt").write_text(f"Смит{escape} болен.", encoding="utf-8")
    (folder / "a.en.txt").write_text(f"Smith{escape} is ill.", encoding="utf-8")
    pair = [folder / "a.ru.txt", folder / "a.en.txt"]
    calls = (
        ["index", folder, "--index", folder / "index"],
        ["index", folder, "--index", folder / "index", "--json"],
        ["check", "--index", folder / "none"],
        *(["align", *pair, *form] for form in ([], ["--tsv"], ["--tmx"], ["--json"])),
    )
    for args in calls:
        done = run(*args)
        printed = (done.stdout + done.stderr).replace("\t", "")  # TSV has tabs of its own
        assert FORBIDDEN.isdisjoint(printed), args
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("args", [
    ["pair", ""], ["pair", ".", "-o", ""], ["export", "x", "-o", ""], ["export", "--refs", ""],
    ["frequencies", "x", "--plot", ""], ["bench", "run", "--output", ""],
])  # fmt: skip
def test_an_empty_path_is_refused_by_every_command(run: Run, args: list[str]) -> None:
    done = run(*args)
    assert done.returncode == 2
    assert "an empty path" in done.stderr


def test_a_message_repeats_only_the_surroundings_of_a_mistake_in_a_long_query(run: Run, index_folder: Path) -> None:
    for query in ("слово " * 800, "слово " * 300 + "date:xyz"):
        done = run("search", "--index", index_folder, query)
        assert done.returncode == 2
        assert len(done.stderr) < 800
        shown, caret = done.stderr.split("\n")[1:3]
        assert caret.strip() == "^"
        assert len(caret) <= len(shown) + 1


def test_an_option_that_is_a_filter_of_the_query_is_answered_with_the_filter(run: Run) -> None:
    done = run("search", "letter", "--from", "1946")
    assert done.returncode == 2
    assert "date:1946..1950" in done.stderr
    assert "--group" not in done.stderr


@pytest.mark.parametrize("command", ["search", "audit"])
def test_one_output_has_one_form(run: Run, index_folder: Path, command: str) -> None:
    done = run(command, "x", "--json", "--jsonl", "--index", index_folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "give one of them" in done.stderr


def test_a_plot_that_is_no_svg_is_refused_before_anything_is_written(
    run: Run, index_folder: Path, tmp_path: Path
) -> None:
    done = run("frequencies", "x", "--plot", tmp_path / "x.png", "--index", index_folder)
    assert done.returncode == 2
    assert "must end in .svg" in done.stderr
    assert not (tmp_path / "x.png").exists()


def test_a_missing_index_is_reported_before_the_question_whether_to_delete_it(run: Run, tmp_path: Path) -> None:
    done = run("delete-index", "--index", tmp_path / "none")
    assert (done.returncode, done.stdout) == (3, "")
    assert "no index here" in done.stderr
    assert "[y/N]" not in done.stderr
