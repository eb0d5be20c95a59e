"""A Dask cluster in a process of its own, which a test may kill without a trace in its own process.

`started` runs this file as a program. The program ends with the process that started it, and after `LIFETIME` anyway.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
# Seconds until the address is there, and until the cluster ends by itself.
LIMIT, LIFETIME = 200, 900


class StartedCluster(NamedTuple):
    """A cluster that runs.

    Attributes:
        address: the scheduler's address.
        process: the process of the scheduler, which leads the group of its workers' processes.
    """

    address: str
    process: subprocess.Popen[str]

    def kill(self) -> None:
        """Kill the scheduler and all workers at once, and wait until they are gone."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=LIMIT)


@contextmanager
def started(workers: int, *, protocol: str = "tcp", configuration: Path | None = None) -> Iterator[StartedCluster]:
    """Start a cluster and kill it in the end.

    Args:
        workers: number of workers, processes of one thread each, which are started again when they die.
        protocol: ``tcp`` or ``tls``.
        configuration: file with a part of Dask's configuration, such as the certificates for ``tls``.
    """
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    if configuration is not None:
        environment["DASK_CONFIG"] = str(configuration)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.indexing.dask_cluster", str(workers), protocol],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment,
        cwd=ROOT, start_new_session=True,
    )  # fmt: skip
    with process:
        try:
            assert process.stdout is not None
            ready, _, _ = select.select([process.stdout], [], [], LIMIT)
            address = process.stdout.readline().strip() if ready else ""
            assert address, f"the Dask cluster has not started within {LIMIT} seconds, or has died"
            yield StartedCluster(address, process)
        finally:
            StartedCluster("", process).kill()


def main() -> None:
    """Start a cluster, print its address, and wait for the end of standard input."""
    signal.alarm(LIFETIME)
    import dask  # noqa: PLC0415 -- optional
    import distributed  # noqa: PLC0415

    workers, protocol = int(sys.argv[1]), sys.argv[2]
    with (
        # A batch may kill two workers; a slow machine may take long to start them.
        dask.config.set({"distributed.scheduler.allowed-failures": 1, "distributed.comm.timeouts.connect": LIMIT}),
        distributed.LocalCluster(
            n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=50, host="127.0.0.1",
            protocol=f"{protocol}://",
        ) as cluster,
    ):  # fmt: skip
        sys.stdout.write(f"{cluster.scheduler_address}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
