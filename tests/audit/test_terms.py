from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bisearch.audit.findings import Finding


def test_a_word_of_the_query_that_nothing_translates_is_a_question(audit: Callable[..., list[Finding]]) -> None:
    pairs = [("Сотрудники отправились на полярную станцию.", "The employees set off for the station.")]
    (found,) = audit(pairs, "term", query="полярный")
    assert found.question == "Nothing in the English seems to translate “полярную”: how is it translated here?"


def test_a_translated_word_is_none(audit: Callable[..., list[Finding]]) -> None:
    assert audit([], "term", query="станция") == []


def test_without_a_query_there_are_no_terms(audit: Callable[..., list[Finding]]) -> None:
    pairs = [("Сотрудники отправились на полярную станцию.", "The employees set off for the station.")]
    assert audit(pairs, "term") == []
