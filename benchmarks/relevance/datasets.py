"""Opens a test collection by name or folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.relevance.collections import read_paragraphs, read_sentences, read_trec
from bisearch.model import SIDES

if TYPE_CHECKING:
    from benchmarks.relevance.collections import Collection
    from bisearch.model import Side

ROOT = Path(__file__).parent.parent.parent
DEMO = Path(__file__).parent / "demo"
# The topics and judgements over the demonstration archive, by name of the data set.
DEMO_FOLDERS = {"demo": DEMO, "demo-v1": DEMO / "v1"}
# Where `fetch` stores its downloads.
FETCHED = Path("runs/datasets")


def default_data(dataset: str) -> Path:
    """Return the default folder of a data set's files."""
    return ROOT / "data" if dataset in DEMO_FOLDERS else FETCHED / dataset


def open_collection(dataset: str, data: Path) -> tuple[Collection, list[Path]]:
    """Read a collection.

    Args:
        dataset: ``xquad``, ``xquad-r``, ``demo``, ``demo-v1``, or a folder with ``documents.jsonl``,
            ``topics.en.tsv``, ``topics.ru.tsv`` and ``qrels.txt``.
        data: folder with the files of a named data set; for ``demo`` and ``demo-v1``, the archive.

    Returns:
        The collection and the files it was read from.

    Raises:
        FileNotFoundError: a file is missing.
    """
    files: dict[Side, Path]
    if dataset == "xquad":
        files = {side: data / f"xquad.{side}.json" for side in SIDES}
        return read_paragraphs(files), list(files.values())
    if dataset == "xquad-r":
        files = {side: data / f"{side}.json" for side in SIDES}
        return read_sentences(files), list(files.values())
    folder = DEMO_FOLDERS.get(dataset, Path(dataset))
    sources = data if dataset in DEMO_FOLDERS else folder / "documents.jsonl"
    topics: dict[Side, Path] = {side: folder / f"topics.{side}.tsv" for side in SIDES}
    qrels = folder / "qrels.txt"
    return read_trec(sources, topics, qrels), [sources, *topics.values(), qrels]
