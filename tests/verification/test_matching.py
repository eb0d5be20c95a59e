from __future__ import annotations

import pytest

from bisearch.verification.matching import SearchedText
from bisearch.verification.wording import read_words, wording_of

ARCHIVE = (
    "Институт возвратился из Красноярска 21 января и разместился в своем здании на Фонтанке, которое занимали "
    "госпиталь и никто. В библиотеке лежит снег, который сотрудники ежедневно выиосят ведрами. Потребность до 1 мая "
    "— 18О кубометров. Тов. Жуковецкий воздержался от выступ ления."
)


def compare(quotation: str) -> tuple[float, list[tuple[str, str]]]:
    match = SearchedText(list(read_words(ARCHIVE)), "ru").find(wording_of(quotation))
    assert match is not None
    pairs = [(" ".join(w.form for w in mine), " ".join(w.form for w in own)) for mine, own in match.differences]
    return match.share, pairs


@pytest.mark.parametrize(
    "quotation",
    [
        "институт возвратился из Красноярска",
        "Институтъ возвратился изъ Красноярска",
        "разместился в своём здании — на Фонтанке!",
        "Институт возвратился […] и разместился в своем здании",
        "Институт возвратился... и разместился <…> на Фонтанке",
        "Институт [полярной геофизики] возвратился из Красноярска",
        "который сотрудники ежедневно выносят ведрами",
        "Потребность до 1 мая — 180 кубометров",
        "воздержался от выступления",
    ],
)
def test_what_scholars_change_by_convention_is_no_difference(quotation: str) -> None:
    assert compare(quotation) == (1.0, [])


@pytest.mark.parametrize(
    ("quotation", "differences"),
    [
        ("институт возвратился из Свердловска 21 января", [("свердловска", "красноярска")]),
        ("институт не возвратился из Красноярска", [("не", "")]),
        ("разместился в здании на Фонтанке", [("", "своем")]),
        ("Потребность до 1 мая — 160 кубометров", [("160", "18")]),
    ],
)
def test_other_words_more_words_and_words_left_out_are_differences(
    quotation: str, differences: list[tuple[str, str]]
) -> None:
    found = compare(quotation)[1]
    assert [mine for mine, _ in found] == [mine for mine, _ in differences]


def test_fragments_must_be_in_the_order_of_the_archive() -> None:
    share, _ = compare("В библиотеке лежит снег… Институт возвратился из Красноярска")
    assert share < 0.8


def test_two_numbers_are_never_taken_for_misread_digits() -> None:
    assert compare("возвратился из Красноярска 27 января и разместился")[1] == [("27", "21")]
