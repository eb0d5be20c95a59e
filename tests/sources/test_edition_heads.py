"""Heads of documents in printed editions: title, place and date, and the number of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.conservation.measure import measure_file
from bisearch.model import Document
from bisearch.sources.archive_page import read_page
from bisearch.sources.edition_heads import find_file_number

if TYPE_CHECKING:
    from pathlib import Path

BODY = "I called on Mr. Dekanozov at my request. He said little."
SOURCE = "Department of State, Central Files, 861.00/11–2046. Secret. Drafted by Smith."
TO_STATE = "The Ambassador in the Soviet Union (Smith) to the Secretary of State"


def page(folder: Path, text: str) -> Document:
    """Read a page; no word of it may be lost or doubled."""
    path = folder / "page.txt"
    path.write_text(text, encoding="utf-8")
    found = measure_file([path])
    assert (found.errors, found.lost) == ([], {})
    (document,) = (each for each in read_page(path) if isinstance(each, Document))
    return document


@pytest.mark.parametrize("separator", ["\n\n", "\n"])
@pytest.mark.parametrize("source", [f"[Source: {SOURCE}]", f"Source: {SOURCE}"])
def test_a_memorandum_has_its_title_place_date_and_file_number(tmp_path: Path, separator: str, source: str) -> None:
    head = ["121. Memorandum of Conversation", "Moscow, November 20, 1946, 3 p.m.", "SECRET", "Subject: Control"]
    document = page(tmp_path, separator.join(head) + f"\n\n{BODY}\n\nDate: a bad day for all of us.\n\n{source}\n")
    metadata = document.metadata
    assert (metadata.title, metadata.place) == ("121. Memorandum of Conversation", "Moscow")
    assert (metadata.date_text, metadata.date) == ("November 20, 1946, 3 p.m.", "1946-11-20")
    assert metadata.citation == SOURCE
    assert metadata.reference is not None
    assert metadata.reference.text == "Department of State, Central Files, 861.00/11–2046"
    assert document.text_en == f"SECRET{separator}Subject: Control\n\n{BODY}\n\nDate: a bad day for all of us."


@pytest.mark.parametrize(
    "where",
    ["SECRET  Moscow, November 20, 1946—3 p.m.", "SECRET\n\nMoscow, November 20, 1946—3 p.m."],
)
def test_a_telegram_keeps_its_classification_and_form_as_text(tmp_path: Path, where: str) -> None:
    received = "[Received November 20—11:55 a.m.]"
    document = page(tmp_path, f"861.00/11–2046: Telegram\n\n{TO_STATE}\n\n{where}\n{received}\n\n4268. {BODY}\n")
    metadata = document.metadata
    assert (metadata.title, metadata.place, metadata.date_text) == (TO_STATE, "Moscow", "November 20, 1946—3 p.m.")
    assert metadata.reference is not None
    assert metadata.reference.text == "861.00/11–2046"
    assert document.text_en == f"Telegram\n\nSECRET\n\n{received}\n\n4268. {BODY}"


@pytest.mark.parametrize(
    ("head", "title", "place", "date"),
    [
        (f"[121]\n\n{TO_STATE}\n\n[Moscow,] November 20, 1946.", f"[121] {TO_STATE}", "Moscow", "November 20, 1946"),
        ("№ 5\n\nЗапись беседы\n\nМосква, 20 ноября 1946 г.", "№ 5 Запись беседы", "Москва", "20 ноября 1946 г."),
        ("№ 5\n\nЗапись беседы\n\n20 ноября 1946 г.", "№ 5 Запись беседы", "", "20 ноября 1946 г."),
        ("3. Letter From A\nto B\n\nWashington, D.C., May 5, 1961", "3. Letter From A to B", "Washington, D.C.",
         "May 5, 1961"),
    ],
)  # fmt: skip
def test_an_edition_may_write_its_numbers_and_places_in_other_ways(
    tmp_path: Path, head: str, title: str, place: str, date: str
) -> None:
    metadata = page(tmp_path, f"{head}\n\n{BODY}\n").metadata
    assert (metadata.title, metadata.place, metadata.date_text) == (title, place, date)


@pytest.mark.parametrize(
    "text",
    [
        f"1. The delegation of the ministry will arrive in\nMoscow, May 5, 1948\n\n{BODY}",
        f"1. Meeting with Smith\nMoscow, May 5, 1948\n2. Meeting with Jones\nMoscow, May 6, 1948\n\n{BODY}",
        f"No. 5\n\nDear Mr. Smith\n\nMoscow, 5 May 1948\n\n{BODY}",
        f"Memorandum\n\nMoscow, 5 May 1948\n\n{BODY}",
        f"121. Memorandum of Conversation\n\nMoscow, undated\n\n{BODY}",
        f"121. Memorandum of Conversation\n\nIn Moscow on May 5, 1948, we met him\n\n{BODY}",
    ],
)
def test_text_that_resembles_the_head_of_an_edition_stays_text(tmp_path: Path, text: str) -> None:
    document = page(tmp_path, text)
    assert document.text_en == text
    assert (document.metadata.title, document.metadata.place, document.metadata.date_text) == ("", "", "")


@pytest.mark.parametrize(
    ("source", "shelfmark"),
    [
        ("National Archives, RG 59, 740.00119 Control (Germany)/11–2046. Top Secret.",
         "National Archives, RG 59, 740.00119 Control (Germany)/11–2046"),
        ("Department of State, Moscow Embassy Files: Lot F 96. See 861.00/11–2046.", ""),
        ("RGASPI, f. 558, op. 11, d. 102", ""),
    ],
)  # fmt: skip
def test_a_source_is_cited_as_far_as_the_number_of_its_file(source: str, shelfmark: str) -> None:
    assert find_file_number(source) == shelfmark
