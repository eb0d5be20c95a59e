from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from bisearch.audit.findings import Finding


def test_a_changed_number_is_one_question_with_both_sides(audit: Callable[..., list[Finding]]) -> None:
    (found,) = audit([("Отпущено 18 кубометров дров.", "80 cubic meters of firewood were released.")], "number")
    assert found.question == "The Russian has “18” and the English “80”: is it the same number?"
    assert found.passage.ru is not None
    assert found.passage.en is not None
    assert [found.passage.ru.text[start:end] for start, end in found.marks_ru] == ["18"]
    assert [found.passage.en.text[start:end] for start, end in found.marks_en] == ["80"]


def test_a_dropped_number_is_a_question(audit: Callable[..., list[Finding]]) -> None:
    (found,) = audit([("Вахту сменили на пять минут.", "The watch was changed.")], "number")
    assert (found.side, found.text) == ("ru", "пять")
    assert found.question == "The Russian has “пять”: where is this number in the English?"


def test_a_number_that_moved_to_the_next_passage_is_not_lost(audit: Callable[..., list[Finding]]) -> None:
    pairs = [("Прибыло 47 ящиков.", "The crates arrived."), ("Все приняты на склад.", "All 47 are in the storehouse.")]
    assert audit(pairs, "number") == []


@pytest.mark.parametrize(
    ("ru", "en"),
    [
        ("Тираж 90 тыс. экземпляров.", "A print run of 90,000 copies."),
        ("Заседание в 15 ч. 00 м.", "The meeting is at 3:00 p.m."),
        ("Прибор З класса.", "An instrument of class 3."),
        ("За одиинадцать лет.", "In eleven years."),
        ("Одна полуторка.", "One 1.5-ton truck."),
        ("Льдина восемьсот на пятьсот метров.", "A floe of eight hundred meters by five hundred."),
        ("За сутки принято восемь телеграмм.", "Eight cables were received in twenty-four hours."),
    ],
)
def test_the_same_number_in_another_notation_is_no_question(
    audit: Callable[..., list[Finding]], ru: str, en: str
) -> None:
    assert audit([(ru, en)], "number") == []


def test_a_number_of_a_date_is_left_to_the_check_of_dates(audit: Callable[..., list[Finding]]) -> None:
    pairs = [("Подписано 12 февраля 1945 г.", "Signed on 14 February 1945.")]
    assert audit(pairs, "number") == []
    (found,) = audit(pairs, "date")
    assert (
        found.question == "The Russian has “12 февраля 1945” and the English “14 February 1945”: is it the same date?"
    )
