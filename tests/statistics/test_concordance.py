"""A concordance has every occurrence once, in an order that does not depend on the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch.analysis.tokenizer import tokenize
from tests.statistics.plain_counts import plain_sentences

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.statistics.options import ConcordanceSort

SORTS: list[ConcordanceSort] = ["left", "right", "opposite"]


def forms(text: str) -> list[str]:
    return [token.form for token in tokenize(text)]


@pytest.mark.parametrize("sort", SORTS)
def test_every_occurrence_of_the_demonstration_archive_is_there_once(
    demonstration: bisearch.Index, sort: ConcordanceSort
) -> None:
    found = demonstration.concordance("станция", sort, limit=1000)
    expected = sum("станция" in lemmas for each in plain_sentences(demonstration)["ru"] for lemmas in each.lemmas)
    assert found.total == len(found.lines) == expected
    assert len({(line.reference, line.context.left) for line in found.lines}) == expected
    for line in found.lines:
        passage = demonstration.passage(line.reference).passage
        assert passage.ru is not None
        assert "".join(line.context) == passage.ru.text
        assert ("".join(line.opposite) if line.opposite else None) == (passage.en.text if passage.en else None)
        assert dict(found.forms)[" ".join(forms(line.context.word))] > 0


def test_the_lines_are_in_the_order_of_their_contexts(demonstration: bisearch.Index) -> None:
    lines = demonstration.concordance("station", "left", limit=1000).lines
    keys = [forms(line.context.left)[::-1][:10] for line in lines]
    assert keys == sorted(keys)
    lines = demonstration.concordance("station", "right", limit=1000).lines
    keys = [forms(line.context.right)[:10] for line in lines]
    assert keys == sorted(keys)
    lines = demonstration.concordance("station", "opposite", limit=1000).lines
    opposite = [line.opposite for line in lines]
    translated = [each for each in opposite if each is not None and each.word]
    keys = [forms(f"{each.word} {each.right}")[:10] for each in translated]
    assert keys == sorted(keys)
    # Occurrences without a known translation come last, and those without a counterpart after these.
    assert opposite[: len(translated)] == translated
    rest = [each is None for each in opposite[len(translated) :]]
    assert rest == sorted(rest)


@pytest.mark.parametrize("sort", SORTS)
def test_both_engines_have_the_same_lines_and_pages_join(
    counted_folders: dict[str, Path], sort: ConcordanceSort
) -> None:
    found = []
    for folder in counted_folders.values():
        with bisearch.open(folder) as index:
            found.append(index.concordance("уголь", sort).lines)
            pages = [index.concordance("уголь", sort, limit=1, offset=offset).lines for offset in range(5)]
            assert sum(pages, ()) == found[-1]
    assert found[0] == found[1]
    assert len(found[0]) == 4


def test_each_occurrence_of_a_passage_has_its_own_translation(counted: bisearch.Index) -> None:
    lines = counted.concordance("уголь id:letter-3", "right").lines
    assert [line.context.word for line in lines] == ["Уголь", "уголь"]
    assert [line.opposite.word for line in lines if line.opposite] == ["Coal", "coal"]


def test_json_has_the_reference_and_both_contexts(counted: bisearch.Index) -> None:
    record = counted.concordance("хлеб", filters="id:letter-3").to_dict()
    (line,) = record["lines"]
    assert line["reference"].startswith("letter-3/1-")
    assert (line["left"], line["word"], line["right"]) == ("", "Хлеба", " нет.")
    assert line["opposite"]["word"] == "bread"
    assert record["filters"] == "id:letter-3"


def test_a_phrase_and_a_word_that_is_not_there(counted: bisearch.Index) -> None:
    (line,) = counted.concordance("директор завода").lines
    assert line.context.word == "Директор завода"
    assert counted.concordance("нигдеибо").lines == ()


def test_sorting_too_many_passages_by_the_opposite_text_is_refused(
    counted: bisearch.Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bisearch.statistics.concordance.MAX_OPPOSITE", 1)
    with pytest.raises(bisearch.QueryCostError, match="add a filter"):
        counted.concordance("уголь", "opposite")
    assert len(counted.concordance("уголь", "left").lines) == 4


@pytest.mark.parametrize(("option", "value"), [("sort", "middle"), ("limit", -1), ("offset", -1), ("side", "de")])
def test_impossible_options_are_refused(counted: bisearch.Index, option: str, value: object) -> None:
    with pytest.raises(ValueError, match=option):
        counted.concordance("coal", **{option: value})  # type: ignore[arg-type]


@pytest.mark.parametrize("sort", ["left", "right"])
def test_a_page_of_lines_is_that_part_of_all_lines(demonstration: bisearch.Index, sort: ConcordanceSort) -> None:
    whole = demonstration.concordance("the OR и", sort, limit=300)
    for offset, limit in ((0, 1), (0, 7), (5, 40), (120, 80), (299, 1)):
        part = demonstration.concordance("the OR и", sort, limit=limit, offset=offset)
        assert part.lines == whole.lines[offset : offset + limit]
        assert part.total == whole.total
    assert demonstration.concordance("the", sort, offset=1_000_000).lines == ()


def test_more_lines_than_can_be_shown_in_time_are_refused_unless_there_is_a_time_limit(
    demonstration: bisearch.Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bisearch.statistics.concordance.HITS_WORK", 100_000)
    with pytest.raises(bisearch.QueryCostError, match="use a smaller limit with offset, or set a timeout"):
        demonstration.concordance("the", limit=300)
    assert demonstration.concordance("the", limit=5).lines
    assert len(demonstration.concordance("the", limit=300, timeout=60).lines) == 300
