"""Build bisearch/analysis/data/wordnet from Debian's wordnet-base: lemmas and exception lists, without glosses.

Run: python scripts/build_wordnet.py [/usr/share/wordnet]. Multi-word entries are omitted, since the tokenizer never
produces them.
"""

from __future__ import annotations

import sys
from pathlib import Path

PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
TARGET = Path(__file__).parent.parent / "bisearch" / "analysis" / "data" / "wordnet"


def main(source: Path) -> None:
    """Write ``lemmas.txt`` (lemma, parts of speech) and ``exceptions.txt`` (part of speech, form, lemmas).

    Args:
        source: folder with WordNet's ``index.*`` and ``*.exc`` files.
    """
    parts: dict[str, str] = {}
    exceptions: list[str] = []
    for name, letter in PARTS.items():
        for line in (source / f"index.{name}").read_text(encoding="utf-8").splitlines():
            lemma = line.partition(" ")[0]
            if lemma and "_" not in lemma:
                parts[lemma] = parts.get(lemma, "") + letter
        irregular = (source / f"{name}.exc").read_text(encoding="utf-8").splitlines()
        exceptions += [f"{letter} {line.strip()}" for line in irregular if "_" not in line]
    TARGET.mkdir(parents=True, exist_ok=True)
    (TARGET / "lemmas.txt").write_text(
        "".join(f"{lemma} {parts[lemma]}\n" for lemma in sorted(parts)), encoding="utf-8"
    )
    (TARGET / "exceptions.txt").write_text("".join(f"{line}\n" for line in exceptions), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/wordnet"))
