"""Writes passages to a cluster.

Passages are sent at once, under numbers that no reader looks at. A commit makes them visible, marks every shard, checks
that all are there, and only then says up to which number they count, in the local file of the new generation.
"""

from __future__ import annotations

import os
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from bisearch.engines.opensearch.connection import (
    FULL_DISK,
    GREATEST_PAUSE,
    PASSING,
    PAUSE,
    WRITE_PATIENCE,
    Connection,
    NotThereError,
)
from bisearch.engines.opensearch.layout import index_body, mark_lines, passage_lines
from bisearch.engines.opensearch.query import among
from bisearch.engines.opensearch.register import Claim, create_index, place_of
from bisearch.engines.opensearch.state import KEPT, STATE, ClusterState, now, read_state
from bisearch.errors import ClusterError
from bisearch.storage.identity import Identity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from bisearch.engines.opensearch.options import ClusterOptions
    from bisearch.engines.port import Positions
    from bisearch.model import Side

    # The answer for one line of a bulk request, by the kind of the request.
    _Item: TypeAlias = dict[str, dict[str, object]]

# A request sends so many passages, or characters, at most.
PASSAGES, CHARACTERS = 1_000, 4_000_000
# Requests under way at once, and those that may wait for their turn.
SENDERS, QUEUED = 2, 3
# The most routing values to try until each shard has one.
_ROUTES = 10_000
# The parts of a bulk request's answer that are read.
_BULK_ANSWER = {"filter_path": "errors,items.*.status,items.*.error"}
_UNCHANGED = "the index is unchanged"


class OpenSearchWriter:
    """Implements `bisearch.engines.port.EngineWriter`.

    Args:
        folder: folder of the postings.
        identity: the identity of the new generation; None makes one up.
        options: where the cluster is, and how a new index is spread over it.
        index: the folder of the whole index, which identifies the writer.
    """

    def __init__(self, folder: Path, identity: Identity | None, options: ClusterOptions, index: Path) -> None:
        self._folder = folder
        self._options = options
        base = read_state(folder) if (folder / STATE).exists() else None
        if base is not None:
            identity = identity or Identity.of_new_commit(base.index_id)
        self._identity = identity or Identity.of_new_commit()
        self._connection = Connection(options)
        try:
            self._claim = Claim(
                self._connection, self._identity.index_id, base.commit_id if base else "",
                base.epoch if base else 0, place_of(index), options.replicas,
            )  # fmt: skip
        except BaseException:
            self._connection.close()
            raise
        self._base = base
        self._state: ClusterState | None = None
        self._first = self._next = base.bound if base is not None else 0
        self._added = 0
        self._removed: list[range] = []
        self._lines: list[str] = []
        self._characters = 0
        self._senders = ThreadPoolExecutor(SENDERS, "bisearch bulk")
        self._sent: list[Future[None]] = []
        self._dropped: set[str] = set()
        self._is_sealed = False

    def add(self, passage: int, terms: Mapping[Side, Positions], document: str = "") -> None:
        """Add a passage; its number must be greater than all before."""
        state = self._begun()
        if self._base is None and not self._added:
            self._first = self._next = passage
        if passage > self._next:  # nobody may ever see what a writer that died has left there
            self._removed.append(range(self._next, passage))
        lines = passage_lines(passage, terms, document, state.epoch)
        self._lines += lines
        self._characters += sum(map(len, lines))
        self._next, self._added = passage + 1, self._added + 1
        if len(self._lines) >= 2 * PASSAGES or self._characters >= CHARACTERS:
            self._send()

    def delete(self, passages: range) -> None:
        """Remove consecutive passages."""
        self._begun()
        self._removed.append(passages)

    def commit(self) -> None:
        """Make all changes visible to readers of the new generation, and write its local file."""
        state = self._begun()
        self._send()
        for sent in self._sent:
            sent.result()
        marks = mark_lines(state.commit_id, state.routes, now(), state.epoch)
        self._bulk(marks)
        done = self._connection.request("POST", f"/{state.index}/_refresh")["_shards"]
        if done["failed"]:
            raise ClusterError(f"{state.index}: {done['failed']} of its shards could not be refreshed; {_UNCHANGED}")
        added = self._count(
            [{"range": {"passage": {"gte": self._first, "lt": self._next}}}, {"term": {"epoch": state.epoch}}]
        )
        if added != self._added:
            raise ClusterError(f"{state.index}: has {added:,} of {self._added:,} added passages; {_UNCHANGED}")
        removed = (*state.removed, *((each.start, each.stop, now()) for each in self._removed))
        state = replace(state, bound=self._next, removed=_joined(removed))
        living: list[object] = [{"range": {"passage": {"lt": state.bound}}}]
        gone: list[object] = [among(state.removed_ranges)] if state.removed else []
        state = replace(state, passages=self._count(living, gone))
        self._claim.check()
        state.write(self._folder)
        self._state = state

    def seal(self) -> None:
        """Announce that the commit is about to become current; raises `ClusterError` if another writer took over."""
        state = self._begun()
        self._claim.seal(state.commit_id, state.index)
        self._is_sealed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._senders.shutdown(cancel_futures=True)
        if error is None and self._is_sealed:
            self._claim.confirm(self._dropped)
        self._claim.release()
        self._connection.close()

    def _begun(self) -> ClusterState:
        """Return the state of the new generation; the first change creates the cluster's index, or cleans it up."""
        self._claim.check()
        if self._state is None:
            self._state = self._new_index() if self._base is None else self._next_state(self._base)
        return self._state

    def _new_index(self) -> ClusterState:
        index_id, commit_id = self._identity
        name = f"{name_of(index_id)}{os.urandom(4).hex()}"
        create_index(self._connection, name, index_body(self._options, index_id))
        self._drop_indexes(name)
        return ClusterState(
            index_id, commit_id, self._options.hosts, self._options.ca_cert, name, self._routes(name), self._claim.epoch
        )

    def _next_state(self, base: ClusterState) -> ClusterState:
        """Remove what dead writers have left, and what was removed so long ago that nobody reads it any more."""
        epoch = self._claim.epoch
        older: object = {"range": {"epoch": {"lt": epoch}}}
        if not self._passages(base):
            raise ClusterError(gone_message(base, self._connection.hosts))
        self._delete([{"range": {"passage": {"gte": base.bound}}}, older], base.index)
        long_ago = now() - KEPT
        old = [range(start, stop) for start, stop, when in base.removed if when < long_ago]
        if old:
            self._delete([among(old), older], base.index)
        self._delete(
            [{"exists": {"field": "commit"}}, {"range": {"time": {"lt": long_ago}}}], base.index,
            {"term": {"commit": base.commit_id}},
        )  # fmt: skip
        self._drop_indexes(base.index)
        kept = tuple(each for each in base.removed if each[2] >= long_ago)
        return replace(
            base, commit_id=self._identity.commit_id, hosts=self._options.hosts, ca_cert=self._options.ca_cert,
            epoch=epoch, removed=kept,
        )  # fmt: skip

    def _passages(self, base: ClusterState) -> bool:
        """Return whether the cluster still has the index that a change builds on."""
        try:
            self._connection.request("GET", f"/{base.index}/_mapping")
        except NotThereError:
            return False
        return True

    def _drop_indexes(self, current: str) -> None:
        """Remove the cluster's indexes of writers that died, and those that were left so long ago that nobody reads."""
        retired, sealed = self._claim.retired, self._claim.sealed_index
        for name in parts_of(self._connection, self._identity.index_id):
            if name not in {current, sealed} and retired.get(name, 0) < now() - KEPT:
                with suppress(NotThereError):
                    self._connection.request("DELETE", f"/{name}")
                self._dropped.add(name)

    def _routes(self, name: str) -> tuple[str, ...]:
        """Return a routing value for each shard, so that a mark can be put into it."""
        found: dict[int, str] = {}
        for value in range(_ROUTES):
            answer = self._connection.request("GET", f"/{name}/_search_shards", params={"routing": value})
            ((copy, *_),) = answer["shards"]
            found.setdefault(copy["shard"], str(value))
            if len(found) == self._options.shards:
                break
        return tuple(found.values())

    def _send(self) -> None:
        if not self._lines:
            return
        self._sent.append(self._senders.submit(self._bulk, self._lines))
        self._lines, self._characters = [], 0
        while len(self._sent) > QUEUED:
            self._sent.pop(0).result()

    def _bulk(self, lines: Sequence[str]) -> None:
        """Send lines of a bulk request; passages that are turned away are sent again, after growing pauses."""
        state = self._begun()
        ends, pause = time.monotonic() + WRITE_PATIENCE, PAUSE
        while True:
            self._claim.check()
            answer = self._connection.request("POST", f"/{state.index}/_bulk", "\n".join(lines) + "\n", _BULK_ANSWER)
            if not answer["errors"]:
                return
            lines, reason = self._turned_away(lines, answer["items"])
            if not lines:
                return
            if time.monotonic() + pause > ends:
                raise ClusterError(
                    f"{state.index}: the cluster had no room for passages for {WRITE_PATIENCE:g} s: {reason};"
                    f" {_UNCHANGED}"
                )
            time.sleep(pause)
            pause = min(GREATEST_PAUSE, 2 * pause)

    def _turned_away(self, lines: Sequence[str], items: Sequence[_Item]) -> tuple[list[str], str]:
        """Return the lines of the passages to send again, and the last reason.

        Raises:
            ClusterError: the cluster does not take a passage, or a newer writer has stored it.
        """
        again: list[str] = []
        reason = ""
        for place, item in enumerate(items):
            ((_, result),) = item.items()
            status = int(str(result["status"]))
            if status < 300:
                continue
            reason = str(result.get("error"))
            if status == 409:
                raise ClusterError(f"another writer has taken over the index meanwhile; {_UNCHANGED}")
            if FULL_DISK in reason:
                raise ClusterError(
                    f"the cluster's disks are full: {FULL_DISK}; free some space on its nodes; {_UNCHANGED}"
                )
            if status not in PASSING:
                raise ClusterError(f"the cluster does not take a passage: {reason[:300]}; {_UNCHANGED}")
            again += lines[2 * place : 2 * place + 2]
        return again, reason[:300]

    def _count(self, filters: list[object], excluded: Sequence[object] = ()) -> int:
        query = {"bool": {"filter": filters, "must_not": list(excluded)}}
        index = self._begun().index
        answer = self._connection.request("POST", f"/{index}/_count", {"query": query})
        if answer["_shards"]["failed"]:
            raise ClusterError(f"{index}: {answer['_shards']['failed']} of its shards do not answer; {_UNCHANGED}")
        return int(answer["count"])

    def _delete(self, filters: list[object], index: str, excluded: object = None) -> None:
        query = {"bool": {"filter": filters, "must_not": [] if excluded is None else [excluded]}}
        # Only what is visible can be found.
        self._connection.request("POST", f"/{index}/_refresh")
        self._connection.request(
            "POST", f"/{index}/_delete_by_query", {"query": query}, {"conflicts": "proceed", "refresh": "true"}
        )


def name_of(index_id: str) -> str:
    """Return how the names of a cluster's indexes begin that belong to an index."""
    return f"bisearch-{index_id}-"


def parts_of(connection: Connection, index_id: str) -> list[str]:
    """Return the names of a cluster's indexes that belong to an index."""
    found = connection.request("GET", f"/_cat/indices/{name_of(index_id)}*", params={"format": "json", "h": "index"})
    return sorted(each["index"] for each in found)


def gone_message(state: ClusterState, hosts: Sequence[str]) -> str:
    """Return the message of an index whose postings the cluster no longer has."""
    return (
        f"the cluster at {', '.join(hosts)} has no index {state.index}, which has the postings; restore it from a"
        " snapshot, or rebuild it from its sources with: bisearch index --rebuild PATH..."
    )


def _joined(removed: Sequence[tuple[int, int, int]]) -> tuple[tuple[int, int, int], ...]:
    """Return removed ranges in order; those that adjoin are one, removed when the later one was."""
    joined: list[tuple[int, int, int]] = []
    for start, stop, when in sorted(removed):
        if joined and joined[-1][1] == start and when - joined[-1][2] < KEPT:
            joined[-1] = (joined[-1][0], stop, when)
        else:
            joined.append((start, stop, when))
    return tuple(joined)
