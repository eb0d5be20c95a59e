from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from bisearch.audit.findings import Finding


@pytest.mark.parametrize(
    ("ru", "en"),
    [
        ("Подписано 20/XI-46 г.", "Signed on November 20, 1946."),
        ("Вышли третьего июня.", "They left on 3 June."),
        ("Телеграмма двадцать восьмого мая.", "The cable of 28 May."),
        ("После июльской революции 1830 г.", "After the revolution of July 1830."),
        ("До 1 мая прибыли все.", "By 1 May all 18 may have arrived."),
    ],
)
def test_the_same_date_in_another_notation_is_no_question(
    audit: Callable[..., list[Finding]], ru: str, en: str
) -> None:
    assert audit([(ru, en)], "date") == []


@pytest.mark.parametrize(
    "en", ["Signed on 21 November 1946.", "Signed on 20 December 1946.", "Signed on 20 November 1947."]
)
def test_another_day_month_or_year_is_one_question(audit: Callable[..., list[Finding]], en: str) -> None:
    (found,) = audit([("Подписано 20 ноября 1946 г.", en)], "date")
    assert found.question.endswith("is it the same date?")


def test_a_dropped_date_is_a_question(audit: Callable[..., list[Finding]]) -> None:
    (found,) = audit([("Юрасова, 3 ноября 1950 г.", "Respectfully, Yurasova.")], "date")
    assert found.text == "3 ноября 1950"
