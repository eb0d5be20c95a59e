from __future__ import annotations

from pathlib import Path
from shutil import copy
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bisearch
from bisearch.places import Box, Page, Piece, PlacesWriter, TextPlaces, move_places

if TYPE_CHECKING:
    from bisearch.model import Side

SCANS = Path(__file__).parent / "conversion" / "scans"
BOXES = st.tuples(*[st.integers(-100, 30_000).map(lambda edge: edge / 10)] * 4)


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9), st.integers(0, 2), BOXES)))
def test_places_are_the_same_after_packing(
    words: list[tuple[int, int, int, tuple[float, float, float, float]]],
) -> None:
    pages = [Page(1, "xii", 600, 800.5, "point"), Page(2), Page(3, image="л 3.jpg")]
    placed, end = [], 0
    for length, gap, page, box in words:
        placed.append((end + gap, end + gap + length, page, box))
        end += gap + length
    places = written_places(pages, placed)
    assert TextPlaces.unpack(places.pack()) == places
    found = places.words(0, end)
    assert [(word.start, word.end, word[3:]) for word in found] == [(each[0], each[1], each[3]) for each in placed]


def written_places(pages: list[Page], words: list[tuple[int, int, int, Box]]) -> TextPlaces:
    writer = PlacesWriter()
    writer.pages += pages
    for word in words:
        writer.add_word(*word)
    return writer.places()


def test_places_move_with_the_pieces_of_a_text() -> None:
    """The file "= AB CD" becomes "CD" and, elsewhere, "B"."""
    places = written_places([Page(1)], [(2, 4, 0, (1, 1, 2, 2)), (5, 7, 0, (3, 3, 4, 4))])
    moved = move_places(places, [Piece(0, 5, 2), Piece(10, 3, 1)])
    assert moved is not None
    assert [word[:2] + word[3:] for word in moved.words(0, 20)] == [(0, 2, 3, 3, 4, 4), (10, 11, 1, 1, 2, 2)]
    assert move_places(places, [Piece(0, 0, 1)]) is None


def test_an_index_keeps_the_place_of_each_word_of_both_texts(tmp_path: Path) -> None:
    """The two files are two forms of one page; the index also survives a check and an unchanged second run."""
    copy(SCANS / "protocol.alto.xml", tmp_path / "protocol.ru.xml")
    (tmp_path / "protocol.en.txt").write_text("PROTOCOL No. 12\n\nThe commission met. It sent coal.", encoding="utf-8")
    index = tmp_path / "index"
    bisearch.build([tmp_path], index)
    assert not bisearch.build([tmp_path], index).is_changed
    assert bisearch.check(index) == []
    with bisearch.open(index) as opened:
        (hit,) = opened.search('"пароход с продовольствием"', limit=1)
        assert hit.passage.ru is not None
        start, end = hit.passage.ru.sentences[0].start, hit.passage.ru.sentences[-1].end
        words = opened.places("protocol", "ru", start, end)
        texts = [hit.passage.ru.text[word.start - start : word.end - start] for word in words]
        assert texts == hit.passage.ru.text.split()
        assert words[0].page.image == "ru-1.png"
        assert hit.to_dict()["passage"]["ru"]["pages"] == [1]
        for id_, side in (("protocol", "en"), ("nothing", "ru")):
            absent: Side = "en" if side == "en" else "ru"
            assert opened.places(id_, absent) == []
            assert opened.pages(id_, absent) == ()
        with pytest.raises(ValueError, match="side should be ru or en"):
            opened.places("protocol", "de")  # type: ignore[arg-type]
