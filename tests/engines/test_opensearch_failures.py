"""A search over a cluster gives the whole answer of its generation, or a clear error, whatever the nodes do."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest

import bisearch
from bisearch.deadline import Deadline
from bisearch.engines.nodes import AnyTerm, Either, PassageRanges, TermPhrase
from bisearch.engines.opensearch import connection, register, searches, writer
from bisearch.engines.opensearch.connection import Connection, Waiting, is_passing, reason_of
from bisearch.engines.opensearch.options import HOSTS, ClusterOptions
from bisearch.engines.opensearch.reader import OpenSearchReader
from bisearch.engines.opensearch.searches import Searches
from bisearch.engines.opensearch.state import read_state
from bisearch.engines.registry import engine
from bisearch.errors import ClusterError, PhraseTooWideError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.cluster.nodes import Cluster

WORD = AnyTerm("ru", ("общее",))
PASSAGES = 300
SHARDS = {"successful": 1, "total": 1, "failed": 0}


def write(folder: Path, start: int, stop: int) -> None:
    with engine("opensearch").write(folder) as change:
        for number in range(start, stop):
            change.add(number, {"ru": [("общее",), (f"слово{number}",)]}, f"d{number:04}")
        change.commit()
        change.seal()


@pytest.fixture(scope="module")
def folder(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ARG001 -- it must run
    folder = tmp_path_factory.mktemp("postings")
    write(folder, 1, PASSAGES + 1)
    return folder


@pytest.fixture(scope="module")
def reader(folder: Path) -> Iterator[OpenSearchReader]:
    opened = OpenSearchReader(folder)
    yield opened
    opened.close()


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the program give up soon."""
    for owner, name in ((searches, "STALE_PATIENCE"), (writer, "WRITE_PATIENCE")):
        monkeypatch.setattr(owner, name, 0.3)


class Answers:
    """A connection that gives prepared answers, the last one again and again."""

    def __init__(self, *answers: dict[str, Any]) -> None:
        self._answers = list(answers)
        self.hosts = ("http://127.0.0.1:9",)
        self.asked = 0

    def request(self, *_: object, **__: object) -> dict[str, Any]:
        self.asked += 1
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


def answer(shards: dict[str, int] | None = None, marks: int = 3, **values: Any) -> dict[str, Any]:
    hits = {"total": {"value": 1}, "hits": []}
    one = {"status": 200, "timed_out": False, "_shards": shards or SHARDS, "hits": hits, **values}
    mark = {"status": 200, "timed_out": False, "_shards": SHARDS, "hits": {"total": {"value": marks}}}
    return {"responses": [one, mark]}


@pytest.fixture
def asked(folder: Path) -> Any:
    def ask(*answers: dict[str, Any]) -> tuple[int, list[dict[str, Any]]]:
        made = Answers(*answers)
        found = Searches(made, read_state(folder), 0.3).ask([{}])  # type: ignore[arg-type]
        return made.asked, found

    return ask


WHOLE = answer()
UNAVAILABLE = {"status": 503, "error": {"type": "search_phase_execution_exception", "reason": "all shards failed"}}

GONE = {"status": 500, "error": {"type": "node_disconnected_exception", "reason": "gone"}}


@pytest.mark.parametrize(
    "wrong",
    [
        answer({"successful": 1, "total": 2, "failed": 1}),
        answer({"successful": 1, "total": 2, "failed": 0}),
        answer(timed_out=True),
        answer(marks=2),
        {"responses": [UNAVAILABLE, UNAVAILABLE]},
        {
            "responses": [
                {"status": 500, "error": {"type": "node_disconnected_exception", "reason": "gone"}},
                UNAVAILABLE,
            ]
        },
    ],
)
@pytest.mark.usefixtures("hasty")
def test_an_answer_without_a_shard_or_of_another_generation_is_asked_for_again(
    asked: Any, wrong: dict[str, Any]
) -> None:
    tries, found = asked(wrong, wrong, WHOLE)
    assert tries == 3
    assert found == WHOLE["responses"][:1]
    with pytest.raises(ClusterError, match=r"did not do what was asked within 0.3 s|lacks commit \w{8} of this index"):
        asked(wrong)


def test_an_error_that_stays_is_reported_at_once(asked: Any) -> None:
    def error(status: int, kind: str, reason: str) -> dict[str, Any]:
        return {"responses": [{"status": status, "error": {"type": kind, "reason": reason}}, WHOLE["responses"][1]]}

    with pytest.raises(ClusterError, match="has no index bisearch-"):
        asked(error(404, "index_not_found_exception", "no such index"))
    with pytest.raises(ClusterError, match="refuses a search: parsing_exception: unknown"):
        asked(error(400, "parsing_exception", "unknown"))
    with pytest.raises(PhraseTooWideError):
        asked(error(400, "too_many_nested_clauses", "maxClauseCount is set to 1024"))


def test_searches_go_on_while_a_node_is_killed_and_started_again(
    cluster: Cluster, reader: OpenSearchReader, folder: Path
) -> None:
    """A commit made meanwhile is whole, and a reader of it sees all of it."""
    expected = sorted(match.passage for match in reader.search(WORD).matches)
    assert expected == list(range(1, PASSAGES + 1))
    cluster.kill(cluster.manager())
    for _ in range(20):
        assert sorted(match.passage for match in reader.search(WORD).matches) == expected
    write(folder, PASSAGES + 1, PASSAGES + 11)
    newer = OpenSearchReader(folder)
    assert len(newer.search(WORD).matches) == PASSAGES + 10
    newer.close()
    (missing,) = {1, 2, 3} - cluster.processes.keys()
    cluster.start_node(missing)
    cluster.wait()
    assert sorted(match.passage for match in reader.search(WORD).matches) == expected


def test_a_paused_node_gives_no_older_answer(
    cluster: Cluster, reader: OpenSearchReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "ANSWER", 2.0)
    expected = reader.search(WORD).total
    paused = next(number for number in cluster.processes if number != cluster.manager())
    cluster.pause(paused)
    try:
        assert all(reader.search(WORD).total == expected for _ in range(5))
    finally:
        cluster.resume(paused)
    assert reader.search(WORD).total == expected
    cluster.wait()


@pytest.mark.usefixtures("cluster")
def test_bulk_items_that_are_turned_away_are_sent_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    request = Connection.request
    turned: list[str] = []

    def full(self: Connection, method: str, path: str, body: Any = None, *more: Any, **named: Any) -> Any:
        if path.endswith("/_bulk") and len(turned) < 2:
            turned.append(body)
            again = {"index": {"status": 429, "error": {"type": "rejected_execution_exception", "reason": "full"}}}
            lines = body.split("\n")[:2]
            request(self, method, path, "\n".join(lines) + "\n", *more)
            return {"errors": True, "items": [{"index": {"status": 201}}] + [again] * (body.count("\n") // 2 - 1)}
        return request(self, method, path, body, *more, **named)

    monkeypatch.setattr(Connection, "request", full)
    write(tmp_path, 1, 11)
    opened = OpenSearchReader(tmp_path)
    assert len(turned) == 2
    assert opened.search(WORD).total == 10
    opened.close()


@pytest.mark.parametrize(
    ("status", "reason", "message"),
    [
        (429, f"index [x] blocked by: [TOO_MANY_REQUESTS/12/{connection.FULL_DISK}]", r"disks are full.*unchanged"),
        (400, "mapper_parsing_exception", r"does not take a passage.*unchanged"),
        (409, "version_conflict_engine_exception", r"another writer has taken over.*unchanged"),
        (429, "rejected_execution_exception", r"had no room for passages.*unchanged"),
    ],
)
@pytest.mark.usefixtures("cluster", "hasty")
def test_passages_that_the_cluster_does_not_take_leave_the_index_unchanged(
    status: int, reason: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, 1, 3)
    request = Connection.request

    def refuse(self: Connection, method: str, path: str, body: Any = None, *more: Any, **named: Any) -> Any:
        if path.endswith("/_bulk"):
            return {"errors": True, "items": [{"index": {"status": status, "error": {"reason": reason}}}] * 2}
        return request(self, method, path, body, *more, **named)

    with monkeypatch.context() as patch:
        patch.setattr(Connection, "request", refuse)
        with pytest.raises(ClusterError, match=message):
            write(tmp_path, 3, 5)
    opened = OpenSearchReader(tmp_path)
    assert opened.search(WORD).total == 2
    opened.close()


def test_more_replicas_than_nodes_are_refused(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register, "COPIES", 1.0)
    before = cluster.call("GET", "/_cat/indices?format=json&h=index")
    with (
        pytest.raises(ClusterError, match=r"too few for 3 replicas.*--replicas 0"),
        engine("opensearch", ClusterOptions(cluster.hosts, shards=1, replicas=3)).write(tmp_path) as change,
    ):
        change.add(1, {"ru": [("слово",)]}, "d")
    assert len(cluster.call("GET", "/_cat/indices?format=json&h=index")) == len(before)


@pytest.mark.usefixtures("hasty")
def test_an_index_that_the_cluster_lost_or_has_in_another_state_is_reported(cluster: Cluster, tmp_path: Path) -> None:
    write(tmp_path, 1, 5)
    state = read_state(tmp_path)
    some = {"query": {"term": {"passage": 2}}}
    cluster.call("POST", f"/{state.index}/_delete_by_query?refresh=true", some)
    with pytest.raises(ClusterError, match="has 3 of the 4 passages of this generation"):
        OpenSearchReader(tmp_path)
    marks = {"query": {"exists": {"field": "commit"}}}
    cluster.call("POST", f"/{state.index}/_delete_by_query?refresh=true", marks)
    with pytest.raises(ClusterError, match=r"lacks commit \w{8} of this index: it is of another generation"):
        OpenSearchReader(tmp_path)
    cluster.call("DELETE", f"/{state.index}")
    with pytest.raises(ClusterError, match=r"has no index bisearch-\w+-\w+, which has the postings; restore it"):
        OpenSearchReader(tmp_path)
    with pytest.raises(ClusterError, match="has no index"), engine("opensearch").write(tmp_path) as change:
        change.delete(range(1, 2))


@pytest.mark.usefixtures("hasty")
def test_a_cluster_that_does_not_answer_is_an_error_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = Connection(ClusterOptions(("http://127.0.0.1:9",)))
    with pytest.raises(ClusterError, match=r"did not do what was asked within 0.3 s: no connection to a node"):
        nobody.request("GET", "/", waiting=Waiting(0.3))
    monkeypatch.delenv(HOSTS, raising=False)
    with pytest.raises(ClusterError, match="no address of a cluster is known"):
        Connection(ClusterOptions())


def test_a_search_ends_at_its_time_limit_though_no_node_answers(reader: OpenSearchReader) -> None:
    late = reader.for_search(Deadline(0))
    with pytest.raises(bisearch.SearchTimeoutError):
        late.search(WORD)


def test_words_that_are_known_need_one_request_for_each_search(reader: OpenSearchReader) -> None:
    query = Either((WORD, AnyTerm("ru", ("слово7", "слово8"), weights=(0.5, 0.25))))
    reader.prepare([query])
    before = reader.searches.requests
    found = reader.search(query, 5, lambda numbers: numbers)
    assert (found.total, reader.searches.requests - before) == (PASSAGES, 1)
    assert {match.passage for match in found.matches} >= {7, 8}


def test_all_matches_are_read_in_pages(reader: OpenSearchReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bisearch.engines.opensearch.reader.PAGE", 70)
    assert len(reader.search(WORD).matches) == PASSAGES
    assert sorted(reader.passages(PassageRanges((range(10, 200),)))) == list(range(10, 200))
    assert len(reader.weights(WORD)) == PASSAGES
    reader.verify()


def test_a_query_with_very_many_words_is_answered(reader: OpenSearchReader) -> None:
    many = tuple(f"слово{number}" for number in range(5_000))
    query = Either((AnyTerm("ru", many), AnyTerm("ru", many[:700], weights=(0.5,) * 700), WORD))
    assert reader.search(query, 10).total == PASSAGES


def test_a_phrase_with_too_many_arrangements_is_refused(reader: OpenSearchReader) -> None:
    with pytest.raises(PhraseTooWideError, match="fewer words"):
        reader.search(TermPhrase("ru", tuple((f"слово{number}",) for number in range(7)), slop=9))


def test_reasons_are_one_line() -> None:
    info = {"error": {"root_cause": [{"type": "a", "reason": "one\ntwo"}], "type": "b", "reason": "three"}}
    assert reason_of(info) == "b: three; a: one two"
    assert reason_of("text") == ""
    assert is_passing({"error": {"type": "no_shard_available_action_exception"}})
    assert not is_passing({"error": {"type": "parsing_exception"}})


def test_a_server_answers_that_the_archive_cannot_be_searched_now() -> None:
    problem_of = pytest.importorskip("bisearch.server.problems").problem_of
    problem = problem_of(ClusterError("the cluster at http://10.0.0.1:9200 did not do what was asked"))
    assert (problem.status, problem.kind) == (503, "cluster")
    assert "10.0.0.1" not in str(problem.to_dict())


def test_an_error_of_the_cluster_says_that_the_index_is_unchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "WRITE_PATIENCE", 0.2)
    (tmp_path / "a.ru.txt").write_text("Енот спит.", encoding="utf-8")
    options = bisearch.BuildOptions(cluster=ClusterOptions(("http://127.0.0.1:9",)), jobs=1)
    with pytest.raises(ClusterError, match=r"no connection to a node.*; the index is unchanged$"):
        bisearch.build([tmp_path], tmp_path / "index", options)
    assert not list((tmp_path / "index").glob("generation-*"))


def test_a_node_that_does_not_answer_in_time_is_left_out_for_a_while(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "ANSWER", 2.0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        both = Connection(ClusterOptions((address, cluster.hosts[0])))
        asked = both._client.transport.connection_pool  # noqa: SLF001 -- what the client knows
        for _ in range(4):
            assert both.request("GET", "/")["cluster_name"] == "bisearch"
        assert [each.host for each in asked.connections] == [cluster.hosts[0]]
        both.close()
