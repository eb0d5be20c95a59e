"""Nodes never outlive the process that started them."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from benchmarks.cluster.nodes import Cluster

STARTS_ONE = """
import sys, time
from pathlib import Path
from benchmarks.cluster.nodes import Cluster
cluster = Cluster(Path(sys.argv[1]), 1)
cluster.start_node(1)
if sys.argv[2] == "paused":
    cluster.pause(1)
print(cluster.processes[1].pid, flush=True)
time.sleep(100)
"""
# Seconds until a node has ended.
LIMIT = 60


@pytest.mark.usefixtures("cluster")
@pytest.mark.parametrize("state", ["running", "paused"])
def test_a_node_ends_when_the_process_that_started_it_is_killed(state: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", STARTS_ONE, str(tmp_path), state]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as started:
        assert started.stdout is not None
        node = int(started.stdout.readline())
        started.kill()
        started.wait(LIMIT)
    ends = time.monotonic() + LIMIT
    while _runs(node):
        assert time.monotonic() < ends
        time.sleep(0.1)


def _runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"  # ended, but nobody has asked how


def test_a_cluster_has_as_many_nodes_as_processes(cluster: Cluster) -> None:
    assert cluster.call("GET", "/_cluster/health")["number_of_nodes"] == len(cluster.processes) == 3
