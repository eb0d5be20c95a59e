from __future__ import annotations

from array import array

from bisearch.indexing.prepared_documents import PreparedSide, PreparedText


def test_the_columns_of_a_side_give_back_its_passages() -> None:
    """A passage that lacks the side, a sentence without words, and further terms each belong to their own passage."""
    texts = [
        PreparedText(array("I", [3, 1, 3]), {1: ("date",)}, array("I", [2, 0, 1])),
        None,
        PreparedText(array("I"), {}, array("I", [0])),
        PreparedText(array("I", [7]), {0: ("other",)}, array("I", [1])),
        None,
    ]
    side = PreparedSide()
    for text in texts:
        side.append(text)
    assert list(side.passages()) == texts
