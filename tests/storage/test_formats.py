"""A small index of the current and of an older format: the current one is searched, the older one is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import bisearch
from bisearch.storage.index_folder import FORMAT
from bisearch.storage.manifest import OLDEST_UPGRADED

FORMATS = Path(__file__).parent / "formats"
SAMPLES = sorted(FORMATS.glob("format-*"))


def state(index: Path) -> dict[Path, tuple[int, int]]:
    """The size and modification time of all files and folders of an index."""
    return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in (index, *index.rglob("*"))}


def test_there_is_a_sample_of_each_format_from_the_oldest_that_can_be_upgraded() -> None:
    assert {sample.name for sample in SAMPLES} == {f"format-{number}" for number in range(OLDEST_UPGRADED, FORMAT + 1)}


def test_searching_and_checking_the_current_format_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bisearch.searching.snapshot.check_fingerprint", lambda *_: None)  # the sample's may be older
    index = FORMATS / f"format-{FORMAT}"
    before = state(index)
    with bisearch.open(index) as opened:
        (hit,) = opened.search("Smith")
        assert (hit.document.id, hit.document.date) == ("cable-1", "1946-11-20")
        assert hit.passage.ru is not None
        assert hit.passage.ru.text == "Смит сообщил о контроле над атомной энергией."
    assert bisearch.check(index) == []
    assert state(index) == before


@pytest.mark.parametrize("number", range(OLDEST_UPGRADED, FORMAT))
def test_an_older_format_is_refused_with_what_to_do(number: int, tmp_path: Path) -> None:
    index = Path(shutil.copytree(FORMATS / f"format-{number}", tmp_path / "index"))
    for use in (bisearch.open, bisearch.check, lambda path: bisearch.build([FORMATS / "records.jsonl"], path)):
        with pytest.raises(
            bisearch.IndexVersionError, match=rf"format {number}, .* format {FORMAT}; .*bisearch upgrade"
        ):
            use(index)
    bisearch.build([FORMATS / "records.jsonl"], index, bisearch.BuildOptions(rebuild=True))
    with bisearch.open(index) as opened:
        assert opened.search("Smith").total == 1
