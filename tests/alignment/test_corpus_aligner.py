from __future__ import annotations

from bisearch.alignment.corpus_aligner import align_corpus
from bisearch.alignment.windows import MAX_SINGLE_WINDOW

RU = [
    "Смит вернулся {} ноября из Вашингтона и немедленно попросил о приеме у министра.",
    "Больше {} дней он был болен, и письма его никто не открывал.",
    "Станция «Север-4» передала сводку № {}, которую на мысе Надежды приняли с трудом.",
]
EN = [
    "Smith returned from Washington on {} November and asked at once to be received by the minister.",
    "For more than {} days he was ill, and no one opened his letters.",
    "The station Sever-4 transmitted report No. {}, which was received with difficulty at Cape Nadezhda.",
]


def text(templates: list[str], count: int) -> list[str]:
    return [templates[number % 3].format(number) for number in range(count)]


def test_long_texts_are_cut_and_joined_up_again() -> None:
    count = 6 * MAX_SINGLE_WINDOW
    (found,) = align_corpus([(text(RU, count), text(EN, count))])
    assert [(bead.ru, bead.en) for bead in found] == [((i,), (i,)) for i in range(count)]


def test_a_lost_stretch_is_an_omission_of_each_of_its_sentences() -> None:
    ru, en = text(RU, 60), text(EN, 60)
    (found,) = align_corpus([(ru, en[:30] + en[36:])])
    assert {bead.ru for bead in found if not bead.en} == {(i,) for i in range(30, 36)}


def test_a_side_may_be_empty() -> None:
    one, two, none = align_corpus([(["Слово."], []), ([], ["Word."]), ([], [])])
    assert [(bead.ru, bead.en) for bead in one] == [((0,), ())]
    assert [(bead.ru, bead.en) for bead in two] == [((), (0,))]
    assert none == []
