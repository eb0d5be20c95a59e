"""The command `correct`, and what other commands say of corrections."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bisearch.corrections.corrections_file import CORRECTIONS

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def copy(index_folder: Path, tmp_path: Path) -> Path:
    """Return the folder of an index that a test may change."""
    return Path(shutil.copytree(index_folder, tmp_path / "index"))


def test_a_correction_is_shown_by_every_command_with_who_made_it_and_when(
    run: Run, copy: Path, archive: Path, tmp_path: Path
) -> None:
    done = run(
        "correct", "align", "cable-1/1", "--merge-next", "--index", copy, "--who", "Петрова", "--note", "одна", "--json"
    )
    assert (done.returncode, done.stderr) == (0, "")
    made = json.loads(done.stdout)
    said = f"alignment corrected (merged) by Петрова, {made['when'][:10]}, {made['id']}: одна"
    assert said in run("show", "cable-1", "--index", copy).stdout
    assert said in run("search", "Truman", "--index", copy).stdout
    shown = json.loads(run("show", "cable-1", "--index", copy, "--json").stdout)["passages"]
    assert [each["corrections"][0]["who"] for each in shown] == ["Петрова"]
    for suffix in ("csv", "md", "html", "tmx", "jsonl"):
        file = tmp_path / f"hits.{suffix}"
        assert run("export", "Truman", "-o", file, "--index", copy).returncode == 0
        assert "Петрова" in file.read_text(encoding="utf-8")
    done = run("index", archive, "--rebuild", "--index", copy)
    assert (done.returncode, said in run("show", "cable-1", "--index", copy).stdout) == (0, True)


def test_corrections_are_listed_and_undone(run: Run, copy: Path) -> None:
    assert run("correct", "list", "--index", copy).returncode == 1
    run("correct", "word", "cable-1/1", "Смит", "Смитт", "--index", copy, BISEARCH_WHO="Сидоров")
    run("correct", "name", "Смит", "Shmidt", "--index", copy)
    run("correct", "dismiss", "number/cable-1/aaaaa", "--index", copy, "--quiet")
    listed = json.loads(run("correct", "list", "--index", copy, "--json").stdout)
    assert [(each["kind"], each["status"]) for each in listed] == [
        ("word", "applied"), ("name", "applied"), ("dismiss", "recorded")
    ]  # fmt: skip
    assert listed[0]["who"] == "Сидоров"
    assert run("correct", "undo", listed[0]["id"], "--index", copy).returncode == 0
    lines = run("correct", "list", "--index", copy).stdout.splitlines()
    assert "Смит read as Смитт" in lines[0]
    assert "[undone by" in lines[0]
    assert run("search", "exact:Смитт", "--index", copy).returncode == 1


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (("align", "cable-1/9", "--unlink"), 1, "bisearch: cable-1/9: the document has only 2 passages\n"),
        (("align", "cable-1/1-aaaaa", "--unlink"), 1, "no longer has this sentence"),
        (("align", "cable", "--unlink"), 1, "is not a permanent reference"),
        (("align", "cable-1/1", "--split-at", "1"), 1, "a part of the split passage would be empty"),
        (("align", "cable-1/1", "--split-at", "x"), 2, "is not N or N,M"),
        (("align", "cable-1/1"), 2, "choose one of"),
        (("align", "cable-1/1", "--unlink", "--merge-next"), 2, "choose one of"),
        (("word", "cable-1/1", "Смиг", "Смит"), 1, "bisearch: passage 1 has no word 'Смиг'; give it exactly"),
        (("name", "Смит", "смит"), 1, "both spellings are the same name"),
        (("dismiss", " "), 1, "the key of a finding is needed"),
        (("undo", "nothing"), 1, "has no record 'nothing'"),
        (("name", "Смит", "Smith", "--who", "a\x1b[31m"), 1, "control character"),
        (("erase",), 2, "No such command 'erase'"),
    ],
)
def test_a_mistake_gets_one_clear_line_and_records_nothing(
    run: Run, copy: Path, args: tuple[str, ...], code: int, message: str
) -> None:
    done = run("correct", *args, *(() if args == ("erase",) else ("--index", copy)))
    assert done.returncode == code
    assert message in done.stderr
    assert "\x1b" not in done.stderr
    assert not (copy / CORRECTIONS).exists()


def test_malformed_lines_are_named_by_list_and_stop_a_build(run: Run, copy: Path, archive: Path) -> None:
    run("correct", "name", "Смит", "Shmidt", "--index", copy)
    with (copy / CORRECTIONS).open("a", encoding="utf-8") as file:
        file.write("{}\n\x1b[31m\n")
    done = run("correct", "list", "--index", copy)
    assert done.returncode == 1
    assert [line.split(": ")[1][-19:] for line in done.stderr.splitlines()] == [
        f"{CORRECTIONS}:2", f"{CORRECTIONS}:3"
    ]  # fmt: skip
    assert "Shmidt" in done.stdout
    built = run("index", archive, "--index", copy)
    assert (built.returncode, len(built.stderr.splitlines())) == (1, 1)
    assert f"{CORRECTIONS}:2: not a correction" in built.stderr


def test_a_build_reports_orphans(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "records.jsonl"
    record = {"id": "a", "text_ru": "Енот спит.\n\nБарсук ест.", "text_en": "The raccoon sleeps.\n\nThe badger eats."}
    source.write_text(json.dumps(record), encoding="utf-8")
    index = tmp_path / "index"
    run("index", source, "--index", index)
    made = json.loads(run("correct", "align", "a/1", "--merge-next", "--index", index, "--json").stdout)
    source.write_text(json.dumps(record | {"text_en": "The cat dozes.\n\nThe badger eats."}), encoding="utf-8")
    done = run("index", source, "--index", index, "--json")
    assert f"not applied: correction {made['id']} (a): the document no longer has the sentence" in done.stderr
    assert [each["id"] for each in json.loads(done.stdout)["orphans"]] == [made["id"]]
    assert "[orphaned: the document no longer has" in run("correct", "list", "--index", index).stdout


def test_the_configuration_file_names_the_file_and_the_person(run: Run, copy: Path, tmp_path: Path) -> None:
    config = tmp_path / "bisearch.toml"
    config.write_text('corrections = "shared.jsonl"\nwho = "Иванова"\nindex = "index"\n', encoding="utf-8")
    run("correct", "name", "Смит", "Shmidt", BISEARCH_CONFIG=str(config))
    (record,) = map(json.loads, (tmp_path / "shared.jsonl").read_text(encoding="utf-8").splitlines())
    assert record["who"] == "Иванова"
    assert not (copy / CORRECTIONS).exists()


def test_hostile_texts_of_records_are_printed_safely(run: Run, copy: Path) -> None:
    run("correct", "name", "Смит", "Sh\u202emidt", "--note", "\u202eevil", "--index", copy)
    done = run("correct", "list", "--index", copy)
    assert done.returncode == 0
    assert "\u202e" not in done.stdout
