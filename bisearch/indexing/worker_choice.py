"""Chooses who does the slow work of indexing: processes on this machine, or the workers of a Dask cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from bisearch.indexing.options import MAX_JOBS
from bisearch.indexing.workers import LocalWorkers, cores

if TYPE_CHECKING:
    from collections.abc import Callable

    from bisearch.indexing.workers import Workers

T = TypeVar("T")


def workers_for(
    make: Callable[[], T],
    jobs: int | None,
    dask: str | None,
    initialize: Callable[[], None] | None,
    name_of: Callable[[Any], str],
) -> Workers[T]:
    """Return the workers that a build or an upgrade asks for.

    Args:
        make: makes the served object, which can be pickled; called when it is first needed.
        jobs: the greatest number of worker processes; None is one per core, at most `MAX_JOBS`.
        dask: the address of a Dask scheduler, whose workers are taken instead; None takes processes.
        initialize: called in each process of this machine when it starts; can be pickled.
        name_of: returns the id of a document among the items, for messages.

    Raises:
        ClusterError: Dask is asked for and not installed.
    """
    if dask is None:
        return LocalWorkers(make, jobs or min(cores(), MAX_JOBS), initialize, name_of)
    from bisearch.indexing.dask_workers import DaskWorkers  # noqa: PLC0415 -- seldom used

    return DaskWorkers(make, dask, name_of)
