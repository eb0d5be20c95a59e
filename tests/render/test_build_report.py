from __future__ import annotations

from collections import Counter
from pathlib import Path

from bisearch.errors import SourceError
from bisearch.indexing.options import BuildReport
from bisearch.render.build_report import build_notes, build_summary, passed_over_summary
from bisearch.sources.accounting import Notice, PassedOver

INDEX = Path("index")


def test_a_summary_of_an_unchanged_index_counts_its_documents() -> None:
    assert build_summary(BuildReport(unchanged=1), INDEX) == "index: 1 document unchanged; 0.0 s"
    assert build_summary(BuildReport(unchanged=2_000), INDEX) == "index: 2,000 documents unchanged; 0.0 s"


def test_a_summary_of_changes_counts_documents_passages_and_words() -> None:
    report = BuildReport(added=["a"], removed=["b", "c"], unchanged=4, passages=1, tokens=2_000, seconds=1.25)
    assert build_summary(report, INDEX) == (
        "index: documents: 1 added, 2 removed, 4 unchanged; 1 passage, 2,000 words; 1.2 s"
    )


def test_a_summary_counts_documents_by_their_languages() -> None:
    report = BuildReport(unchanged=7, both_sides=4, russian_only=2, english_only=1)
    assert build_summary(report, INDEX) == (
        "index: 7 documents unchanged; 4 in both languages, 2 in Russian only, 1 in English only; 0.0 s"
    )


def test_the_first_likely_pairs_are_named() -> None:
    report = BuildReport(unchanged=7, likely_pairs=[(f"{number}r.txt", f"{number}e.txt") for number in range(7)])
    first, *_, last = build_notes(report)
    assert first == "likely pair, not joined: 0r.txt and 0e.txt"
    assert last.startswith("2 more likely pairs")


def test_a_summary_counts_what_was_left_out() -> None:
    report = BuildReport(unchanged=1, left_out=[SourceError("a.tmx", "not XML")])
    assert build_summary(report, INDEX) == "index: 1 document unchanged; 1 left out; 0.0 s"


def test_notes_list_errors_and_count_unsupported_files_by_suffix() -> None:
    report = BuildReport(
        unchanged=1,
        left_out=[SourceError("a.jsonl", "not JSON", 3)],
        passed_over=Counter({".xyz": 2, "": 1, ".doc": 3}),
    )
    assert build_notes(report) == [
        "left out: a.jsonl:3: not JSON",
        "skipped 3 .doc (unsupported); soffice --headless --convert-to docx NAME.doc",
        "skipped 2 .xyz, 1 without suffix (unsupported); save as text: NAME.ru.txt, NAME.en.txt",
    ]


def test_words_passed_over_are_counted_by_reason() -> None:
    report = BuildReport(unchanged=1)
    assert passed_over_summary(report) == ""
    report.passed_over_text += [
        PassedOver("a.md", 1, 0, 6, "label", "Title:"),
        PassedOver("a.md", 9, 80, 95, "page furniture", "Skip to content"),
    ]
    assert passed_over_summary(report) == "words not indexed: page furniture 3, label 1 (list them with --json)"


def test_notices_are_among_the_notes() -> None:
    assert build_notes(BuildReport(unchanged=1, notices=[Notice("a.md", "no date", 3)])) == ["a.md:3: no date"]


def test_a_build_without_documents_has_a_note_on_the_supported_files() -> None:
    (note,) = build_notes(BuildReport(paths=["empty"]))
    assert note.startswith("No documents found in empty; index unchanged. Supported: ")
    assert note.count("*.jsonl") == note.count("*.xml") == 1


def test_a_build_that_left_files_out_names_no_supported_files() -> None:
    report = BuildReport(paths=["a.pdf"], left_out=[SourceError("a.pdf", "empty")])
    assert build_notes(report) == ["left out: a.pdf: empty", "No documents found in a.pdf; index unchanged"]


def test_an_index_that_is_large_for_its_engine_has_a_note_on_the_faster_engine() -> None:
    (note,) = build_notes(BuildReport(added=["a"], is_large_for_engine=True))
    assert "bisearch index --rebuild --engine tantivy PATH..." in note


def test_an_ordinary_build_has_no_notes() -> None:
    assert build_notes(BuildReport(added=["a"])) == []
