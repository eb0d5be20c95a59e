from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bisearch.model import Passage, PassageText, Sentence
from bisearch.storage.passage_blocks import BLOCK, Block, pack_blocks


def passage(number: int, ru: str | None, en: str | None) -> Passage:
    one, other = (
        PassageText(text, (Sentence(3, 7), Sentence(9, 9 + len(text))), opens_paragraph=bool(number % 2))
        if text is not None
        else None
        for text in (ru, en)
    )
    return Passage(number, one, other, confidence=0.9876)


@pytest.mark.parametrize("text", ["", "Смит — Smith, “№ 641”", 'é𝔘\\u0410"ѣ\x98\n\t\x00', "\\"])
def test_any_characters_are_read_back(text: str) -> None:
    passages = [passage(1, text, None), passage(2, None, text), passage(3, text, text)]
    (block,) = pack_blocks(passages)
    assert list(Block(block)) == passages


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_text_is_read_back(text: str) -> None:
    passages = [passage(1, text, text[::-1])]
    assert list(Block(pack_blocks(passages)[0])) == passages


@given(st.lists(st.one_of(st.none(), st.tuples(st.integers(0, 99), st.integers(1, 9))), min_size=1, max_size=2 * BLOCK))
def test_sentences_are_read_back_at_any_offset(places: list[tuple[int, int] | None]) -> None:
    texts = [place and PassageText("а" * place[1], (Sentence(place[0], sum(place)),)) for place in places]
    passages = [Passage(number, text, None) for number, text in enumerate(texts, 7)]
    assert [each for block in pack_blocks(passages) for each in Block(block)] == passages


def test_a_long_document_has_several_blocks() -> None:
    passages = [passage(number, "Слово.", "Word.") for number in range(1, 2 * BLOCK + 2)]
    blocks = pack_blocks(passages)
    assert [len(Block(block)) for block in blocks] == [BLOCK, BLOCK, 1]
    assert [each for block in blocks for each in Block(block)] == passages
