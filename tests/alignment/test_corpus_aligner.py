from __future__ import annotations

import pytest

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


def test_long_texts_are_aligned_across_windows() -> None:
    count = 6 * MAX_SINGLE_WINDOW
    (found,) = align_corpus([(text(RU, count), text(EN, count))])
    assert [(bead.ru, bead.en) for bead in found] == [((i,), (i,)) for i in range(count)]


def test_each_sentence_of_an_omitted_stretch_is_a_one_sided_bead() -> None:
    ru, en = text(RU, 60), text(EN, 60)
    (found,) = align_corpus([(ru, en[:30] + en[36:])])
    assert {bead.ru for bead in found if not bead.en} == {(i,) for i in range(30, 36)}


def test_a_side_may_be_empty() -> None:
    one, two, none = align_corpus([(["Слово."], []), ([], ["Word."]), ([], [])])
    assert [(bead.ru, bead.en) for bead in one] == [((0,), ())]
    assert [(bead.ru, bead.en) for bead in two] == [((), (0,))]
    assert none == []


# Invented archival texts, in which a translator divided clauses into sentences differently.
BEFORE = (
    ["Секретарь посольства вручил ноту в полдень.", "Ответа до вечера не последовало."],
    ["The secretary of the embassy handed over the note at noon.", "No answer came before the evening."],
)
AFTER = (
    ["Радиограмма была отправлена в Архангельск.", "Подписал капитан Воронцов."],
    ["The radiogram was sent to Arkhangelsk.", "Signed by Captain Vorontsov."],
)
# Clauses of which the sentences of each language are made; a bead ends where sentences of both languages end.
CLAUSES_RU = {
    "arrived": "комиссия министерства прибыла на полярную станцию 4 марта на ледоколе «Красин»",
    "inspected": "она осмотрела склад, где хранились 300 бочек керосина и запасные аккумуляторы",
    "log": "начальник станции Гуревич показал вахтенный журнал и приказы за прошлый год",
    "coal": "расход угля за февраль не был записан, и подпись бухгалтера отсутствовала",
    "doctor": "врач Лебедева доложила о тяжелой болезни двух радистов и просила лекарств",
}
CLAUSES_EN = {
    "arrived": "the commission of the ministry arrived at the polar station on 4 March on the icebreaker Krasin",
    "inspected": "it inspected the warehouse, where 300 barrels of kerosene and spare batteries were stored",
    "log": "the head of the station, Gurevich, showed the watch log and the orders of the past year",
    "coal": "the consumption of coal for February was not recorded, and the accountant's signature was missing",
    "doctor": "the doctor, Lebedeva, reported the grave illness of two radio operators and asked for medicines",
}


def cut(clauses: dict[str, str], sentences: str, joint: str) -> list[str]:
    joined = [joint.join(clauses[name] for name in sentence.split()) for sentence in sentences.split(" / ")]
    return [f"{each[0].upper()}{each[1:]}." for each in joined]


def aligned(ru: str, en: str) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    text_ru = [*BEFORE[0], *cut(CLAUSES_RU, ru, ", а "), *AFTER[0]]
    text_en = [*BEFORE[1], *cut(CLAUSES_EN, en, ", and "), *AFTER[1]]
    (beads,) = align_corpus([(text_ru, text_en)])
    return [(bead.ru, bead.en) for bead in beads]


@pytest.mark.parametrize(
    ("ru", "en"),
    [
        ("arrived inspected / log coal", "arrived / inspected log / coal"),
        ("arrived / inspected log / coal", "arrived inspected / log coal"),
        ("arrived inspected / log coal / doctor", "arrived / inspected log / coal doctor"),
    ],
    ids=["2:3", "3:2", "3:3"],
)
def test_clauses_divided_differently_are_one_bead(ru: str, en: str) -> None:
    n, m = len(ru.split(" / ")), len(en.split(" / "))
    bead = (tuple(range(2, 2 + n)), tuple(range(2, 2 + m)))
    around = [((0,), (0,)), ((1,), (1,)), ((n + 2,), (m + 2,)), ((n + 3,), (m + 3,))]
    assert aligned(ru, en) == [*around[:2], bead, *around[2:]]


@pytest.mark.parametrize("sentences", ["arrived inspected / log coal / doctor", " / ".join(CLAUSES_RU)])
def test_clauses_divided_in_the_same_way_are_aligned_one_to_one(sentences: str) -> None:
    assert aligned(sentences, sentences) == [((i,), (i,)) for i in range(4 + len(sentences.split(" / ")))]


def test_nothing_to_align_loads_no_dictionary() -> None:
    def lemmas(forms: object) -> dict[str, tuple[str, ...]]:
        raise AssertionError(f"looked up {forms}")

    assert align_corpus([], lemmas) == []
