from __future__ import annotations

import re
from pathlib import Path

import pytest

from bisearch.query.fields import queried_field

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "searching.md"


def test_every_documented_name_of_a_field_means_that_field() -> None:
    text = DOCUMENTATION.read_text(encoding="utf-8")
    table = text[text.index("| field | other names |") :].split("\n\n")[0]
    rows = [[re.findall(r"`([^`: ]+):`", cell) for cell in row.split("|")[1:3]] for row in table.splitlines()[2:]]
    assert len(rows) > 5
    for fields, names in rows:
        assert {queried_field(name) for name in (*fields, *names)} == set(fields)


@pytest.mark.parametrize(
    ("typed", "field"),
    [("Дата", "date"), ("TITLE", "title"), ("title_ru", "title"), ("Record_ID", "record-id"), ("тип", "тип")],
)
def test_a_field_may_be_typed_in_any_case_and_others_keep_their_names(typed: str, field: str) -> None:
    assert queried_field(typed) == field
