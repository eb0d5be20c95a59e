"""A document that a program gives is read as the same record of a file would be."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bisearch.errors import SourceError
from bisearch.model import Alignment, Bead, Document, Metadata, Reference, Sentence
from bisearch.sources.jsonl import read_jsonl
from bisearch.sources.memory import read_document

if TYPE_CHECKING:
    from pathlib import Path

RECORD: dict[str, Any] = {
    "id": " отчет-1 ",
    "title": "Report",
    "title_ru": "Отчет",
    "date": "около 20 ноября 1946 г.",
    "reference": "АВП РФ, ф. 06, оп. 8",
    "author": "Волков",
    "text_ru": "Волков вернулся.\n\nОн болен.",
    "text_en": "Volkov is back.",
    "fields": {"Ящик": "12", "author": "второй"},
}
ONE_TO_TWO = Alignment((Sentence(0, 3), Sentence(4, 8)), (Sentence(0, 4),), (Bead((0, 1), (0,), 0.5),))


def test_the_same_record_of_a_file_gives_the_same_document(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(RECORD, ensure_ascii=False), encoding="utf-8")
    (of_file,) = read_jsonl(tmp_path / "a.jsonl")
    assert isinstance(of_file, Document)
    assert read_document(Document(**RECORD)) == replace(of_file, metadata=replace(of_file.metadata, path=""))
    assert of_file.metadata.date_edtf == "1946-11-20~"
    assert of_file.metadata.reference is not None
    assert of_file.metadata.reference.fond == "06"


def test_reading_a_document_twice_changes_nothing() -> None:
    for document in (Document(**RECORD), Document(id="x", passages=[("Да.", "Yes."), ("", "No.")])):
        assert read_document(read_document(document)) == read_document(document)


def test_passages_become_two_texts_with_a_bead_for_each() -> None:
    read = read_document(Document(id="x", passages=[("Да.", "Yes."), ("", "Omitted."), ("Нет.", "No.")]))
    assert (read.text_ru, read.text_en) == ("Да.\nНет.", "Yes.\nOmitted.\nNo.")
    assert read.alignment is not None
    assert read.alignment.beads == (Bead((0,), (0,)), Bead((), (1,)), Bead((1,), (2,)))


def test_an_alignment_may_be_of_plain_tuples() -> None:
    parts: Any = [tuple(map(tuple, part)) for part in ONE_TO_TWO]
    plain = Alignment(*parts)
    read = read_document(Document(id="x", text_ru="Да. Нет.", text_en="Yes.", alignment=plain))
    assert read.alignment == ONE_TO_TWO


def test_a_reference_with_parts_is_kept_as_given() -> None:
    reference = Reference("box 5", fond="5")
    assert read_document(Document(id="x", text_ru="Да.", reference=reference)).metadata.reference == reference


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (Document(id="x"), "no text in either language"),
        (Document(id="x", text_ru=" \n"), "no text in either language"),
        (Document(id="x", passages=[("", "")]), "no text in either language"),
        (Document(id="x", text_ru="Only English."), "the Russian text is mostly not in Cyrillic letters"),
        (Document(id="x", text_ru="Yes.", text_en="Да."), "the two languages seem swapped"),
        (Document(id="x", text_ru="Да.\ud800"), "Russian text contains half a surrogate pair"),
        (Document(id="x", text_ru="Да.", title="t" * 100_001), "title has 100,001 characters; the limit is 100,000"),
        (Document(Metadata("x", fields={"box": "b" * 100_001}), "Да."), "box has 100,001 characters"),
        (Document(id="x", text_ru="Да.", alignment=ONE_TO_TWO), "sentences must ascend"),
        (Document(id="x", text_ru="Да.", alignment=Alignment((1,), (), ())), "alignment needs sentences"),  # type: ignore[arg-type]
        (
            Document(id="x", text_ru="Да.", alignment=Alignment((Sentence(0, 3),), (), (Bead((0,), (), 7),))),
            "alignment needs sentences and beads of whole numbers, and confidences in [0, 1]",
        ),
    ],
)
def test_a_document_that_cannot_be_indexed_is_refused_by_its_id(document: Document, reason: str) -> None:
    with pytest.raises(SourceError) as raised:
        read_document(document)
    assert str(raised.value).startswith(f"document 'x': {reason}")


def test_metadata_of_another_index_may_be_given_again() -> None:
    metadata = read_document(Document(**RECORD)).metadata
    assert read_document(Document(metadata, "Да.")).metadata == metadata
