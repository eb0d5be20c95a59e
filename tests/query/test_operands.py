from __future__ import annotations

import pytest

from bisearch.errors import QueryError
from bisearch.query.lexeme_stream import LexemeStream
from bisearch.query.operands import parse_filter, parse_phrase, parse_word
from bisearch.query.tree import DateFilter, Filter, Node, Or, Phrase, Word


def word(query: str) -> Node | None:
    stream = LexemeStream(query)
    return parse_word(stream.take(), None, stream)


def phrase(query: str, *, exact: bool = False) -> Node:
    stream = LexemeStream(query)
    return parse_phrase(stream.take(), None, stream, exact=exact)


def filter_(query: str) -> Filter | DateFilter:
    stream = LexemeStream(query)
    return parse_filter(stream.take(), stream.take(), stream)


def test_a_word_keeps_its_spelling_as_typed() -> None:
    assert word("Смит") == Word("смит", surface="Смит")


def test_punctuation_after_a_word_is_ignored() -> None:
    assert word("Смит?!") == word("Смит")


def test_punctuation_alone_is_no_operand() -> None:
    assert word("—") is None


def test_a_hyphenated_word_is_a_phrase_with_its_parts() -> None:
    assert word("на-днях") == Phrase(("на", "днях"), parts=(Word("на", surface="на"), Word("днях", surface="днях")))


@pytest.mark.parametrize(("query", "edits"), [("Смит~", 1), ("Сталин~", 2), ("Сталин~1", 1), ("Смит~2", 2)])
def test_a_fuzzy_word_allows_two_edits_from_six_letters_on_unless_it_has_a_number(query: str, edits: int) -> None:
    node = word(query)
    assert isinstance(node, Word)
    assert (node.match, node.edits) == ("fuzzy", edits)


def test_a_word_with_an_asterisk_matches_by_prefix() -> None:
    assert word("Энерг*") == Word("энерг", match="prefix")


@pytest.mark.parametrize(
    ("query", "position", "reason"),
    [
        ("с*", 1, "at least 2 letters"),
        ("*", 0, "at least 2 letters"),
        ("?*с", 0, "at least 2 letters"),
        ("на-дн*", 5, "one word"),
        ("а*б*в*г*д*е", 1, "at most 4 asterisks"),
        ("Смит~3", 4, "takes 1 or 2"),
        ("на-днях~", 7, "needs one word"),
        ("title:", 0, "no word after it"),
    ],
)
def test_a_mistake_in_a_word_is_reported_with_its_position(query: str, position: int, reason: str) -> None:
    with pytest.raises(QueryError, match=reason) as caught:
        word(query)
    assert caught.value.position == position


@pytest.mark.parametrize(
    ("query", "pattern"),
    [
        ("ст*лин", "ст*лин"),
        ("Ст?лин", "ст?лин"),
        ("*лин", "*лин"),
        ("?талин", "?талин"),
        ("*тали*", "*тали*"),
        ("ст**лин", "ст*лин"),
        ("ст*?лин", "ст?*лин"),
        ("с?али?", "с?али?"),
        ("об?ѣздъ*", "об?ездъ*"),
        ("19?6", "19?6"),
    ],
)
def test_asterisks_and_question_marks_inside_or_before_a_word_make_a_pattern(query: str, pattern: str) -> None:
    assert word(query) == Word(pattern, match="wildcard")


def test_a_hard_sign_before_an_asterisk_is_not_at_the_end_of_the_word() -> None:
    assert word("объ*") == Word("объ", match="prefix")


def test_a_query_of_one_word_with_a_question_mark_finds_the_word_or_one_letter_more() -> None:
    assert word("Смит?") == Or((Word("смит", surface="Смит"), Word("смит?", match="wildcard")))


@pytest.mark.parametrize(
    ("quotation", "forms"),
    [
        ('"Совет мини*"', ("совет", "мини*")),
        ('"сов?т *стров"', ("сов?т", "*стров")),
        ('"Кто встретил Смита?"', ("кто", "встретил", "смита")),
        ('"раз * два"', ("раз", "два")),
    ],
)
def test_a_word_in_a_quotation_may_have_wildcards(quotation: str, forms: tuple[str, ...]) -> None:
    assert phrase(quotation) == Phrase(forms)


def test_a_quotation_within_a_quotation_with_a_slop_is_a_run_of_adjacent_words() -> None:
    assert phrase('"«Совет Министров» Сталин"~5') == Phrase(("совет", "министров", "сталин"), slop=5, runs=(2, 1))
    assert phrase('"«Совет Министров»"~5') == Phrase(("совет", "министров"))


def test_a_quotation_of_one_word_is_a_word_that_is_not_expanded() -> None:
    assert phrase('"Смита"') == Word("смита")
    assert phrase('"Смита"', exact=True) == Word("смита", match="exact")


def test_the_number_after_a_quotation_is_the_slop() -> None:
    assert phrase('"Смит Трумэн"~5') == Phrase(("смит", "трумэн"), slop=5)


@pytest.mark.parametrize("suffix", ["", "x", "-1", "101"])
def test_a_slop_that_is_no_number_up_to_100_is_refused(suffix: str) -> None:
    with pytest.raises(QueryError, match="up to 100") as caught:
        phrase(f'"a b"~{suffix}')
    assert caught.value.position == 5


def test_a_filter_has_its_value_as_typed_and_its_position() -> None:
    assert filter_('REF:"ф. 558"') == Filter("ref", "ф. 558", 4)


@pytest.mark.parametrize(
    ("query", "field", "value"),
    [
        ("название:письмо", "title", "письмо"),
        ("Заголовок:письмо", "title", "письмо"),
        ("автор:Громыко", "author", "Громыко"),
        ("адресат:Сталин", "recipient", "Сталин"),
        ("место:Москва", "place", "Москва"),
        ("шифр:РГАСПИ", "ref", "РГАСПИ"),
        ("фонд:558", "ref", "f. 558"),
        ("дело:102", "ref", "d. 102"),
        ("архив:ГАРФ", "ref", "ГАРФ"),
        ("ид:cable-641", "id", "cable-641"),
        ("creator:Gromyko", "author", "Gromyko"),
    ],
)
def test_fields_have_russian_and_other_names(query: str, field: str, value: str) -> None:
    found = filter_(query)
    assert isinstance(found, Filter)
    assert (found.field, found.value) == (field, value)


def test_a_date_may_be_asked_for_in_russian() -> None:
    assert filter_("дата:1946") == filter_("date:1946")


def test_a_shelfmark_takes_no_asterisk() -> None:
    with pytest.raises(QueryError, match=r"ref: takes no \*") as caught:
        filter_('ref:"ф. 55*"')
    assert caught.value.position == 10


def test_a_filter_takes_no_tilde() -> None:
    with pytest.raises(QueryError, match="title: takes no ~"):
        filter_('title:"a b"~2')


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("date:1946", "1946-01-01", "1946-12-31"),
        ("date:1946-02", "1946-02-01", "1946-02-28"),
        ("date:1946..1947-03", "1946-01-01", "1947-03-31"),
        ("date:..1947", "0001-01-01", "1947-12-31"),
        ("date:1947..", "1947-01-01", "9999-12-31"),
    ],
)
def test_a_date_filter_includes_its_first_and_last_day(query: str, first: str, last: str) -> None:
    assert filter_(query) == DateFilter(first, last)
