"""An OpenSearch cluster of several nodes on the loopback of this machine, from jars alone.

The jars come from Maven Central once and stay in the user's cache. Nodes never outlive the process that started them.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from benchmarks.cluster.cuts import Cut, CutError, Guard

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import Self

HERE = Path(__file__).parent
# Seconds for the download of the jars, for a node to answer, and for one to end.
DOWNLOAD, START, END = 600, 180, 30
# A node's heap. Three nodes of it, and what a Java process needs besides, fit into 2 GB.
HEAP = "384m"
# The environment variable with the options of the nodes' Java processes.
JAVA_OPTIONS = "BISEARCH_CLUSTER_JAVA_OPTIONS"
# Starting matters more than speed in tests and the demonstration; a benchmark of speed takes "".
QUICK_START = "-XX:TieredStopAtLevel=1"


class NoClusterError(Exception):
    """A cluster cannot be started here; the message says why."""


def fetch_server() -> Path:
    """Return the folder with the server's jars and the compiled `Node`, fetched and compiled if they are missing.

    Raises:
        NoClusterError: Java or Maven is missing, or the jars cannot be fetched.
    """
    for tool in ("java", "javac", "mvn"):
        if shutil.which(tool) is None:
            raise NoClusterError(f"{tool} is not installed; on Debian: apt install openjdk-17-jdk-headless maven")
    sources = ("pom.xml", "Node.java", "log4j2.properties")
    version = hashlib.sha256(b"\0".join((HERE / name).read_bytes() for name in sources)).hexdigest()[:12]
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "bisearch")
    place = caches / f"opensearch-{version}"
    caches.mkdir(parents=True, exist_ok=True)
    with FileLock(caches / "opensearch.lock", timeout=DOWNLOAD):
        if not place.exists():
            with tempfile.TemporaryDirectory(dir=caches) as folder:
                fetched = Path(folder, "server")
                _fetch(fetched)
                shutil.copy(HERE / "log4j2.properties", fetched)
                fetched.rename(place)
    return place


def _fetch(folder: Path) -> None:
    jars, classes = folder / "jars", folder / "classes"
    classes.mkdir(parents=True)
    _run("mvn", "-q", "-B", "-f", HERE / "pom.xml", "dependency:copy-dependencies", f"-DoutputDirectory={jars}")
    _run("javac", "-cp", f"{jars}/*", "-d", classes, HERE / "Node.java")


def _run(*command: object) -> None:
    try:
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=DOWNLOAD, check=False)
    except subprocess.TimeoutExpired as error:
        raise NoClusterError(f"{command[0]} took longer than {DOWNLOAD} s") from error
    if done.returncode:
        lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        raise NoClusterError(f"{command[0]} failed: {lines[0] if lines else done.returncode}")


def free_ports(count: int) -> list[int]:
    """Return ports of the loopback that nothing listens on."""
    with ExitStack() as opened:
        sockets = [opened.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]


class Cluster:
    """Some nodes, each a Java process; as a context, it starts and stops them.

    Args:
        folder: where the nodes keep their data and logs.
        count: number of nodes.
        settings: further settings of each node.
        java: options of the Java processes.
        heap: size of each heap.
        can_cut: whether nodes can be cut off; each then runs in a group of its own, which needs the rights of root.

    Attributes:
        processes: the running nodes by their numbers, from 1.
    """

    def __init__(  # noqa: PLR0913 -- settings of one cluster
        self,
        folder: Path,
        count: int = 3,
        settings: Mapping[str, object] | None = None,
        java: str = QUICK_START,
        heap: str = HEAP,
        *,
        can_cut: bool = False,
    ) -> None:
        self._folder = folder
        self._count = count
        self._settings = settings or {}
        self._java = [f"-Xms{heap}", f"-Xmx{heap}", *os.environ.get(JAVA_OPTIONS, java).split()]
        self._server = fetch_server()
        ports = free_ports(2 * count)
        self._http, self._transport = ports[:count], ports[count:]
        self.processes: dict[int, subprocess.Popen[bytes]] = {}
        self._cuts = [Cut(pair) for pair in zip(self._http, self._transport, strict=True)] if can_cut else []
        # For each node that is paused or cut off, the guard that ends this.
        self._guards: dict[int, Guard] = {}

    @property
    def hosts(self) -> tuple[str, ...]:
        """The addresses of all nodes, also of those that do not run."""
        return tuple(f"http://127.0.0.1:{port}" for port in self._http)

    def __enter__(self) -> Self:
        try:
            for number in range(1, self._count + 1):
                self.start_node(number)
            self.wait()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start_node(self, number: int) -> None:
        """Start a node, or one that was killed again with its old data."""
        home = self._folder / f"node-{number}"
        (home / "config").mkdir(parents=True, exist_ok=True)
        names = [f"node-{each}" for each in range(1, self._count + 1)]
        settings = {
            "cluster.name": "bisearch", "node.name": f"node-{number}",
            "path.home": home, "path.data": home / "data", "path.logs": home / "logs",
            "network.host": "127.0.0.1", "http.port": self._http[number - 1],
            "transport.port": self._transport[number - 1],
            "discovery.seed_hosts": ",".join(f"127.0.0.1:{port}" for port in self._transport),
            "cluster.initial_cluster_manager_nodes": ",".join(names),
            # A test's machine may have little room left, and this is no place for data that matter.
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            # A paused node is left out after seconds, not after half a minute.
            "cluster.fault_detection.follower_check.timeout": "2s",
            "cluster.fault_detection.follower_check.retry_count": 2,
            "cluster.fault_detection.leader_check.timeout": "2s",
            "cluster.fault_detection.leader_check.retry_count": 2,
            **self._settings,
        }  # fmt: skip
        command = [
            "java", *self._java, "-XX:+UseSerialGC", "-Dlog4j2.disable.jmx=true",
            f"-Dlog4j.configurationFile={self._server / 'log4j2.properties'}", "-Dopensearch.distribution.type=tar",
            "-cp", f"{self._server / 'classes'}:{self._server / 'jars'}/*", "Node",
            *(f"{key}={value}" for key, value in settings.items()),
        ]  # fmt: skip
        with (home / "out").open("ab") as log:
            self.processes[number] = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True,
                group=self._cuts[number - 1].group if self._cuts else None,
            )  # fmt: skip

    def wait(self, status: str = "green", nodes: int | None = None, seconds: float = START) -> None:
        """Wait until the cluster has a status and so many nodes; by default, all that were started.

        Raises:
            NoClusterError: it takes too long, or a node has ended.
        """
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            for number, process in self.processes.items():
                if process.poll() is not None:
                    raise NoClusterError(f"node {number} has ended: {self._folder}/node-{number}/out")
            for number in self.processes:
                try:
                    health = self.call("GET", "/_cluster/health", node=number, seconds=2)
                except (OSError, ValueError):
                    continue
                if health["number_of_nodes"] >= (nodes or len(self.processes)) and health["status"] == status:
                    return
            time.sleep(0.1)
        raise NoClusterError(f"the cluster is not {status} after {seconds:g} s: {self._folder}")

    def call(self, method: str, path: str, body: object = None, node: int | None = None, seconds: float = 30) -> Any:
        """Send one request to a node and return its JSON.

        Raises:
            OSError: the node does not answer, or refuses.
        """
        number = node or next(iter(self.processes))
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.hosts[number - 1]}{path}", data, headers, method=method)  # noqa: S310
        with urllib.request.urlopen(request, timeout=seconds) as answer:  # noqa: S310 -- an address of the loopback
            return json.loads(answer.read() or b"null")

    def manager(self) -> int:
        """Return the number of the node that manages the cluster."""
        for number in self.processes:
            try:
                (found,) = self.call("GET", "/_cat/cluster_manager?format=json", node=number, seconds=5)
            except (OSError, ValueError):
                continue
            return int(found["node"].removeprefix("node-"))
        raise NoClusterError("no node answers")

    def kill(self, number: int) -> None:
        """End a node at once, as the loss of its machine would."""
        process = self.processes.pop(number)
        process.kill()
        self.resume(number)
        process.wait(END)
        if process.stdin is not None:
            process.stdin.close()

    def pause(self, number: int) -> None:
        """Stop a node's process without ending it; if this process ends, the node goes on and so ends too."""
        process = self.processes[number]
        process.send_signal(signal.SIGSTOP)
        self._guards[number] = Guard(f"kill -CONT {process.pid} || true")

    def cut_off(self, number: int) -> None:
        """Drop all packets to and from a node; if this process ends, they pass again.

        Raises:
            NoClusterError: the rules are refused or have no effect, or the cluster was started without `can_cut`.
        """
        if not self._cuts:
            raise NoClusterError("the nodes have no groups of their own")
        try:
            self._guards[number] = self._cuts[number - 1].apply()
        except CutError as error:
            raise NoClusterError(str(error)) from error
        try:
            self.call("GET", "/", node=number, seconds=1)
        except OSError:
            return
        raise NoClusterError(f"node {number} still answers")

    def wait_until_left_out(self, number: int, seconds: float = START) -> None:
        """Wait until the other nodes go on as a cluster without one that is paused or cut off.

        Raises:
            NoClusterError: it takes too long.
        """
        others = [each for each in self.processes if each != number]
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            try:
                health = self.call("GET", "/_cluster/health", node=others[0], seconds=2)
            except (OSError, ValueError):
                continue
            if health["number_of_nodes"] == len(others):
                return
            time.sleep(0.1)
        raise NoClusterError(f"node {number} is still in the cluster after {seconds:g} s")

    def resume(self, number: int) -> None:
        """Let a node go on that is paused or cut off; does nothing if it is neither.

        Raises:
            NoClusterError: the rules that cut it off cannot be removed.
        """
        guard = self._guards.pop(number, None)
        try:
            if guard is not None:
                guard.run()
        except CutError as error:
            raise NoClusterError(str(error)) from error

    def stop(self) -> None:
        """End all nodes."""
        for number in list(self.processes):
            self.kill(number)

    def memory(self) -> dict[int, int]:
        """Return the resident memory of each node in MiB."""
        found = {}
        for number, process in self.processes.items():
            lines = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8").splitlines()
            found[number] = next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS"))
        return found


if __name__ == "__main__":
    try:
        print(fetch_server())
    except NoClusterError as error:
        sys.exit(str(error))
