from __future__ import annotations

import pytest

from bisearch.model import Reference
from bisearch.notation.shelfmarks import find_reference, find_shelfmarks, shelfmark_key


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
def test_a_text_holds_these_shelfmarks(text: str, parts: list[list[tuple[str, str]]]) -> None:
    found = list(find_shelfmarks(text))
    assert [list(mark.parts) for mark in found] == parts
    assert all(text[mark.start : mark.end][-1].isalnum() for mark in found)


def test_both_scripts_have_the_same_key() -> None:
    assert shelfmark_key("РГАСПИ, ф. 0558, оп. 11")[1:] == shelfmark_key("RGASPI, f. 558, op. 11")[1:]


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        (
            "Archive, RGASPI, f. 558, op. 11, d. 102, ll. 0106. Contributed",
            Reference("RGASPI, f. 558, op. 11, d. 102, ll. 0106", "RGASPI", "558", "11", delo="102", list="0106"),
        ),
        (
            "ГАПИ, ф. 72, оп. 3, д. 118, лл. 14-15",
            Reference("ГАПИ, ф. 72, оп. 3, д. 118, лл. 14-15", "ГАПИ", "72", "3", delo="118", list="14-15"),
        ),
        ("F. 558. Op. 11", Reference("F. 558. Op. 11", "", "558", "11")),
        ("ф.72 оп.3 л. 14об.", Reference("ф.72 оп.3 л. 14об", "", "72", "3", list="14об.")),
    ],
)
def test_a_reference_is_found_with_its_parts(text: str, reference: Reference) -> None:
    assert find_reference(text) == reference


def test_a_text_without_a_fond_has_no_reference() -> None:
    assert find_reference("a letter of 1946") is None
