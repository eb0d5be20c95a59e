from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import bisearch

if TYPE_CHECKING:
    from collections.abc import Iterator

ARCHIVE = Path(__file__).parent.parent.parent / "data"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[bisearch.Index]:
    """Return an index of the demonstration archive."""
    folder = tmp_path_factory.mktemp("verification") / "index"
    bisearch.build([ARCHIVE], folder, bisearch.BuildOptions(jobs=1))
    with bisearch.open(folder) as index:
        yield index
