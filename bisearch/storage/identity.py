"""Which index, and which commit of it, a file belongs to."""

from __future__ import annotations

import os
import zlib
from typing import NamedTuple

from bisearch.lazy_pattern import lazy_pattern

_BYTES = 16
_VALID = lazy_pattern(rf"[0-9a-f]{{{2 * _BYTES}}}")


class Identity(NamedTuple):
    """The identity of a generation; each of its files carries it, so that files of different indexes never mix.

    Attributes:
        index_id: random number of the index, made once and kept by every commit, in hexadecimal.
        commit_id: random number of the commit, in hexadecimal; it differs even between two copies of one index.
    """

    index_id: str
    commit_id: str

    @classmethod
    def of_new_commit(cls, index_id: str | None = None) -> Identity:
        """Return the identity of a new commit of an index; None is a new index."""
        return cls(index_id if index_id is not None else os.urandom(_BYTES).hex(), os.urandom(_BYTES).hex())

    @property
    def seed(self) -> int:
        """The number that the checksums of rows and pages begin with, so that they cover the identity of the index."""
        return zlib.crc32(self.index_id.encode())


def is_valid_identity(value: object) -> bool:
    """Return whether a value may be the number of an index or of a commit."""
    return isinstance(value, str) and _VALID.fullmatch(value) is not None


def seed_of(identity: Identity | None) -> int:
    """Return the seed of an identity; 0 for files that carry none."""
    return identity.seed if identity is not None else 0
