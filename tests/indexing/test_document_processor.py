"""What a processor keeps from one batch to the next."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

from bisearch.indexing.document_processor import DocumentProcessor
from bisearch.model import Document, Metadata, Origin

if TYPE_CHECKING:
    import pytest

    from bisearch.indexing.prepared_documents import PreparedBatch


def prepared(processor: DocumentProcessor, ru: str, en: str) -> PreparedBatch:
    return processor.prepare([(Document(Metadata("letter"), ru, en, None), Origin("", "letter", b""))])


def test_a_form_of_an_earlier_batch_is_not_analysed_again() -> None:
    processor = DocumentProcessor(None, {})
    first = prepared(processor, "Енот спит.", "The raccoon sleeps.")
    assert {"енот", "raccoon"} <= first.analysed.keys()
    second = prepared(processor, "Енот поёт.", "The raccoon sings.")
    assert not {"енот", "raccoon"} & second.analysed.keys()


def test_a_processor_with_too_many_forms_gives_the_same_lemmas_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bisearch.indexing.document_processor.MAX_FORMS", 1)
    processor = DocumentProcessor(None, {})
    first = prepared(processor, "Енот спит.", "The raccoon sleeps.")
    second = prepared(processor, "Енот поёт.", "The raccoon sings.")
    assert second.analysed["енот"] == first.analysed["енот"]
    assert second.analysed["raccoon"] == first.analysed["raccoon"]


def test_a_text_in_one_language_is_prepared_in_a_few_times_its_own_memory() -> None:
    text = "Енот подписал письмо и отправил его барсуку в лес. " * 4_000
    own = len(text.encode())
    processor = DocumentProcessor(None, {})
    prepared(processor, "Енот подписал письмо и отправил его барсуку в лес.", "")  # loads the dictionaries
    tracemalloc.start()
    try:
        batch = prepared(processor, text, "")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(batch.documents[0].sides["ru"].tokens.passages) == 4_000
    assert peak < 6 * own


def test_a_long_document_is_prepared_like_a_short_one(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = "Енот спит. Барсук пишет письмо.\n\nЛес тих.", "The raccoon sleeps. The badger writes a letter."
    short = prepared(DocumentProcessor(None, {}), *texts).documents[0]
    monkeypatch.setattr("bisearch.indexing.document_processor.FEW_PASSAGES", 0)
    long = prepared(DocumentProcessor(None, {}), *texts).documents[0]
    assert long.blocks == short.blocks
    assert {side: each.tokens for side, each in long.sides.items()} == {
        side: each.tokens for side, each in short.sides.items()
    }
