"""A lenient search never fails for what people type, and says what it made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import bisearch
from bisearch import Index, QueryError, SearchOptions
from bisearch.searching.expansion.expand import expand_word

if TYPE_CHECKING:
    from bisearch.query.tree import Word
    from bisearch.searching.expansion.base import ExpansionScope
    from bisearch.searching.expansion.expand import Expanded

LENIENT = SearchOptions(lenient=True)
PIECES = st.sampled_from(
    [
        *'абв Смz019()"«»*?~+-:.,',
        " AND ",
        " OR ",
        " NOT ",
        "ru:",
        "title:",
        "автор:",
        "id:",
        "дата:",
        "\ud800",
        "мир",
        "f. 5",
    ]
)


@pytest.mark.parametrize(
    ("query", "interpretation"),
    [
        ("C* algebra", "C algebra"),
        ("(Smith", "(Smith)"),
        ("nofield:Smith", "nofield Smith"),
        ("title:— Smith", "— Smith"),
        ("Smith", "Smith"),
    ],
)
def test_a_lenient_search_reports_the_query_that_it_ran(index: Index, query: str, interpretation: str) -> None:
    results = index.search(query, LENIENT)
    assert (results.query, results.interpretation) == (query, interpretation)
    assert bool(results.notes) == (query != interpretation)
    assert results.hits == index.search(interpretation).hits


@pytest.mark.parametrize("query", ["", "  ", "😀", "***", "()", "::::"])
@pytest.mark.parametrize("group", [None, "document"])
def test_a_lenient_search_without_any_word_finds_nothing_and_says_so(index: Index, query: str, group: str) -> None:
    results = index.search(query, SearchOptions(lenient=True, group=group))  # type: ignore[arg-type]
    assert (results.total, results.interpretation) == (0, "")
    assert results.notes[-1] == "the query has no word to look for"
    assert results.total_documents == (None if group is None else 0)


def test_too_wide_a_phrase_is_looked_for_without_its_slop(index: Index) -> None:
    results = index.search('"смит трумэн сталин москва письмо ответ"~99', LENIENT)
    assert results.interpretation in {'"смит трумэн сталин москва письмо ответ"' + slop for slop in ("", "~99")}


def test_a_word_that_matches_too_many_forms_is_looked_for_without_its_wildcard(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bisearch.searching.expansion.wildcards.MAX_FORMS", 1)
    assert index.search("Smith см*", LENIENT).interpretation == "Smith см"


def test_a_strict_search_suggests_a_query_that_it_can_run(index: Index) -> None:
    for query in ("C* algebra", "(Smith", "nofield:Smith", "Smith AND"):
        with pytest.raises(QueryError) as caught:
            index.search(query)
        assert caught.value.instead
        index.search(caught.value.instead)
    with pytest.raises(QueryError) as caught:
        index.search("😀")
    assert not caught.value.instead


def test_a_proposal_is_planned_but_not_searched(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[object] = []
    monkeypatch.setattr("bisearch.searching.search.rank_passages", lambda *arguments: searched.append(arguments))
    with pytest.raises(QueryError) as caught:
        index.search("(Smith AND")
    assert caught.value.instead == "(Smith)"
    assert not searched


@pytest.mark.parametrize("lenient", [False, True])
def test_a_word_of_a_query_with_many_mistakes_is_expanded_once(
    index: Index, monkeypatch: pytest.MonkeyPatch, *, lenient: bool
) -> None:
    """Each wildcard is a mistake that only planning finds, so the query is planned again after each."""
    expanded: list[str] = []

    def counted(query: str, word: Word, scope: ExpansionScope) -> Expanded:
        expanded.append(word.form)
        return expand_word(query, word, scope)

    monkeypatch.setattr("bisearch.searching.planning.expand_word", counted)
    monkeypatch.setattr("bisearch.searching.expansion.wildcards.MAX_FORMS", 0)
    query = "Smith -Трумэн см* тр* пи*"
    if lenient:
        interpretation = index.search(query, LENIENT).interpretation
    else:
        with pytest.raises(QueryError) as caught:
            index.search(query)
        interpretation = caught.value.instead
    assert interpretation == "Smith -Трумэн см тр пи"
    assert [expanded.count(form) for form in ("smith", "трумэн")] == [1, 1]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=50), st.lists(PIECES, max_size=25).map("".join)))
def test_no_text_makes_a_lenient_search_fail(index: Index, query: str) -> None:
    results = index.search(query, LENIENT)
    assert results.query == query
    assert results.interpretation == query or results.notes


def test_the_public_options_and_results_have_the_lenient_mode() -> None:
    assert bisearch.SearchOptions().lenient is False
