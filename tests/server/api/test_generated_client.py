"""A client that a generator makes from the OpenAPI document gets typed records."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

import bisearch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.server.conftest import RunningServer

NAME = "generated_archive_client"


@pytest.fixture(scope="module")
def call(server: RunningServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Any]]:
    """Yield a function that makes a call by the generated client."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "openapi.json").write_text(server.get("/api/v1/openapi.json").text, encoding="utf-8")
    (folder / "config.yaml").write_text("post_hooks: []\n", encoding="utf-8")
    subprocess.run(
        [
            sys.executable, "-m", "openapi_python_client", "generate", "--path", "openapi.json", "--meta", "none",
            "--config", "config.yaml", "--output-path", NAME, "--fail-on-warning",
        ],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    sys.path.insert(0, str(folder))
    try:
        with import_module(NAME).Client(base_url=f"{server.address}/api/v1") as client:
            yield lambda operation, **arguments: import_module(f"{NAME}.api.default.{operation}").sync(
                client=client, **arguments
            )
    finally:
        sys.path.remove(str(folder))


def test_it_searches_and_fetches_what_it_found(call: Callable[..., Any], index_folder: Path) -> None:
    found = call("search", query="энергия", limit=1)
    with bisearch.open(index_folder) as index:
        wanted = index.search("энергия", limit=1)
    assert found.total == wanted.total
    for got, side in (
        (found.hits[0].passage.ru, wanted[0].passage.ru),
        (found.hits[0].passage.en, wanted[0].passage.en),
    ):
        assert (got and got.text) == (side and side.text)
    reference = found.hits[0].passage.permanent_reference
    assert call("passage", reference=reference).passage.permanent_reference == reference
    assert call("cite", reference=[reference]).citations


def test_it_gets_every_page(call: Callable[..., Any], index_folder: Path) -> None:
    with bisearch.open(index_folder) as index:
        ids = [summary.id for summary in index.documents()]
    pages = [call("documents", limit=1, offset=offset) for offset in range(len(ids))]
    assert [page.documents[0].document.id for page in pages] == ids
    assert pages[-1].next_ is None


def test_it_counts_and_compares_a_manuscript(call: Callable[..., Any]) -> None:
    assert call("frequencies", queries=["энергия"]).series[0].total.occurrences > 0
    assert call("translate", word="энергия").word == "энергия"
    body = import_module(f"{NAME}.models").Manuscript(manuscript="He said “there is no such sentence here”.")
    assert call("verify", body=body).quotations[0].status == "not found"


def test_it_gets_a_problem_with_the_position_of_a_mistake(call: Callable[..., Any]) -> None:
    problem = call("search", query="мир (война")
    assert (problem.status, problem.position) == (400, 4)
