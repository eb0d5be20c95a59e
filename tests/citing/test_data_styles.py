"""Reference managers' own readers get back what was written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from hypothesis import given
from hypothesis import strategies as st

from bisearch.citing.parts import Cited
from bisearch.citing.styles import citations
from bisearch.model import Passage, PassageText, Sentence
from bisearch.sources.document_values import describe

CABLE = {
    "id": "cable-641",
    "title": "Cable No. 641, Dekanozov to Cde. Stalin",
    "title_ru": "Шифртелеграмма № 641",
    "date": "November 20, 1946",
    "author": "V. G. Dekanozov",
    "translator": "Gary Goldberg",
    "contributor": "Sergey Radchenko",
    "publisher": "Wilson Center Digital Archive",
    "reference": "RGASPI, f. 558, op. 11, d. 102, ll. 0106",
    "url": "https://archive.example/document/209743?page=1_2%20&x=y",
    "language": "Russian",
    "summary": "Talks on control & energy.",
}
# The variables of CSL that are used, with their types in the specification of CSL-JSON.
_NAMES = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["literal"],
        "additionalProperties": False,
        "properties": {"literal": {"type": "string"}},
    },
}
_DATE = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "literal": {"type": "string"},
        "date-parts": {
            "type": "array", "maxItems": 2, "minItems": 1,
            "items": {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 3},
        },
    },
}  # fmt: skip
_TEXTS = (
    "title", "original-title", "event-place", "archive", "archive_location", "call-number", "source", "abstract",
    "note", "URL",
)  # fmt: skip
SCHEMA: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["id", "type"],
        "additionalProperties": False,
        "properties": {
            "id": {"type": "string"},
            "type": {"const": "manuscript"},
            **dict.fromkeys(("author", "recipient", "translator", "contributor"), _NAMES),
            "issued": _DATE,
            **{name: {"type": "string"} for name in _TEXTS},
        },
    },
}


def cited(**values: str) -> Cited:
    return Cited(describe({"id": "x", **values}, Path("x.json")))


def test_ris_is_read_back_with_the_archive_and_the_place_in_it() -> None:
    record = rispy.loads(citations([cited(**CABLE)], "ris"))[0]
    assert record["type_of_reference"] == "MANSCPT"
    assert record["title"] == CABLE["title"]
    assert record["authors"] == ["Dekanozov, V. G."]
    assert record["date"] == "1946/11/20/"
    assert record["name_of_database"] == "RGASPI"
    assert record["accession_number"] == "f. 558, op. 11, d. 102, ll. 0106"
    assert record["call_number"] == CABLE["reference"]
    assert record["urls"] == [CABLE["url"]]
    assert record["notes"] == ["Original in Russian: Шифртелеграмма № 641. Contributed by Sergey Radchenko"]


def test_bibtex_is_read_back_with_the_shelfmark_as_written() -> None:
    library = parse_string(citations([cited(**CABLE), cited(id="other", date="before 1946")], "bibtex"))
    assert not library.failed_blocks
    entry, other = library.entries
    fields = {name: field.value for name, field in entry.fields_dict.items()}
    assert (entry.entry_type, entry.key) == ("unpublished", "cable-641")
    assert fields["howpublished"] == CABLE["reference"]
    assert fields["translator"] == CABLE["translator"]
    assert (fields["date"], fields["year"], fields["month"]) == ("1946-11-20", "1946", "nov")
    assert other.fields_dict["date"].value == "/1945-12-31"


@pytest.mark.parametrize("date", ["November 20, 1946", "1946", "ca. 1946", "before 1946", "1946-1947", "long ago", ""])
def test_csl_json_follows_its_schema(date: str) -> None:
    items = json.loads(citations([cited(**{**CABLE, "date": date}), cited()], "csl-json"))
    jsonschema.validate(items, SCHEMA)
    assert items[0]["call-number"] == CABLE["reference"]


def test_a_passage_brings_both_sides_in_its_note() -> None:
    passage = Passage(9, PassageText("Верно.", (Sentence(0, 6),)), PassageText("Cor\nrect.", (Sentence(0, 9),)))
    one = Cited(cited(**CABLE).document, passage, "cable-641/9-k7f2q")
    note = json.loads(citations([one], "csl-json"))[0]["note"]
    assert note.endswith("Passage 9 (cable-641/9-k7f2q): «Верно.» = “Cor rect.”")
    assert note.split("Passage")[1] in rispy.loads(citations([one], "ris"))[0]["notes"][0]


@given(st.text(min_size=1, max_size=30).filter(str.strip), st.text(max_size=40))
def test_no_text_breaks_the_data(id_: str, title: str) -> None:
    document = cited(id=id_, title=title, author=title, reference=title)
    jsonschema.validate(json.loads(citations([document], "csl-json")), SCHEMA)
    library = parse_string(citations([document, cited(id="second")], "bibtex"))
    assert [entry.entry_type for entry in library.entries] == ["unpublished", "unpublished"]
    assert len(rispy.loads(citations([document, cited(id="second")], "ris"))) == 2
