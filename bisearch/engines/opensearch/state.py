"""The local file of a generation that says which part of a cluster's index belongs to it.

Passages are numbered in ascending order, so a generation is the passages below a bound, without the removed ones. A
commit replaces this file; the cluster itself never switches anything.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from bisearch.engines.opensearch.options import ClusterOptions
from bisearch.errors import IndexDamagedError
from bisearch.storage.identity import is_valid_identity
from bisearch.storage.read_errors import is_missing, read_error

if TYPE_CHECKING:
    from pathlib import Path

STATE = "cluster.json"
# Seconds for which the cluster keeps what a commit has removed: readers may still have an older generation open.
KEPT = 24 * 3600


@dataclass(frozen=True, slots=True)
class ClusterState:
    """The part of a cluster's index that is one generation.

    Attributes:
        index_id: the number of the index.
        commit_id: the number of the commit.
        hosts: the addresses of the cluster.
        ca_cert: the file with the certificate that they are trusted by; None trusts the system's.
        index: the name of the cluster's index.
        routes: for each shard, a routing value that leads to it.
        epoch: the number of the writer that made the commit; each writer has a greater one than all before it.
        bound: the first passage number that does not belong to it.
        passages: the number of passages.
        removed: the first removed passage, the one after the last, and when they were removed, in seconds since 1970.
    """

    index_id: str
    commit_id: str
    hosts: tuple[str, ...]
    ca_cert: str | None
    index: str
    routes: tuple[str, ...]
    epoch: int
    bound: int = 0
    passages: int = 0
    removed: tuple[tuple[int, int, int], ...] = ()

    @property
    def options(self) -> ClusterOptions:
        """Where the cluster is; the environment comes first."""
        named = ClusterOptions.of_environment()
        return ClusterOptions(named.hosts or self.hosts, named.ca_cert or self.ca_cert)

    @property
    def removed_ranges(self) -> list[range]:
        """The removed passages."""
        return [range(start, stop) for start, stop, _ in self.removed]

    def write(self, folder: Path) -> None:
        """Replace the file of a folder of postings; other folders may share the old one."""
        fresh = folder / f"{STATE}.new"
        fresh.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")
        fresh.replace(folder / STATE)


def read_state(folder: Path) -> ClusterState:
    """Return the state in a folder of postings.

    Raises:
        IndexDamagedError: the file is missing or malformed.
        IndexReadError: the system does not let it be read.
    """
    path = folder / STATE
    try:
        values = json.loads(path.read_bytes())
        for key in ("hosts", "routes"):
            values[key] = tuple(map(str, values[key]))
        values["removed"] = tuple((int(start), int(stop), int(when)) for start, stop, when in values["removed"])
        state = ClusterState(**values)
        _require_valid(state)
    except OSError as error:
        raise IndexDamagedError(f"{path}: missing") if is_missing(error) else read_error(path, error) from error
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise IndexDamagedError(f"{path}: malformed ({error})") from error
    return state


def _require_valid(state: ClusterState) -> None:
    """Raise `ValueError` if a value is impossible."""
    numbers = (state.epoch, state.bound, state.passages)
    if not all(map(is_valid_identity, (state.index_id, state.commit_id))):
        raise ValueError("the identity is malformed")
    if not all(type(number) is int and number >= 0 for number in numbers):
        raise ValueError("a number is impossible")


def now() -> int:
    """Return the seconds since 1970."""
    return int(time.time())
