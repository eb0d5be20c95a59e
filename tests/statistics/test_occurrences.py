"""Occurrences and windows are those of a search word by word, in any division into sentences and passages."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bisearch.deadline import NO_DEADLINE
from bisearch.engines.nodes import AnyTerm, TermPhrase
from bisearch.statistics.collocates import near_words
from bisearch.statistics.form_index import FormIndex
from bisearch.statistics.occurrences import counted_forms, find_occurrences
from bisearch.statistics.side_tokens import SideTokens
from bisearch.storage.document_tokens import PackedTokens, joined_tokens
from bisearch.storage.numbered_forms import FormNumbering
from bisearch.storage.short_numbers import short_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = "abcd"
# Documents of passages of sentences of words; None is a passage that lacks the side.
SENTENCES = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), min_size=1, max_size=3)
DOCUMENTS = st.lists(st.lists(st.none() | SENTENCES, min_size=1, max_size=4), min_size=1, max_size=3)


class Place(NamedTuple):
    word: str
    document: int
    passage: int
    sentence: int


class Store:
    """The rows of a document store that `SideTokens` reads."""

    def __init__(self, documents: list[list[list[list[str]] | None]]) -> None:
        self.rows: list[tuple[int, PackedTokens]] = []
        self.places: list[Place] = []
        first = 1
        sentence = 0
        for document in documents:
            passages = []
            for number, passage in enumerate(document, first):
                for words in passage or ():
                    sentence += 1
                    self.places += [Place(word, first, number, sentence) for word in words]
                forms = array("I", [WORDS.index(word) for words in passage or () for word in words])
                passages.append((forms, array("I", map(len, passage))) if passage is not None else None)
            self.rows.append((first, PackedTokens(*map(short_numbers, joined_tokens(passages)))))
            first += len(document)

    def tokens(self, *_: object) -> Iterator[tuple[int, PackedTokens]]:
        return iter(self.rows)


def read(documents: list[list[list[list[str]] | None]]) -> tuple[Store, SideTokens, FormIndex]:
    store = Store(documents)
    added = FormNumbering(()).take_added({word: (word.upper(),) for word in WORDS})
    assert added is not None
    return store, SideTokens(cast("Any", store), "en", None, len(WORDS), NO_DEADLINE), FormIndex([added[1]])


@given(DOCUMENTS)
def test_every_word_knows_its_sentence_passage_and_document(documents: list[list[list[list[str]] | None]]) -> None:
    store, tokens, _ = read(documents)
    places = np.arange(len(tokens))
    assert tokens.firsts[tokens.documents_of(places)].tolist() == [each.document for each in store.places]
    assert tokens.passage_numbers[tokens.passages_of(places)].tolist() == [each.passage for each in store.places]
    assert (tokens.sentences_of(places) + 1).tolist() == [each.sentence for each in store.places]
    assert tokens.document_sizes.sum() == len(store.places)


@given(DOCUMENTS, st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))
def test_a_phrase_is_found_in_single_passages_and_not_twice_in_the_same_words(
    documents: list[list[list[list[str]] | None]], words: list[str]
) -> None:
    store, tokens, forms = read(documents)
    node = (
        AnyTerm("en", (words[0].upper(),)) if len(words) == 1 else TermPhrase("en", tuple((w.upper(),) for w in words))
    )
    found = find_occurrences([node, node], tokens, forms, NO_DEADLINE)
    expected, last = [], 0
    for start in range(len(store.places) - len(words) + 1):
        here = store.places[start : start + len(words)]
        is_there = [each.word for each in here] == words and len({each.passage for each in here}) == 1
        if is_there and start >= last:
            expected.append(start)
            last = start + len(words)
    assert found.starts.tolist() == expected
    assert dict(counted_forms(found, tokens, forms)) == ({" ".join(words): len(expected)} if expected else {})


@given(DOCUMENTS, st.integers(1, 8))
def test_words_are_near_within_the_window_and_the_sentence(
    documents: list[list[list[list[str]] | None]], window: int
) -> None:
    store, tokens, forms = read(documents)
    found = find_occurrences([AnyTerm("en", ("A",))], tokens, forms, NO_DEADLINE)
    expected = [
        any(
            abs(place - other) <= window and each.sentence == store.places[other].sentence
            for other in found.starts.tolist()
        )
        for place, each in enumerate(store.places)
    ]
    assert near_words(found, tokens, window).tolist() == expected
    assert found.words(len(tokens)).tolist() == [each.word == "a" for each in store.places]
