"""The command `pair`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

from bisearch.cli.shared import FOUND, NOTHING, NamedPath, existing_file, print_message
from bisearch.pairing.pair import pair as propose
from bisearch.render.wording import counted
from bisearch.sanitizing import clean
from bisearch.sources.pair_table import pair_table


@click.command()
@click.argument("paths", nargs=-1, required=True, type=NamedPath(exists=True, path_type=Path), metavar="FOLDER...")
@click.option("-o", "--output", default="pairs.tsv", show_default=True, metavar="FILE",
              type=NamedPath(dir_okay=False, allow_dash=True, path_type=Path),
              help="Where to write the table; - prints it.")  # fmt: skip
@click.option("--dictionary", type=existing_file, metavar="FILE",
              help="Also use this dictionary; formats as in 'lexicon import'.")  # fmt: skip
@click.option("--force", is_flag=True, help="Replace an existing FILE.")
def pair(paths: tuple[Path, ...], output: Path, dictionary: Path | None, force: bool) -> NoReturn:  # noqa: FBT001
    """Propose which Russian and English files of FOLDER are the two texts of one document.

    The texts decide, whatever the files' names: words that translate each other, and above all rare ones, names,
    numbers and dates. The table has a row for each pair: the Russian and the English file, a score from 0 to 1, and the
    margin over the next best file. Check it, correct the first two columns or delete rows, and run:
    bisearch index FOLDER --pairs pairs.tsv

    Exit codes: 0 pairs are proposed, 1 none, or a file cannot be read, 2 wrong usage or FILE exists.
    """
    is_printed = str(output) == "-"
    if output.exists() and not (is_printed or force):
        raise click.UsageError(f"{output} exists; name another file with --output, or replace it with --force")
    report = propose(paths, dictionary)
    for error in report.left_out:
        print_message(str(error))
    try:
        table = pair_table(report.pairs, Path.cwd() if is_printed else output.parent)
        if is_printed:
            click.echo(clean_table(table), nl=False)
        else:
            output.write_text(table, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{output}: {error}") from error
    alone = f"{len(report.russian_alone):,} Russian and {counted(len(report.english_alone), 'English file')}"
    already = f"; {counted(report.paired_already, 'document')} with both texts already" if report.paired_already else ""
    print_message(clean(f"{output}: {counted(len(report.pairs), 'pair')}; no counterpart for {alone}{already}"))
    sys.exit(FOUND if report.pairs and not report.left_out else NOTHING)


def clean_table(table: str) -> str:
    """Return a table that is safe to print, its tabs kept."""
    return "\n".join("\t".join(map(clean, line.split("\t"))) for line in table.split("\n"))
