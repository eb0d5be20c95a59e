"""A file of vectors is read as it was written, or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from bisearch.errors import EncoderError, IndexDamagedError
from bisearch.meaning.segment import has_known_version, read_segment, write_segment

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.meaning.encoder import Vectors

SEED = 77


@pytest.fixture
def segment(tmp_path: Path, random_vectors: Vectors) -> Path:
    path = tmp_path / "000001.vectors"
    write_segment(path, np.arange(20, dtype=np.uint64), random_vectors[:20], SEED)
    return path


def test_what_was_written_is_read(segment: Path, random_vectors: Vectors) -> None:
    found = read_segment(segment, segment.read_bytes(), SEED)
    assert found.keys.tolist() == list(range(20))
    assert (found.vectors == random_vectors[:20]).all()
    assert [path.name for path in segment.parent.iterdir()] == [segment.name]


def test_a_change_of_any_part_is_found(segment: Path) -> None:
    data = segment.read_bytes()
    for place in (*range(48), 60, 250, 300, len(data) - 1):
        changed = bytearray(data)
        changed[place] ^= 4
        with pytest.raises((IndexDamagedError, EncoderError)):
            read_segment(segment, bytes(changed), SEED)
    for cut in (0, 10, 48, 300, len(data) - 1):
        with pytest.raises(IndexDamagedError):
            read_segment(segment, data[:cut], SEED)


def test_vectors_of_another_index_are_refused(segment: Path) -> None:
    with pytest.raises(IndexDamagedError, match="checksum"):
        read_segment(segment, segment.read_bytes(), SEED + 1)


@pytest.mark.parametrize("place", [8, 12, 16])
def test_another_version_size_or_encoder_is_no_damage(segment: Path, place: int) -> None:
    assert has_known_version(segment)
    data = bytearray(segment.read_bytes())
    data[place] += 1
    with pytest.raises(EncoderError, match="of another version; make them anew: bisearch index --vectors"):
        read_segment(segment, bytes(data), SEED)
    segment.write_bytes(data)
    assert not has_known_version(segment)
    segment.write_bytes(b"")
    assert not has_known_version(segment)
