"""The scores of sentence alignment, and its gold for the demonstration archive."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bitext.alignment import calibration, score
from bisearch.sources.reading import read

if TYPE_CHECKING:
    from bisearch.errors import SourceError

ROOT = Path(__file__).parents[3]


def test_strict_scores_need_exact_beads_and_lax_scores_count_single_links() -> None:
    gold = [{((0,), (0,)), ((1, 2), (1,)), ((3,), ())}]
    found = [[((0,), (0,)), ((1,), (1,)), ((2,), ()), ((3,), ())]]
    scores = score(gold, found, 0.0)
    assert (scores.strict_precision, scores.strict_recall) == (0.5, 0.5)
    assert scores.omission_recall == 1.0
    assert scores.lax_f1 == 0.8  # two of two links are right, two of three found


def test_calibration_counts_each_bead_in_the_range_of_its_confidence() -> None:
    rows = calibration([(0.3, False), (0.95, True), (0.92, False), (1.0, True)])
    assert [(row["above"], row["beads"], row["right"]) for row in rows if row["beads"]] == [
        (0.0, 1, 0.0),
        (0.9, 2, 0.5),
        (0.99, 1, 1.0),
    ]


def test_the_gold_of_the_archive_covers_each_two_sided_document_exactly() -> None:
    refused: list[SourceError] = []
    documents = {each.metadata.id: each for each in read([ROOT / "data"], on_error=refused.append)}
    path = ROOT / "benchmarks" / "bitext" / "gold" / "archive.jsonl"
    gold = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert not refused
    assert {record["doc_id"] for record in gold} == {
        id_ for id_, each in documents.items() if each.text_ru and each.text_en
    }
    for record in gold:
        document = documents[record["doc_id"]]
        assert (record["ru_text"], record["en_text"]) == (document.text_ru, document.text_en)
        for side, place in (("ru", 0), ("en", 1)):
            linked = sorted(index for bead in record["beads"] for index in bead[place])
            assert linked == list(range(len(record[f"{side}_spans"])))
