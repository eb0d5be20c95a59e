"""hunalign (Varga et al., 2005), run on lemmas and with the general glossary as its dictionary."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from bisearch.analysis.form_table import FormTable
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.analysis.tokenizer import words
from bisearch.lexicon.glossary import glossary_translations
from bisearch.model import Bead

if TYPE_CHECKING:
    from collections.abc import Sequence


def hunalign(ru: Sequence[str], en: Sequence[str]) -> list[Bead] | None:
    """Align two texts.

    Args:
        ru: Russian sentences.
        en: English sentences.

    Returns:
        Beads without confidence (0); None if there is no `hunalign` on the PATH.
    """
    program = shutil.which("hunalign")
    if program is None:
        return None
    if not ru or not en:
        return [Bead((i,), (), 0.0) for i in range(len(ru))] + [Bead((), (j,), 0.0) for j in range(len(en))]
    with tempfile.TemporaryDirectory() as temporary:
        paths = [Path(temporary) / name for name in ("glossary", "ru", "en")]
        # Each line of a dictionary is: word of the second text @ word of the first.
        pairs = (f"{word} @ {lemma}\n" for lemma, row in glossary_translations().items() for word in row)
        paths[0].write_text("".join(pairs), encoding="utf-8")
        for path, text in zip(paths[1:], (ru, en), strict=True):
            path.write_text("".join(f"{_lemmas(sentence)}\n" for sentence in text), encoding="utf-8")
        output = subprocess.run(
            [program, "-utf", "-realign", *map(str, paths)], check=True, capture_output=True, text=True
        ).stdout
    return ladder_beads(output)


def ladder_beads(ladder: str) -> list[Bead]:
    """Return the beads of hunalign's output, in which each line has the numbers of the sentences that start a bead."""
    rungs = [tuple(map(int, line.split("\t")[:2])) for line in ladder.splitlines() if line.strip()]
    return [Bead(tuple(range(i, to_i)), tuple(range(j, to_j)), 0.0) for (i, j), (to_i, to_j) in pairwise(rungs)]


def _lemmas(sentence: str) -> str:
    _, _, forms = words(sentence)
    found = _forms().lemmas(forms)
    return " ".join(found[form][0] if found.get(form) else form for form in forms)


@cache
def _forms() -> FormTable:
    return FormTable(None, Lemmatizer())
