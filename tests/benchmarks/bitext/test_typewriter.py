"""Typesetting a text as a typewritten page."""

from __future__ import annotations

from benchmarks.bitext.typewriter import STAMPS, WIDEST, typed

TEXT = " ".join(f"Предложение номер {number} о контроле над атомной энергией." for number in range(200))


def test_a_typed_page_keeps_the_text_in_order_and_adds_stamps() -> None:
    page = typed(TEXT, "ru", 1)
    kept = [origin for origin in page.origins if origin is not None]
    assert [TEXT[origin] for origin in kept] == list(TEXT.replace(" ", ""))
    assert kept == sorted(kept)
    assert max(map(len, page.text.split("\n"))) <= WIDEST
    assert any(line in STAMPS["ru"] for line in page.text.split("\n"))
    assert "-\n" in page.text


def test_the_same_seed_gives_the_same_page() -> None:
    assert typed(TEXT, "ru", 1).text == typed(TEXT, "ru", 1).text != typed(TEXT, "ru", 2).text


def test_spans_of_the_page_map_to_spans_of_the_original() -> None:
    page = typed(TEXT, "ru", 1)
    assert page.original_spans([(0, len(page.text))]) == {(0, len(TEXT))}


def test_a_stamp_maps_to_no_span_of_the_original() -> None:
    page = typed(TEXT, "ru", 1)
    stamp = next(each for each in STAMPS["ru"] if f"\n{each}\n" in page.text)
    start = page.text.index(f"\n{stamp}\n") + 1
    assert page.original_spans([(start, start + len(stamp))]) == set()
