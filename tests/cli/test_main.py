"""The command line as a user runs it: a process of its own, its output and its exit code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest

from bisearch.cli.commands import COMMANDS
from bisearch.storage.index_folder import FORMAT

if TYPE_CHECKING:
    from pathlib import Path


def run(*args: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bisearch", *map(str, args)]
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("BISEARCH", "LC_", "COLUMNS"))}
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", env={**plain, **environment}, check=False, timeout=120
    )


def search(index: Path, *args: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return run("search", "--index", index, *args, **environment)


def test_search_prints_both_sides_with_what_matched_marked(index_folder: Path) -> None:
    done = search(index_folder, "атомная energy")
    assert done.returncode == 0
    assert done.stderr == ""
    assert "   ru  Смит сообщил о контроле над **атомной** **энергией**.\n" in done.stdout
    assert "   en  Smith reported on the control of **atomic** **energy**.\n" in done.stdout
    assert "Cable on atomic energy  1946-11-20  GAPI, f. 72, op. 3, d. 118, ll. 14-15\n" in done.stdout


def test_a_passage_without_counterpart_says_so(index_folder: Path) -> None:
    assert "[no English counterpart]" in search(index_folder, "--best", 3, "id:note-3").stdout
    assert "[no Russian counterpart]" in search(index_folder, "--best", 3, "id:memo-4").stdout


def test_no_hits_exit_1(index_folder: Path) -> None:
    done = search(index_folder, "нетакогослова")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("0 passages")


def test_words_need_no_quotation_marks(index_folder: Path) -> None:
    quoted, bare = search(index_folder, "--json", "атомная energy"), search(index_folder, "--json", "атомная", "energy")
    assert json.loads(bare.stdout)["hits"] == json.loads(quoted.stdout)["hits"]


def test_a_query_that_begins_with_a_hyphen_is_told_how_to(index_folder: Path) -> None:
    done = search(index_folder, "-Смит energy")
    assert done.returncode == 2
    assert "Put -- before a query that starts with -" in done.stderr
    assert search(index_folder, "--", "-Смит energy").returncode == 0


def test_conditions_alone_list_documents(index_folder: Path) -> None:
    done = search(index_folder, "id:cable-1")
    assert done.stdout.startswith("1. Cable on atomic energy")
    assert "score" not in done.stdout
    assert "   ru" not in done.stdout
    assert done.stdout.splitlines()[-1].startswith("1 document in ")
    assert "   ru  " in search(index_folder, "--group", "passage", "id:cable-1").stdout


def test_the_last_line_says_which_of_all_hits_are_shown(index_folder: Path) -> None:
    totals = {
        options: search(index_folder, *options, "energy OR атомной").stdout.splitlines()[-1].partition(" in ")[0]
        for options in (("-n1",), ("-n0",), ("--offset", "99"), ("-n2",))
    }
    found = totals["-n0",]
    assert totals == {
        ("-n1",): f"1 of {found}",
        ("-n0",): found,
        ("--offset", "99"): f"no hits from 100 on; {found}",
        ("-n2",): f"1-2 of {found}",
    }


def test_what_is_around_a_hit_is_told_from_it(index_folder: Path) -> None:
    shown = search(index_folder, "-n1", "-C1", "энергией").stdout
    assert "   ru  " in shown
    assert "   ru- " in shown


def test_a_query_error_exits_2_with_a_caret(index_folder: Path) -> None:
    done = search(index_folder, "Смит AND (Трумэн")
    assert done.returncode == 2
    assert done.stderr == "bisearch: the parenthesis is not closed\n  Смит AND (Трумэн\n           ^\n"


@pytest.mark.parametrize("args", [[], ["--limit", "x", "слово"], ["--sort", "size", "слово"], ["--nonsense", "слово"]])
def test_wrong_usage_exits_2(args: list[str]) -> None:
    done = run("search", *args)
    assert done.returncode == 2
    assert "Error" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_index_exits_3_and_says_what_to_do(tmp_path: Path) -> None:
    for command in (["search", "слово"], ["show", "x"], ["stats"], ["check"]):
        done = run(*command, "--index", tmp_path / "none")
        assert done.returncode == 3
        assert done.stderr == f"bisearch: {tmp_path / 'none'}: no index here; create one with: bisearch index PATH...\n"


def test_the_index_may_come_from_the_environment(index_folder: Path) -> None:
    assert run("search", "атомная", BISEARCH_INDEX=str(index_folder)).returncode == 0


def test_json_is_one_document_with_offsets_that_slice_back(index_folder: Path) -> None:
    record = json.loads(search(index_folder, "--json", "--context", 1, "id:cable-1 атомная energy").stdout)
    assert record.keys() == {"query", "total", "offset", "seconds", "hits", "suggestions"}
    hit: dict[str, Any] = record["hits"][0]
    assert hit.keys() == {"document", "passage", "score", "before", "after"}
    ru = hit["passage"]["ru"]
    assert [ru["text"][mark["start"] : mark["end"]] for mark in ru["marks"]] == ["атомной", "энергией"]
    assert [mark["why"] for mark in ru["marks"]] == ["lemma", "rendering"]
    assert hit["after"][0]["number"] == hit["passage"]["number"] + 1


def test_explain_says_in_json_what_each_word_was_looked_up_by(index_folder: Path) -> None:
    record = json.loads(search(index_folder, "--json", "--explain", "--no-translate", "Smyth").stdout)
    assert record["lookups"] == [
        {"word": "smyth", "side": "en", "why": "lemma", "alternatives": [{"form": "smyth", "probability": 1.0}]},
        {"word": "smyth", "side": "ru", "why": "name", "alternatives": [{"form": "смит", "probability": 0.74}]},
    ]


def test_widenings_are_switched_off_by_option(index_folder: Path) -> None:
    assert search(index_folder, "Smyth").returncode == 0
    assert search(index_folder, "--no-names", "Smyth").returncode == 1


def test_a_word_without_match_gets_a_suggestion(index_folder: Path) -> None:
    done = search(index_folder, "вернулея")
    assert done.stdout.splitlines()[0] == "вернулея matches nothing; did you mean вернулся?"
    assert "did you mean" not in search(index_folder, "--no-suggest", "вернулея").stdout
    record = json.loads(search(index_folder, "--json", "вернулея").stdout)
    assert record["suggestions"] == [{"word": "вернулея", "instead": ["вернулся"]}]


def test_jsonl_is_a_record_a_hit(index_folder: Path) -> None:
    lines = search(index_folder, "--jsonl", "атомная").stdout.splitlines()
    assert sorted(json.loads(line)["document"]["id"] for line in lines) == ["cable-1", "letter-2"]


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1"])
def test_without_a_utf8_locale_cyrillic_is_printed_all_the_same(index_folder: Path, locale: str) -> None:
    done = search(index_folder, "--best", 1, "id:cable-1", LC_ALL=locale, PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 0
    assert "атомной энергией" in done.stdout


@pytest.mark.parametrize(
    "command",
    ["--help", "search --help", "search энергия", "search --json энергия", "show cable-1", "stats", "check",
     "translate энергия", "lexicon export", "index {archive}", "demo"],
)  # fmt: skip
def test_a_closed_pipe_is_quiet(index_folder: Path, archive: Path, command: str) -> None:
    arguments = [word.format(archive=archive) for word in command.split()]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "bisearch", *arguments], stdout=writer, stderr=subprocess.PIPE, check=False,
        env={**os.environ, "BISEARCH_INDEX": str(index_folder)}, timeout=120,
    )  # fmt: skip
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


def test_show_prints_a_whole_document(index_folder: Path) -> None:
    done = run("show", "cable-1", "--index", index_folder)
    assert done.returncode == 0
    assert "Трумэн вернулся в Вашингтон 12 ноября." in done.stdout
    record = json.loads(run("show", "cable-1", "--json", "--index", index_folder).stdout)
    assert [passage["number"] for passage in record["passages"]] == [1, 2]
    assert run("show", "nothing", "--index", index_folder).returncode == 1


def test_stats_and_check(index_folder: Path) -> None:
    record = json.loads(run("stats", "--json", "--index", index_folder).stdout)
    assert (record["documents"], record["engine"], record["format"]) == (4, "whoosh", FORMAT)
    done = run("check", "--index", index_folder)
    assert (done.returncode, done.stdout) == (0, f"{index_folder}: sound\n")


def test_check_of_a_damaged_index_exits_3(archive: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    run("index", archive, "--index", index)
    (victim,) = index.glob("generation-*/documents.sqlite")
    victim.write_bytes(b"x" + victim.read_bytes()[1:])
    done = run("check", "--index", index)
    assert done.returncode == 3
    assert "documents.sqlite" in done.stderr
    done = search(index, "атомная")
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


def test_index_reports_what_it_did(archive: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    first = run("index", archive, "--index", index)
    assert first.returncode == 0
    assert "documents: 4 added" in first.stdout
    again = run("index", archive, "--index", index)
    assert "4 documents unchanged" in again.stdout
    record = json.loads(run("index", archive, "--index", index, "--json").stdout)
    assert record["unchanged"] == 4


def test_index_names_what_is_left_out_and_exits_1(archive: Path, tmp_path: Path) -> None:
    bad = tmp_path / "empty.ru.txt"
    bad.write_text("")
    done = run("index", archive, bad, "--index", tmp_path / "index")
    assert done.returncode == 1
    assert done.stderr.startswith(f"bisearch: left out: {bad}: ")
    assert "documents: 4 added" in done.stdout
    strict = run("index", archive, bad, "--index", tmp_path / "other", "--strict")
    assert strict.returncode == 1
    assert not (tmp_path / "other" / "manifest.json").exists()


def test_index_of_nothing_says_what_is_read_and_exits_1(tmp_path: Path) -> None:
    (tmp_path / "2024").mkdir()
    (tmp_path / "2024" / "scan.pdf").touch()
    done = run("index", "--wait", tmp_path / "2024", "--index", tmp_path / "index")
    assert done.returncode == 1
    assert "bisearch: skipped 1 .pdf (unsupported); save as text: NAME.ru.txt, NAME.en.txt\n" in done.stderr
    assert "No documents found; index unchanged" in done.stderr
    assert "*.jsonl" in done.stderr


def test_a_mistyped_path_with_rebuild_is_told_in_one_line(archive: Path, tmp_path: Path) -> None:
    run("index", archive, "--index", tmp_path / "index")
    done = run("index", tmp_path / "tpyo", "--rebuild", "--index", tmp_path / "index")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"bisearch: {tmp_path / 'tpyo'}: no such file or folder")
    assert search(tmp_path / "index", "Smith").returncode == 0


def test_align_prints_beads_as_text_json_tsv_and_tmx(tmp_path: Path) -> None:
    ru, en = tmp_path / "ru.txt", tmp_path / "en.txt"
    ru.write_text("Смит вернулся 12 ноября.\n\nТрумэн болен.", encoding="utf-8")
    en.write_text("Smith returned on 12 November.\n\nTruman is ill.", encoding="utf-8")
    assert "   en  Truman is ill." in run("align", ru, en).stdout
    beads = json.loads(run("align", ru, en, "--json").stdout)["beads"]
    assert [bead["ru"][0]["text"] for bead in beads] == ["Смит вернулся 12 ноября.", "Трумэн болен."]
    assert run("align", ru, en, "--tsv").stdout.splitlines()[1].split("\t")[1:] == ["Трумэн болен.", "Truman is ill."]
    memory = ElementTree.fromstring(run("align", ru, en, "--tmx").stdout)
    english = "{http://www.w3.org/XML/1998/namespace}lang", "en"
    variants = [variant for variant in memory.iter("tuv") if english in variant.items()]
    assert [variant.findtext("seg") for variant in variants] == ["Smith returned on 12 November.", "Truman is ill."]


def test_ctrl_c_leaves_the_last_commit_and_exits_130(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for number in range(3000):
        (texts / f"d{number}.ru.txt").write_text(f"Слово{number} и другое слово{number * 7}.", encoding="utf-8")
    command = [sys.executable, "-m", "bisearch", "index", str(texts), "--index", str(tmp_path / "index")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    while not list((tmp_path / "index").glob("generation-*")) and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted" in stderr
    assert "Traceback" not in stderr
    assert not list((tmp_path / "index").glob("generation-*"))


def test_every_command_is_listed_in_one_line_and_has_help() -> None:
    listed = [line.split(maxsplit=1) for line in run("--help").stdout.split("Commands:\n")[1].splitlines()]
    assert [name for name, _ in listed] == sorted(COMMANDS)
    for name, says in listed:
        assert says.endswith(".")
        assert run(name, "--help").returncode == 0
