"""The words of a document are stored by the numbers of their forms, and damage is detected."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bisearch
from bisearch.analysis.tokenizer import words
from bisearch.model import SIDES
from bisearch.storage.document_tokens import (
    DocumentTokens,
    PackedTokens,
    joined_tokens,
    pack_tokens,
    read_packed_tokens,
)
from bisearch.storage.short_numbers import short_numbers

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.model import Side

NUMBERS = st.integers(0, (1 << 32) - 1)
PASSAGES = st.lists(st.none() | st.lists(st.lists(NUMBERS, max_size=5), min_size=1, max_size=3), max_size=6)


@given(PASSAGES, NUMBERS)
def test_words_are_read_as_they_were_packed(passages: list[list[list[int]] | None], first: int) -> None:
    packed = joined_tokens(
        (array("I", [form for sentence in passage for form in sentence]), array("I", map(len, passage)))
        if passage is not None
        else None
        for passage in passages
    )
    found = read_packed_tokens(pack_tokens(packed, first, "en", seed=7), first, "en", seed=7).unpacked()
    assert found == packed
    sentences = [sentence for passage in passages if passage is not None for sentence in passage]
    assert list(found.forms) == [form for sentence in sentences for form in sentence]
    assert list(found.sentences) == list(map(len, sentences))
    assert list(found.passages) == [len(passage or ()) for passage in passages]


@pytest.mark.parametrize("key", [(2, "en", 7), (1, "ru", 7), (1, "en", 8)])
def test_words_of_another_document_side_or_index_are_refused(key: tuple[int, Side, int]) -> None:
    stored = pack_tokens(DocumentTokens(array("I", [5]), array("I", [1]), array("I", [1])), 1, "en", seed=7)
    with pytest.raises(ValueError, match="checksum mismatch"):
        read_packed_tokens(stored, *key)


def test_every_changed_byte_is_detected() -> None:
    stored = pack_tokens(DocumentTokens(array("I", [5, 6]), array("I", [2]), array("I", [1])), 1, "en", seed=7)
    for place in range(len(stored)):
        damaged = bytearray(stored)
        damaged[place] ^= 1
        with pytest.raises(ValueError, match="checksum mismatch"):
            read_packed_tokens(bytes(damaged), 1, "en", 7)


def test_sentences_that_do_not_fit_the_words_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        PackedTokens(*map(short_numbers, ([5, 6], [1], [1]))).unpacked()


def test_an_index_has_the_words_of_all_its_documents(index: bisearch.Index) -> None:
    with index._open_snapshot() as snapshot:  # noqa: SLF001 -- our own class
        (added,) = snapshot.store.numbered_forms()
        for side in SIDES:
            found = dict(snapshot.store.tokens(side))
            for document in snapshot.store.documents():
                texts = [passage.side(side) for passage in snapshot.store.passages(document.passage_numbers)]
                expected = [form for text in texts if text is not None for form in words(text.text).forms]
                columns = found.pop(document.first_passage, None)
                numbers = columns.unpacked().forms if columns else ()
                assert [added.forms[number] for number in numbers] == expected
            assert not found


def test_a_changed_document_has_the_words_of_its_new_text_and_old_forms_keep_their_numbers(tmp_path: Path) -> None:
    index, source = tmp_path / "index", tmp_path / "cable.en.txt"
    tokens = []
    for text in ("Smith returned.", "Smith went home. Truman stayed."):
        source.write_text(text, encoding="utf-8")
        bisearch.build([tmp_path / "cable.en.txt"], index)
        with bisearch.open(index) as opened, opened._open_snapshot() as snapshot:  # noqa: SLF001
            forms = [form for added in snapshot.store.numbered_forms() for form in added.forms]
            ((_, columns),) = snapshot.store.tokens("en")
            tokens.append([(number, forms[number]) for number in columns.unpacked().forms])
    assert [form for _, form in tokens[1]] == ["smith", "went", "home", "truman", "stayed"]
    assert tokens[0][0] == tokens[1][0]
    assert len(dict(tokens[0] + tokens[1])) == 6
