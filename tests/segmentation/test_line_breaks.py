from __future__ import annotations

import pytest

from bisearch.segmentation.layout import layout_of
from bisearch.segmentation.lines import lines_of
from bisearch.segmentation.sentences import sentences

PAGE = (
    "Торнбери явился с опозданием на двадцать минут, объяснив это тем,\n"
    "что шофер искал институт на Мойке, хотя вывеска видна и с дороги\n"
    "Карповки. По-русски понимает, но говорит плохо, переводила тов.\n"
    "Елкина. Затем он перешел к вопросу о контроле над атомной энерги-\n"
    "ей и просил\n"
)


def measure(text: str) -> int | None:
    return layout_of(text, lines_of(text)).measure


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
    assert [line.indent for line in lines_of(text)] == [0, 0, 0, 3, 0]
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


EN = (
    "The two sides met in Geneva on the fourth of May and spoke at length",
    "of the ban on tests. The American side held that three inspections a",
    "year were the least that its Senate and its people would in the end",
)
SPOKE = "The two sides met in Geneva on the fourth of May and spoke at length\nof the ban on tests."


@pytest.mark.parametrize(
    "page_end",
    [
        "\n\nTOP SECRET\n\n- 12 -\n\nTOP SECRET\n\n",
        "\n\n                                  12\n\f",
        "\n\f",
        "\n[Page 360]\n",
        "\n\n1 See the note of 3 May, No. 16. Not found.\n\n12\n\n",
        "\n____________\n* See the note of 3 May. It is on file.\n** Ibid.\n12\n\n",
        "\n\n12\n\nSECRET\n\n\f",
    ],
)
@pytest.mark.parametrize("rest", ["accept. ", "accept, as was said then in the room of the embassy near the lake. "])
def test_a_sentence_continues_after_whatever_ends_a_page(page_end: str, rest: str) -> None:
    text = "\n".join(EN) + page_end + rest + "The Soviet side said no."
    found = [sentence.of(text) for sentence in sentences(text, "en")]
    assert found[0] == SPOKE
    assert [each.split()[-1] for each in found[1:]] == [rest.rsplit(maxsplit=1)[-1], "no."]


def test_a_sentence_continues_after_a_page_number_with_a_name() -> None:
    text = "\n".join(EN) + " of the\n\n12\n\nUnited States accept and ratify in the next year or in the year after it."
    assert len(sentences(text, "en")) == 2


def test_a_heading_after_a_page_number_is_a_sentence_of_its_own() -> None:
    text = "\n".join(EN) + "\naccept\n\n12\n\nMEETING OF THE SIXTH OF MAY IN THE ROOM OF THE EMBASSY\n\nIt rained."
    assert [sentence.of(text) for sentence in sentences(text, "en")][-2:] == text.split("\n\n")[-2:]


def test_text_wrapped_twice_continues_after_its_short_lines() -> None:
    text = (
        "The committee agreed on the limitation of strategic arms and on the reduction\nof nuclear\n"
        "weapons in both countries. It met again in May and discussed the proposals for\nthe\n"
        "inspection of sites. The members were told that the talks would go on until the\nend\n"
        "of the year and that a report would be written."
    )
    found = [sentence.of(text).replace("\n", " ") for sentence in sentences(text, "en")]
    assert [each.split()[0] for each in found] == ["The", "It", "The"]


def test_double_spaced_text_continues_over_its_empty_lines() -> None:
    text = "\n\n".join(PAGE.splitlines())
    assert [each.rpartition("\n")[2] for each in split(text)] == ["Карповки.", "Елкина.", "ей и просил"]


def test_a_hanging_indent_does_not_open_a_paragraph() -> None:
    lines = PAGE.splitlines()
    text = "\n        ".join(lines)
    assert [each.rpartition("\n")[2].strip() for each in split(text)] == ["Карповки.", "Елкина.", "ей и просил"]


def test_an_indented_block_has_its_own_measure() -> None:
    quotation = (
        "Сообщаю, что судно под началом капитана\nи штурмана вышло из порта и у острова ночью\n"
        "Диксона встретило самолет, на котором\nЮрасов летел к нам впервые за зиму."
    )
    text = PAGE + PAGE + "\n" + "\n".join(f"        {line}" for line in quotation.splitlines())
    assert len(split(text)[-1].splitlines()) == 4


def test_each_line_of_verse_is_a_sentence() -> None:
    verse = "Над нами ночь на сто ночей,\nНад нами лед и вьюга,\nА мы сидим среди печей\nИ слушаем друг друга."
    assert split(PAGE + "\n" + verse)[-4:] == verse.splitlines()


def test_each_row_of_a_table_is_a_sentence() -> None:
    table = "Диксон             06.00            42,5\nМыс Дальний        08.30            38"
    assert split(PAGE + "\n" + table)[-2:] == table.splitlines()


def test_signatures_are_separate() -> None:
    signatures = "Начальник зимовки          А. Ветров\nПарторг                    С. Кулагин"
    assert split(PAGE + "\n" + signatures)[-2:] == signatures.splitlines()
