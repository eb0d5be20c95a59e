from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bisearch.audit.findings import Finding


def test_a_name_that_the_other_side_lacks_is_a_question(audit: Callable[..., list[Finding]]) -> None:
    (found,) = audit([("Потом пришел Жуковецкий с прибором.", "Then he came with the instrument.")], "name")
    assert found.question == "The Russian names “Жуковецкий”: who or what is that in the English?"


def test_any_transliteration_is_the_same_name(audit: Callable[..., list[Finding]]) -> None:
    pairs = [
        ("Потом пришел Щербатюк с прибором.", "Then came Ščerbatjuk with the instrument."),
        ("Затем говорил Жуковецкий.", "Then spoke Zhukovetskii."),
        ("Мы видели Эйхгорна у окна.", "We saw Eichhorn at the window."),
    ]
    assert audit(pairs, "name") == []
