"""Commands of the translation table: lexicon import, lexicon export."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bisearch.cli.shared import existing_file, index_option, json_option, print_json
from bisearch.indexing.dictionary_import import import_dictionary
from bisearch.lexicon.dictionary_entries import is_word_pair
from bisearch.sanitizing import clean
from bisearch.searching.index import open  # noqa: A004 -- the library's name

if TYPE_CHECKING:
    from pathlib import Path


@click.group()
def lexicon() -> None:
    """Import dictionaries into the index, and export what it has learned."""


@lexicon.command("import")
@click.argument("file", type=existing_file)
@index_option
@json_option
def import_(file: Path, index: Path, as_json: bool) -> None:  # noqa: FBT001 -- click passes it by name
    """Read the dictionary FILE into the index.

    FILE is any file of a dictd dictionary (.index, .dict, .dict.dz) or of a StarDict one (.ifo, .idx, .dict, .dict.dz),
    or a table with a pair a line: Russian, tab, English, and where known a tab and a weight. What the archive's own
    translations teach goes before it; searches, marks and later runs of "index" use both. A dictionary of the same name
    is replaced.

    Exit codes: 0 read, 1 the dictionary cannot be read, 3 the index is missing, damaged or being written.
    """
    report = import_dictionary(file, index)
    if as_json:
        print_json({"name": report.name, "pairs": report.pairs, "used": report.used})
    else:
        met = f"{report.used:,} of words that the index has met"
        click.echo(clean(f"{index}: {report.name}: {report.pairs:,} pairs, {met}"))


@lexicon.command("export")
@index_option
def export(index: Path) -> None:
    """Print the translation table: Russian, English, probability each way, beads; tabs between them.

    What is printed can be imported into another index; figures, and words in the script of the other language, which a
    dictionary does not have, are left out.
    """
    with open(index) as opened:
        for ru, en, to_en, to_ru, beads in opened.table():
            if is_word_pair(ru, en):
                click.echo(f"{ru}\t{en}\t{to_en:.4f}\t{to_ru:.4f}\t{beads}")
