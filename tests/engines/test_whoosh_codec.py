"""Collecting the occurrences of terms, and the file that holds them."""

from __future__ import annotations

import random
from array import array
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from whoosh.filedb.filetables import HashWriter

from bisearch.engines.whoosh.codec import Occurrences, Postings, TermPool, pack
from bisearch.engines.whoosh.segments import _OpenFile, _TermsWriter

if TYPE_CHECKING:
    from pathlib import Path


class WhooshsWriter(HashWriter):  # type: ignore[misc]  # Whoosh is untyped
    def _write_extras(self) -> None:
        """Write no pickle."""


def test_a_term_of_several_words_has_the_occurrences_of_all_in_order() -> None:
    pool = TermPool()
    pool.add("ru", 0, [("a", "=x"), ("b", "a"), ("a", "=x")])
    pool.add("ru", 2, [("a",)])
    packed = {term: Postings(occurrences) for _, term, occurrences in pool.packed()}
    found = {term: (list(postings.docs()), list(postings.positions())) for term, postings in packed.items()}
    assert found == {b"=x": ([0, 0], [0, 2]), b"a": ([0, 0, 0, 2], [0, 1, 2, 0]), b"b": ([0], [1])}


@pytest.mark.parametrize("group", [1, 1 << 12])
def test_terms_encoded_together_have_the_bytes_of_each_alone(monkeypatch: pytest.MonkeyPatch, group: int) -> None:
    monkeypatch.setattr("bisearch.engines.whoosh.codec._GROUP_TERMS", group)
    draw = random.Random(1)
    pool = TermPool()
    expected: defaultdict[bytes, Occurrences] = defaultdict(lambda: Occurrences(array("I"), array("I")))
    for doc in sorted(draw.sample(range(200_000), 400)):
        words = [tuple({f"{draw.choice('abcd') * draw.randint(1, 3)}{draw.randint(0, 2)}", "all"}) for _ in range(300)]
        pool.add("en", doc, words)
        for position, terms in enumerate(words):
            for term in terms:
                expected[term.encode()].docs.append(doc)
                expected[term.encode()].positions.append(position)
    assert {term: packed for _, term, packed in pool.packed()} == {term: pack(each) for term, each in expected.items()}


def test_terms_come_by_side_and_in_the_order_of_their_bytes() -> None:
    terms = ["z", "\ud800", "\ue000", "\U0001f600", "я", "=я", ""]
    pool = TermPool()
    for side in ("ru", "en"):
        pool.add(side, 0, [(term,) for term in terms])
    found = [(side, term) for side, term, _ in pool.packed()]
    assert found == sorted(found)
    assert len(found) == 2 * len(terms)


def test_the_file_of_terms_has_the_bytes_that_whoosh_writes(tmp_path: Path) -> None:
    items = [(f"key {number % 900}".encode(), bytes([number % 256]) * (number % 7)) for number in range(1000)]
    written = []
    for made in (WhooshsWriter, _TermsWriter):
        with (tmp_path / made.__name__).open("xb") as file:
            writer = made(_OpenFile(file))
            writer.add_all(items)
            writer.close()
        written.append((tmp_path / made.__name__).read_bytes())
    assert written[0] == written[1]
