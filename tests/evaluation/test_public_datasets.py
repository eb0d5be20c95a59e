"""Collections of ir_datasets, which a stand-in replaces here."""

from __future__ import annotations

import sys
from collections import namedtuple
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from bisearch.errors import CollectionError
from bisearch.evaluation.documents import CollectionDocument
from bisearch.evaluation.public_datasets import PublicDataset

if TYPE_CHECKING:
    from collections.abc import Iterator

Doc = namedtuple("Doc", "doc_id title text")  # noqa: PYI024 -- as ir_datasets makes them
Query = namedtuple("Query", "query_id title description")  # noqa: PYI024
Qrel = namedtuple("Qrel", "query_id doc_id relevance iteration")  # noqa: PYI024


class Dataset:
    """A collection whose documents are on the machine and whose judgements are not."""

    def __init__(self, package: Any) -> None:
        self._package = package

    def has_docs(self) -> bool:
        return True

    has_queries = has_qrels = has_docs

    def docs_iter(self) -> Iterator[Doc]:
        yield Doc("d1", "Ice", "The ice is firm.")

    def queries_iter(self) -> Iterator[Query]:
        yield Query("1", "ice", "Is the ice firm?")

    def qrels_iter(self) -> Iterator[Qrel]:
        try:
            self._package.lazy_libs.requests()
        except Exception as error:
            raise RuntimeError("All download sources failed") from error
        yield Qrel("1", "d1", 2, "0")


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch) -> Any:
    made = SimpleNamespace(lazy_libs=SimpleNamespace(requests=lambda: "requests"))
    made.load = {"cranfield": Dataset(made)}.__getitem__
    monkeypatch.setitem(sys.modules, "ir_datasets", made)
    return made


@pytest.mark.usefixtures("package")
def test_documents_and_topics_are_read() -> None:
    dataset = PublicDataset("ir_datasets:cranfield")
    assert dataset.documents() == [CollectionDocument("d1", "Ice", "", "Ice\n\nThe ice is firm.")]
    assert [topic.text for topic in dataset.topics(["title", "description"])] == ["ice Is the ice firm?"]


def test_nothing_is_downloaded_without_being_asked(package: Any) -> None:
    requests = package.lazy_libs.requests
    with pytest.raises(CollectionError, match=r"ir_datasets:cranfield: not on this machine; add --download"):
        PublicDataset("ir_datasets:cranfield").judgements()
    assert package.lazy_libs.requests is requests
    assert PublicDataset("ir_datasets:cranfield", download=True).judgements() == {"1": {"d1": 2}}


def test_a_download_that_fails_is_reported(package: Any) -> None:
    def fail() -> None:
        raise OSError("no network")

    package.lazy_libs.requests = fail
    with pytest.raises(CollectionError, match="ir_datasets cannot read it: All download sources failed"):
        PublicDataset("ir_datasets:cranfield", download=True).judgements()


@pytest.mark.usefixtures("package")
def test_an_unknown_collection_is_reported() -> None:
    with pytest.raises(CollectionError, match="has no collection of this name"):
        PublicDataset("ir_datasets:other")


@pytest.mark.usefixtures("package")
def test_a_collection_without_the_field_is_reported() -> None:
    with pytest.raises(CollectionError, match="topic '1' has no narrative; choose other --topic-fields"):
        PublicDataset("ir_datasets:cranfield").topics(["narrative"])


def test_the_missing_package_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ir_datasets", None)
    with pytest.raises(CollectionError, match="ir_datasets is not installed; pip install ir_datasets"):
        PublicDataset("ir_datasets:cranfield")
