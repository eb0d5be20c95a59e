"""A commit to a cluster is whole or not at all, whoever dies and whoever else writes."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

import bisearch
from bisearch.engines.opensearch import register, state, writer
from bisearch.engines.opensearch.connection import Connection
from bisearch.engines.opensearch.options import ClusterOptions
from bisearch.engines.opensearch.register import Claim
from bisearch.engines.opensearch.state import ClusterState, read_state
from bisearch.engines.opensearch.writer import OpenSearchWriter, parts_of
from bisearch.engines.registry import engine
from bisearch.storage import index_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from benchmarks.cluster.nodes import Cluster

QUERIES = ("письмо", "letter", "Смит", '"получил письмо"', "енот OR raccoon")


class Crash(BaseException):
    """Stands for the end of the process: nothing that runs afterwards may change the cluster."""


@pytest.fixture
def options(cluster: Cluster) -> Iterator[bisearch.BuildOptions]:
    """Options of an index with one shard, which is made faster; all that is in the cluster is removed afterwards."""
    yield bisearch.BuildOptions(
        engine="opensearch", cluster=ClusterOptions(cluster.hosts, shards=1), jobs=1, prune=True
    )
    cluster.call("DELETE", "/bisearch-*")


@pytest.fixture
def dies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a writer that a `Crash` ends leave everything as it is."""
    leave = OpenSearchWriter.__exit__

    def end(self: OpenSearchWriter, kind: Any, error: Any, trace: Any) -> None:
        if isinstance(error, Crash):
            self._senders.shutdown(cancel_futures=True)
            self._claim._ended.set()  # noqa: SLF001 -- a dead writer's beat stops
            return
        leave(self, kind, error, trace)

    monkeypatch.setattr(OpenSearchWriter, "__exit__", end)


def sources(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for name, text in texts.items():
        (folder / f"{name}.ru.txt").write_text(text, encoding="utf-8")
    return folder


def answers(index: Path) -> list[list[tuple[str, float]]]:
    """Return the ids and scores of the hits of each query."""
    with bisearch.open(index) as opened:
        return [[(hit.document.id, round(hit.score, 2)) for hit in opened.search(query)] for query in QUERIES]


def whoosh_answers(source: Path, place: Path) -> list[list[tuple[str, float]]]:
    bisearch.build([source], place, bisearch.BuildOptions(jobs=1))
    return answers(place)


def postings(index: Path) -> Path:
    return max(index.glob("generation-*/postings"))


def crash_after(
    monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, wanted: Callable[..., bool] = lambda *_: True
) -> None:
    """Raise `Crash` after the first call of a method whose arguments are the wanted ones."""
    method = getattr(owner, name)

    def call(*args: Any, **keywords: Any) -> Any:
        result = method(*args, **keywords)
        if wanted(*args):
            raise Crash
        return result

    monkeypatch.setattr(owner, name, call)


def asks(method: str, ending: str) -> Callable[..., bool]:
    return lambda _, used, path, *__: used == method and path.endswith(ending)


def seals(_: object, entry: register.Entry, *__: object) -> bool:
    return entry.sealed is not None


STEPS: dict[str, tuple[Any, str, Callable[..., bool]]] = {
    "the claim": (Claim, "_claimed", lambda *_: True),
    "the clean-up": (OpenSearchWriter, "_next_state", lambda *_: True),
    "some passages": (Connection, "request", asks("POST", "/_bulk")),
    "the marks": (OpenSearchWriter, "_bulk", lambda _, lines: '"commit' in lines[0]),
    "the refresh": (OpenSearchWriter, "_count", lambda *_: True),
    "the local file": (ClusterState, "write", lambda *_: True),
    "the seal": (Claim, "_write", seals),
}


@pytest.mark.usefixtures("dies")
@pytest.mark.parametrize("step", STEPS)
def test_a_crash_before_the_switch_leaves_the_old_commit_and_the_next_run_succeeds(
    step: str, options: bisearch.BuildOptions, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, index = sources(tmp_path / "s", a="Смит получил письмо.", b="Енот спит."), tmp_path / "index"
    bisearch.build([source], index, options)
    before = answers(index)
    sources(source, a="Смит получил письмо.", c="Енот получил письмо. Смит спит.")
    with monkeypatch.context() as patch:
        crash_after(patch, *STEPS[step])
        with pytest.raises(Crash):
            bisearch.build([source], index, options)
    assert answers(index) == before
    bisearch.build([source], index, options)
    assert answers(index) == whoosh_answers(source, tmp_path / "whoosh")
    known = read_state(postings(index))
    left = {"query": {"range": {"passage": {"gte": known.bound}}}}
    assert cluster.call("POST", f"/{known.index}/_count", left)["count"] == 0


@pytest.mark.usefixtures("dies")
def test_a_crash_right_after_the_switch_leaves_the_new_commit(
    options: bisearch.BuildOptions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, index = sources(tmp_path / "s", a="Смит получил письмо."), tmp_path / "index"
    bisearch.build([source], index, options)
    sources(source, a="Смит получил письмо.", b="Енот спит.")
    with monkeypatch.context() as patch:
        crash_after(patch, index_folder, "write_manifest")
        with pytest.raises(Crash):
            bisearch.build([source], index, options)
    assert answers(index) == whoosh_answers(source, tmp_path / "whoosh")
    sources(source, b="Енот спит.", c="Письмо.")
    bisearch.build([source], index, options)
    bisearch.build([source], tmp_path / "whoosh", bisearch.BuildOptions(jobs=1, prune=True))
    assert answers(index) == answers(tmp_path / "whoosh")


@pytest.mark.usefixtures("dies")
def test_the_index_of_a_first_run_that_died_is_removed_by_the_next(
    options: bisearch.BuildOptions, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, index = sources(tmp_path / "s", a="Смит получил письмо."), tmp_path / "index"
    bisearch.build([source], index, options)
    with monkeypatch.context() as patch:
        crash_after(patch, OpenSearchWriter, "_new_index")
        with pytest.raises(Crash):
            bisearch.build([source], index, bisearch.BuildOptions(rebuild=True, jobs=1, engine="opensearch"))
    assert len(named(cluster)) == 2
    (source / "b.ru.txt").write_text("Енот спит.", encoding="utf-8")
    bisearch.build([source], index, options)
    assert named(cluster) == [read_state(postings(index)).index]


def named(cluster: Cluster) -> list[str]:
    """Return the cluster's indexes of postings."""
    found = cluster.call("GET", "/_cat/indices/bisearch-*?format=json&h=index")
    return sorted(each["index"] for each in found if each["index"] != register.REGISTER)


def test_a_second_writer_is_refused_also_from_a_copy_of_the_folder(
    options: bisearch.BuildOptions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register, "BEAT", 0.1)
    source, index = sources(tmp_path / "s", a="Смит получил письмо."), tmp_path / "index"
    bisearch.build([source], index, options)
    copied = tmp_path / "copy"
    shutil.copytree(index, copied)
    sources(source, b="Енот спит.")
    with engine("opensearch").write(postings(index)) as first:
        first.delete(range(1, 2))
        with pytest.raises(bisearch.IndexLockedError, match=r"process \d+ on \S+ is writing to the index from"):
            bisearch.build([source], copied, options)
    bisearch.build([source], copied, options)


def test_a_writer_that_was_silent_for_too_long_cannot_commit(
    options: bisearch.BuildOptions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register, "SILENCE", 0.5)
    source, index = sources(tmp_path / "s", a="Смит получил письмо."), tmp_path / "index"
    bisearch.build([source], index, options)
    copied = tmp_path / "copy"
    shutil.copytree(index, copied)
    sources(source, a="Смит получил письмо.", b="Енот спит.")
    with engine("opensearch").write(postings(index)) as stale:
        assert isinstance(stale, OpenSearchWriter)
        stale.add(2, {"ru": [("опоздать",)]}, "late")
        stale._claim._ended.set()  # noqa: SLF001 -- its machine was paused
        bisearch.build([source], copied, options)
        with pytest.raises(bisearch.ClusterError, match=r"another writer has taken over.*unchanged"):
            stale.commit()
        with pytest.raises(bisearch.ClusterError, match="another writer has taken over"):
            stale.seal()
    assert answers(copied) == whoosh_answers(source, tmp_path / "whoosh")


def test_an_older_copy_of_the_index_cannot_commit(options: bisearch.BuildOptions, tmp_path: Path) -> None:
    source, index = sources(tmp_path / "s", a="Смит получил письмо."), tmp_path / "index"
    bisearch.build([source], index, options)
    copied = tmp_path / "copy"
    shutil.copytree(index, copied)
    sources(source, a="Смит получил письмо.", b="Енот спит.")
    bisearch.build([source], index, options)
    before = answers(index)
    sources(source, c="Письмо.")
    with pytest.raises(bisearch.ClusterError, match=r"not the newest.*unchanged"):
        bisearch.build([source], copied, options)
    assert answers(index) == before


def test_a_reader_of_an_older_generation_sees_it_until_it_refreshes(
    options: bisearch.BuildOptions, tmp_path: Path
) -> None:
    """Readers on other machines have a copy of the folder."""
    source, index = sources(tmp_path / "s", a="Смит получил письмо.", b="Енот спит."), tmp_path / "index"
    bisearch.build([source], index, options)
    copied = tmp_path / "copy"
    shutil.copytree(index, copied)
    with bisearch.open(copied) as opened:
        sources(source, b="Енот спит.", c="Енот получил письмо.")
        bisearch.build([source], index, options)
        assert [hit.document.id for hit in opened.search("письмо")] == ["a"]
        assert not opened.refresh()
        shutil.copytree(index, copied, dirs_exist_ok=True)
        assert opened.refresh()
        assert [hit.document.id for hit in opened.search("письмо")] == ["c"]


def test_what_was_removed_long_ago_is_removed_from_the_cluster(
    options: bisearch.BuildOptions, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, index = sources(tmp_path / "s", a="Смит получил письмо.", b="Енот спит."), tmp_path / "index"
    bisearch.build([source], index, options)
    sources(source, b="Енот спит.")
    bisearch.build([source], index, options)

    def stored() -> tuple[int, int]:
        kinds = ({"exists": {"field": "passage"}}, {"exists": {"field": "commit"}})
        name = read_state(postings(index)).index
        first, second = (cluster.call("POST", f"/{name}/_count", {"query": kind})["count"] for kind in kinds)
        return first, second

    assert stored() == (2, 2)  # a reader may still have the first generation open
    monkeypatch.setattr(writer, "KEPT", -1)
    sources(source, b="Енот спит.", c="Письмо.")
    bisearch.build([source], index, options)
    assert stored() == (2, 2)  # the passage and the mark of the first commit are gone, the third's are new
    assert not read_state(postings(index)).removed
    assert answers(index) == whoosh_answers(source, tmp_path / "whoosh")


def test_deleting_an_index_removes_it_from_the_cluster_too(
    options: bisearch.BuildOptions, cluster: Cluster, tmp_path: Path
) -> None:
    source, index = sources(tmp_path / "s", a="Смит получил письмо."), tmp_path / "index"
    bisearch.build([source], index, options)
    (index / "corrections.jsonl").write_text("", encoding="utf-8")
    connection = Connection(ClusterOptions(cluster.hosts))
    known = parts_of(connection, read_state(postings(index)).index_id)
    done = bisearch.delete_index(index)
    assert list(done.removed_elsewhere) == known == [each for each in known if each.startswith("bisearch-")]
    assert [path.name for path in done.kept] == ["corrections.jsonl"]
    assert named(cluster) == []
    connection.close()
    with pytest.raises(bisearch.IndexMissingError):
        bisearch.delete_index(index)


@pytest.mark.parametrize(
    "change", [{"bound": "x"}, {"hosts": 3}, {"index_id": "no"}, {"removed": [[1]]}, {"further": 1}, None]
)
def test_a_malformed_local_file_is_damage(change: dict[str, Any] | None, tmp_path: Path) -> None:
    ClusterState("0" * 32, "1" * 32, ("http://127.0.0.1:9",), None, "name", ("0",), 1).write(tmp_path)
    assert read_state(tmp_path).index == "name"
    path = tmp_path / state.STATE
    values = json.loads(path.read_bytes())
    path.write_text("[" if change is None else json.dumps({**values, **change}), encoding="utf-8")
    with pytest.raises(bisearch.IndexDamagedError, match="malformed"):
        read_state(tmp_path)
