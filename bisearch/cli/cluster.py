"""The options of a cluster with an index's postings."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from bisearch.cli.shared import existing_file
from bisearch.engines.opensearch.options import ClusterOptions, hosts_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def cluster_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a cluster, which it receives as one parameter `cluster`; None if none is given."""
    hosts = click.option("--hosts", metavar="URL,...", help="Nodes of the OpenSearch cluster that holds the postings."
                         " Users and passwords are read from the environment; see docs/cluster.md.")  # fmt: skip
    ca_cert = click.option("--ca-cert", type=existing_file, metavar="FILE",
                           help="Certificate that signed the nodes' own (default: the system's).")  # fmt: skip
    shards = click.option("--shards", type=click.IntRange(1), default=3, show_default=True, metavar="N",
                          help="Number of parts of a new index in a cluster.")  # fmt: skip
    replicas = click.option("--replicas", type=click.IntRange(0), default=1, show_default=True, metavar="N",
                            help="Number of further copies of each part, on other nodes.")  # fmt: skip

    @wraps(command)
    def with_cluster(*, hosts: str | None, ca_cert: Path | None, shards: int, replicas: int, **values: Any) -> Any:
        return command(cluster=_cluster(hosts, ca_cert, shards, replicas), **values)

    return hosts(ca_cert(shards(replicas(with_cluster))))


def _cluster(hosts: str | None, ca_cert: Path | None, shards: int, replicas: int) -> ClusterOptions | None:
    certificate = str(ca_cert.absolute()) if ca_cert is not None else None
    try:
        given = ClusterOptions(hosts_of(hosts or ""), certificate, shards, replicas)
    except ValueError as error:
        raise click.UsageError(f"--hosts: {error}") from None
    return given if given != ClusterOptions() else None
