"""Collecting the occurrences of terms, and the file that holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from whoosh.filedb.filetables import HashWriter

from bisearch.engines.whoosh.codec import TermPool
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
    found = {term: (list(docs), list(positions)) for _, term, (docs, positions) in pool.occurrences()}
    assert found == {b"=x": ([0, 0], [0, 2]), b"a": ([0, 0, 0, 2], [0, 1, 2, 0]), b"b": ([0], [1])}


def test_terms_come_by_side_and_in_the_order_of_their_bytes() -> None:
    terms = ["z", "\ud800", "\ue000", "\U0001f600", "я", "=я", ""]
    pool = TermPool()
    for side in ("ru", "en"):
        pool.add(side, 0, [(term,) for term in terms])
    found = [(side, term) for side, term, _ in pool.occurrences()]
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
