from __future__ import annotations

import pytest

from bisearch.similarity.surname_cases import nominatives


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("иванов", "иванов иванова иванову ивановым иванове ивановой ивановы ивановых ивановыми"),
        ("абаев", "абаев абаева абаеву абаевым абаеве абаевой"),
        ("вышинский", "вышинский вышинского вышинскому вышинским вышинском вышинская вышинской вышинскую"),
        ("смит", "смит смита смиту смитом смите смиты смитам"),
        ("толстой", "толстой толстого толстому толстым толстом"),
        ("щербатюк", "щербатюк щербатюка щербатюку щербатюком щербатюке"),
        ("гоголь", "гоголь гоголя гоголю гоголем гоголе"),
        ("берия", "берия берии берию"),
        ("глинка", "глинка глинки глинке глинку"),
    ],
)
def test_all_cases_of_a_surname_have_its_nominative(name: str, forms: str) -> None:
    assert all(name in nominatives(form) for form in forms.split())


def test_a_surname_is_not_shortened_to_a_first_name() -> None:
    assert "марк" not in nominatives("марков")
    assert "иван" not in nominatives("ивановой")
