from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bisearch.segmentation.sentences import sentences

if TYPE_CHECKING:
    from bisearch.model import Side


def split(text: str, side: Side = "ru") -> list[str]:
    return [sentence.of(text) for sentence in sentences(text, side)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Принял т. Смирнову и тов. Ёлкину.",
        "Письмо И. В. Сталина и И.В.Сталина.",
        "См. протокол № 5 от 20.XI.46г. по вопросу.",
        "В 1946 г. было 3.5 тыс. руб.",
        "1. Принять к сведению.",
        "а) Утвердить план.",
        "«Когда он вернется?» — спросил Смит.",
        "Он молчал... и ушел.",
        "ф. 72, оп. 3, д. 118, лл. 14-15.",
    ],
)
def test_one_russian_sentence_is_not_split(sentence: str) -> None:
    assert split(sentence) == [sentence]


@pytest.mark.parametrize(
    "shelfmark",
    [
        "РГАНИ. Ф. 3. Оп. 66. Д. 328. Л. 127–128.",
        "АВП РФ. Ф. 06. Оп. 8. П. 7. Д. 98. Лл. 60-65.",
        "ГАРФ. Ф. Р-9401. Оп. 2. Д. 64. Л. 5 об.",
        "Фонд 558. Опись 11. Дело 102. Лист 14.",
        "РГАСПИ. Ф. 558.\nОп. 11. Д. 102.\nЛ. 14.",
        "RGANI. F. 3. Op. 66. D. 328. Ll. 1-5.",
    ],
)
def test_a_shelfmark_in_running_text_is_not_split(shelfmark: str) -> None:
    text = f"Посол передал ноту. {shelfmark} Подлинник не найден."
    assert shelfmark in split(text)


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr. Smith and Dr. J. Whitcombe met Cde. Stalin.",
        "The U.S. Ambassador left.",
        "See No. 5, pp. 3-4.",
        "1. Noted.",
    ],
)
def test_one_english_sentence_is_not_split(sentence: str) -> None:
    assert split(sentence, "en") == [sentence]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Он ушел. Она осталась.", ["Он ушел.", "Она осталась."]),
        ("Записано почтой. № 641/ш.", ["Записано почтой.", "№ 641/ш."]),
        ("Кто там? Никого! Тишина…", ["Кто там?", "Никого!", "Тишина…"]),
        ("Он сказал: «Да.» Потом ушел.", ["Он сказал: «Да.»", "Потом ушел."]),
        (
            "Винт погнут зпт течь тчк Прошу самолет тчк ЛОСКУТОВ",
            ["Винт погнут зпт течь тчк", "Прошу самолет тчк", "ЛОСКУТОВ"],
        ),
        ("К о п и я\nСов. секретно\nШ И Ф Р О М", ["К о п и я", "Сов. секретно", "Ш И Ф Р О М"]),
        ("ЦК ВКП(б)\n20.XI.46г.\n1-сн", ["ЦК ВКП(б)", "20.XI.46г.", "1-сн"]),
        (
            "Он ушел.[1] Она осталась[2].\n\n[1] Лосев. Инженер.",
            ["Он ушел.[1]", "Она осталась[2].", "[1] Лосев.", "Инженер."],
        ),
        ("[Подпись] Лосев ушел.", ["[Подпись]", "Лосев ушел."]),
    ],
)
def test_a_text_of_several_sentences_is_split(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_wrapped_running_text_is_not_split_at_line_ends() -> None:
    text = (
        "Смит сообщил, что в течение своего пребывания в Вашинг-\nтоне он имел две встречи"
        " с Трумэном и ознакомился\nс его взглядами."
    )
    assert split(text) == [text]


@given(st.text(st.sampled_from("абвАБ., \n?!…«»()[]1№-тгчкОн:;"), max_size=80))
def test_every_character_is_in_exactly_one_sentence(text: str) -> None:
    spans = sentences(text, "ru")
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
    assert all(span.of(text) == span.of(text).strip() != "" for span in spans)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Он ушел. ... Она осталась.", ["Он ушел. ...", "Она осталась."]),
        ("Он ушел. —", ["Он ушел. —"]),
        ("✓", ["✓"]),
    ],
)
def test_punctuation_alone_joins_the_sentence_before_it(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize(
    "piece", [".", ". ", "г. ", "А. ", ".[", '."', "а\n", "слово слово\n", " ", "а", "тчк ", "[х]. "]
)
def test_repetitive_text_loses_no_character(piece: str) -> None:
    text = piece * 20_000 + "конец."
    spans = sentences(text, "ru")
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
