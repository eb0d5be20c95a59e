from __future__ import annotations

from bisearch import Alignment, Bead, Metadata, Passage, PassageText, Reference, Sentence
from bisearch.cli.records import align_record, index_record, show_record
from bisearch.errors import SourceError
from bisearch.indexing.options import BuildReport


def test_a_show_record_has_null_for_an_absent_side_and_no_marks() -> None:
    passage = Passage(1, PassageText("Да.", (Sentence(0, 3),)), None, 0.98765)
    record = show_record(Metadata("a", reference=Reference("ф. 72", fond="72")), [passage])
    assert record["document"]["id"] == "a"
    assert record["document"]["reference"]["fond"] == "72"
    ru = {"text": "Да.", "sentences": [[0, 3]]}
    assert record["passages"] == [
        {"number": 1, "permanent_reference": "a/1-zxc63", "confidence": 0.9877, "ru": ru, "en": None}
    ]


def test_an_align_record_has_the_sentences_of_each_bead_with_their_offsets() -> None:
    alignment = Alignment((Sentence(0, 3),), (), (Bead((0,), (), 0.5),))
    ru = [{"start": 0, "end": 3, "text": "Да."}]
    assert align_record("Да.", "", alignment) == {"beads": [{"ru": ru, "en": [], "confidence": 0.5}]}


def test_an_index_record_has_what_was_done_and_the_place_and_reason_of_each_error() -> None:
    report = BuildReport(added=["a"], unchanged=2, passages=3, tokens=4, seconds=0.12345)
    report.left_out.append(SourceError("b.jsonl", "not JSON", 5))
    report.passed_over[".pdf"] += 1
    assert index_record(report) == {
        "added": ["a"],
        "changed": [],
        "moved": [],
        "removed": [],
        "excluded": [],
        "gone": [],
        "corrected": [],
        "orphans": [],
        "unchanged": 2,
        "both_sides": 0,
        "russian_only": 0,
        "english_only": 0,
        "likely_pairs": [],
        "passages": 3,
        "tokens": 4,
        "left_out": [{"path": "b.jsonl", "line": 5, "reason": "not JSON"}],
        "passed_over": {".pdf": 1},
        "passed_over_text": [],
        "notices": [],
        "seconds": 0.123,
    }
