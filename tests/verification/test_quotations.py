from __future__ import annotations

import pytest

from bisearch.verification import quotations
from bisearch.verification.manuscripts import manuscript_of
from bisearch.verification.quotations import Quotation, find_quotations


def quotes(text: str) -> list[str]:
    return [each.text for each in find_quotations(manuscript_of(text)).quotations]


def first(text: str) -> Quotation:
    return find_quotations(manuscript_of(text)).quotations[0]


@pytest.mark.parametrize(
    "text",
    [
        "Он сказал: «лед стоит до самого мая».",
        "He said: “лед стоит до самого мая”.",
        "Er sagte: „лед стоит до самого мая“.",
        'He said: "лед стоит до самого мая".',
        "> лед стоит до самого мая\n",
        "    лед стоит до самого мая\n",
        "Он писал:\n\nлед стоит до самого мая (ГАПИ, ф. 1, оп. 2, д. 3)\n",
    ],
)
def test_quotation_marks_of_both_languages_and_blocks_are_quotations(text: str) -> None:
    assert quotes(text) == ["лед стоит до самого мая"]


def test_the_outermost_of_nested_quotation_marks_count() -> None:
    assert quotes("«лед «Севера» стоит до самого мая»") == ["лед «Севера» стоит до самого мая"]


def test_a_mark_that_is_not_closed_in_its_paragraph_takes_nothing_with_it() -> None:
    found = find_quotations(manuscript_of("Это « не закрыто.\n\n«лед стоит до самого мая»"))
    assert [each.text for each in found.quotations] == ["лед стоит до самого мая"]
    assert found.unclosed == 1


def test_titles_and_single_words_are_only_counted() -> None:
    found = find_quotations(manuscript_of("«Севморпуть» и «Красный треугольник» молчали."))
    assert (found.quotations, found.short) == ((), 2)


def test_a_note_after_the_quotation_is_its_citation() -> None:
    found = first("«лед стоит до самого мая».[^7] Далее.[^8]\n\n[^7]: ГАПИ, ф. 1.\n[^8]: Другое.")
    assert (found.citation, found.note) == ("ГАПИ, ф. 1.", "7")


def test_parentheses_after_the_quotation_are_its_citation() -> None:
    found = first("“the ice holds until May” (GAPI, f. 1, op. 2, d. 3). [1]\n\n[1] Another.")
    assert (found.citation, found.note) == ("GAPI, f. 1, op. 2, d. 3", "")


def test_raised_digits_refer_to_notes() -> None:
    found = first("«лед стоит до самого мая»¹².\n\n¹² ГАПИ, ф. 1.")
    assert (found.text, found.citation) == ("лед стоит до самого мая", "ГАПИ, ф. 1.")


def test_more_quotations_than_can_be_checked_are_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotations, "MOST_QUOTATIONS", 2)
    found = find_quotations(manuscript_of("«лед стоит до самого мая» " * 3)).quotations
    assert [each.is_checked for each in found] == [True, True, False]
