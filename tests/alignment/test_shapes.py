"""Beads of several sentences on both sides, where a translator cut the text elsewhere; invented archival texts."""

from __future__ import annotations

import pytest

from bisearch.alignment.corpus_aligner import align_corpus

BEFORE = (
    ["Секретарь посольства вручил ноту в полдень.", "Ответа до вечера не последовало."],
    ["The secretary of the embassy handed over the note at noon.", "No answer came before the evening."],
)
AFTER = (
    ["Радиограмма была отправлена в Архангельск.", "Подписал капитан Воронцов."],
    ["The radiogram was sent to Arkhangelsk.", "Signed by Captain Vorontsov."],
)
# What is cut: each language's sentences are put together of these, a bead's border being where both have one.
RU = {
    "arrived": "комиссия министерства прибыла на полярную станцию 4 марта на ледоколе «Красин»",
    "inspected": "она осмотрела склад, где хранились 300 бочек керосина и запасные аккумуляторы",
    "log": "начальник станции Гуревич показал вахтенный журнал и приказы за прошлый год",
    "coal": "расход угля за февраль не был записан, и подпись бухгалтера отсутствовала",
    "doctor": "врач Лебедева доложила о тяжелой болезни двух радистов и просила лекарств",
}
EN = {
    "arrived": "the commission of the ministry arrived at the polar station on 4 March on the icebreaker Krasin",
    "inspected": "it inspected the warehouse, where 300 barrels of kerosene and spare batteries were stored",
    "log": "the head of the station, Gurevich, showed the watch log and the orders of the past year",
    "coal": "the consumption of coal for February was not recorded, and the accountant's signature was missing",
    "doctor": "the doctor, Lebedeva, reported the grave illness of two radio operators and asked for medicines",
}


def cut(clauses: dict[str, str], sentences: str, joint: str) -> list[str]:
    joined = [joint.join(clauses[name] for name in sentence.split()) for sentence in sentences.split(" / ")]
    return [f"{each[0].upper()}{each[1:]}." for each in joined]


def found(ru: str, en: str) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    text_ru = [*BEFORE[0], *cut(RU, ru, ", а "), *AFTER[0]]
    text_en = [*BEFORE[1], *cut(EN, en, ", and "), *AFTER[1]]
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
def test_what_was_cut_elsewhere_is_one_bead(ru: str, en: str) -> None:
    n, m = len(ru.split(" / ")), len(en.split(" / "))
    bead = (tuple(range(2, 2 + n)), tuple(range(2, 2 + m)))
    around = [((0,), (0,)), ((1,), (1,)), ((n + 2,), (m + 2,)), ((n + 3,), (m + 3,))]
    assert found(ru, en) == [*around[:2], bead, *around[2:]]


@pytest.mark.parametrize("sentences", ["arrived inspected / log coal / doctor", " / ".join(RU)])
def test_what_was_cut_alike_stays_one_to_one(sentences: str) -> None:
    assert found(sentences, sentences) == [((i,), (i,)) for i in range(4 + len(sentences.split(" / ")))]
