"""The cluster that all tests of this folder share, which run in one process; see `tests/conftest.py`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from benchmarks.cluster.nodes import Cluster, NoClusterError
from bisearch.engines.opensearch.options import HOSTS
from bisearch.engines.registry import ENGINES

if TYPE_CHECKING:
    from collections.abc import Iterator

# Set where a cluster must start, so that its tests are not skipped.
REQUIRED = "BISEARCH_REQUIRE_CLUSTER"


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Three nodes on the loopback, which engine opensearch uses; a test that stops one starts it again."""
    pytest.importorskip("opensearchpy")
    try:
        started = Cluster(tmp_path_factory.mktemp("cluster"))
    except NoClusterError as error:
        if os.environ.get(REQUIRED):
            raise
        pytest.skip(f"no cluster: {error}")
    with started, pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOSTS, ",".join(started.hosts))
        yield started


@pytest.fixture(scope="module", params=ENGINES)
def name(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    if request.param == "opensearch":
        request.getfixturevalue("cluster")
    return str(request.param)
