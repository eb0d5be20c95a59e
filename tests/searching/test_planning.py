from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.engines.nodes import AnyTerm, Both, Either, Node, PassageRanges, TermPhrase, Without
from bisearch.query.parser import parse
from bisearch.searching.expansion.base import NO_EXPANSION
from bisearch.searching.planning import QueryPlan, plan_query
from bisearch.searching.snapshot import Snapshot
from bisearch.storage.index_folder import IndexFolder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bisearch.model import Side
    from bisearch.searching.readers import IndexReaders


@pytest.fixture(scope="module")
def readers(index_folder: Path) -> Iterator[IndexReaders]:
    snapshot = Snapshot(IndexFolder(index_folder))
    yield snapshot.readers
    snapshot.close()


def plan(query: str, readers: IndexReaders, lang: Side | None = None) -> QueryPlan:
    """Return the plan of a query without expansion, so that it shows the operators."""
    return plan_query(query, parse(query), readers, NO_EXPANSION, lang)


SMITH, TRUMAN = AnyTerm("en", ("smith",)), AnyTerm("en", ("truman",))


@pytest.mark.parametrize(
    ("query", "node"),
    [
        ("Smith", SMITH),
        ("Smith Truman", Either((SMITH, TRUMAN))),
        ("Smith AND Truman", Both((SMITH, TRUMAN))),
        ("Smith OR Truman", Either((SMITH, TRUMAN))),
        ("Smith AND NOT Truman", Without(SMITH, Either((TRUMAN,)))),
        ("Smith -Truman", Without(Either((SMITH,)), Either((TRUMAN,)))),
        ("+Smith Truman", Both((SMITH,), optional=(TRUMAN,))),
        ('"Smith Truman"~3', TermPhrase("en", (("smith",), ("truman",)), 3)),
        ("ru:Smith", AnyTerm("ru", ("smith",))),
    ],
)
def test_operators_become_nodes_of_the_engine(readers: IndexReaders, query: str, node: Node) -> None:
    assert plan(query, readers).node == node


def test_a_filter_becomes_the_passages_of_its_documents(readers: IndexReaders) -> None:
    ids = [document.metadata.id for document in readers.store.documents()]
    node = plan("id:cable-1", readers).node
    (cable,) = readers.store.with_id("cable-1")
    assert "cable-1" in ids
    assert node == Both((PassageRanges((cable,)),))


def test_one_of_the_words_beside_a_filter_must_match(readers: IndexReaders) -> None:
    node = plan("id:cable-1 Smith Truman", readers).node
    assert isinstance(node, Both)
    assert node.children[-1] == Either((SMITH, TRUMAN))
    assert node.optional == ()


def test_stop_words_are_left_out_unless_the_query_has_nothing_else(readers: IndexReaders) -> None:
    assert plan("the Smith", readers).node == Either((SMITH,))
    assert {word.form for word, _ in plan("the of", readers).words} == {"the", "of"}


def test_excluded_words_are_neither_highlighted_nor_suggested_for(readers: IndexReaders) -> None:
    planned = plan("Smith -Truman", readers)
    assert {expansion.word for expansion in planned.expansions} == {"smith"}
    assert [word.form for word, _ in planned.words] == ["smith"]


def test_excluded_words_are_not_expanded(readers: IndexReaders) -> None:
    query = "Smith -энергия"
    node = plan_query(query, parse(query), readers).node
    assert isinstance(node, Without)
    assert node.excluded == Either((AnyTerm("ru", ("энергия",)),))


def test_the_parts_of_a_hyphenated_word_are_looked_up_alone_if_they_are_long_enough(readers: IndexReaders) -> None:
    query = "well-known"
    planned = plan_query(query, parse(query), readers)
    assert {"well known", "known"} <= {expansion.word for expansion in planned.expansions}
    query = "20-XI-energy"
    planned = plan_query(query, parse(query), readers)
    assert {expansion.word for expansion in planned.expansions} == {"20 xi energy", "energy"}


def test_a_plan_has_the_sides_that_its_words_are_looked_up_on(readers: IndexReaders) -> None:
    assert plan("Smith", readers).sides == {"en"}
    assert plan("Smith Смит", readers).sides == {"en", "ru"}
    assert plan("1946", readers).sides == {"en", "ru"}
    assert plan("1946", readers, lang="ru").sides == {"ru"}
    assert plan("id:cable-1", readers).sides == set()
