"""Start-up from the shell: for words that the index has, that only the dictionaries know, and that nobody knows."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from benchmarks.speed.measuring import command_cpu

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

BASE = "import whoosh.index"
# Words of both languages that the corpora lack and the dictionaries have, and words that nothing has.
IN_DICTIONARIES = {"Russian": "дирижаблями", "English": "submarines"}
UNKNOWN = {"Russian": "фывапролями", "English": "qwertyx"}


def start(indexes: Mapping[str, Path], word: str) -> dict[str, float]:
    """Return the CPU time of shell commands in milliseconds, including searches with each engine.

    Args:
        indexes: the folder of an index for each engine.
        word: a word that the indexes have.
    """
    command = [sys.executable, "-m", "bisearch"]
    times = {
        BASE: command_cpu([sys.executable, "-c", BASE]),
        "bisearch --help": command_cpu([*command, "--help"]),
    }
    for engine, index in indexes.items():
        name, search = f"bisearch search, {engine}", [*command, "search", "--index", str(index)]
        times[name] = command_cpu([*search, word])
        times[f"{name}, on a terminal"] = command_cpu([*search, word], terminal=True)
        for kind, words in (("in the dictionaries", IN_DICTIONARIES), ("unknown", UNKNOWN)):
            for language, other in words.items():
                times[f"{name}, {language} word {kind}"] = command_cpu([*search, other], finds_nothing=True)
    return times
