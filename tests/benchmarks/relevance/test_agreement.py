"""Agreement of two judges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from benchmarks.relevance.agreement import agreement_command, compare

if TYPE_CHECKING:
    from pathlib import Path


def grades(text: str) -> dict[tuple[str, str], int]:
    """Return one topic's grades, one digit for each document."""
    return {("t", str(place)): int(digit) for place, digit in enumerate(text)}


def test_judges_who_agree_on_every_pair_have_kappa_1() -> None:
    found = compare(grades("0120"), grades("0120"))
    assert (found.raw, found.kappa, found.weighted_kappa, found.overlap) == (1, 1, 1, 1)


def test_kappa_is_the_agreement_beyond_chance() -> None:
    # Cohen's kappa of the table 20, 5, 10, 15: observed 0.7, expected 0.5.
    found = compare(grades("0" * 25 + "1" * 25), grades("0" * 20 + "1" * 5 + "0" * 10 + "1" * 15))
    assert found.raw == pytest.approx(0.7)
    assert found.kappa == pytest.approx(0.4)
    assert found.table == {"0-0": 20, "0-1": 5, "1-0": 10, "1-1": 15}


def test_linear_weights_count_two_grades_apart_twice() -> None:
    # Disagreement: 1 + 2 over 6 pairs; expected, with 2 of each grade on both sides: 8 / 9.
    found = compare(grades("001122"), grades("020112"))
    assert found.weighted_kappa == pytest.approx(1 - (4 / 6) / (8 / 9))


def test_overlap_counts_documents_relevant_to_both_among_those_relevant_to_either() -> None:
    assert compare(grades("0212"), grades("0101")).overlap == pytest.approx(2 / 3)


def test_kappa_is_undefined_if_both_judges_gave_one_grade() -> None:
    found = compare(grades("000"), grades("000"))
    assert (found.raw, found.kappa, found.overlap) == (1, None, None)


def test_only_pairs_that_both_judged_are_compared() -> None:
    assert compare(grades("012"), grades("01")).pairs == 2


def test_files_without_a_common_pair_are_an_error(tmp_path: Path) -> None:
    for name, topic in (("a", "en01"), ("b", "en02")):
        (tmp_path / name).write_text(f"{topic} 0 d 1\n", encoding="utf-8")
    done = CliRunner().invoke(agreement_command, [str(tmp_path / "a"), str(tmp_path / "b")])
    assert done.exit_code == 1
    assert "no pair of topic and document in common" in done.output


def test_the_command_prints_a_table(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("en01 0 d 1\nen01 0 e 0\n", encoding="utf-8")
    done = CliRunner().invoke(agreement_command, [str(tmp_path / "a"), str(tmp_path / "a")])
    assert done.exit_code == 0
    assert "| same grade | 1.000 |" in done.output


def test_a_malformed_file_is_an_error_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "qrels.txt"
    path.write_text("en01 0 d 1\nen01 0 d 2\n", encoding="utf-8")
    done = CliRunner().invoke(agreement_command, [str(path), str(path)])
    assert done.exit_code == 1
    assert "qrels.txt" in done.output
    assert "2" in done.output
