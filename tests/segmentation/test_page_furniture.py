from __future__ import annotations

import pytest

from bisearch.segmentation.lines import lines_of
from bisearch.segmentation.page_furniture import PageFurniture


def kinds(text: str) -> list[str | None]:
    lines = lines_of(text)
    furniture = PageFurniture(text, lines)
    return [furniture.kind_at(k)[0] for k in range(len(lines))]


@pytest.mark.parametrize(
    "line",
    ["12", "- 12 -", "— 3 —", "12.", "[Page 360]", "Page 3 of 12", "стр. 3", "[С. 114]", "л. 5 об.", "xiv", "p. 7"],
)
def test_a_number_alone_on_its_line_is_a_page_number(line: str) -> None:
    assert kinds(line + "\n") == ["page number"]


def test_a_number_that_ends_a_paragraph_is_not_a_page_number() -> None:
    assert kinds("На ремонт отпущено\n900.\n\nСудно старое.") == [None, None, None]


@pytest.mark.parametrize("line", ["СОВ. СЕКРЕТНО", "Экз. № 2", "[Top Secret]", "DECLASSIFIED", "__________", "* * *"])
def test_a_secrecy_stamp_or_a_rule_is_a_stamp(line: str) -> None:
    assert kinds(line) == ["stamp"]


def test_a_line_repeated_on_several_pages_is_a_running_head() -> None:
    text = "Протоколы совещаний\n\nОдин.\n\nПротоколы совещаний\n\nДва.\n\nПротоколы заседаний"
    assert kinds(text) == ["running head", None, "running head", None, None]


def test_a_repeated_line_with_a_page_number_ends_a_page() -> None:
    assert kinds("12   Minutes of Meetings\n\nOne.\n\n13   Minutes of Meetings")[::2] == ["numbered head"] * 2


def test_a_footnote_ends_at_an_empty_line_or_the_page_number() -> None:
    text = "Текст.\n\n1 См. записку от 3 мая,\nл. 5.\n12\n\n* Подлинник в деле.\n\nТекст."
    lines = lines_of(text)
    furniture = PageFurniture(text, lines)
    assert furniture.kind_at(1) == ("footnote", 3)
    assert furniture.kind_at(4) == ("footnote", 5)


def test_a_number_before_a_name_within_a_paragraph_is_not_a_footnote() -> None:
    assert kinds("Naturalised were the\n148 Huguenots still there.\n\n12")[1] is None
