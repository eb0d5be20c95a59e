"""`bisearch search`, `show` and `translate` as processes: what they print, and their exit codes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[str]]


def test_search_prints_both_sides_with_the_matches_marked(run: Run, index_folder: Path) -> None:
    done = run("search", "--index", index_folder, "атомная energy")
    assert done.returncode == 0
    assert done.stderr == ""
    assert "   ru  Смит сообщил о контроле над **атомной** **энергией**.\n" in done.stdout
    assert "   en  Smith reported on the control of **atomic** **energy**.\n" in done.stdout
    assert "Cable on atomic energy  1946-11-20  GAPI, f. 72, op. 3, d. 118, ll. 14-15\n" in done.stdout


def test_a_passage_that_lacks_a_side_is_printed_with_a_note(run: Run, index_folder: Path) -> None:
    assert "[no English counterpart]" in run("search", "--index", index_folder, "--best", 3, "id:note-3").stdout
    assert "[no Russian counterpart]" in run("search", "--index", index_folder, "--best", 3, "id:memo-4").stdout


def test_a_search_without_hits_exits_with_1(run: Run, index_folder: Path) -> None:
    done = run("search", "--index", index_folder, "нетакогослова")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("0 passages")


def test_a_query_may_be_several_arguments(run: Run, index_folder: Path) -> None:
    quoted = run("search", "--index", index_folder, "--json", "атомная energy")
    bare = run("search", "--index", index_folder, "--json", "атомная", "energy")
    assert json.loads(bare.stdout)["hits"] == json.loads(quoted.stdout)["hits"]


def test_the_index_folder_may_come_from_the_environment(run: Run, index_folder: Path) -> None:
    assert run("search", "атомная", BISEARCH_INDEX=str(index_folder)).returncode == 0


def test_a_query_of_filters_alone_lists_documents(run: Run, index_folder: Path) -> None:
    done = run("search", "--index", index_folder, "id:cable-1")
    assert done.stdout.startswith("1. Cable on atomic energy")
    assert "score" not in done.stdout
    assert "   ru" not in done.stdout
    assert done.stdout.splitlines()[-1].startswith("1 document in ")
    assert "   ru  " in run("search", "--index", index_folder, "--group", "passage", "id:cable-1").stdout


def test_the_last_line_says_which_hits_are_shown_and_how_many_there_are(run: Run, index_folder: Path) -> None:
    def summary(*options: str) -> str:
        done = run("search", "--index", index_folder, *options, "energy OR атомной")
        return done.stdout.splitlines()[-1].partition(" in ")[0]

    total = summary("-n0")
    assert re.fullmatch(r"\d+ passages \(\d+ as typed, \d+ by translation\)", total)
    assert summary("-n1") == f"1 of {total}"
    assert summary("-n2") == f"1-2 of {total}"
    assert summary("--offset", "99") == f"no hits from 100 on; {total}"


def test_the_passages_around_a_hit_have_a_hyphen_after_the_language(run: Run, index_folder: Path) -> None:
    shown = run("search", "--index", index_folder, "-n1", "-C1", "энергией").stdout
    assert "   ru  " in shown
    assert "   ru- " in shown


def test_json_is_one_record_with_marks_whose_offsets_slice_the_text(run: Run, index_folder: Path) -> None:
    record = json.loads(
        run("search", "--index", index_folder, "--json", "--context", 1, "id:cable-1 атомная energy").stdout
    )
    keys = {"query", "total", "offset", "seconds", "hits", "suggestions", "undated", "interpretation", "notes"}
    keys |= {"total_literal", "total_by_translation"}
    assert record.keys() == keys
    hit: dict[str, Any] = record["hits"][0]
    assert hit.keys() == {"document", "passage", "score", "matched", "before", "after"}
    ru = hit["passage"]["ru"]
    assert [ru["text"][mark["start"] : mark["end"]] for mark in ru["marks"]] == ["атомной", "энергией"]
    assert [mark["why"] for mark in ru["marks"]] == ["lemma", "rendering"]
    assert hit["after"][0]["number"] == hit["passage"]["number"] + 1


def test_json_has_the_texts_of_the_document_unchanged(
    run: Run, hostile_index: Path, hostile_record: dict[str, Any]
) -> None:
    (hit,) = json.loads(run("search", "--index", hostile_index, "Smith", "--json").stdout)["hits"]
    assert (hit["document"]["id"], hit["document"]["title"]) == (hostile_record["id"], hostile_record["title"])
    assert hit["passage"]["en"]["text"] == hostile_record["text_en"]


def test_json_with_explain_lists_what_each_word_was_looked_up_by(run: Run, index_folder: Path) -> None:
    record = json.loads(run("search", "--index", index_folder, "--json", "--explain", "--no-translate", "Smyth").stdout)
    unsaid = {"source": ""}  # only translations of quotations have a source
    assert record["lookups"] == [
        {"word": "smyth", "side": "en", "why": "lemma", "alternatives": [{"form": "smyth", "probability": 1.0}]}
        | unsaid,
        {"word": "smyth", "side": "ru", "why": "name", "alternatives": [{"form": "смит", "probability": 0.74}]}
        | unsaid,
    ]


def test_an_option_switches_an_expansion_off(run: Run, index_folder: Path) -> None:
    assert run("search", "--index", index_folder, "Smyth").returncode == 0
    assert run("search", "--index", index_folder, "--no-names", "Smyth").returncode == 1


def test_documents_found_by_their_title_follow_and_say_so(run: Run, index_folder: Path) -> None:
    done = run("search", "--index", index_folder, "cable")
    assert done.returncode == 0
    heading, ru, en, place, *_, last = done.stdout.splitlines()
    assert heading.startswith("1. Cable on atomic energy")
    assert (ru, en) == (
        "   ru  Смит сообщил о контроле над атомной энергией.",
        "   en  Smith reported on the control of atomic energy.",
    )
    assert place == "   cable-1, found in the title or summary"
    assert last.startswith("1 passage in ")
    by_document = run("search", "--index", index_folder, "--group", "document", "--json", "cable")
    (found,) = json.loads(by_document.stdout)["documents"]
    assert (found["matched"], found["passages"], found["hits"][0]["matched"]) == ("heading", 0, "heading")


def test_no_titles_and_a_concordance_search_texts_alone(run: Run, index_folder: Path) -> None:
    assert run("search", "--index", index_folder, "--no-titles", "cable").returncode == 1
    assert run("search", "--index", index_folder, "--kwic", "cable").returncode == 1


def test_a_word_without_matches_gets_a_suggestion(run: Run, index_folder: Path) -> None:
    done = run("search", "--index", index_folder, "вернулея")
    assert done.stdout.splitlines()[0] == "вернулея matches nothing; did you mean вернулся?"
    assert "did you mean" not in run("search", "--index", index_folder, "--no-suggest", "вернулея").stdout
    record = json.loads(run("search", "--index", index_folder, "--json", "вернулея").stdout)
    assert record["suggestions"] == [{"word": "вернулея", "instead": ["вернулся"]}]


def test_jsonl_has_one_record_per_hit(run: Run, index_folder: Path) -> None:
    lines = run("search", "--index", index_folder, "--jsonl", "атомная").stdout.splitlines()
    assert sorted(json.loads(line)["document"]["id"] for line in lines) == ["cable-1", "letter-2"]


def test_show_prints_a_whole_document(run: Run, index_folder: Path) -> None:
    done = run("show", "cable-1", "--index", index_folder)
    assert done.returncode == 0
    assert "Трумэн вернулся в Вашингтон 12 ноября." in done.stdout
    record = json.loads(run("show", "cable-1", "--json", "--index", index_folder).stdout)
    assert [passage["number"] for passage in record["passages"]] == [1, 2]
    assert run("show", "nothing", "--index", index_folder).returncode == 1


def test_a_concordance_sorted_by_context_has_all_occurrences(run: Run, index_folder: Path) -> None:
    done = run("search", "--index", index_folder, "--kwic", "--sort", "right", "энергия", COLUMNS="60")
    assert done.returncode == 0
    assert "**энергией**." in done.stdout
    assert "3 of 3 occurrences, by right context: энергией 1, энергии 1, энергия 1" in " ".join(done.stdout.split())
    assert max(map(len, done.stdout.splitlines())) <= 60
    record = json.loads(
        run("search", "--index", index_folder, "--kwic", "--sort", "left", "-n", 1, "--json", "энергия").stdout
    )
    assert (record["total"], len(record["lines"])) == (3, 1)


def test_options_that_a_sorted_concordance_does_not_take_are_named(run: Run, index_folder: Path) -> None:
    done = run("search", "--index", index_folder, "--sort", "left", "энергия")
    assert (done.returncode, "needs --kwic" in done.stderr) == (2, True)
    done = run("search", "--index", index_folder, "--kwic", "--sort", "left", "--explain", "энергия")
    assert (done.returncode, "leave out --explain" in done.stderr) == (2, True)


def test_an_account_follows_the_hits_as_text_and_is_a_part_of_the_json(run: Run, index_folder: Path) -> None:
    done = run("search", "--account", "дирижабль", "--index", index_folder)
    assert done.returncode == 1
    assert "Looked up, with the number of passages" in done.stdout
    assert "found no passage in 4 documents" in done.stdout
    record = json.loads(run("search", "--account", "--json", "энергия", "--index", index_folder).stdout)
    assert record["account"]["archive"]["documents"] == 4
    assert len(record["hits"]) == record["total"]
    assert run("search", "--account", "--kwic", "энергия", "--index", index_folder).returncode == 2
