from __future__ import annotations

import pytest

from bisearch.notation.shelfmarks import shelfmark_key, shelfmarks


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ф. 558 оп. 11", [[("fond", "558"), ("opis", "11")]]),
        ("f. 558, op. 11, d. 102", [[("fond", "558"), ("opis", "11"), ("delo", "102")]]),
        ("Фонд 72, опись 3; дело 118а, л.14", [[("fond", "72"), ("opis", "3"), ("delo", "118а"), ("list", "14")]]),
        ("РГАСПИ, ф.558", [[("fond", "558")]]),
        ("ф. 1 и ф. 2", [[("fond", "1")], [("fond", "2")]]),
        ("оп. 2, д. 5", [[("opis", "2"), ("delo", "5")]]),
        ("д. 5", []),
        ("в 46 г. и 5 л.", []),
    ],
)
def test_shelfmarks_are_found(text: str, parts: list[list[tuple[str, str]]]) -> None:
    found = list(shelfmarks(text))
    assert [list(mark.parts) for mark in found] == parts
    assert all(text[mark.start : mark.end][-1].isalnum() for mark in found)


def test_both_scripts_have_one_key() -> None:
    assert shelfmark_key("РГАСПИ, ф. 0558, оп. 11")[1:] == shelfmark_key("RGASPI, f. 558, op. 11")[1:]
