from __future__ import annotations

import pytest

from bisearch.model import Reference
from bisearch.notation.references import find_reference


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        (
            "Archive, RGASPI, f. 558, op. 11, d. 102, ll. 0106. Contributed",
            Reference("RGASPI, f. 558, op. 11, d. 102, ll. 0106", "RGASPI", "558", "11", "102", "0106"),
        ),
        (
            "ГАПИ, ф. 72, оп. 3, д. 118, лл. 14-15",
            Reference("ГАПИ, ф. 72, оп. 3, д. 118, лл. 14-15", "ГАПИ", "72", "3", "118", "14-15"),
        ),
        ("F. 558. Op. 11", Reference("F. 558. Op. 11", "", "558", "11")),
        ("ф.72 оп.3 л. 14об.", Reference("ф.72 оп.3 л. 14об", "", "72", "3", "", "14об.")),
    ],
)
def test_a_reference_is_found_with_its_parts(text: str, reference: Reference) -> None:
    assert find_reference(text) == reference


def test_where_there_is_none_there_is_none() -> None:
    assert find_reference("a letter of 1946") is None
