"""The measures of natural translations, by the borders of their aligned paragraphs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from benchmarks.bitext.hunalign import ladder_beads
from benchmarks.bitext.natural import Work, count, measures, read_works
from benchmarks.bitext.training import parts, within_paragraphs
from bisearch.model import Bead

if TYPE_CHECKING:
    from pathlib import Path

# Paragraph 0 has two Russian sentences and one English, paragraph 1 has one each, paragraph 2 has two each.
WORK = Work("w", ("", ""), ([""] * 5, [""] * 4), ([0, 0, 1, 2, 2], [0, 1, 2, 2]))


def bead(ru: tuple[int, ...], en: tuple[int, ...], confidence: float = 1.0) -> Bead:
    return Bead(ru, en, confidence)


def test_a_work_whose_beads_are_its_closed_paragraphs_scores_1() -> None:
    found = measures(count(WORK, [bead((0, 1), (0,)), bead((2,), (1,)), bead((3,), (2,)), bead((4,), (3,))]))
    assert (found["closed_f1"], found["closed"], found["inside"], found["one_sided"]) == (1.0, 2, 1.0, 0.0)


def test_beads_across_a_border_and_one_sided_sentences_are_counted() -> None:
    beads = [bead((0,), ()), bead((1,), (0,)), bead((2, 3), (1, 2), 0.95), bead((4,), (3,), 0.5)]
    found = measures(count(WORK, beads))
    assert found["closed_f1"] == 0.0
    assert found["one_sided"] == round(1 / 9, 4)
    assert found["inside"] == round(2 / 3, 4)
    assert (found["sure_inside"], found["sure"]) == (0.5, 2)


def test_paragraphs_are_joined_and_each_sentence_keeps_its_paragraph(tmp_path: Path) -> None:
    articles = [["Снег идет. Холодно.", "It is snowing."], ["Пришел Петр.", "Peter came."]]
    (tmp_path / "works.jsonl").write_text(json.dumps({"doc_id": "w", "articles": articles}), encoding="utf-8")
    (work,) = read_works(tmp_path / "works.jsonl")
    assert work.sentences == (["Снег идет.", "Холодно.", "Пришел Петр."], ["It is snowing.", "Peter came."])
    assert work.paragraphs == ([0, 0, 1], [0, 1])


def test_training_allows_only_the_whole_pair_where_a_side_is_one_sentence() -> None:
    allowed = within_paragraphs([0, 0, 1], [0, 1])
    right = {(shape, at) for shape, grid in allowed.items() for at in zip(*(grid == 0).nonzero(), strict=True)}
    assert right == {((2, 1), (0, 0)), ((1, 1), (2, 1))}


def test_a_work_is_cut_only_at_paragraph_borders() -> None:
    paragraphs = [number // 10 for number in range(70)]
    assert list(parts(paragraphs, paragraphs)) == [(0, 30, 0, 30), (30, 60, 30, 60), (60, 70, 60, 70)]


def test_hunaligns_ladder_gives_beads_between_its_rungs() -> None:
    found = ladder_beads("0\t0\t0.5\n1\t2\t0.3\n2\t2\t-0.3\n3\t3\t0\n")
    assert [(each.ru, each.en) for each in found] == [((0,), (0, 1)), ((1,), ()), ((2,), (2,))]
