from __future__ import annotations

import datetime
import pickle
from dataclasses import fields, replace
from typing import Any

import pytest

from bisearch.model import Description, Document, Metadata, Passage, PassageText, Reference, Sentence, other


def test_a_sentence_is_a_half_open_span_of_its_text() -> None:
    assert Sentence(4, 8).of("Да. Нет. Да.") == "Нет."


def test_each_side_has_the_other_as_its_opposite() -> None:
    assert (other("ru"), other("en")) == ("en", "ru")


def test_a_document_and_a_passage_give_their_sides_by_language() -> None:
    document = Document(Metadata("1"), "Да.", None)
    assert (document.text("ru"), document.text("en")) == ("Да.", None)
    english = PassageText("Yes.", (Sentence(0, 4),))
    passage = Passage(1, None, english)
    assert (passage.side("ru"), passage.side("en")) == (None, english)


def test_a_document_is_made_by_keywords_and_keeps_its_date_and_reference_as_written() -> None:
    document = Document(id="x", text_ru="Да.", title="T", date="20 ноября", reference="ф. 1", fields={"box": "12"})
    reference = Reference("ф. 1")
    assert document.metadata == Metadata("x", "T", date_text="20 ноября", reference=reference, fields={"box": "12"})
    assert Document(id="x", date=datetime.datetime(1946, 1, 2, 3)).metadata.date_text == "1946-01-02"  # noqa: DTZ001
    assert replace(document, text_en="Yes.").metadata is document.metadata
    assert pickle.loads(pickle.dumps(document)) == document  # noqa: S301 -- our own


def test_the_keywords_of_a_document_are_all_metadata_that_a_source_gives() -> None:
    derived = {"date_text", "date_edtf", "date_earliest", "date_latest", "path"}
    others = {"id", "date", "reference", "fields"}
    assert set(Description.__annotations__) == {field.name for field in fields(Metadata)} - derived - others


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({}, "Document needs an id"),
        ({"id": " "}, "Document needs an id"),
        ({"id": 3}, "id must be a text, not 3"),
        ({"id": "x", "titel": "T"}, "Document has no keyword 'titel'; did you mean 'title'?"),
        ({"id": "x", "colour": "red"}, "Document has no keyword 'colour'; there are id, date, reference, fields, "),
        ({"id": "x", "text_ru": b"\xd0"}, r"text_ru must be a text, not b'\xd0'"),
        ({"id": "x", "date": 1946}, "date must be a text, not 1946"),
        ({"id": "x", "reference": ["f. 1"]}, "reference must be a text or a Reference, not ['f. 1']"),
        ({"id": "x", "fields": ["box"]}, "fields must be a dict of names and texts, not ['box']"),
        ({"id": "x", "alignment": [[0]]}, "alignment must be an Alignment, not [[0]]"),
        ({"id": "x", "passages": ["да"]}, "passages must be pairs of a Russian and an English text, not 'да'"),
        ({"id": "x", "passages": [("Да.", None)]}, "passages must be pairs"),
        ({"id": "x", "passages": [], "text_ru": "Да."}, "Document takes passages, or text_ru, text_en and alignment"),
        ({"metadata": Metadata("x"), "title": "T"}, "Document takes metadata, or keywords such as id and title"),
        ({"metadata": "x"}, "metadata must be Metadata, not 'x'"),
    ],
)
def test_a_wrong_part_of_a_document_is_a_type_error_that_names_it(keywords: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError) as raised:
        Document(**keywords)
    assert str(raised.value).startswith(message)
