from __future__ import annotations

from itertools import pairwise

import pytest

from bisearch.segmentation.line_breaks import lines_of, measure_of
from bisearch.segmentation.sentences import sentences

PAGE = (
    "Торнбери явился с опозданием на двадцать минут, объяснив это тем,\n"
    "что шофер искал институт на Мойке, хотя вывеска видна и с дороги\n"
    "Карповки. По-русски понимает, но говорит плохо, переводила тов.\n"
    "Елкина. Затем он перешел к вопросу о контроле над атомной энерги-\n"
    "ей и просил\n"
)


def measure(text: str) -> int | None:
    return measure_of(text, [lines_of(text, 0, len(text))])


def split(text: str) -> list[str]:
    return [sentence.of(text) for sentence in sentences(text, "ru")]


def with_line(text: str, number: int, line: str) -> str:
    lines = text.splitlines()
    return "\n".join([*lines[:number], line, *lines[number:]])


def test_wrapped_text_has_the_measure_of_its_longest_line() -> None:
    assert measure(PAGE) == max(map(len, PAGE.splitlines()))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Одна строка.",
        "Начальнику Главного управления\nТоварищу Хрящеву Георгию Емельяновичу\nОт лаборанта Лаптевой",
        "Абзац целиком на строке. " * 20 + "\n" + "Другой абзац целиком на строке. " * 30 + "\nи третий.",
    ],
)
def test_text_that_is_not_wrapped_has_no_measure(text: str) -> None:
    assert measure(text) is None


def test_sentences_continue_over_wrapped_lines_even_at_names_and_abbreviations() -> None:
    assert [each.rpartition("\n")[2] for each in split(PAGE)] == ["Карповки.", "Елкина.", "ей и просил"]


@pytest.mark.parametrize("stamp", ["Сов. секретно", "- 2 -", "3.", "Верно: Смирнова", "✓"])
@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_stamp_within_a_sentence_does_not_break_it(stamp: str, number: int) -> None:
    assert len(split(with_line(PAGE, number, stamp))) == 3


def test_a_stamp_between_sentences_is_a_sentence_of_its_own() -> None:
    text = "Торнбери явился с опозданием на двадцать минут.\nЭкз. № 2\nШофер искал институт на Мойке до самого вечера."
    assert split(text) == text.split("\n")


@pytest.mark.parametrize("note", ["[illegible signature]", "[stamp: Secretariat]", "Page 2"])
def test_a_translators_note_between_one_line_paragraphs_is_a_sentence_of_its_own(note: str) -> None:
    before, after = (
        "They arrived twenty minutes late that day. " * 5,
        "The driver had been looking for the Institute. " * 6,
    )
    text = f"{before.strip()}\n{note}\n{after.strip()}"
    found = [sentence.of(text) for sentence in sentences(text, "en")]
    assert len(found) == 12
    assert found[5] == note


def test_a_line_that_leaves_room_for_the_next_word_ends_a_paragraph() -> None:
    text = PAGE + "посетить станцию\nВершинин отказал."
    assert split(text)[-1] == "Вершинин отказал."


@pytest.mark.parametrize(
    "text",
    [
        "Прошу:\nа) указать академику Вершинину на недопустимость чаепития;\nб) решить вопрос о пяти ампулах.",
        "Выслать самолетом в июне до начала распутицы и паводка:\n1) лук и витамин,\n2) муку и кирпич,\n3) смену.",
        "В наличии имеются на складе института приборы:\n— № 1106 (Нарден), исправен;\n— № 4417 (Нарден).",
    ],
)
def test_list_items_that_end_with_punctuation_are_separate(text: str) -> None:
    assert split(text) == text.split("\n")


def test_an_indented_line_opens_a_paragraph() -> None:
    text = PAGE.replace("Елкина. Затем", "   Елкина. Затем")
    assert [line.indent for line in lines_of(text, 0, len(text))] == [0, 0, 0, 3, 0]
    assert any(sentence.startswith("Елкина") for sentence in split(text))


@pytest.mark.parametrize("between", ["\n\n", "\n\n- 2 -\n\n", "\n\n2\n\nСов. секретно\n\n"])
@pytest.mark.parametrize(
    "first",
    ["Торнбери просил разрешения посетить станцию и получил", "Торнбери искал институт на Мойке, так как шофер вы-"],
)
def test_a_sentence_continues_over_the_end_of_a_page(first: str, between: str) -> None:
    text = f"{first}{between}резкий отказ. Вершинин подтвердил."
    assert split(text) == [text.removesuffix(" Вершинин подтвердил."), "Вершинин подтвердил."]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Торнбери просил разрешения посетить станцию и получил", "Резкий отказ."),
        ("Торнбери просил разрешения посетить станцию. Прошу:", "а) отказать;"),
        ("О зимовке на станции", "отчет начальника."),
    ],
)
def test_a_complete_sentence_or_a_new_one_does_not_continue_over_the_end_of_a_page(first: str, second: str) -> None:
    assert split(f"{first}\n\n{second}")[-1] == second


def test_lines_have_no_surrounding_whitespace() -> None:
    text = "  один \n\tдва  три\n"
    lines = lines_of(text, 0, len(text))
    assert [text[line.start : line.end] for line in lines] == ["один", "два  три"]
    assert all(before.end < after.start for before, after in pairwise(lines))
