"""The command that checks the quotations of a manuscript."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

import click

from bisearch.cli.shared import (
    FOUND,
    NOTHING,
    Seconds,
    encoding_option,
    existing_file,
    index_option,
    json_option,
    print_json,
)
from bisearch.index import open  # noqa: A004 -- the library's name

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("file", type=existing_file)
@index_option
@click.option("--problems", is_flag=True, help="Print only quotations that differ, or whose citation does.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table in CSV, a row for each quotation.")
@click.option("--timeout", type=Seconds(0), metavar="SECONDS", help="Give up after SECONDS.")
@encoding_option
@json_option
def verify(  # noqa: PLR0913 -- one parameter for each option
    *,
    file: Path,
    index: Path,
    problems: bool,
    as_csv: bool,
    timeout: float | None,
    encoding: str | None,
    as_json: bool,
) -> NoReturn:
    """Check the quotations of a manuscript, and the citations in its notes, against the archive.

    FILE is DOCX, ODT, Markdown, plain text or any other form that "bisearch index" reads. Quotations are text in
    quotation marks of either language, and block quotations. Each is exact, altered, a translation of your own beside
    the archive's, or not found. Ellipses, words in square brackets, capitals, punctuation, old spelling and misread
    letters are no alterations.

    \b
    bisearch verify chapter.docx
    bisearch verify chapter.docx --problems
    bisearch verify chapter.md --csv > quotations.csv

    Exit codes: 0 all agree, 1 some differ or were not found, 2 wrong usage, 3 index or file cannot be read.
    """  # noqa: D301 -- \b tells click to keep the line breaks
    with open(index) as opened:
        checked = opened.verify(file, encoding=encoding, timeout=timeout)
    if as_json:
        print_json(checked.to_dict())
    else:
        from bisearch.render.layout import width_of  # noqa: PLC0415 -- loads wcwidth
        from bisearch.render.verification import verification_lines, write_table  # noqa: PLC0415

        if as_csv:
            write_table(checked, sys.stdout)
        else:
            for line in verification_lines(checked, width_of(sys.stdout), only_problems=problems):
                click.echo(line)
    sys.exit(FOUND if all(quotation.is_right for quotation in checked.quotations) else NOTHING)
