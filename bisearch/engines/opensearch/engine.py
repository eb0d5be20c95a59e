"""Posting lists in an OpenSearch cluster: for archives that outgrow one machine.

The folder of the postings has one small file, which says which part of the cluster's index belongs to the generation.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from bisearch.engines.opensearch.connection import Connection, NotThereError
from bisearch.engines.opensearch.options import ClusterOptions
from bisearch.engines.opensearch.reader import OpenSearchReader
from bisearch.engines.opensearch.register import Claim, place_of
from bisearch.engines.opensearch.state import STATE, read_state
from bisearch.engines.opensearch.writer import OpenSearchWriter, parts_of
from bisearch.errors import StoredIndexError

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.storage.identity import Identity


class OpenSearchEngine:
    """Opens a folder of postings that are in a cluster.

    Args:
        options: where the cluster of a new or changed index is; None takes the index's own, or the environment's.
    """

    name = "opensearch"

    def __init__(self, options: ClusterOptions | None = None) -> None:
        self._options = options

    def read(self, folder: Path, identity: Identity | None = None) -> OpenSearchReader:
        """Open a folder for reading, which writes nothing in it or in the cluster."""
        return OpenSearchReader(folder, identity)

    def write(self, folder: Path, identity: Identity | None = None) -> OpenSearchWriter:
        """Open a folder for writing; an empty folder starts a new index in the cluster."""
        return OpenSearchWriter(folder, identity, self._options_for(folder), _index_of(folder))

    def remove_elsewhere(self, folder: Path) -> list[str]:
        """Remove everything that the index of a folder has in the cluster.

        Returns:
            The names of the removed indexes of the cluster.

        Raises:
            IndexDamagedError: the folder does not say which they are.
            IndexLockedError: another writer is at work.
            ClusterError: the cluster does not answer.
        """
        state = read_state(folder)
        options = self._options_for(folder)
        connection = Connection(options)
        try:
            # As if to write it from scratch: refused while another writer is at work.
            claim = Claim(connection, state.index_id, "", state.epoch, place_of(_index_of(folder)), options.replicas)
            removed = parts_of(connection, state.index_id)
            for name in removed:
                with suppress(NotThereError):
                    connection.request("DELETE", f"/{name}")
            claim.forget()
        finally:
            connection.close()
        return removed

    def _options_for(self, folder: Path) -> ClusterOptions:
        """Return the given options, or else those that the index, or its last generation, remembers."""
        given, named = self._options or ClusterOptions(), ClusterOptions.of_environment()
        known = _known(folder) or ClusterOptions()
        hosts = given.hosts or named.hosts or known.hosts
        return replace(given, hosts=hosts, ca_cert=given.ca_cert or named.ca_cert or known.ca_cert)


def _index_of(folder: Path) -> Path:
    """Return the folder of the index whose postings are in a folder."""
    return folder.parent.parent if folder.parent.name.startswith("generation-") else folder


def _known(folder: Path) -> ClusterOptions | None:
    """Return where the postings of an index are, from this generation or, when it is rebuilt, from an earlier one."""
    generations = sorted(folder.parent.parent.glob(f"generation-*/{folder.name}/{STATE}"), reverse=True)
    for path in (folder / STATE, *generations):
        try:
            return read_state(path.parent).options
        except StoredIndexError:
            continue
    return None
