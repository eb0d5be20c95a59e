from __future__ import annotations

from bisearch.alignment.short_lines import relink_short_lines
from bisearch.model import Bead

RU = ["№ 52/ш", "ВЕРШИНИН", "Верно: Смирнова"]
EN = ["VERSHININ", "No. 52/sh", "Authenticated: (Smirnova)"]


def crossed(beads: list[Bead]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.ru, bead.en) for bead in relink_short_lines(beads, RU, EN)]


def test_short_lines_are_relinked_by_shared_names_and_numbers() -> None:
    assert crossed([Bead((i,), (i,)) for i in range(3)]) == [((0,), (1,)), ((1,), (0,)), ((2,), (2,))]


def test_a_bead_of_crossing_short_lines_is_split() -> None:
    assert crossed([Bead((0, 1), (0, 1)), Bead((2,), (2,))]) == [((0,), (1,)), ((1,), (0,)), ((2,), (2,))]


def test_a_bead_of_short_lines_without_shared_anchors_is_kept() -> None:
    assert crossed([Bead((0, 2), (0, 2))]) == [((0, 2), (0, 2))]


def test_a_bead_of_short_lines_in_the_same_order_is_kept() -> None:
    ru, en = ["Т. Щербатюку.", "Кошку внести в список, § 4."], ["To Comrade Shcherbatyuk: list the cat.", "§ 4."]
    assert relink_short_lines([Bead((0, 1), (0, 1))], ru, en) == [Bead((0, 1), (0, 1))]


def test_two_short_lines_are_linked_with_one_around_another_line() -> None:
    ru = ["20.XI.46г.", "1-сн", "Верно: Смирнова"]
    en = ["20 November 1946 Authenticated: (Smirnova)", "1-sn"]
    assert relink_short_lines([Bead((0, 1, 2), (0, 1))], ru, en) == [Bead((0, 2), (0,)), Bead((1,), (1,))]
