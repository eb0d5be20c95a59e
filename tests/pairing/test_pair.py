"""Files are paired by their texts, and the table that says so is read when an index is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch.pairing.pair import pair
from bisearch.sources.pair_table import pair_table
from tests.pairing.test_shared_evidence import EN, RU

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two texts in both languages and one in each, their names telling nothing."""
    folder = tmp_path / "scans"
    (folder / "box 2").mkdir(parents=True)
    files = {
        "IMG_01.txt": RU[0], "IMG_02.txt": EN[0], "IMG_03.md": RU[1], "box 2/IMG_01.txt": EN[1],
        "IMG_05.txt": "Лимон лежал на рояле, и никто не знал, откуда он.",
        "IMG_06.txt": "A searchlight swept the harbour while the choir sang.",
        "paired.ru.txt": "Мир и труд.", "paired.en.txt": "Peace and labour.",
    }  # fmt: skip
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_files_are_paired_by_their_texts_and_others_are_left_alone(folder: Path) -> None:
    report = pair(folder)
    found = {(each.ru.name, each.en.relative_to(folder).as_posix()) for each in report.pairs}
    assert found == {("IMG_01.txt", "box 2/IMG_01.txt"), ("IMG_03.md", "IMG_02.txt")}
    assert [path.name for path in report.russian_alone] == ["IMG_05.txt"]
    assert [path.name for path in report.english_alone] == ["IMG_06.txt"]
    assert (report.paired_already, report.left_out) == (1, ())
    assert all(0.2 <= each.score <= 1 and each.note == "" for each in report.pairs)


def test_an_index_reads_the_files_of_the_table_as_one_document(folder: Path, tmp_path: Path) -> None:
    (folder / "pairs.tsv").write_text(pair_table(pair(folder).pairs, folder), encoding="utf-8")
    report = bisearch.build([folder], tmp_path / "index", bisearch.BuildOptions(pairs=folder / "pairs.tsv"))
    assert (report.left_out, report.both_sides, report.russian_only, report.english_only) == ([], 3, 1, 1)
    with bisearch.open(tmp_path / "index") as index:
        (hit,) = index.search("Норильск").hits
        assert hit.passage.en is not None
        assert "Norilsk" in hit.passage.en.text


def test_a_file_that_cannot_be_read_is_reported(folder: Path) -> None:
    (folder / "bad.txt").write_bytes(b"")
    (error,) = pair(folder).left_out
    assert "bad.txt" in str(error)


def test_an_empty_folder_has_no_pairs(tmp_path: Path) -> None:
    report = pair(tmp_path)
    assert (report.pairs, report.russian_alone, report.english_alone) == ((), (), ())
