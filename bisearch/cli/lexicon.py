"""The commands `lexicon import` and `lexicon export`."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from bisearch.cli.commands import SuggestingGroup
from bisearch.cli.shared import existing_file, index_option, json_option, print_json
from bisearch.index import open  # noqa: A004 -- the library's name
from bisearch.indexing.dictionary_import import import_dictionary
from bisearch.render.wording import counted
from bisearch.sanitizing import clean

if TYPE_CHECKING:
    from pathlib import Path


@click.group(cls=SuggestingGroup)
def lexicon() -> None:
    """Import dictionaries into the index, and export its translation table."""


@lexicon.command("import")
@click.argument("file", type=existing_file)
@index_option
@json_option
def import_(file: Path, index: Path, as_json: bool) -> None:  # noqa: FBT001 -- click passes it by name
    """Import the dictionary FILE into the index.

    FILE is any file of a dictd (.index, .dict, .dict.dz) or StarDict dictionary (.ifo, .idx, .dict, .dict.dz), a term
    base (.tbx), or a table with one pair per row: Russian, English, and optionally a weight and comments. A table may
    have tabs, semicolons or commas, names of columns in its first row, and several translations in a cell. Searches,
    marks and later runs of "index" use it, but translations learned from the archive take precedence. It replaces an
    earlier dictionary of the same name.

    Exit codes: 0 imported, 1 the dictionary cannot be read, 3 the index is missing, damaged, or locked by another
    process.
    """
    report = import_dictionary(file, index)
    if as_json:
        print_json(asdict(report))
    else:
        pairs = f"{counted(report.pairs, 'pair')}, {report.used:,} with both words in the index"
        click.echo(clean(f"{index}: {report.name}: {pairs}"))


@lexicon.command("export")
@index_option
def export(index: Path) -> None:
    """Print the translation table: Russian, English, probability each way, number of beads; separated by tabs.

    Another index can import this output. Pairs that do not belong in a dictionary are left out: numbers, and words in
    the script of the other language.
    """
    with open(index) as opened:
        for ru, en, to_en, to_ru, beads in opened.table(words_only=True):
            click.echo(f"{ru}\t{en}\t{to_en:.4f}\t{to_ru:.4f}\t{beads}")
