from __future__ import annotations

import json
import os
import threading
from typing import TYPE_CHECKING, Any

import pytest

import bisearch
from bisearch.searching.snapshot import Snapshots
from bisearch.storage.checksums import file_checksum
from bisearch.storage.index_folder import IndexFolder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def write(folder: Path, *ids: str) -> Path:
    folder.mkdir(exist_ok=True)
    lines = (json.dumps({"id": id_, "text_en": f"Smith wrote {id_}."}) for id_ in ids)
    (folder / "records.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    return write(tmp_path / "sources", "a")


@pytest.fixture
def place(tmp_path: Path, sources: Path) -> Path:
    bisearch.build([sources], tmp_path / "index")
    return tmp_path / "index"


def test_refresh_shows_later_commits(place: Path, sources: Path) -> None:
    with bisearch.open(place) as index:
        assert not index.refresh()
        bisearch.build([write(sources, "a", "b")], place)
        assert index.search("Smith").total == 1
        assert index.refresh()
        assert index.search("Smith").total == 2
        assert not index.refresh()


def test_a_running_search_keeps_the_generation_that_it_began_with(place: Path, sources: Path) -> None:
    snapshots = Snapshots(IndexFolder(place))
    with snapshots.lease() as old:
        bisearch.build([write(sources, "a", "b")], place)
        assert snapshots.refresh()
        assert old.store.totals().documents == 1
        with snapshots.lease() as new:
            assert new.store.totals().documents == 2
        generations = len(list(place.glob("generation-*")))
        assert generations == 2
    snapshots.close()
    bisearch.build([write(sources, "a", "b", "c")], place)
    assert len(list(place.glob("generation-*"))) == 1


def test_threads_can_search_while_another_refreshes(place: Path, sources: Path) -> None:
    faults: list[Any] = []
    stop = threading.Event()

    def search(index: bisearch.Index) -> None:
        while not stop.is_set():
            try:
                results = index.search("Smith")
                if len({hit.document.id for hit in results}) != results.total:
                    faults.append(results)
            except Exception as error:  # noqa: BLE001 -- no search may fail
                faults.append(error)

    with bisearch.open(place) as index:
        threads = [threading.Thread(target=search, args=(index,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for count in range(2, 6):
            bisearch.build([write(sources, *"abcdef"[:count])], place)
            assert index.refresh()
        stop.set()
        for thread in threads:
            thread.join()
    assert faults == []


def test_a_commit_that_cannot_be_opened_leaves_the_index_unchanged(place: Path) -> None:
    with bisearch.open(place) as index:
        (place / "manifest.json").write_text("{")
        with pytest.raises(bisearch.IndexDamagedError):
            index.refresh()
        assert index.search("Smith").total == 1


def test_using_a_closed_index_is_an_error(place: Path) -> None:
    index = bisearch.open(place)
    index.close()
    index.close()
    for use in (index.refresh, index.stats, lambda: index.search("Smith"), lambda: index.document("a")):
        with pytest.raises(ValueError, match="closed"):
            use()


def test_an_engine_error_is_reported_as_damage_only_if_a_file_is_damaged(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    with bisearch.open(place) as index:
        monkeypatch.setattr("bisearch.engines.whoosh.engine.WhooshReader.search", fail)
        with pytest.raises(ZeroDivisionError):
            index.search("Smith")
        (postings,) = place.glob("generation-*/postings/*.terms")
        size = file_checksum(postings).size
        postings.write_bytes(bytes(size))
        with pytest.raises(bisearch.IndexDamagedError, match=r"checksum mismatch.*; rebuild it"):
            index.search("Smith")


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


def in_child(work: Callable[[], object]) -> str:
    """Return the text of what a call returns, or raises, in the child of a fork."""
    readable, writable = os.pipe()
    if (child := os.fork()) == 0:
        try:
            answer = str(work())
        except BaseException as error:  # noqa: BLE001 -- the child must end here
            answer = repr(error)
        os.write(writable, answer.encode())
        os._exit(0)
    os.close(writable)
    with os.fdopen(readable, encoding="utf-8") as answers:
        answer = answers.read()
    os.waitpid(child, 0)
    return answer


@needs_fork
def test_the_child_of_a_fork_opens_the_index_anew(place: Path, sources: Path) -> None:
    with bisearch.open(place) as index:
        assert index.search("Smith").total == 1
        assert in_child(lambda: index.search("Smith").total) == "1"
        bisearch.build([write(sources, "a", "b")], place)
        assert in_child(lambda: (index.search("Smith").total, index.refresh(), len(index))) == "(2, False, 2)"
        assert index.search("Smith").total == 1, "the parent keeps its commit"
    assert in_child(lambda: index.search("Smith")) == "IndexClosedError('the index is closed')"


@needs_fork
def test_a_fork_during_a_search_leaves_no_lock_held_in_the_child(place: Path) -> None:
    snapshots = Snapshots(IndexFolder(place))

    def lease_and_close() -> int:
        with snapshots.lease() as own:
            count = own.store.count
        snapshots.close()
        return count

    with snapshots.lease() as old, snapshots._lock:  # noqa: SLF001 -- as if another thread held it
        assert in_child(lease_and_close) == "1"
        assert old.store.count == 1
    with snapshots.lease() as old:
        assert old.store.count == 1
    snapshots.close()


def test_threads_read_lists_and_refresh_while_another_one_commits(place: Path) -> None:
    """Each thread sees whole commits: a document that was committed never disappears again."""
    seen: list[list[int]] = []
    errors: list[BaseException] = []
    is_done = threading.Event()
    with bisearch.open(place) as index:

        def read() -> None:
            totals = []
            try:
                while not is_done.is_set():
                    index.refresh()
                    results, listed = index.search("Smith", limit=100), list(index.documents())
                    assert len(results) == results.total <= len(listed) <= len(index)
                    totals.append(results.total)
            except BaseException as error:  # noqa: BLE001 -- shown by the assertion below
                errors.append(error)
            seen.append(totals)

        threads = [threading.Thread(target=read) for _ in range(6)]
        for thread in threads:
            thread.start()
        for number in range(3):
            with index.writer() as writer:
                writer.add(bisearch.Document(id=f"new-{number}", text_en="Smith wrote again."))
        is_done.set()
        for thread in threads:
            thread.join()
        assert (errors, index.search("Smith").total) == ([], 4)
    assert all(totals == sorted(totals) for totals in seen)
