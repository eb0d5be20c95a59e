"""Checksums and figures of the demonstration collection: ``python -m benchmarks.relevance.demo_collection``."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.docs import write_block
from benchmarks.relevance.agreement import compare, read_grades, table
from benchmarks.relevance.datasets import DEMO, ROOT
from bisearch.model import SIDES

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.model import Side

VERSION = "2.0"
QRELS = DEMO / "qrels.txt"
SECOND_QRELS = DEMO / "qrels.second.txt"
CHECKSUMS = DEMO / "SHA256SUMS"
README = DEMO / "README.md"
# A fifth of each language's topics is judged twice.
TWICE = 12
SEED = 16
_NAMES: dict[Side, str] = {"ru": "Russian", "en": "English"}


def read_fields(side: Side) -> dict[str, tuple[str, str]]:
    """Return the title and the description of one language's topics, by id."""
    lines = (DEMO / f"topics.{side}.tsv").read_text(encoding="utf-8").splitlines()
    return {id_: (title, description) for id_, title, description in (line.split("\t") for line in lines)}


def document_paths() -> dict[str, Path]:
    """Return the files of the documents, by id."""
    paths = [ROOT / "data" / "cable-641.md", *sorted((ROOT / "data" / "demo").glob("*.md"))]
    return {path.stem: path for path in paths}


def judged_twice() -> list[str]:
    """Return the ids of the topics drawn for the second judging."""
    draw = random.Random(SEED)
    return [id_ for side in ("en", "ru") for id_ in sorted(draw.sample(list(read_fields(side)), TWICE))]


def checksums() -> str:
    """Return the checksums of the documents, topics and judgements, in the form of ``sha256sum``."""
    files = [path for path in sorted(DEMO.rglob("*")) if path.suffix in {".tsv", ".txt"}]
    lines = [f"{_digest(path)}  {path.relative_to(DEMO).as_posix()}\n" for path in files]
    to_root = "/".join([".."] * len(DEMO.relative_to(ROOT).parts))
    lines += [f"{_digest(path)}  {to_root}/{path.relative_to(ROOT).as_posix()}\n" for path in document_paths().values()]
    return "".join(lines)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def figures() -> str:
    """Return the version, the counts and the distribution of the grades, as Markdown."""
    grades = read_grades(QRELS)
    topics = {side: read_fields(side) for side in SIDES}
    counted = f"{len(topics['ru'])} Russian and {len(topics['en'])} English topics, {len(document_paths())} documents"
    lines = [
        f"Version {VERSION}: {counted}, {len(grades):,} judgements.\n",
        "| topics | grade 0 | grade 1 | grade 2 | topics with 1, 2-4, 5 and more relevant documents |",
        "| --- | --- | --- | --- | --- |",
    ]
    for side in SIDES:
        of_side = {pair: grade for pair, grade in grades.items() if pair[0] in topics[side]}
        counts = Counter(of_side.values())
        relevant = Counter(topic for (topic, _), grade in of_side.items() if grade)
        sizes = Counter("1" if size == 1 else "2-4" if size < 5 else "5" for size in relevant.values())
        shown = " | ".join(f"{counts[grade]:,}" for grade in range(3))
        lines.append(f"| {_NAMES[side]} | {shown} | {sizes['1']}, {sizes['2-4']}, {sizes['5']} |")
    return "\n".join(lines) + "\n"


def agreement_figures() -> str:
    """Return the agreement of the two judges as Markdown, or a sentence if there is no second judging."""
    if not SECOND_QRELS.exists():
        return "The second judging has not been done yet.\n"
    return table(compare(read_grades(QRELS), read_grades(SECOND_QRELS)))


def main() -> None:
    """Write the checksums and the generated blocks of the collection's README."""
    CHECKSUMS.write_text(checksums(), encoding="utf-8")
    write_block("collection", figures(), str(README))
    write_block("agreement", agreement_figures(), str(README))


if __name__ == "__main__":
    main()
