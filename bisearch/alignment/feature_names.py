"""The shapes of beads, the families of shapes that share a weight, and the names of the features of a bead."""

from __future__ import annotations

from typing import TypeAlias

# Largest number of sentences on a side of a bead.
MAX_SENTENCES = 4
# Largest number of sentences on a side of a bead with several on both. Larger beads were never the likeliest, neither
# in gold nor in whole translations, but took a third of the time of all scores.
MAX_CROSSED = 3
Shape: TypeAlias = "tuple[int, int]"
# Numbers of Russian and English sentences in a bead; each shape follows those that it may be split into.
SHAPES: tuple[Shape, ...] = (
    (1, 0),
    (0, 1),
    *(
        (n, m)
        for n in range(1, MAX_SENTENCES + 1)
        for m in range(1, MAX_SENTENCES + 1)
        if min(n, m) == 1 or max(n, m) <= MAX_CROSSED
    ),
)
# Groups of shapes that share a weight.
FAMILIES = ("1:0", "0:1", "1:1", "n:1", "1:n", "n:m")
BEAD_FEATURES = (
    "pairs", "length", "length squared", "length ratio", "omitted length", "omitted words", "omitted names",
    "omitted numbers", "omitted nearby", "covered words", "uncovered words", "covered names", "uncovered names",
    "covered numbers", "uncovered numbers", "share covered", "weakest share", "gain", "crossed", "questions", "colons",
    "exclamations", "brackets", "ended", "wordless", "quoted", "lower-case start", "unfinished", "moved",
    "least needed", "better outside", "omitted unknown words", "uncovered unknown words", "known share covered",
    "idle words", "small part", "room nearby", "added nearby", "unexplained nearby", "speech starts", "inner speech",
    "omitted ended", "omitted exclaimed", "omitted speech", "more sentences",
)  # fmt: skip
FEATURES = (*FAMILIES, *BEAD_FEATURES)


def family(shape: Shape) -> str:
    """Return the family in `FAMILIES` that a shape belongs to."""
    n, m = shape
    if min(shape) < 2:
        return f"{'n' if n > 1 else n}:{'n' if m > 1 else m}"
    return "n:m"
