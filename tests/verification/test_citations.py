from __future__ import annotations

import pytest

from bisearch.model import Metadata
from bisearch.notation.shelfmarks import parse_shelfmark
from bisearch.verification.citations import check_citation

DOCUMENT = Metadata(
    "letter", date="1945-02-12", date_text="February 12, 1945", date_earliest="1945-02-12", date_latest="1945-02-12",
    reference=parse_shelfmark("GAPI, f. 72, op. 1, d. 14, ll. 7-8"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "shelfmark", "date"),
    [
        ("ГАПИ. Ф. 72. Оп. 1. Д. 14. Л. 7. 12 февраля 1945 г.", "agrees", "agrees"),
        ("GAPI, f. 72, op. 1, d. 14, ll. 7-8.", "agrees", "not cited"),
        ("GAPI, f. 72, op. 1, d. 14, l. 9", "differs", "not cited"),
        ("GAPI, f. 72, op. 2, d. 14", "differs", "not cited"),
        ("Letter of 12 March 1945", "not cited", "differs"),
        ("Letter, February 1945", "not cited", "agrees"),
        ("https://archive.example/2, accessed 3 May 2020", "not cited", "not cited"),
        ("", "not cited", "not cited"),
    ],
)
def test_each_part_that_is_cited_is_compared(text: str, shelfmark: str, date: str) -> None:
    found = check_citation(text, "1", "", DOCUMENT)
    assert (found.shelfmark, found.date) == (shelfmark, date)
    assert bool(found.differences) == ("differs" in {shelfmark, date})


@pytest.mark.parametrize(("text", "agreement"), [("Там же. Л. 8.", "agrees"), ("Ibid., l. 19", "differs")])
def test_ibid_is_the_citation_before_with_another_leaf(text: str, agreement: str) -> None:
    assert check_citation(text, "2", "ГАПИ. Ф. 72. Оп. 1. Д. 14. Л. 7.", DOCUMENT).shelfmark == agreement


def test_a_document_without_shelfmark_and_date_leaves_both_unknown() -> None:
    found = check_citation("ГАПИ. Ф. 72. Оп. 1. Д. 14. 12 февраля 1945 г.", "1", "", Metadata("letter"))
    assert (found.shelfmark, found.date, found.differences) == ("unknown", "unknown", ())
