"""Write what README generates: help texts, the table of file forms, the output of its examples.

Run: python scripts/write_readme.py [--check]. With --check nothing is written, and the exit code tells whether README
is up to date.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bisearch.analysis.lemmatizer import MAX_WORD
from bisearch.lexicon import dictionary_files as dictionaries
from bisearch.query import parser as parsing
from bisearch.searching.planning import MAX_EXPANSION
from bisearch.sources import decoding, limits, tmx
from bisearch.sources.reading import READERS

if TYPE_CHECKING:
    from collections.abc import Callable

# What is bounded, and by which constant.
LIMITS = (
    ("a source file, bytes", decoding.MAX_FILE_BYTES),
    ("a text of a document, characters", limits.MAX_TEXT),
    ("stops and line ends in a text that is to be aligned", limits.MAX_STOPS),
    ("an id, characters (none of them a control)", limits.MAX_ID),
    ("a title, citation or other metadata, characters", limits.MAX_METADATA),
    ("XML elements within elements (entities are refused)", tmx.MAX_XML_DEPTH),
    ("a dictionary's file, bytes, decompressed", dictionaries.MAX_BYTES),
    ("an article of a dictionary, characters; a longer one is passed over", dictionaries.MAX_ARTICLE_LENGTH),
    ("all articles of a dictionary, characters", dictionaries.MAX_TOTAL_LENGTH),
    ("a word that is lemmatized, letters; a longer one is found as written", MAX_WORD),
    ("a query, characters", parsing.MAX_LENGTH),
    ("words of a query, those in quotations included", parsing.MAX_WORDS),
    ("words of a query with `*` or `~`", parsing.MAX_WIDENED),
    ("words that one with `*` or `~` may stand for", MAX_EXPANSION),
    ("parentheses and fields within each other", parsing.MAX_DEPTH),
    ("further words among those of a quotation (`~N`)", parsing.MAX_SLOP),
)
ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
COMMANDS = ("index", "search", "show", "translate", "align", "stats", "check", "demo", "lexicon")
_BLOCK = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_INDEX = re.compile(r"/\S+/index(?=:)")
_SECONDS = re.compile(r"\d+\.\d+ s$|(?<=\"seconds\": )[\d.e-]+", re.MULTILINE)


def bisearch(*args: str, index: Path) -> str:
    """Return what a command prints, run in the checkout; seconds, which differ from run to run, are made 0."""
    environment = {**os.environ, "BISEARCH_INDEX": str(index), "COLUMNS": "80", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "bisearch", *args]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    printed = _INDEX.sub("index", done.stdout + done.stderr).replace(f"{ROOT}/", "")
    return _SECONDS.sub(lambda match: "0.0 s" if match.group().endswith("s") else "0.0", printed)


def session(*commands: tuple[str, ...], index: Path) -> str:
    """Return commands and what they print, as a terminal shows them."""
    lines = []
    for args in commands:
        shown = " ".join(f"'{arg}'" if re.search(r"[^\w.-]", arg) else arg for arg in args)
        lines += [f"$ bisearch {shown}", bisearch(*args, index=index).rstrip(), ""]
    return "```text\n" + "\n".join(lines).rstrip() + "\n```\n"


def sources() -> str:
    """Return the table of file forms."""
    rows = [
        f"| {' '.join(f'`{pattern}`' for pattern in reader.patterns)} | {reader.description} |" for reader in READERS
    ]
    return "\n".join(["| files | read as |", "|---|---|", *rows]) + "\n"


def bounds() -> str:
    """Return the table of limits."""
    rows = [f"| {what} | {most:,} |" for what, most in LIMITS]
    return "\n".join(["| of | at most |", "|---|---|", *rows]) + "\n"


def help_texts(index: Path) -> str:
    """Return each command's help."""
    texts = [bisearch(command, "--help", index=index).rstrip() for command in COMMANDS]
    return "```text\n" + "\n\n".join(texts).replace("python -m bisearch", "bisearch") + "\n```\n"


def blocks(index: Path) -> dict[str, Callable[[], str]]:
    """Return how each generated block is made."""
    searches = (
        ("search", "-n1", "Деканозов Stalin"),
        ("search", "-n1", "date:1946-11 Смит"),
        ("search", "-n1", 'ref:"ф. 558" cipher'),
        ("search", "-n3", "--kwic", "атомная энергия"),
        ("search", "-n2", "date:1946-11"),
    )
    # Each finds by a widening what its words alone do not.
    explained = (
        ("search", "-n1", "--explain", "Dekanosow"),
        ("search", "-n1", "--explain", "Shcherbatiouk"),
        ("search", "-n1", "--explain", "Cdes"),
        ("search", "-n1", "--explain", "20.XI.1946"),
        ("search", "вертопет"),
    )
    # Each stands in the archive in the other language only.
    translated = ("lemon", "diagnosis blood", "tablecloth", "прожектор", "рыбный рынок")
    return {
        "demo": lambda: session(("demo",), index=index),
        "searches": lambda: session(*searches, index=index),
        "explained": lambda: session(*explained, index=index),
        "translated": lambda: session(
            ("search", "--no-translate", translated[0]),
            *(("search", "-n1", "--explain", query) for query in translated),
            index=index,
        ),
        "slip": lambda: session(("search", 'Смит AND (Трумэн OR "Сталин'), index=index),
        "json": lambda: session(("search", "-n1", "--json", "exact:Смигу"), index=index),
        "sources": sources,
        "limits": bounds,
        "help": lambda: help_texts(index),
    }


def main() -> int:
    """Write or check; return the exit code."""
    with tempfile.TemporaryDirectory() as temporary:
        index = Path(temporary) / "index"
        bisearch("index", "data", index=index)
        makers = blocks(index)
        old = README.read_text(encoding="utf-8")

        def fill(match: re.Match[str]) -> str:
            return (
                match.group(1) + makers[match.group(2)]() + match.group(3)
                if match.group(2) in makers
                else match.group()
            )

        new = _BLOCK.sub(fill, old)
    if "--check" in sys.argv:
        return int(new != old)
    README.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
