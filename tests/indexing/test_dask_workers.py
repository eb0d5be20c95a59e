"""Dask workers in place of worker processes: the same index, whatever happens to a worker or to the scheduler."""

from __future__ import annotations

import gc
import json
import logging
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

import bisearch
from bisearch.cli.commands import cli
from bisearch.errors import ClusterError, WorkerError
from bisearch.indexing import remote_calls
from bisearch.indexing.dask_workers import DaskWorkers, silence
from bisearch.storage.identity import Identity
from tests.indexing.dask_cluster import StartedCluster, started
from tests.indexing.troubled_processor import Calculator, TroubledProcessor, refuse_files_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

dask = pytest.importorskip("dask")
distributed = pytest.importorskip("distributed")

# Dask leaves sockets open when a connection breaks, or closes too slowly for an impatient client.
breaks_connections = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
# Documents with text in both languages, so that the batches below hold two to four of them.
NAMES = ["бб", "вв", "гг", "дд", "жж", "зз", "кк", "лл", "мм", "нн"]


@pytest.fixture(scope="module")
def cluster() -> Iterator[StartedCluster]:
    """Yield two workers; a batch may kill both."""
    with started(2) as running:
        yield running


@pytest.fixture
def address(cluster: StartedCluster) -> str:
    """Return the scheduler's address, when a worker is there; one that was killed may still start again."""
    with distributed.Client(cluster.address, set_as_default=False) as client:
        client.wait_for_workers(1, timeout=200)
    return cluster.address


@pytest.fixture(scope="module", autouse=True)
def small_batches() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bisearch.indexing.batches.MIN_SIZE", 75)
        patch.setattr("bisearch.indexing.batches.MIN_SIZE_TO_ALIGN", 100)
        same = Identity("0" * 32, "1" * 32)  # otherwise random, and covered by the checksums of rows
        patch.setattr(Identity, "of_new_commit", lambda *_: same)
        # A slow machine may take long to start a worker again.
        patch.setattr("bisearch.indexing.dask_workers.PATIENCE", 120.0)
        yield


@pytest.fixture(scope="module")
def twenty(tmp_path_factory: pytest.TempPathFactory, small_batches: None) -> tuple[Path, Path]:  # noqa: ARG001
    """Return a file with twenty documents, and an index of them made by one process; no test changes them.

    An index to compare is made in the same folder, because an index keeps the path from itself to its sources.
    """
    folder = tmp_path_factory.mktemp("twenty")
    source = records(folder / "records.jsonl", range(20))
    bisearch.build([source], folder / "index", bisearch.BuildOptions(jobs=1))
    return source, folder / "index"


@pytest.fixture(autouse=True)
def nothing_left_open() -> Iterator[None]:
    """Wait until Dask's threads have ended, and close what they left open, so that no later test is blamed."""
    before = set(threading.enumerate())
    yield
    limit = time.monotonic() + 3  # one that waits for an answer may never end
    while time.monotonic() < limit and any(
        thread.name == "IO loop" or "_connect_to" in thread.name for thread in set(threading.enumerate()) - before
    ):
        time.sleep(0.05)
    gc.collect()


@pytest.fixture
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    be_impatient(monkeypatch)


def be_impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is not there be given up soon; a slow machine may need longer for what is there."""
    monkeypatch.setattr("bisearch.indexing.dask_workers.PATIENCE", 1.0)
    monkeypatch.setattr("bisearch.indexing.dask_workers.INTERVAL", 0.2)


@pytest.fixture
def troubles(monkeypatch: pytest.MonkeyPatch) -> dict[str, str | float | Path]:
    """Return the troubles that documents make, empty at first."""
    found: dict[str, str | float | Path] = {}
    monkeypatch.setattr("bisearch.indexing.build.DocumentProcessor", TroubledProcessor)
    monkeypatch.setattr(TroubledProcessor, "troubles", found)
    return found


def records(path: Path, numbers: range, word: str = "вернулся") -> Path:
    """Write documents, every third of them aligned, each with words of its own."""
    with path.open("w", encoding="utf-8") as file:
        for number in numbers:
            name = NAMES[number % 10] + "о" * (1 + number // 10)
            ru, en = f"Посол {name} {word} 20.XI.46г. Он болен.", f"Ambassador {number} returned. He is ill."
            record: dict[str, object] = {"id": f"d{number:04}", "title": f"Cable {name}", "text_ru": ru, "text_en": en}
            if number % 3 == 0:
                record |= {"sentences_ru": [[0, len(ru)]], "sentences_en": [[0, len(en)]], "beads": [[[0], [0]]]}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


def state(index: Path) -> list[str]:
    """Return the rows of the documents and of the vocabulary of the latest generation, as commands of SQL."""
    folder = max(index.glob("generation-*"))
    found: list[str] = []
    for file in ("documents.sqlite", "vocabulary.sqlite"):
        connection = sqlite3.connect(folder / file)
        found += connection.iterdump()
        connection.close()
    return found


def hits(index: Path) -> list[tuple[str, int, float]]:
    queries = ("посол", "returned ill", "@1946", "бб~", "ледокол OR уехал")
    with bisearch.open(index) as opened:
        found = [opened.search(query, limit=100) for query in queries]
        return [(hit.document.id, hit.passage.number, hit.score) for results in found for hit in results]


def both(tmp_path: Path, address: str, source: Path, **options: Any) -> tuple[Path, Path]:
    """Build or update one index in this process and one by Dask; return their folders."""
    indexes = tmp_path / "here", tmp_path / "dask"
    bisearch.build([source], indexes[0], bisearch.BuildOptions(jobs=1, **options))
    bisearch.build([source], indexes[1], bisearch.BuildOptions(dask=address, **options))
    return indexes


def assert_same(indexes: tuple[Path, Path]) -> None:
    different = [(one, other) for one, other in zip(*map(state, indexes), strict=True) if one != other]
    assert different == []
    assert hits(indexes[0]) == hits(indexes[1])


def test_results_come_in_the_order_of_the_items_from_other_processes(address: str) -> None:
    with DaskWorkers(Calculator, address) as workers:
        results = list(workers.map_ordered(Calculator.halved, range(0, 40, 2)))
    assert [half for *_, half in results] == list(range(20))
    assert os.getpid() not in {pid for pid, *_ in results}


def test_each_worker_gets_the_served_object_once(address: str) -> None:
    with DaskWorkers(Calculator, address) as workers:
        results = list(workers.map_ordered(Calculator.halved, range(0, 40, 2)))
    calls = {pid: sorted(number for each, number, _ in results if each == pid) for pid, *_ in results}
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in calls.values())


def test_no_more_items_are_taken_than_keep_the_workers_busy(address: str) -> None:
    taken: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(0, 40, 2):
            taken.append(number)
            yield number

    with DaskWorkers(Calculator, address) as workers:
        for done, _ in enumerate(workers.map_ordered(Calculator.halved, numbers()), 1):
            assert len(taken) <= done + 4


def test_an_error_in_a_call_is_raised_by_the_caller(address: str) -> None:
    with DaskWorkers(Calculator, address) as workers, pytest.raises(ValueError, match="3 is odd"):
        list(workers.map_ordered(Calculator.halved, [2, 3, 4]))


def test_only_the_loggers_of_dask_are_silenced() -> None:
    names = ("distributed", "distributed.client", "distributed.gc", "tornado", "tornado.application")
    before = {name: logging.getLogger(name).level for name in names}
    try:
        silence()
        silenced = (*names, "distributed.core", "distributed.comm.tcp")
        assert not any(logging.getLogger(name).isEnabledFor(logging.CRITICAL) for name in silenced)
        assert logging.getLogger("a program's own").isEnabledFor(logging.CRITICAL)
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)


def test_an_upgrade_gives_the_same_index_as_one_by_one_process(
    tmp_path: Path, address: str, twenty: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    indexes = tmp_path / "here", tmp_path / "dask"
    for index in indexes:
        shutil.copytree(twenty[1], index)
    monkeypatch.setattr("bisearch.indexing.upgrade.fingerprint", lambda: "newer dictionaries")
    used: list[str] = []

    class RecordedWorkers(DaskWorkers[Any]):
        def __init__(self, make: Any, address: str, name_of: Any) -> None:
            used.append(address)
            super().__init__(make, address, name_of)

    monkeypatch.setattr("bisearch.indexing.dask_workers.DaskWorkers", RecordedWorkers)
    assert bisearch.upgrade(indexes[0], jobs=1).is_changed
    assert not used
    assert bisearch.upgrade(indexes[1], dask=address).documents == 20
    assert used == [address]
    different = [(one, other) for one, other in zip(*map(state, indexes), strict=True) if one != other]
    assert different == []


@pytest.mark.parametrize("wrong", ["", 8786])
def test_an_upgrade_refuses_what_is_no_address(tmp_path: Path, wrong: Any) -> None:
    with pytest.raises(ValueError, match="dask must be the address of a scheduler"):
        bisearch.upgrade(tmp_path, dask=wrong)


def test_without_items_no_cluster_is_needed() -> None:
    with DaskWorkers(Calculator, "tcp://127.0.0.1:1") as workers:
        assert list(workers.map_ordered(Calculator.halved, [])) == []
        assert workers.submit(Calculator.halved, 8).result()[2] == 4


def test_the_index_is_the_same_as_one_made_by_one_process_also_after_an_update(tmp_path: Path, address: str) -> None:
    """The update has words of the index and new ones, and an imported dictionary."""
    source = records(tmp_path / "records.jsonl", range(12))
    assert_same(both(tmp_path, address, source, engine="tantivy"))
    dictionary = tmp_path / "terms.tsv"
    dictionary.write_text("ледокол\ticebreaker\n", encoding="utf-8")
    for index in (tmp_path / "here", tmp_path / "dask"):
        bisearch.import_dictionary(dictionary, index)
    records(source, range(6, 16), "уехал")
    assert_same(both(tmp_path, address, source, prune=True))


def test_workers_open_no_file_of_the_sources_or_of_the_index(
    tmp_path: Path, address: str, twenty: tuple[Path, Path]
) -> None:
    """Neither for an update nor for a new index in place of an old one."""
    with distributed.Client(address, set_as_default=False) as client:
        client.run(refuse_files_in, str(tmp_path))
        with pytest.raises(PermissionError):  # the control
            client.submit(os.listdir, str(tmp_path), pure=False).result(timeout=60)
    for index in (tmp_path / "here", tmp_path / "dask"):
        shutil.copytree(twenty[1], index)
    source = records(tmp_path / "records.jsonl", range(16, 24), "уехал")
    assert_same(both(tmp_path, address, source))
    bisearch.build([source], tmp_path / "dask", bisearch.BuildOptions(dask=address, rebuild=True))
    assert len(hits(tmp_path / "dask")) >= 8


def test_a_worker_killed_in_the_middle_and_a_slow_one_change_nothing(
    tmp_path: Path, address: str, twenty: tuple[Path, Path], troubles: dict[str, str | float | Path]
) -> None:
    """Later batches are done before the first."""
    killed = tmp_path / "killed"
    troubles |= {"d0000": 0.5, "d0009": killed}
    index = twenty[1].with_name("killed")
    bisearch.build([twenty[0]], index, bisearch.BuildOptions(dask=address))
    assert killed.exists()
    assert_same((twenty[1], index))


def test_a_document_that_kills_every_worker_is_named_and_the_index_stays(
    tmp_path: Path, troubles: dict[str, str | float | Path]
) -> None:
    """The cluster is its own, because it may be left with fewer workers."""
    source = records(tmp_path / "records.jsonl", range(6))
    index = tmp_path / "index"
    bisearch.build([source], index)
    before = state(index)
    troubles["d0007"] = "dies"
    records(source, range(6, 9))
    with started(2) as lone, pytest.raises(WorkerError) as caught:
        bisearch.build([source], index, bisearch.BuildOptions(dask=lone.address))
    assert str(caught.value) == (
        "2 workers died while processing document 'd0007', possibly out of memory; the index is unchanged;"
        " leave it out, or give the workers more memory"
    )
    assert state(index) == before


def test_a_worker_with_another_version_is_refused_in_one_line(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(remote_calls.installed(), "numpy", "0.0")  # only in this process
    source = records(tmp_path / "records.jsonl", range(3))
    with pytest.raises(ClusterError) as caught:
        bisearch.build([source], tmp_path / "dask", bisearch.BuildOptions(dask=address))
    message = str(caught.value)
    assert "has numpy" in message
    assert message.endswith(", not 0.0; install the same versions on all machines; the index is unchanged")
    assert "\n" not in message
    assert not list((tmp_path / "dask").glob("generation-*"))


@breaks_connections
@pytest.mark.usefixtures("impatience")
def test_an_unreachable_scheduler_is_one_line_and_exit_code_3(tmp_path: Path) -> None:
    source = records(tmp_path / "records.jsonl", range(3))
    index = tmp_path / "index"
    bisearch.build([source], index)
    before = state(index)
    records(source, range(4))
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{unused.getsockname()[1]}"
        done = CliRunner().invoke(cli, ["index", "--index", str(index), "--dask", address, str(source)])
    assert isinstance(done.exception, ClusterError)
    assert str(done.exception).startswith(f"{address}: no Dask scheduler could be reached")
    assert "\n" not in str(done.exception)
    assert state(index) == before


@breaks_connections
@pytest.mark.usefixtures("impatience")
def test_something_that_never_answers_is_not_waited_for_without_end(tmp_path: Path) -> None:
    source = records(tmp_path / "records.jsonl", range(3))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(ClusterError, match="no Dask scheduler could be reached"):
            bisearch.build([source], tmp_path / "index", bisearch.BuildOptions(dask=address))


@pytest.mark.usefixtures("impatience")
@pytest.mark.parametrize("address", ["", "nonsense", "http://127.0.0.1:1", "tcp://", "tcp://127.0.0.1:x"])
def test_a_malformed_address_is_refused(tmp_path: Path, address: str) -> None:
    source = records(tmp_path / "records.jsonl", range(3))
    with pytest.raises((ClusterError, ValueError), match=r"dask must be|no Dask scheduler could be reached"):
        bisearch.build([source], tmp_path / "index", bisearch.BuildOptions(dask=address))


@breaks_connections
def test_a_scheduler_that_ends_meanwhile_ends_the_build_with_one_error(
    tmp_path: Path, twenty: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    with started(1) as lone:

        def stop(_id: str, number: int, _share: float) -> None:
            if number == 15:
                lone.kill()
                be_impatient(monkeypatch)

        with pytest.raises(ClusterError, match="the index is unchanged") as caught:
            bisearch.build([twenty[0]], index, bisearch.BuildOptions(dask=lone.address), stop)
    assert "\n" not in str(caught.value)
    assert not list(index.glob("generation-*"))


@breaks_connections
def test_a_scheduler_without_workers_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bisearch.indexing.dask_workers.PATIENCE", 3.0)
    source = records(tmp_path / "records.jsonl", range(3))
    with (
        started(0) as lone,
        pytest.raises(ClusterError, match="has had no workers for 3 seconds; the index is unchanged"),
    ):
        bisearch.build([source], tmp_path / "index", bisearch.BuildOptions(dask=lone.address))


@breaks_connections
def test_a_lost_connection_is_made_again_and_the_work_is_repeated(
    address: str, twenty: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []

    class Watched(DaskWorkers[Any]):
        def _connect(self) -> None:
            super()._connect()
            made.append(self._client)

    def break_connection(_id: str, number: int, _share: float) -> None:
        if number == 15:
            comm = made[-1].scheduler_comm.comm
            made[-1].loop.add_callback(comm.abort)

    monkeypatch.setattr("bisearch.indexing.dask_workers.DaskWorkers", Watched)
    index = twenty[1].with_name("lost")
    bisearch.build([twenty[0]], index, bisearch.BuildOptions(dask=address), break_connection)
    assert len(made) == 2
    assert_same((twenty[1], index))


@breaks_connections
@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed, which makes the certificates")
def test_a_cluster_with_tls_is_used_only_with_a_certificate(
    tmp_path: Path, twenty: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All have one certificate, which Dask's own configuration names."""
    certificate, key, configuration = (tmp_path / name for name in ("cert.pem", "key.pem", "dask.yaml"))
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-days", "2", "-subj", "/CN=127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    settings: dict[str, Any] = {"distributed.comm.tls.ca-file": str(certificate)}
    for who in ("scheduler", "worker", "client"):
        settings |= {f"distributed.comm.tls.{who}.cert": str(certificate), f"distributed.comm.tls.{who}.key": str(key)}
    nested: dict[str, Any] = {}
    dask.config.set(settings | {"distributed.comm.require-encryption": True}, config=nested)
    configuration.write_text(json.dumps(nested), encoding="utf-8")  # JSON is YAML too
    index = twenty[1].with_name("tls")
    with started(1, protocol="tls", configuration=configuration) as encrypted:
        assert encrypted.address.startswith("tls://")
        with dask.config.set(settings):
            bisearch.build([twenty[0]], index, bisearch.BuildOptions(dask=encrypted.address))
        be_impatient(monkeypatch)
        with pytest.raises(ClusterError, match="no Dask scheduler could be reached"):
            bisearch.build([twenty[0]], tmp_path / "refused", bisearch.BuildOptions(dask=encrypted.address))
    assert_same((twenty[1], index))


def test_without_the_extra_one_line_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.setattr("bisearch.indexing.dask_workers.find_spec", lambda _: None)
    with pytest.raises(ClusterError, match=r"^Dask is not installed; run: pip install 'bisearch-archive\[dask\]'$"):
        DaskWorkers(Calculator, "tcp://127.0.0.1:1")
