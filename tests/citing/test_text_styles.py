"""Citations of twenty invented documents, each with other gaps; the expected strings were read against the manuals."""

from __future__ import annotations

from pathlib import Path

import pytest

from bisearch.citing.chicago import chicago, chicago_note
from bisearch.citing.gost import gost
from bisearch.citing.parts import Cited
from bisearch.model import Passage, PassageText, Sentence
from bisearch.sources.document_values import describe

# A document, the note in Chicago style, the reference by GOST.
GOLD: list[tuple[dict[str, str], str, str]] = [
    (
        {
            "id": "cable-641",
            "title": "Cable No. 641, Dekanozov to Cde. Stalin",
            "date": "November 20, 1946",
            "reference": "RGASPI, f. 558, op. 11, d. 102, ll. 0106",
            "translator": "Gary Goldberg",
            "publisher": "Wilson Center Digital Archive",
            "url": "https://archive.example/document/209743",
        },
        (
            "“Cable No. 641, Dekanozov to Cde. Stalin,” November 20, 1946, RGASPI, f. 558, op. 11, d. "
            "102, ll. 0106, trans. Gary Goldberg, Wilson Center Digital Archive, https://archive.example/document/209743."
        ),
        (
            "Cable No. 641, Dekanozov to Cde. Stalin / пер. Gary Goldberg. 20 ноября 1946 г. // Wilson "
            "Center Digital Archive. РГАСПИ. Ф. 558. Оп. 11. Д. 102. Л. 0106. URL: https://archive.example/document/209743"
        ),
    ),
    (
        {"id": "only-id"},
        "“only-id.”",
        "only-id.",
    ),
    (
        {
            "title": "Письмо с Диксона",
            "date": "5 сентября 1947 г.",
            "reference": "ГАПИ. Ф. 72. Оп. 3. Д. 118. Л. 14-15",
        },
        "“Письмо с Диксона,” September 5, 1947, ГАПИ. Ф. 72. Оп. 3. Д. 118. Л. 14-15.",
        "Письмо с Диксона. 5 сентября 1947 г. // ГАПИ. Ф. 72. Оп. 3. Д. 118. Л. 14-15.",
    ),
    (
        {
            "title": "Letter from Dikson",
            "title_ru": "Письмо с Диксона",
            "author": "I. V. Mokhov",
            "date": "ca. 1946",
            "reference": "RGAE, f. 72",
        },
        "I. V. Mokhov, “Letter from Dikson,” ca. 1946, RGAE, f. 72.",
        "I. V. Mokhov. Письмо с Диксона. около 1946 г. // РГАЭ. Ф. 72.",
    ),
    (
        {"title": "Report", "date": "1946-1947"},
        "“Report,” 1946-1947.",
        "Report. 1946-1947.",
    ),
    (
        {"title": "Report", "date": "before 1946"},
        "“Report,” before 1946.",
        "Report. 31 декабря 1945 г. или ранее.",
    ),
    (
        {"title": "Справка", "date": "не позднее 1946 г."},
        "“Справка,” December 31, 1946 or earlier.",
        "Справка. не позднее 1946 г.",
    ),
    (
        {"title": 'What Is "Atomic Control"?', "date": "1946-11", "url": "https://archive.example/q?a=1"},
        "“What Is ‘Atomic Control’?” November 1946, https://archive.example/q?a=1.",
        'What Is "Atomic Control"? ноябрь 1946 г. URL: https://archive.example/q?a=1',
    ),
    (
        {"title": "Note", "date": "1946-11-20/1946-11-22"},
        "“Note,” November 20, 1946 to November 22, 1946.",
        "Note. с 20 ноября 1946 г. по 22 ноября 1946 г.",
    ),
    (
        {"title": "Note", "date": "[1946-11-20..1946-11-22]"},
        "“Note,” between November 20, 1946 and November 22, 1946.",
        "Note. между 20 ноября 1946 г. и 22 ноября 1946 г.",
    ),
    (
        {"title": "Note", "date": "194X"},
        "“Note,” 1940-1949.",
        "Note. 1940-1949 гг.",
    ),
    (
        {"title": "Note", "date": "1946~"},
        "“Note,” ca. 1946.",
        "Note. около 1946 г.",
    ),
    (
        {"title": "Note", "reference": "box 4, folder 2"},
        "“Note,” box 4, folder 2.",
        "Note // box 4, folder 2.",
    ),
    (
        {"title": "Note", "reference": "AVP RF, f. 06, op. 8, p. 7, d. 101, ll. 3ob-4"},
        "“Note,” AVP RF, f. 06, op. 8, p. 7, d. 101, ll. 3ob-4.",
        "Note // АВП РФ. Ф. 06. Оп. 8. П. 7. Д. 101. Л. 3ob-4.",
    ),
    (
        {"title": "Note", "reference": "GAPI, f. 72", "translator": "A. Reader"},
        "“Note,” GAPI, f. 72, trans. A. Reader.",
        "Note / пер. A. Reader // GAPI. Ф. 72.",
    ),
    (
        {"title": "Постановление", "author": "Совет Министров СССР", "date": "1950"},
        "Совет Министров СССР, “Постановление,” 1950.",
        "Совет Министров СССР. Постановление. 1950 г.",
    ),
    (
        {
            "title": "Справка",
            "author": "Г. М. Маленков",
            "date": "осень 1946 г.",
            "reference": "РГАСПИ. Ф. 17. Оп. 125. Д. 400. Л. 1, 3 об.",
        },
        (
            "Г. М. Маленков, “Справка,” between September 1, 1946 and November 30, 1946, РГАСПИ. Ф. "
            "17. Оп. 125. Д. 400. Л. 1, 3 об."
        ),
        "Г. М. Маленков. Справка. осень 1946 г. // РГАСПИ. Ф. 17. Оп. 125. Д. 400. Л. 1, 3 об.",
    ),
    (
        {"title": "Is it over?", "publisher": "Polar Papers"},
        "“Is it over?” Polar Papers.",
        "Is it over? // Polar Papers.",
    ),
    (
        {"title": "", "title_ru": "Протокол № 5", "url": "https://archive.example/5"},
        "“Протокол № 5,” https://archive.example/5.",
        "Протокол № 5. URL: https://archive.example/5",
    ),
    (
        {"title": "Memo", "date": "sometime after the war"},
        "“Memo,” sometime after the war.",
        "Memo. sometime after the war.",
    ),
]


def cited(**values: str) -> Cited:
    return Cited(describe({"id": "x", **values}, Path("x.json")))


@pytest.mark.parametrize(("values", "note", "reference"), GOLD)
def test_a_document_is_cited_as_the_manuals_say(values: dict[str, str], note: str, reference: str) -> None:
    assert chicago_note(cited(**values)) == note
    assert gost(cited(**values)) == reference


def test_nothing_is_said_of_what_is_unknown() -> None:
    for values, *_ in GOLD:
        text = chicago(cited(**values)) + gost(cited(**values))
        assert not {"n.d.", "None", "б. д.", ",,", ", ."} & set(text.split())
        assert "  " not in text


def test_the_bibliography_entry_has_the_surname_first_if_initials_show_which_it_is() -> None:
    assert chicago(cited(title="Note", author="А. П. Вершинин")).endswith("\n\nВершинин, А. П. “Note.”")
    assert chicago(cited(title="Note", author="Soviet Embassy")).endswith("\n\nSoviet Embassy. “Note.”")


def test_a_passage_is_cited_by_its_number_and_its_permanent_reference() -> None:
    document = cited(title="Note", date="1946").document
    passage = Passage(9, PassageText("Верно.", (Sentence(0, 6),)), None)
    one = Cited(document, passage, "x/9-k7f2q")
    assert chicago_note(one) == "“Note,” 1946, passage 9 (x/9-k7f2q)."
    assert gost(one) == "Note. 1946 г. Фрагмент 9 (x/9-k7f2q)."
