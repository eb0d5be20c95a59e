"""Dask workers in place of worker processes: the same index, whatever happens to a worker or to the scheduler."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import sys
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

import bisearch
from bisearch.cli.commands import cli
from bisearch.errors import ClusterError, WorkerError
from bisearch.indexing import remote_calls
from bisearch.indexing.dask_workers import DaskWorkers
from bisearch.storage.identity import Identity
from tests.indexing.troubled_processor import Calculator, TroubledProcessor, refuse_files_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

distributed = pytest.importorskip("distributed")

# Documents with text in both languages, so that the batches below hold two to four of them.
NAMES = ["бб", "вв", "гг", "дд", "жж", "зз", "кк", "лл", "мм", "нн"]


@pytest.fixture(scope="session")
def cluster() -> Iterator[Any]:
    """Yield two Dask workers, processes of one thread each; a batch may kill two of them."""
    import dask  # noqa: PLC0415 -- takes long

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50, host="127.0.0.1"
        ) as started,
    ):
        yield started


@pytest.fixture
def address(cluster: Any) -> str:
    """Return the scheduler's address, when both workers are there."""
    with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
    return str(cluster.scheduler_address)


@pytest.fixture
def lone() -> Iterator[Any]:
    """Yield a cluster that a test may stop: its scheduler and its worker are threads of this process."""
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None, silence_logs=50, host="127.0.0.1",
        protocol="tcp",
    ) as started:  # fmt: skip
        yield started


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bisearch.indexing.batches.MIN_SIZE", 300)
    monkeypatch.setattr("bisearch.indexing.batches.MIN_SIZE_TO_ALIGN", 400)
    same = Identity("0" * 32, "1" * 32)  # otherwise random, and covered by the checksums of rows
    monkeypatch.setattr(Identity, "of_new_commit", lambda *_: same)


@pytest.fixture
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
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
    here, dask = map(state, indexes)
    different = [(one, other) for one, other in zip(here, dask, strict=True) if one != other]
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


def test_without_items_no_cluster_is_needed() -> None:
    with DaskWorkers(Calculator, "tcp://127.0.0.1:1") as workers:
        assert list(workers.map_ordered(Calculator.halved, [])) == []
        assert workers.submit(Calculator.halved, 8).result()[2] == 4


def test_the_index_is_the_same_as_one_made_by_one_process_also_after_an_update(tmp_path: Path, address: str) -> None:
    """The update has words of the index and new ones, and an imported dictionary."""
    source = records(tmp_path / "records.jsonl", range(20))
    assert_same(both(tmp_path, address, source, engine="tantivy"))
    dictionary = tmp_path / "terms.tsv"
    dictionary.write_text("ледокол\ticebreaker\n", encoding="utf-8")
    for index in (tmp_path / "here", tmp_path / "dask"):
        bisearch.import_dictionary(dictionary, index)
    records(source, range(10, 30), "уехал")
    assert_same(both(tmp_path, address, source, prune=True))
    assert_same(both(tmp_path, address, source, rebuild=True))


def test_workers_open_no_file_of_the_sources_or_of_the_index(tmp_path: Path, address: str) -> None:
    with distributed.Client(address, set_as_default=False) as client:
        client.run(refuse_files_in, str(tmp_path))
        with pytest.raises(PermissionError):  # the control
            client.submit(os.listdir, str(tmp_path), pure=False).result(timeout=30)
    source = records(tmp_path / "records.jsonl", range(8))
    both(tmp_path, address, source)
    records(source, range(4, 12), "уехал")
    assert_same(both(tmp_path, address, source, prune=True))


def test_a_worker_killed_in_the_middle_changes_nothing(
    tmp_path: Path, address: str, troubles: dict[str, str | float | Path]
) -> None:
    source = records(tmp_path / "records.jsonl", range(20))
    indexes = tmp_path / "here", tmp_path / "dask"
    bisearch.build([source], indexes[0], bisearch.BuildOptions(jobs=1))
    killed = troubles["d0009"] = tmp_path / "killed"
    bisearch.build([source], indexes[1], bisearch.BuildOptions(dask=address))
    assert killed.exists()
    assert_same(indexes)


def test_slow_workers_change_nothing(tmp_path: Path, address: str, troubles: dict[str, str | float | Path]) -> None:
    """Later batches are done before the first."""
    troubles |= {"d0000": 0.5, "d0012": 0.2}
    assert_same(both(tmp_path, address, records(tmp_path / "records.jsonl", range(20))))


def test_a_document_that_kills_every_worker_is_named_and_the_index_stays(
    tmp_path: Path, address: str, troubles: dict[str, str | float | Path]
) -> None:
    source = records(tmp_path / "records.jsonl", range(6))
    index = tmp_path / "index"
    bisearch.build([source], index)
    before = state(index)
    troubles["d0007"] = "dies"
    records(source, range(6, 9))
    with pytest.raises(WorkerError) as caught:
        bisearch.build([source], index, bisearch.BuildOptions(dask=address))
    assert str(caught.value) == (
        "2 workers died while processing document 'd0007', possibly out of memory; the index is unchanged;"
        " leave it out, or give the workers more memory"
    )
    assert state(index) == before


def test_a_worker_with_another_version_is_refused_in_one_line(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(remote_calls.installed(), "numpy", "0.0")  # only in this process
    with pytest.raises(ClusterError) as caught:
        both(tmp_path, address, records(tmp_path / "records.jsonl", range(3)))
    message = str(caught.value)
    assert "has numpy" in message
    assert message.endswith(", not 0.0; install the same versions on all machines; the index is unchanged")
    assert "\n" not in message
    assert not (tmp_path / "dask").exists() or not list((tmp_path / "dask").glob("generation-*"))


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


@pytest.mark.usefixtures("impatience")
def test_a_scheduler_that_ends_meanwhile_ends_the_build_with_one_error(tmp_path: Path, lone: Any) -> None:
    source = records(tmp_path / "records.jsonl", range(20))
    index = tmp_path / "index"

    def stop(_id: str, number: int, _share: float) -> None:
        if number == 15:
            lone.close(timeout=10)

    with pytest.raises(ClusterError, match="the index is unchanged") as caught:
        bisearch.build([source], index, bisearch.BuildOptions(dask=lone.scheduler_address), stop)
    assert "\n" not in str(caught.value)
    assert not list(index.glob("generation-*"))


@pytest.mark.usefixtures("impatience")
def test_a_scheduler_without_workers_is_given_up(tmp_path: Path, lone: Any) -> None:
    lone.scale(0)
    lone.sync(lone._correct_state)  # noqa: SLF001 -- waits until the worker has gone
    source = records(tmp_path / "records.jsonl", range(3))
    with pytest.raises(ClusterError, match="has had no workers for 1 seconds; the index is unchanged"):
        bisearch.build([source], tmp_path / "index", bisearch.BuildOptions(dask=lone.scheduler_address))


def test_a_lost_connection_is_made_again_and_the_work_is_repeated(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = records(tmp_path / "records.jsonl", range(20))
    made: list[Any] = []

    class Watched(DaskWorkers[Any]):
        def _connect(self) -> None:
            super()._connect()
            made.append(self._client)

    def break_connection(_id: str, number: int, _share: float) -> None:
        if number == 15:
            comm = made[-1].scheduler_comm.comm
            made[-1].loop.add_callback(comm.abort)

    indexes = tmp_path / "here", tmp_path / "dask"
    bisearch.build([source], indexes[0], bisearch.BuildOptions(jobs=1))
    monkeypatch.setattr("bisearch.indexing.dask_workers.DaskWorkers", Watched)
    bisearch.build([source], indexes[1], bisearch.BuildOptions(dask=address), break_connection)
    assert len(made) == 2
    assert_same(indexes)


def test_without_the_extra_one_line_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.setattr("bisearch.indexing.dask_workers.find_spec", lambda _: None)
    with pytest.raises(ClusterError, match=r"^Dask is not installed; run: pip install 'bisearch-archive\[dask\]'$"):
        DaskWorkers(Calculator, "tcp://127.0.0.1:1")
