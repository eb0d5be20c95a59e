"""A small index of each released format, kept as it was written: it is searched, or refused with what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import bisearch
from bisearch.storage.index_folder import FORMAT

FORMATS = Path(__file__).parent / "formats"
SAMPLES = sorted(FORMATS.glob("format-*"))


def kept(number: int, tmp_path: Path) -> Path:
    """A copy of the sample of a format, since opening an index may touch its files' times."""
    return Path(shutil.copytree(FORMATS / f"format-{number}", tmp_path / "index"))


def test_there_is_a_sample_of_the_current_and_of_an_older_format() -> None:
    assert [sample.name for sample in SAMPLES] == [f"format-{number}" for number in (FORMAT - 1, FORMAT)]


def test_the_present_format_is_searched(tmp_path: Path) -> None:
    index = kept(FORMAT, tmp_path)
    with bisearch.open(index) as opened:
        (hit,) = opened.search("Smith")
        assert (hit.document.id, hit.document.date) == ("cable-1", "1946-11-20")
        assert hit.passage.ru is not None
        assert hit.passage.ru.text == "Смит сообщил о контроле над атомной энергией."
    assert bisearch.check(index) == []


@pytest.mark.parametrize("number", [FORMAT - 1])
def test_an_older_format_is_refused_with_what_to_do(number: int, tmp_path: Path) -> None:
    index = kept(number, tmp_path)
    for use in (bisearch.open, bisearch.check, lambda path: bisearch.build([FORMATS / "records.jsonl"], path)):
        with pytest.raises(bisearch.IndexVersionError, match=rf"format {number}, .* format {FORMAT}; .*--rebuild PATH"):
            use(index)
    bisearch.build([FORMATS / "records.jsonl"], index, bisearch.BuildOptions(rebuild=True))
    with bisearch.open(index) as opened:
        assert opened.search("Smith").total == 1
