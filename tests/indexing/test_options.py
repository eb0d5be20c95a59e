"""The options of a build."""

from __future__ import annotations

import pytest

from bisearch.engines.opensearch.options import ClusterOptions
from bisearch.indexing.options import BuildOptions

CLUSTER = ClusterOptions(("http://127.0.0.1:9200",))


def test_a_cluster_asks_for_its_engine() -> None:
    assert BuildOptions(cluster=CLUSTER).requested_engine == "opensearch"
    assert BuildOptions(engine="tantivy").requested_engine == "tantivy"
    assert BuildOptions().requested_engine is None


def test_another_engine_with_a_cluster_is_refused() -> None:
    with pytest.raises(ValueError, match="engine whoosh has no cluster"):
        BuildOptions(engine="whoosh", cluster=CLUSTER)
