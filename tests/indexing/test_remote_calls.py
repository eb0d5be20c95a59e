"""The part of a call that runs in a Dask worker; here it runs in this process."""

from __future__ import annotations

import operator
import pickle
from uuid import uuid4

import pytest

from bisearch.errors import ClusterError
from bisearch.indexing.remote_calls import call, difference, forget, installed


def test_the_versions_include_every_package_that_determines_terms_or_alignments() -> None:
    assert {"bisearch", "Python", "forms", "pymorphy3", "pymorphy3-dicts-ru", "nltk", "numpy", "distributed"} <= set(
        installed()
    )


def test_equal_versions_do_not_differ() -> None:
    assert difference(installed(), installed()) is None


@pytest.mark.parametrize("package", ["bisearch", "pymorphy3", "numpy", "Python"])
def test_a_difference_names_the_package_and_both_versions(package: str) -> None:
    here = {"bisearch": "1", "pymorphy3": "2", "numpy": "3", "Python": "4"}
    assert difference(here | {package: "99"}, here) == f"has {package} 99, not {here[package]}"


def test_an_older_worker_may_not_report_every_version() -> None:
    assert difference({}, {"numpy": "3"}) == "has numpy of unknown version, not 3"


def test_a_call_with_other_versions_is_refused_before_anything_is_unpacked() -> None:
    versions = installed() | {"numpy": "0.0"}
    with pytest.raises(ClusterError, match=r"^a Dask worker has numpy [\d.]+, not 0\.0$"):
        call(b"no pickle", "run", versions, b"no pickle")


def test_each_run_has_a_served_object_of_its_own_until_it_is_forgotten() -> None:
    first, second = f"a-{uuid4()}", f"b-{uuid4()}"
    packed = pickle.dumps((operator.iadd, [1]))
    for run in (first, second, first):
        kept = call(pickle.dumps([]), run, installed(), packed)
    assert kept == [1, 1]
    forget(first)
    assert call(pickle.dumps([]), first, installed(), packed) == [1]
    forget(first)
    forget(second)


def test_runs_that_nobody_has_ended_do_not_fill_the_memory() -> None:
    packed = pickle.dumps((operator.iadd, [1]))
    runs = [str(uuid4()) for _ in range(3)]
    for run in (*runs, runs[0]):
        kept = call(pickle.dumps([]), run, installed(), packed)
    assert kept == [1]
    for run in runs:
        forget(run)
