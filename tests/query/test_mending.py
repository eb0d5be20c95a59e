"""A query with mistakes is run without them, and each change is noted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bisearch.query.mending import run_mended
from bisearch.query.parser import MAX_LENGTH, parse


@pytest.mark.parametrize(
    ("typed", "run"),
    [
        ("Смит Трумэн", "Смит Трумэн"),
        ("C* algebra", "C algebra"),
        ("(Smith", "(Smith)"),
        ("Smith)", "Smith"),
        ("ref: 12/3", "ref:12/3"),
        ("дата: 1946", "дата:1946"),
        ("дата: вчера", "вчера"),
        ("title:(foo bar)", "title (foo bar)"),
        ('Смит "на днях', "Смит на днях"),
        ("Смит «на днях", "Смит на днях"),
        ('Смит ""', "Смит"),
        ("AND", '"and"'),
        ("AND Смит", "Смит"),
        ("Смит OR", "Смит"),
        ("NOT Смит", "Смит"),
        ("-Смит -Трумэн", "Смит -Трумэн"),
        ("Смит OR NOT Трумэн", "Смит NOT Трумэн"),
        ("Смит:", "Смит:"),
        ("автор:", "автор:"),
        ("title:", "title"),
        ("Смит () мир", "Смит мир"),
        ('"a b"~x', '"a b"'),
        ("foo~7 bar", "foo bar"),
        ("\ud800Смит\0", "Смит"),
        ("😀", ""),
        ("", ""),
        ("(" * 60 + "мир", '"мир"'),
    ],
)
def test_a_query_is_run_without_its_mistakes(typed: str, run: str) -> None:
    mended, _ = run_mended(typed, parse)
    assert mended.query == run
    assert bool(mended.notes) == (typed != run or not typed)


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ("(Smith", "the parenthesis is not closed; ) is added"),
        ("ref: 12/3", "ref: has no word after it; the space is removed"),
        ("C* algebra", "* and ? need a word of at least 2 letters around them; C* is read as C"),
        ("AND Смит", "AND has nothing before it; AND is ignored"),
        ("😀", "the query has no word to look for"),
    ],
)
def test_a_note_gives_the_mistake_and_the_change(typed: str, note: str) -> None:
    assert run_mended(typed, parse)[0].notes == (note,)


def test_a_query_that_is_too_long_is_cut_between_words() -> None:
    mended, _ = run_mended("слово " * 2000, parse)
    assert len(mended.query) <= MAX_LENGTH
    assert set(mended.query.split()) == {"слово"}


TYPED = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            [
                *'абв ABz019()"«»„“*?~+-:.,\0',
                " AND ",
                " OR ",
                " NOT ",
                "ru:",
                "дата:",
                "ref: ",
                "exact:",
                "1946",
                "слово",
            ]
        ),
        max_size=40,
    ).map("".join),
)


@given(TYPED)
def test_any_text_is_mended_to_a_query_without_mistakes(typed: str) -> None:
    mended, tree = run_mended(typed, parse)
    assert (tree is None) == (mended.query == "")
    if mended.query:
        assert parse(mended.query) == tree
        assert run_mended(mended.query, parse) == ((mended.query, ()), tree)
