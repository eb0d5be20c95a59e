"""Beads as columns of numbers."""

from __future__ import annotations

from bisearch.lexicon.bead_columns import BeadColumns, WordColumn


def test_a_form_has_one_number_on_both_sides() -> None:
    columns = BeadColumns.of([(["visa", "ночь"], ["visa"]), (["ночь"], [])])
    assert [[columns.names[number] for number in column.forms] for column in (columns.ru, columns.en)] == [
        ["visa", "ночь", "ночь"],
        ["visa"],
    ]
    assert columns.ru.forms[0] == columns.en.forms[0]
    assert (list(columns.ru.counts), list(columns.en.counts)) == ([2, 1], [1, 0])


def test_columns_are_joined_bead_after_bead() -> None:
    first, second = WordColumn.empty(), WordColumn.empty()
    first.append([3, 1])
    second.append([2])
    first.extend(second)
    assert (list(first.forms), list(first.counts)) == ([3, 1, 2], [2, 1])
