from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from bisearch.audit.findings import Finding


def test_a_dropped_negation_is_a_question(audit: Callable[..., list[Finding]]) -> None:
    (found,) = audit([("Институт не получил приборы.", "The institute received the instruments.")], "negation")
    assert "“не получил”" in found.question
    assert "“received”" in found.question
    assert found.marks_en


@pytest.mark.parametrize(
    ("ru", "en"),
    [
        ("Институт не получил приборы.", "The institute did not receive the instruments."),
        ("Институт не получил приборы.", "The institute never received the instruments."),
        ("Институт ие получил приборы.", "The institute received no instruments."),
        ("Институт получил не только приборы.", "The institute received the instruments as well."),
        ("Получил ли институт приборы?", "Has the institute not received the instruments?"),
    ],
)
def test_another_negation_an_idiom_and_a_question_are_no_question(
    audit: Callable[..., list[Finding]], ru: str, en: str
) -> None:
    assert audit([(ru, en)], "negation") == []
