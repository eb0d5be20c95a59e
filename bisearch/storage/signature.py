"""The signature of an index: what a figure that was counted in it cites."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from bisearch.storage.manifest import Manifest


class IndexSignature(NamedTuple):
    """Which commit of which index answered.

    Attributes:
        index_id: the random number of the index, which all its commits keep.
        commit_id: the random number of the commit; the same documents committed again have another one.
        generation: the number of the commit, from 1.
        format: version of the index's format.
        analyzer: names and versions of everything that determines words and lemmas.
    """

    index_id: str
    commit_id: str
    generation: int
    format: int
    analyzer: str

    def to_dict(self) -> dict[str, Any]:
        """Return the signature as in JSON."""
        return self._asdict()

    def __str__(self) -> str:
        return f"index {self.index_id[:8]}, commit {self.generation} ({self.commit_id[:8]}), {self.analyzer}"


def committed_on(manifest: Manifest) -> str:
    """Return the day of a commit in ISO 8601, in UTC: the last day on which one of its files was written."""
    last = max((checksum.modified for checksum in manifest.files.values()), default=0)
    return datetime.fromtimestamp(last / 1e9, UTC).date().isoformat()


def signature_of(manifest: Manifest) -> IndexSignature:
    """Return the signature of a committed generation."""
    return IndexSignature(
        manifest.index_id, manifest.commit_id, manifest.generation, manifest.format, manifest.analyzer
    )
