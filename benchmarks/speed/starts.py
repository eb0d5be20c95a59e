"""Start-up from the shell: for words that the index has, that only the dictionaries know, and that nobody knows."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from benchmarks.speed.measuring import Command, commands_cpu

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
    program = [sys.executable, "-m", "bisearch"]
    commands = {BASE: Command([sys.executable, "-c", BASE]), "bisearch --help": Command([*program, "--help"])}
    for engine, index in indexes.items():
        name, search = f"bisearch search, {engine}", [*program, "search", "--index", str(index)]
        commands[name] = Command([*search, word])
        commands[f"{name}, on a terminal"] = Command([*search, word], terminal=True)
        for kind, words in (("in the dictionaries", IN_DICTIONARIES), ("unknown", UNKNOWN)):
            for language, other in words.items():
                commands[f"{name}, {language} word {kind}"] = Command([*search, other], finds_nothing=True)
    return commands_cpu(commands)
