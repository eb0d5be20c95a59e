from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bisearch.audit.findings import Finding


def test_a_sentence_without_counterpart_is_a_question(audit: Callable[..., list[Finding]]) -> None:
    (found,) = audit([("Чай был без сахара, и проводник извинился.", "")], "omission")
    assert found.question == ("Nothing in the English seems to translate this Russian sentence: was it left out?")
    assert found.marks_ru[0] == (0, len(found.text))


def test_an_addition_of_the_translator_is_one_too(audit: Callable[..., list[Finding]]) -> None:
    (found,) = audit([("", "The underwater test took place at the atoll of Bikini.")], "omission")
    assert found.side == "en"


def test_a_sentence_that_the_next_passage_translates_is_not_left_out(audit: Callable[..., list[Finding]]) -> None:
    pairs = [
        ("Сотрудники отправились на станцию и проверили приборы.", ""),
        ("Дождь.", "It rained. The employees set off for the station and checked the instruments."),
    ]
    assert audit(pairs, "omission") == []


def test_a_typists_mark_is_no_sentence(audit: Callable[..., list[Finding]]) -> None:
    assert audit([("1-сн", ""), ("✓", "")], "omission") == []
