from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from bisearch.segmentation.sentence_end_words import sentence_end_words
from bisearch.segmentation.sentence_ends import sentence_ends

if TYPE_CHECKING:
    from bisearch.model import Side


def split(text: str, side: Side = "ru") -> list[str]:
    stops = [0, *sentence_ends(text, 0, len(text), sentence_end_words(side)), len(text)]
    return [text[begin:end].strip() for begin, end in pairwise(stops)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Станция находится в г. Ленинграде.",
        "В ноябре 1946 г. Смит вернулся.",
        "В 1941—1945 гг. (20 выпусков) журнал выходил.",
        "Работали (1 сентября 1946 г. — 15 мая 1947 г.) вдвоем.",
        "С атташе беседовал д-р Дж. Уиткомб.",
        "Снимки т. е. Негативы сданы.",
        "§ 1. Работу прекратить.",
        "ПОСТАНОВИЛИ: 1. Осудить.",
        "3. т. Щербатюку добыть трубки.",
        "Доклад (докл. т. Цыганков) отложен.",
        "Он сослался на Иванова (?) и ушел.",
        "Он согласился (!) Через год отказался.",
        "Письмо тов.Сталина и И.В.Сталина из г.Москвы.",
        "Смотри archive.example/Document.Html в каталоге.",
        "По опыту проф. Смирнова и акад. А. П. Вершинина.",
        "Экз. № 2 из дела.",
        "Смета 1 240 тыс. ру6. отпущена.",
        "Письмо зав. отд. Иванову передано.",
        "Согласно абз. 2 и п. 3 решено.",
    ],
)
def test_no_stop_within_a_russian_sentence_ends_it(sentence: str) -> None:
    assert split(sentence) == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "Comrade L. Yu. Yakhontova is to take it off.",
        "The case of Brown v. Board of Education.",
        "The U.S. Ambassador left for St. Petersburg.",
        "Aircraft Li-2 No. N-483 broke a ski.",
        "I am here to . . . submit cheerfully.",
        "He lives at apt. 11 with Messrs. Smith and Jones.",
        "See figs. 3 and 4, vol. II.",
        "ORDER NO. 87 OF COL. SMITH",
        "Under par. 2 of the Dept. of State letter No. 3 he went.",
        "The chief of the Dept. Smith came.",
    ],
)
def test_no_stop_within_an_english_sentence_ends_it(sentence: str) -> None:
    assert split(sentence, "en") == [sentence]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # An abbreviation, a unit or an initial ends a sentence before a word that only opens sentences.
        ("Он умер в 1946 г. Она жива.", ["Он умер в 1946 г.", "Она жива."]),
        ("Лук, соль и т. д. При этом дорого.", ["Лук, соль и т. д.", "При этом дорого."]),
        (
            "Расписку дал Эйхгорн К. О. На остановках не сидеть.",
            ["Расписку дал Эйхгорн К. О.", "На остановках не сидеть."],
        ),
        # A unit does before any word, once the sentence has said something.
        (
            "Глубина под станцией сегодня 2390 м. Магниты целы.",
            ["Глубина под станцией сегодня 2390 м.", "Магниты целы."],
        ),
        # A title in lower case opens a sentence.
        ("Он сел. т. Вершинин отвечает.", ["Он сел.", "т. Вершинин отвечает."]),
        # Editors' notes.
        ("Он вышел. [неразборчиво] Она вошла.", ["Он вышел.", "[неразборчиво]", "Она вошла."]),
        ("Он вышел.[1] Она вошла.", ["Он вышел.[1]", "Она вошла."]),
        ("Он вышел.3 Она вошла.", ["Он вышел.3", "Она вошла."]),
        # Stops that a scanner lost, or whose blank it lost.
        ("Он был в Москве.Смит уехал.", ["Он был в Москве.", "Смит уехал."]),
        ("Он спросил нас.В 1946 году ждали.", ["Он спросил нас.", "В 1946 году ждали."]),
        ("Узлов только пять, Во льду это мало.", ["Узлов только пять,", "Во льду это мало."]),
        ("Ящики сосчитали мы Однако двух нет.", ["Ящики сосчитали мы", "Однако двух нет."]),
    ],
)
def test_a_text_of_several_sentences_is_split(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_an_abbreviation_may_end_an_english_sentence() -> None:
    assert split("He came at 4 p.m. The others left.", "en") == ["He came at 4 p.m.", "The others left."]


def test_stop_is_a_word_in_telegrams_only_in_capitals() -> None:
    text = "Two blades bent STOP Request aircraft to stop Drift north"
    assert split(text, "en") == ["Two blades bent STOP", "Request aircraft to stop Drift north"]


def test_single_letters_in_a_list_do_not_open_sentences() -> None:
    assert split("Пункты А, Б, В и Г.") == ["Пункты А, Б, В и Г."]
