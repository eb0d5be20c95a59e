from __future__ import annotations

import pytest

from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.analysis.tokenizer import words
from bisearch.notation.quantities import find_quantities, looks_like
from bisearch.notation.quantity import Quantity, same_quantity

LEMMATIZER = Lemmatizer()


def quantities(text: str) -> list[Quantity]:
    tokens = words(text)
    return find_quantities(text, tokens.starts, tokens.forms, [LEMMATIZER.lemmas(form) for form in tokens.forms])


def stated(text: str) -> list[float]:
    return [each.value for each in quantities(text) if each.is_stated]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("двадцать пятого декабря", 25),
        ("ста двадцати семи человек", 127),
        ("с сорока пятью подводами", 45),
        ("двадцать две тысячи рублей", 22_000),
        ("полутора тысяч пудов", 1_500),
        ("четверо суток", 4),
        ("two hundred and fourteen files", 214),
        ("Sixty-four employees", 64),
        ("the twenty-fifth of December", 25),
        ("three and a half million", 3_500_000),
        ("two dozen eggs", 24),
        ("five-and-twenty tin soldiers", 25),
        ("90 тыс. экземпляров", 90_000),
        ("4 млн. 200 тыс. руб.", 4_200_000),
        ("5 с половиной тысяч", 5_500),
        ("1,234 copies", 1_234),
        ("90 000 экземпляров", 90_000),
        ("2½ pounds", 2.5),
        ("11,2 градуса", 11.2),
        ("в XIV веке", 14),
        ("18О кубометров дров", 180),
    ],
)
def test_a_number_is_read_in_digits_and_in_words_of_every_case(text: str, value: float) -> None:
    assert stated(text)[0] == value


@pytest.mark.parametrize(
    ("ru", "en"),
    [
        ("90 тыс. рублей", "90,000 rubles"),
        ("в 15 ч. 10 м.", "at 3:10 p.m."),
        ("в 45 г.", "in 1945"),
        ("полуторка", "a 1.5-ton truck"),
        ("3,5 процента", "3.5 per cent"),
        ("дюжина яиц", "twelve eggs"),
        ("двухмесячный отпуск", "a leave of two months"),
        ("в тридцать раз", "thirtyfold"),
        ("4-5 тысяч пудов", "4,000 to 5,000 poods"),
        ("сорок пудов", "1,440 pounds"),
        ("десять вёрст", "six and a half miles"),
        ("100 кв. сажен", "455 square meters"),
    ],
)
def test_the_two_languages_write_the_same_number_differently(ru: str, en: str) -> None:
    first, second = quantities(ru)[0], quantities(en)
    assert any(same_quantity(first, each) for each in second)


@pytest.mark.parametrize(
    ("ru", "en"),
    [("18 кубометров", "80 cubic meters"), ("90 тыс.", "90 million"), ("десять вёрст", "ten miles and 3 yards")],
)
def test_other_numbers_are_not_the_same(ru: str, en: str) -> None:
    assert not same_quantity(quantities(ru)[0], quantities(en)[-1])


@pytest.mark.parametrize(
    "text",
    [
        "3. Сообщить пастухам.", "[12]", "- 7 -", "3АПИСКА", "6едствует", "П Р 0 Т О К О Л", "один из них",
        "the first time", "Секретарь 3. Смирнова", "половина дела", "thousands of letters", "Harriman1",
        "тысяча извинений", "the pressure of O 2",
    ],
)  # fmt: skip
def test_labels_misread_letters_and_idioms_state_no_number(text: str) -> None:
    assert not stated(text)


def test_a_misread_digit_of_the_other_side_is_recognized() -> None:
    assert looks_like(quantities("3 rooms")[0], "З комнаты")
    assert looks_like(quantities("180 rooms")[0], "l8О комнат")
    assert not looks_like(quantities("180 rooms")[0], "18 комнат")


@pytest.mark.parametrize(
    "text", ["1" * 100_000, "l0" * 50_000, "1,234" * 20_000, "двадцать " * 20_000, "4 млн " * 10_000]
)
def test_a_hostile_text_takes_no_longer_than_its_length(text: str) -> None:
    quantities(text)
