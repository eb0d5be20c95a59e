"""Starts a cluster, indexes the demonstration archive, searches it, kills a node, searches again, and stops all.

Run: make cluster
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.cluster.nodes import Cluster, NoClusterError
from bisearch.engines.opensearch.options import HOSTS

ARCHIVE = Path(__file__).parent.parent.parent / "data"
QUERY = "контроль над атомной энергией"
# Seconds that a command may take.
LIMIT = 600


def main() -> int:
    """Run the demonstration and return its exit code."""
    try:
        with (
            tempfile.TemporaryDirectory(prefix="bisearch-cluster-") as folder,
            Cluster(Path(folder, "nodes")) as cluster,
        ):
            memory = ", ".join(f"{each} MiB" for each in cluster.memory().values())
            _say(f"three nodes: {', '.join(cluster.hosts)}; memory: {memory}")
            index = Path(folder, "index")
            _bisearch("index", ARCHIVE, "--engine", "opensearch", "--hosts", ",".join(cluster.hosts), "--index", index)
            first = _bisearch("search", "--limit", 2, "--index", index, QUERY)
            killed = cluster.manager()
            cluster.kill(killed)
            _say(f"killed node {killed}, which managed the cluster")
            second = _bisearch("search", "--limit", 2, "--index", index, QUERY)
            if _without_time(first) != _without_time(second):
                _say("the answers differ")
                return 1
            _say("the same answer; stopping all nodes")
    except NoClusterError as error:
        _say(f"no cluster: {error}")
        return 1
    return 0


def _bisearch(*args: object) -> str:
    """Run a command, print it and its output, and return the output."""
    shown = [f"'{arg}'" if " " in str(arg) else str(arg) for arg in args]
    _say(f"$ bisearch {' '.join(shown)}")
    command = [sys.executable, "-m", "bisearch", *map(str, args)]
    environment = {key: value for key, value in os.environ.items() if key != HOSTS}
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=LIMIT, env=environment)
    _say(done.stdout)
    return done.stdout


def _without_time(output: str) -> list[str]:
    return [line for line in output.splitlines() if " passages " not in line]


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
