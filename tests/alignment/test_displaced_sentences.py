"""Sentences that the translator put elsewhere."""

from __future__ import annotations

import bisearch

RU = (
    "Лед девять баллов, судно зажато со вчерашнего вечера и медленно дрейфует на северо-восток.",
    "На борту находятся тридцать четыре человека, а угля осталось всего на девять суток.",
    "Прошу прислать самолет, который указал бы капитану разводья во льду.",
    "Капитан сообщает, что магнитометры выгружены на лед вместе с собаками.",
)
EN = (
    "The ice is nine-tenths, and the vessel has been beset since yesterday evening and is drifting slowly northeast.",
    "There are thirty-four persons on board, and coal is left for only nine days.",
    "I request that an aircraft be sent to show the captain the leads in the ice.",
    "The captain reports that the magnetometers have been unloaded onto the ice together with the dogs.",
)


def linked(ru: tuple[str, ...], en: tuple[str, ...]) -> set[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Align two texts, a paragraph a sentence."""
    beads = bisearch.align("\n\n".join(ru), "\n\n".join(en)).beads
    assert sorted(i for bead in beads for i in bead.ru) == list(range(len(ru)))
    assert sorted(j for bead in beads for j in bead.en) == list(range(len(en)))
    assert [bead.ru for bead in beads if bead.ru] == sorted(bead.ru for bead in beads if bead.ru)
    return {(bead.ru, bead.en) for bead in beads}


def test_a_stamp_at_the_other_end_of_the_page_is_linked() -> None:
    found = linked((*RU, "Отпечатано 2 экз."), ("2 copies typed.", *EN))
    assert found == {((0,), (1,)), ((1,), (2,)), ((2,), (3,)), ((3,), (4,)), ((4,), (0,))}


def test_unrelated_unlinked_sentences_stay_unlinked() -> None:
    found = linked(
        (*RU, "Для столовой закуплены сорок килограммов соленого омуля и два мешка сухих яблок."),
        ("The library has received twelve crates of old books from the university in Oslo.", *EN),
    )
    assert {((4,), ()), ((), (0,))} <= found
