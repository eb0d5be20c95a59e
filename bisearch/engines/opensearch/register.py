"""The register of a cluster: who writes an index, and which commit is its newest.

Each index has one document, which is only ever changed by compare and set. A writer claims it with an epoch greater
than all before, and counts up a beat while it lives. Another writer is refused as long as the beat changes, and takes
over after it has not changed for a while. The older one notices at its next beat, at the latest when it seals its
commit, and cannot commit. Its late passages replace none of a newer writer: they carry the epoch as their version.

A commit becomes current by the local manifest's rename, which the register cannot see. It is therefore sealed before:
from then on, only the same folder, or one that has the sealed commit, may write. Who has an older copy is refused.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bisearch.engines.opensearch.connection import AlreadyThereError, ConflictError, NotThereError, Waiting
from bisearch.engines.opensearch.state import now
from bisearch.errors import ClusterError, IndexLockedError

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.engines.opensearch.connection import Connection

REGISTER = "bisearch-register"
# Seconds between two beats of a writer, and those without a beat after which another one takes over.
BEAT, SILENCE = 2.0, 15.0
# Seconds until each copy of a new index must be on a node.
COPIES = 30.0
# Seconds between two looks at another writer's beat, and to go on asking when a writer ends.
LOOK, RELEASE_PATIENCE = 0.25, 5.0
_UNCHANGED = "the index is unchanged"


@dataclass(frozen=True, slots=True)
class Owner:
    """A writer.

    Attributes:
        token: its random number.
        place: the folder of its index; see `place_of`.
        process: its machine and process, for messages.
    """

    token: str
    place: str
    process: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """A commit that is about to become current, or has just become so.

    Attributes:
        commit_id: its number.
        index: the cluster's index that it is in.
        place: the folder of its index.
    """

    commit_id: str
    index: str
    place: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What the register has about an index.

    Attributes:
        epoch: the number of the newest writer.
        owner: who writes; None if nobody does.
        beat: counts up while the owner lives.
        commit_id: the newest commit that is known to be current; empty if there is none.
        index: the cluster's index that it is in.
        sealed: the commit that may have become current; None if there is none.
        retired: the cluster's indexes that no new commit is in, and when they were left, in seconds since 1970.
    """

    epoch: int = 0
    owner: Owner | None = None
    beat: int = 0
    commit_id: str = ""
    index: str = ""
    sealed: Sealed | None = None
    retired: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Version:
    """Which version of a document was read; the next one may only replace this."""

    seq_no: int
    primary_term: int


class Claim:
    """The right to write an index, held until `release`.

    Args:
        connection: the cluster.
        index_id: the number of the index.
        commit_id: the commit that the change builds on; empty for an index from scratch.
        epoch: the greatest epoch that the folder knows.
        place: the folder of the index.
        options: the settings of the register, if it is new.

    Raises:
        IndexLockedError: another writer is at work.
        ClusterError: another folder has a newer commit, or the cluster does not answer.
    """

    def __init__(  # noqa: PLR0913, PLR0917 -- what makes a claim
        self, connection: Connection, index_id: str, commit_id: str, epoch: int, place: str, replicas: int
    ) -> None:
        self._connection = connection
        self._path = f"/{REGISTER}/_doc/{index_id}"
        self._base = commit_id
        self._least_epoch = epoch
        token = os.urandom(8).hex()
        self._owner = Owner(token, place, f"process {os.getpid()} on {socket.gethostname()}")
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._lost: ClusterError | None = None
        _create_register(connection, replicas)
        self._entry, self._version = self._claimed()
        self._beating = threading.Thread(target=self._beat, name="bisearch beat", daemon=True)
        self._beating.start()

    @property
    def epoch(self) -> int:
        """The number of this writer."""
        return self._entry.epoch

    @property
    def retired(self) -> dict[str, int]:
        """The cluster's indexes that no new commit is in, and when they were left."""
        return self._entry.retired

    @property
    def sealed_index(self) -> str:
        """The cluster's index of a commit that may have become current; empty if there is none."""
        return self._entry.sealed.index if self._entry.sealed is not None else ""

    def check(self) -> None:
        """Raise `ClusterError` if another writer has taken over."""
        if self._lost is not None:
            raise self._lost

    def seal(self, commit_id: str, index: str) -> None:
        """Announce a commit that is about to become current.

        Raises:
            ClusterError: another writer has taken over; this one must not commit.
        """
        self._replace(sealed=Sealed(commit_id, index, self._owner.place))

    def confirm(self, forgotten: set[str]) -> None:
        """Record that the sealed commit is current; a later writer does so if this one cannot."""
        sealed = self._entry.sealed
        if sealed is None:
            return
        retired = {name: when for name, when in self._entry.retired.items() if name not in forgotten | {sealed.index}}
        if self._entry.index not in {"", sealed.index}:
            retired[self._entry.index] = now()
        with suppress(ClusterError):
            self._replace(commit_id=sealed.commit_id, index=sealed.index, sealed=None, retired=retired)

    def release(self) -> None:
        """Let other writers write; does nothing if one has taken over."""
        self._ended.set()
        self._beating.join(RELEASE_PATIENCE)
        with suppress(ClusterError):
            self._replace(Waiting(RELEASE_PATIENCE), owner=None)

    def forget(self) -> None:
        """Remove the register's entry of the index; nothing is left to write."""
        self._ended.set()
        self._beating.join(RELEASE_PATIENCE)
        with suppress(NotThereError):
            self._connection.request("DELETE", self._path)

    def _claimed(self) -> tuple[Entry, _Version]:
        """Claim the index, if need be after another writer's silence."""
        seen: tuple[_Version, float] | None = None
        while True:
            entry, version = self._read()
            other = entry.owner
            # The folder is locked by this process, so a writer of the same folder is dead.
            if other is not None and other.place != self._owner.place:
                if version is None or (seen is not None and seen[0] != version):
                    raise IndexLockedError(
                        f"{other.process} is writing to the index from {other.place}; try again later"
                    )
                seen = seen or (version, time.monotonic())
                if time.monotonic() - seen[1] < SILENCE:
                    time.sleep(LOOK)
                    continue
            epoch = max(entry.epoch, self._least_epoch) + 1
            new = replace(self._settled(entry), epoch=epoch, owner=self._owner, beat=0)
            try:
                return new, self._write(new, version)
            except ConflictError:
                seen = None

    def _settled(self, entry: Entry) -> Entry:
        """Return an entry without a sealed commit, if it is known whether that has become current.

        Raises:
            ClusterError: it is not known here, or another folder has a newer commit.
        """
        sealed = entry.sealed
        if sealed is not None and self._base == sealed.commit_id:
            retired = dict(entry.retired)
            if entry.index not in {"", sealed.index}:
                retired[entry.index] = now()
            return replace(entry, commit_id=sealed.commit_id, index=sealed.index, sealed=None, retired=retired)
        if not self._base:  # from scratch: whatever there was is left behind
            left = {name for name in (entry.index, sealed.index if sealed else "") if name}
            return replace(entry, sealed=None, retired={**dict.fromkeys(left, now()), **entry.retired})
        if sealed is not None and sealed.place != self._owner.place:
            raise ClusterError(
                f"a commit from {sealed.place} may be newer than this copy of the index; index there, or copy its"
                f" folder here, or rebuild the index with --rebuild; {_UNCHANGED}"
            )
        if entry.commit_id and entry.commit_id != self._base:
            raise ClusterError(
                f"this copy of the index is not the newest: another folder has made commit {entry.commit_id[:8]};"
                f" copy that folder here, or rebuild the index with --rebuild; {_UNCHANGED}"
            )
        return replace(entry, commit_id=self._base, sealed=None)

    def _beat(self) -> None:
        while not self._ended.wait(BEAT):
            try:
                self._replace(beat=self._entry.beat + 1)
            except ConflictError as error:
                self._lost = error
                return
            except ClusterError:
                continue  # nobody else can write to the register either

    def _replace(self, waiting: Waiting | None = None, **changes: Any) -> None:
        with self._lock:
            self.check()
            new = replace(self._entry, **changes)
            try:
                self._version = self._write(new, self._version, waiting)
            except ConflictError as error:
                self._lost = ConflictError(f"another writer has taken over the index meanwhile; {_UNCHANGED}")
                raise self._lost from error
            self._entry = new

    def _read(self) -> tuple[Entry, _Version | None]:
        try:
            found = self._connection.request("GET", self._path)
        except NotThereError:
            return Entry(), None
        return _entry(found["_source"]), _Version(found["_seq_no"], found["_primary_term"])

    def _write(self, entry: Entry, version: _Version | None, waiting: Waiting | None = None) -> _Version:
        """Replace an entry.

        A try whose answer was lost may have succeeded, so a conflict is one only if the entry is not the new one.
        """
        known: dict[str, object] = {"op_type": "create"}
        if version is not None:
            known = {"if_seq_no": version.seq_no, "if_primary_term": version.primary_term}
        try:
            done = self._connection.request("PUT", self._path, asdict(entry), known, waiting)
        except ConflictError:
            found, at = self._read()
            if at is None or found != entry:
                raise
            return at
        return _Version(done["_seq_no"], done["_primary_term"])


def _create_register(connection: Connection, replicas: int) -> None:
    body = {
        "settings": {"number_of_shards": 1, "number_of_replicas": replicas},
        "mappings": {"dynamic": False, "properties": {}},
    }
    try:
        connection.request("GET", f"/{REGISTER}", params={"filter_path": "*.settings"})
    except NotThereError:
        create_index(connection, REGISTER, body)


def create_index(connection: Connection, name: str, body: dict[str, Any]) -> None:
    """Create an index of the cluster, and wait until each of its copies is on a node.

    Raises:
        ClusterError: there are not enough nodes for the copies.
    """
    with suppress(AlreadyThereError):
        connection.request("PUT", f"/{name}", body, {"wait_for_active_shards": "all", "timeout": f"{COPIES:g}s"})
    ends = time.monotonic() + COPIES
    while (health := connection.request("GET", f"/_cluster/health/{name}"))["status"] != "green":
        if time.monotonic() > ends:
            with suppress(NotThereError):
                connection.request("DELETE", f"/{name}")
            raise ClusterError(
                f"the cluster at {', '.join(connection.hosts)} has {health['number_of_data_nodes']} nodes with room,"
                f" which is too few for {body['settings']['number_of_replicas']} replicas; start more nodes, or give"
                f" --replicas 0, with which the loss of a node loses passages; {_UNCHANGED}"
            )
        time.sleep(LOOK)


def place_of(index: Path) -> str:
    """Return a text that identifies an index's folder among those of all machines, also from a copy of it."""
    return f"{socket.gethostname()}:{os.path.realpath(index)}:{index.stat().st_ino}"


def _entry(values: dict[str, Any]) -> Entry:
    owner, sealed = values.pop("owner"), values.pop("sealed")
    return Entry(
        owner=Owner(**owner) if owner is not None else None,
        sealed=Sealed(**sealed) if sealed is not None else None,
        **values,
    )
