from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bisearch.model import Passage, PassageText, Sentence
from bisearch.storage.index_folder import FORMAT
from bisearch.storage.passage_blocks import BLOCK, Block, common_words, packed_blocks


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
    assert list(Block(block)) == passages


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_whatever_the_text_it_comes_back(text: str) -> None:
    passages = [passage(1, text, text[::-1])]
    assert list(Block(packed_blocks(passages)[0])) == passages


@given(st.lists(st.one_of(st.none(), st.tuples(st.integers(0, 99), st.integers(1, 9))), min_size=1, max_size=2 * BLOCK))
def test_wherever_sentences_stand_they_come_back(places: list[tuple[int, int] | None]) -> None:
    texts = [place and PassageText("а" * place[1], (Sentence(place[0], sum(place)),)) for place in places]
    passages = [Passage(number, text, None) for number, text in enumerate(texts, 7)]
    assert [each for block in packed_blocks(passages) for each in Block(block)] == passages


def test_a_long_document_has_several_blocks() -> None:
    passages = [passage(number, "Слово.", "Word.") for number in range(1, 2 * BLOCK + 2)]
    blocks = packed_blocks(passages)
    assert [len(Block(block)) for block in blocks] == [BLOCK, BLOCK, 1]
    assert [each for block in blocks for each in Block(block)] == passages


def test_the_list_of_common_words_changes_with_the_format_only() -> None:
    assert (FORMAT, zlib.crc32(common_words())) == (7, 0x913CDC90)
