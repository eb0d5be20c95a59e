from __future__ import annotations

import pytest

from bisearch.model import Reference
from bisearch.sources.dates import find_date
from bisearch.sources.references import find_reference


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("November 20, 1946", "1946-11-20"),
        ("on 20 November 1946 in Moscow", "1946-11-20"),
        ("20.XI.46г.", "1946-11-20"),
        ("20.XI.1946 г.", "1946-11-20"),
        ("3/II-49 г.", "1949-02-03"),
        ("20.11.1946", "1946-11-20"),
        ("14 марта 1951 г.", "1951-03-14"),
        ("ноябрь 1946 г.", "1946-11"),
        ("November 1946", "1946-11"),
        ("1946-11-20", "1946-11-20"),
        ("1946-11", "1946-11"),
        ("1946 г.", "1946"),
        ("9 мая 1945 г.", "1945-05-09"),
        ("31 февраля 1946 г.", "1946-02"),
        ("no date, f. 558", ""),
    ],
)
def test_a_date_is_found_in_either_convention(text: str, date: str) -> None:
    assert find_date(text) == date


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
