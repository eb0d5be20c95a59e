"""Asking an index the topics of a test collection."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bisearch.errors import CollectionError, QueryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bisearch.evaluation.runs import Run
    from bisearch.evaluation.topics import Topic
    from bisearch.index import Index
    from bisearch.searching.options import SearchOptions

# Topics are asked as bare words, so query syntax is replaced by spaces.
_SYNTAX = re.compile(r"[^\w\s.,'’-]|(?<!\w)-|\b(?:AND|OR|NOT)\b")


def as_words(question: str) -> str:
    """Return a question without query syntax."""
    return _SYNTAX.sub(" ", question)


def passage_id(document: str, number: int) -> str:
    """Return the id of a passage in runs and judgements; passages are numbered from 1."""
    return f"{document}#{number}"


def rank(
    index: Index,
    topics: Iterable[Topic],
    options: SearchOptions,
    *,
    syntax: bool = False,
    progress: Callable[[float], None] = lambda _: None,
) -> Run:
    """Ask an index some topics.

    Args:
        index: the index.
        topics: the topics.
        options: how to search; ``group`` decides whether documents or passages are found.
        syntax: whether topics are written in the query language; otherwise every topic is asked as bare words.
        progress: called after each topic with the share of topics asked.

    Returns:
        For each topic the scores of its results, in order. A search by date has no scores; there, earlier results get
        higher ones.

    Raises:
        CollectionError: a topic is not a query, or too long for one.
    """
    run: Run = {}
    topics = list(topics)
    for place, topic in enumerate(topics, 1):
        run[topic.id] = _results(index, topic, topic.text if syntax else as_words(topic.text), options)
        progress(place / len(topics))
    return run


def _results(index: Index, topic: Topic, query: str, options: SearchOptions) -> dict[str, float]:
    if not any(map(str.isalnum, query)):
        return {}
    try:
        results = index.search(query, options)
    except QueryError as error:
        reason = f"topic {topic.id!r}: {error}; shorten or correct it"
        raise CollectionError(topic.path, reason, topic.line) from error
    if results.group == "document":
        found = [(each.document.id, each.score) for each in results.documents]
    else:
        found = [(passage_id(hit.document.id, hit.passage.number), hit.score) for hit in results.hits]
    if options.sort == "date":
        return {id_: 1 / place for place, (id_, _) in enumerate(found, 1)}
    return dict(found)
