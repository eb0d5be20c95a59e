from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bisearch.errors import QueryError
from bisearch.query.parser import parse
from bisearch.query.tree import And, AndNot, Clauses, DateFilter, Filter, Node, Or, Phrase, Word


def word(form: str, **others: object) -> Word:
    return Word(form, position=0, **others)  # type: ignore[arg-type]


def without_positions(node: Node) -> Node:
    """Return the tree without positions, which only error messages use."""
    match node:
        case Word():
            return Word(node.form, node.side, node.match, node.edits)
        case Phrase():
            parts = tuple(Word(part.form, part.side) for part in node.parts)
            return Phrase(node.forms, node.side, node.exact, node.slop, parts, node.runs)
        case Filter():
            return Filter(node.field, node.value)
        case And(children):
            return And(tuple(map(without_positions, children)))
        case Or(children):
            return Or(tuple(map(without_positions, children)))
        case AndNot(child, excluded):
            return AndNot(without_positions(child), without_positions(excluded))
        case Clauses(should, must, must_not):
            return Clauses(
                tuple(map(without_positions, should)),
                tuple(map(without_positions, must)),
                tuple(map(without_positions, must_not)),
            )
    return node


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("Смит", word("смит")),
        ("a1 b1", Clauses((word("a1"), word("b1")))),
        ("a1 OR b1 AND c1", Or((word("a1"), And((word("b1"), word("c1")))))),
        ("a1 AND b1 AND c1", And((word("a1"), word("b1"), word("c1")))),
        ("a1 AND NOT b1", AndNot(word("a1"), word("b1"))),
        ("a1 -b1", Clauses((word("a1"),), (), (word("b1"),))),
        ("a1 NOT b1", Clauses((word("a1"),), (), (word("b1"),))),
        ("+a1 b1", Clauses((word("b1"),), (word("a1"),))),
        ("(a1 OR b1) AND c1", And((Or((word("a1"), word("b1"))), word("c1")))),
        ("сталин*", word("сталин", match="prefix")),
        ("Смит~", word("смит", match="fuzzy", edits=1)),
        ("Деканозов~", word("деканозов", match="fuzzy", edits=2)),
        ("Деканозов~1", word("деканозов", match="fuzzy", edits=1)),
        ('"контроль над энергией"', Phrase(("контроль", "над", "энергией"))),
        ("«контроль над»", Phrase(("контроль", "над"))),
        ('"a1 b1"~5', Phrase(("a1", "b1"), slop=5)),
        ('exact:"на днях"', Phrase(("на", "днях"), exact=True)),
        ("exact:Смита", word("смита", match="exact")),
        ("ru:1946", word("1946", side="ru")),
        ("en:(a1 OR b1)", Or((word("a1", side="en"), word("b1", side="en")))),
        ('ru:"a1 b1"', Phrase(("a1", "b1"), side="ru")),
        ('ref:"ф. 558"', Clauses((), (Filter("ref", "ф. 558"),))),
        ("date:1946-11 Смит", Clauses((word("смит"),), (DateFilter("1946-11-01", "1946-11-30"),))),
        ("date:20.11.1946", Clauses((), (DateFilter("1946-11-20", "1946-11-20"),))),
        ('date:"20 ноября 1946 г."', Clauses((), (DateFilter("1946-11-20", "1946-11-20"),))),
        ("date:20.11.1946..1947", Clauses((), (DateFilter("1946-11-20", "1947-12-31"),))),
        ("date:1946..1947", Clauses((), (DateFilter("1946-01-01", "1947-12-31"),))),
        ("date:..1947", Clauses((), (DateFilter("0001-01-01", "1947-12-31"),))),
        ("И.В.Сталина", Phrase(("и", "в", "сталина"), parts=(word("и"), word("в"), word("сталина")))),
        ("well-known", Phrase(("well", "known"), parts=(word("well"), word("known")))),
        ("ВКП(б)", word("вкп(б)")),
        ("Кто встретил Смита?", Clauses((word("кто"), word("встретил"), word("смита")))),
        ("foo — bar", Clauses((word("foo"), word("bar")))),
    ],
)
def test_a_query_has_this_tree(query: str, tree: Node) -> None:
    assert without_positions(parse(query)) == tree


@pytest.mark.parametrize(
    "query",
    [
        "a1 AND NOT b1",
        "NOT b1 AND a1",
        "-b1 AND a1",
        "a1 AND -b1",
        "a1 AND (NOT b1)",
        "(NOT b1) AND a1",
        "(-b1) AND a1",
        "NOT NOT a1 AND NOT b1",
        "+a1 AND NOT (NOT NOT b1)",
    ],
)
def test_not_may_be_before_any_part_of_a_conjunction(query: str) -> None:
    tree = without_positions(parse(query))
    if isinstance(tree, Clauses):
        (tree,) = tree.must
    assert tree == AndNot(word("a1"), word("b1"))


@pytest.mark.parametrize(
    "query",
    ["a1 NOT b1", "NOT b1 a1", "-b1 a1", "(NOT b1) a1", "a1 (NOT b1)", "a1 -(NOT NOT b1)", "a1 NOT (b1)", "a1 +(-b1)"],
)
def test_not_may_be_before_any_clause(query: str) -> None:
    assert without_positions(parse(query)) == Clauses((word("a1"),), (), (word("b1"),))


def test_each_of_several_excluded_parts_is_excluded() -> None:
    expected = AndNot(word("c1"), Or((word("a1"), word("b1"))))
    assert without_positions(parse("NOT a1 AND NOT b1 AND c1")) == expected


def test_words_and_quotations_in_parentheses_with_a_tilde_must_be_close_together() -> None:
    expected = Phrase(("совет", "министров", "сталин"), slop=5, runs=(2, 1))
    assert without_positions(parse('("Совет Министров" Сталин)~5')) == expected
    assert without_positions(parse("(Смит Трумэн)~5")) == without_positions(parse('"Смит Трумэн"~5'))
    assert without_positions(parse("ru:(стал* смит)~2")) == Phrase(("стал*", "смит"), side="ru", slop=2)
    assert without_positions(parse("(20 ноября Сталин)~5")) == Phrase(("20", "ноября", "сталин"), slop=5)


@pytest.mark.parametrize(
    ("query", "position", "reason"),
    [
        ("", 0, "no word"),
        ("—", 0, "no word"),
        ("()", 0, "no word"),
        ("(foo", 0, "not closed"),
        ("foo)", 3, "without an opening"),
        ('foo "bar', 4, "not closed"),
        ('""', 0, "no word"),
        ("foo AND", 4, "nothing after"),
        ("AND foo", 0, "nothing before"),
        ("foo OR OR bar", 4, "nothing after"),
        ("foo AND NOT", 8, "nothing after"),
        ("NOT foo AND -bar", 0, "nothing to exclude from"),
        ("(NOT foo) (-bar)", 0, "nothing to exclude from"),
        ("foo OR NOT bar", 4, "NOT beside OR"),
        ("NOT foo OR bar", 8, "NOT beside OR"),
        ("(foo OR bar)~5", 12, "only words and quotations"),
        ("(foo bar~)~5", 10, "only words and quotations"),
        ("(foo bar)~x", 9, "number of words up to"),
        ("-foo", 0, "nothing to exclude from"),
        ("с*", 1, "at least 2 letters"),
        ("на-дн*", 5, "one word"),
        ("foo~3", 3, "1 or 2"),
        ('"a b"~x', 5, "number of words"),
        ("date:1946-13", 5, "a date is written"),
        ("date:31.11.1946", 5, "a date is written"),
        ("date:1946..1945", 5, "ends before"),
        ("date:1946..x", 11, "a date is written"),
        ("title:(foo)", 0, "needs a word or a quotation"),
        ("foo ru:", 4, "no word after"),
    ],
)
def test_a_mistake_is_reported_with_its_position(query: str, position: int, reason: str) -> None:
    with pytest.raises(QueryError, match=reason) as caught:
        parse(query)
    assert caught.value.position == position


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("x" * 5000, "at most 4,000 characters"),
        (" ".join(["word"] * 300), "at most 200 words"),
        (f'"{" ".join(["word"] * 300)}"', "at most 200 words"),
        (f'title:"{" ".join(["word"] * 300)}"', "at most 200 words"),
        ("wo* " * 30, r"at most 20 words with \*, \? or ~"),
        ("w?o " * 30, r"at most 20 words with \*, \? or ~"),
        ("word~ " * 30, r"at most 20 words with \*, \? or ~"),
        ("(" * 50 + "x1" + ")" * 50, "at most 20 deep"),
        ("ru:" * 500 + "x1", "at most 20 deep"),
        ("\ud800", "unreadable character"),
        ("a\0b", "unreadable character"),
    ],
)
def test_a_query_beyond_the_limits_is_refused(query: str, reason: str) -> None:
    with pytest.raises(QueryError, match=reason):
        parse(query)


ALPHABET = st.sampled_from(
    [*'абв ABz019()"«»*~+-:.,', " AND ", " OR ", " NOT ", "ru:", "date:", "exact:", "1946", "слово"]
)


@given(st.lists(ALPHABET, max_size=20).map("".join))
def test_any_text_gives_a_tree_or_an_error_at_a_position_inside_it(query: str) -> None:
    position = 0
    try:
        parse(query)
    except QueryError as error:
        position = error.position
    assert 0 <= position <= len(query)
