from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bisearch.model import Passage, PassageText, Sentence
from bisearch.storage.blocks import BLOCK, packed_blocks, unpacked


def passage(number: int, ru: str | None, en: str | None) -> Passage:
    one, other = (
        PassageText(text, (Sentence(3, 7), Sentence(9, 9 + len(text))), opens_paragraph=bool(number % 2))
        if text is not None
        else None
        for text in (ru, en)
    )
    return Passage(number, one, other, confidence=0.9876)


@pytest.mark.parametrize("text", ["", "Смит — Smith, “№ 641”", 'é𝔘\\u0410"ѣ\x98\n\t\x00', "\\"])
def test_a_text_of_any_characters_comes_back(text: str) -> None:
    passages = [passage(1, text, None), passage(2, None, text), passage(3, text, text)]
    (block,) = packed_blocks(passages)
    assert unpacked(block) == passages


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_whatever_the_text_it_comes_back(text: str) -> None:
    passages = [passage(1, text, text[::-1])]
    assert unpacked(packed_blocks(passages)[0]) == passages


def test_a_long_document_has_several_blocks() -> None:
    passages = [passage(number, "Слово.", "Word.") for number in range(1, 2 * BLOCK + 2)]
    blocks = packed_blocks(passages)
    assert [len(unpacked(block)) for block in blocks] == [BLOCK, BLOCK, 1]
    assert [each for block in blocks for each in unpacked(block)] == passages
