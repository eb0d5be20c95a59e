from __future__ import annotations

import copy
import inspect
import pickle
import re

import pytest

from bisearch import errors
from bisearch.errors import BisearchError, DocumentIdError, IndexClosedError, QueryError, SourceError


def test_the_tree_in_the_docstring_names_every_error() -> None:
    classes = {name: found for name, found in vars(errors).items() if inspect.isclass(found)}
    defined = {name for name, found in classes.items() if issubclass(found, Exception) and not name.startswith("_")}
    tree = re.findall(r"^    [ │├└─]*(\w+Error)\b", errors.__doc__ or "", re.MULTILINE)
    assert set(tree) == defined
    assert all(issubclass(getattr(errors, name), BisearchError) for name in tree)


@pytest.mark.parametrize(("line", "expected"), [(None, "a.txt: empty"), (7, "a.txt:7: empty")])
def test_a_source_error_names_the_file_and_the_line_if_there_is_one(line: int | None, expected: str) -> None:
    assert str(SourceError("a.txt", "empty", line)) == expected


def test_a_query_error_counts_characters_from_one() -> None:
    assert str(QueryError("a (", 2, "missing bracket")) == "missing bracket (character 3 of the query)"


def test_a_closed_index_raises_a_value_error_as_a_closed_file_does() -> None:
    assert issubclass(IndexClosedError, ValueError)


def test_every_error_can_be_pickled_and_copied_with_its_message_and_attributes() -> None:
    made = [
        SourceError("a.txt", "empty", 7),
        QueryError("a (", 2, "missing bracket"),
        DocumentIdError("a", "two", "bc"),
    ]
    classes = [found for found in vars(errors).values() if inspect.isclass(found) and issubclass(found, BisearchError)]
    made += [kind("a message") for kind in classes if kind.__init__ is Exception.__init__]
    assert {type(error) for error in made} >= {errors.IndexDamagedError, errors.WorkerError}
    for error in made:
        for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301 -- our own
            assert type(again) is type(error)
            assert str(again) == str(error)
            assert vars(again) == vars(error)
