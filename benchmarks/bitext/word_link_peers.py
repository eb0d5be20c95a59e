"""Other word aligners, measured next to bisearch on the same lemmas."""

from __future__ import annotations

import tempfile
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bisearch.alignment.ibm_model1 import train_model1
from bisearch.similarity.skeletons import cognate_score

if TYPE_CHECKING:
    from collections.abc import Sequence

    # The lemmas of both sides of each bead.
    Beads: TypeAlias = Sequence[tuple[Sequence[str], Sequence[str]]]
    Links: TypeAlias = set[tuple[int, int]]

# Constants of bisearch's first word aligner: least probability of a link, score of the empty word, probability of words
# with similar spelling, and the penalty for a word at the opposite end of the sentence.
MIN_LINK, EMPTY, SIMILAR_SPELLING, DISTANCE = 0.4, 0.04, 0.5, 0.5


def model_1(beads: Beads, last: int) -> list[tuple[Links, Links]]:
    """Align the last `last` beads by IBM Model 1, learned from all beads in both directions.

    A link's score is the geometric mean of the posteriors in both directions.

    Returns:
        For each bead its marks and its alignment, which are the same links.
    """
    table = {(row.ru, row.en): row.link for row in train_model1(beads)}
    found = []
    for ru, en in beads[-last:]:
        scores = {
            (i, j): max(table.get((left, right), 0.0), SIMILAR_SPELLING * cognate_score(left, right))
            * (1 - DISTANCE * abs(i / len(ru) - j / len(en)))
            for i, left in enumerate(ru)
            for j, right in enumerate(en)
        }
        rows = [EMPTY + sum(scores[i, j] for j in range(len(en))) for i in range(len(ru))]
        columns = [EMPTY + sum(scores[i, j] for i in range(len(ru))) for j in range(len(en))]
        links = {(i, j) for (i, j), each in scores.items() if each / sqrt(rows[i] * columns[j]) >= MIN_LINK}
        found.append((links, links))
    return found


def eflomal(beads: Beads, last: int) -> list[tuple[Links, Links]] | None:
    """Align the last `last` beads by eflomal (Östling and Tiedemann, 2016), learned from all beads with its defaults.

    Returns:
        For each bead its marks (grow-diag) and its alignment (grow-diag-final-and); None if eflomal is not installed.
    """
    try:
        from eflomal import Aligner  # noqa: PLC0415 -- optional, under the GPL
    except ImportError:
        return None
    with tempfile.TemporaryDirectory() as temporary:
        forward, reverse = (Path(temporary) / name for name in ("forward", "reverse"))
        texts = [[" ".join(bead[side]) + "\n" for bead in beads] for side in (0, 1)]
        Aligner().align(*texts, links_filename_fwd=str(forward), links_filename_rev=str(reverse))
        to_en, to_ru = (
            [{_link(each) for each in line.split()} for line in path.read_text().splitlines()[-last:]]
            for path in (forward, reverse)
        )
    return [(_grown(a, b, final=False), _grown(a, b, final=True)) for a, b in zip(to_en, to_ru, strict=True)]


def _link(text: str) -> tuple[int, int]:
    left, _, right = text.partition("-")
    return int(left), int(right)


def _grown(first: Links, second: Links, *, final: bool) -> Links:
    """Symmetrize links by grow-diag (Koehn, Och and Marcu, 2003), followed by final-and if `final`."""
    links, either = first & second, first | second
    around = [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0)]
    while more := {
        (i + x, j + y)
        for i, j in links
        for x, y in around
        if (i + x, j + y) in either - links
        and (all(left != i + x for left, _ in links) or all(right != j + y for _, right in links))
    }:
        links.add(min(more))
    for link in sorted(either - links) if final else ():
        if all(left != link[0] for left, _ in links) and all(right != link[1] for _, right in links):
            links.add(link)
    return links
