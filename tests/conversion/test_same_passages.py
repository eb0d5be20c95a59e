"""One document gives the same passages in every form."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import bisearch
from tests.conversion.form_files import WRITERS, Block

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bisearch.model import Metadata, Passage

DATASETS = Path(__file__).parent.parent.parent.parent / "shared" / "datasets"
# An invented page as digital archives publish them.
PAGE = (
    Block("March 5, 1951", is_heading=True),
    Block("Cable from Losev on the survey of the Tarkha coast", is_heading=True),
    Block("Citation:", is_heading=True),
    Block(
        "“Cable from Losev on the survey of the Tarkha coast”, March 5, 1951, GAPI, f. 72, op. 3, d. 118, l. 20."
        " Contributed by A. Reader and translated by B. Archivist."
    ),
    Block("Summary:", is_heading=True),
    Block("Losev reports that two of the *three* parties have returned."),
    Block("Original Language:", is_heading=True),
    Block("Russian"),
    Block("Contents:", is_heading=True),
    Block("Original Scan"),
    Block("Translation - English"),
    Block("Копия\nСов. секретно\nШИФРОМ"),
    Block("Тов. СЕЛЕЗНЕВУ."),
    Block(
        "2 марта я принял начальника экспедиции Вершинина, который на-днях вернулся с берега Тарха. Он сообщил, что из"
        " трёх партий вернулись две_одна осталась на зимовке. В 1-й партии — 12 человек, t° упала до -47."
    ),
    Block("Прошу указаний № 641/ш."),
    Block("ЛОСЕВ.\n5.III.51г."),
    Block("Copy\nTop Secret\nBY CIPHER"),
    Block("to Cde. SELEZNEV"),
    Block(
        "On 2 March I received the head of the expedition, Vershinin, who had returned from the Tarkha coast a few days"
        " ago. He reported that of the three parties two had returned and one had stayed for the winter. There are 12"
        " men in the 1st party, and the t° has fallen to -47."
    ),
    Block("I request instructions No. 641/sh."),
    Block("LOSEV\n5 March 1951"),
)


def indexed(folder: Path, ids: Sequence[str]) -> list[tuple[Metadata, list[Passage]]]:
    report = bisearch.build([folder], folder / "index", bisearch.BuildOptions(jobs=1))
    assert report.left_out == []
    with bisearch.open(folder / "index") as index:
        found = [index.document(id_) for id_ in ids]
    return [each for each in found if each is not None]


def check_the_same(documents: Sequence[tuple[Metadata, list[Passage]]]) -> None:
    (metadata, passages), *others = documents
    assert len(passages) > 5
    for other, other_passages in others:
        assert other_passages == passages, other.path
        for name in ("title", "date_text", "reference", "summary", "translator", "contributor", "language", "fields"):
            assert getattr(other, name) == getattr(metadata, name), (other.path, name)


def test_an_archive_page_gives_the_same_passages_in_eight_forms(tmp_path: Path) -> None:
    ids = []
    for suffix, write in WRITERS.items():
        ids.append(f"page{suffix.replace('.', '-')}")
        write(tmp_path / f"{ids[-1]}{suffix}", PAGE)
    documents = indexed(tmp_path, ids)
    assert len(documents) == 8
    check_the_same(documents)


def test_a_pair_gives_the_same_passages_in_every_form_also_mixed_with_plain_text(tmp_path: Path) -> None:
    ru, en = PAGE[11:16], PAGE[16:]
    ids = []
    for suffix, write in WRITERS.items():
        ids.append(f"pair{suffix.replace('.', '-')}")
        write(tmp_path / f"{ids[-1]}.ru{suffix}", ru)
        WRITERS[".md"](tmp_path / f"{ids[-1]}.en.md", en)
    documents = indexed(tmp_path, ids)
    assert len(documents) == 8
    check_the_same(documents)


@pytest.mark.parametrize("suffix", [".docx", ".odt", ".rtf", ".epub"])
def test_folders_and_names_with_language_marks_make_pairs_of_any_forms(tmp_path: Path, suffix: str) -> None:
    for folder, blocks in (("ru", PAGE[11:16]), ("en", PAGE[16:])):
        (tmp_path / folder).mkdir()
        WRITERS[suffix if folder == "ru" else ".html"](
            tmp_path / folder / f"losev{suffix if folder == 'ru' else '.html'}", blocks
        )
    WRITERS[suffix](tmp_path / f"alone.ru{suffix}", PAGE[11:16])
    (pair, _), (alone, passages) = indexed(tmp_path, ["losev", "alone"])
    assert pair.id == "losev"
    assert alone.id == "alone"
    assert all(passage.en is None for passage in passages)


@pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")
@pytest.mark.skipif(not DATASETS.is_dir(), reason="the real page is not there")
def test_a_real_page_gives_the_same_passages_in_the_forms_that_pandoc_writes(tmp_path: Path) -> None:
    page = DATASETS / "seed" / "cable-641.md"
    shutil.copy(page, tmp_path / "cable.md")
    ids = ["cable"]
    for form, suffix in (("docx", "docx"), ("odt", "odt"), ("rtf", "rtf"), ("html", "html"), ("epub", "epub"),
                         ("fb2", "fb2"), ("tei", "xml")):  # fmt: skip
        ids.append(f"cable-{suffix}")
        subprocess.run(
            ["pandoc", page, "--standalone", "--from=markdown-smart", f"--to={form}", "--metadata=title:",
             f"--output={tmp_path / ids[-1]}.{suffix}"],
            check=True, capture_output=True,
        )  # fmt: skip
    documents = indexed(tmp_path, ids)
    assert len(documents) == 8
    passages = [each[1] for each in documents]
    assert all(each == passages[0] for each in passages)
