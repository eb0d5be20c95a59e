"""A change of any byte of an index is reported by `check`, except in locks of writers, which are never read."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch.storage.locks import WRITER_LOCK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLACES = 12


@pytest.fixture(scope="module", params=["whoosh", "tantivy"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("bytes")
    (folder / "a.ru.txt").write_text("Министр подписал письмо.\n\nЕнот спит в 1946 году.")
    (folder / "a.en.txt").write_text("The minister signed the letter.\n\nThe raccoon sleeps in 1946.")
    bisearch.build([folder / "a.en.txt"], folder / "index", bisearch.BuildOptions(engine=request.param))
    return folder / "index"


def mutations(data: bytes, chance: random.Random) -> Iterator[bytes | None]:
    """Yield changed contents of a file; None is no file."""
    for place in chance.sample(range(len(data)), min(PLACES, len(data))):
        yield data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :]
        yield data[:place] + b" " + data[place:]
        yield data[:place]
    yield data + b"\n"
    yield None


def is_sound(index: Path) -> bool:
    try:
        return bisearch.check(index) == []
    except bisearch.StoredIndexError:
        return False


def test_check_reports_a_change_of_any_file(index: Path) -> None:
    assert bisearch.check(index) == []
    chance = random.Random(7)
    for path in sorted(index.rglob("*")):
        if not path.is_file() or path.name == WRITER_LOCK or path.match(".tantivy-*.lock"):
            continue
        data, status = path.read_bytes(), path.stat()
        for changed in mutations(data, chance):
            if changed is None:
                path.unlink()
            else:
                path.write_bytes(changed)
                os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
            assert not is_sound(index), (path, changed)
            path.write_bytes(data)
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert bisearch.check(index) == []


def test_the_writers_lock_is_never_read(index: Path) -> None:
    for content in (b"", b"x" * 1000):
        (index / WRITER_LOCK).write_bytes(content)
        assert bisearch.check(index) == []
        with bisearch.open(index) as opened:
            assert len(opened) == 1
