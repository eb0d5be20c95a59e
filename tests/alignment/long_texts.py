"""Long texts and their translations, made of three sentences with numbers that tell them apart."""

from __future__ import annotations

from bisearch.alignment.numbered_text import NumberedText, WordNumbers, number_sentences
from bisearch.alignment.word_matches import Matcher, Matches

RU = [
    "Смит вернулся {} ноября из Вашингтона и просил о приеме.",
    "Больше {} дней он был болен в Архангельске.",
    "Станция «Север-4» передала сводку № {} на мыс Надежды.",
]
EN = [
    "Smith returned from Washington on {} November and asked to be received.",
    "For more than {} days he was ill in Arkhangelsk.",
    "The station Sever-4 transmitted report No. {} to Cape Nadezhda.",
]


def numbered(ru: list[str], en: list[str]) -> tuple[tuple[NumberedText, NumberedText], Matches]:
    numbers_ru, numbers_en = WordNumbers("ru"), WordNumbers("en")
    texts = number_sentences(ru, numbers_ru), number_sentences(en, numbers_en)
    return texts, Matcher(numbers_ru, numbers_en, lambda forms: {form: (form,) for form in forms}, []).matches()


def text(templates: list[str], count: int) -> list[str]:
    return [templates[number % 3].format(1000 + number) for number in range(count)]
