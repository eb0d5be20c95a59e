"""The command that exports hits."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from bisearch.cli.shared import FOUND, NOTHING, NamedPath, index_option, print_message, quiet_option
from bisearch.decoding import read_text
from bisearch.errors import ExportError, PermanentReferenceError
from bisearch.index import open  # noqa: A004 -- the library's name
from bisearch.render.progress import share_progress
from bisearch.sanitizing import clean

if TYPE_CHECKING:
    from typing import IO

    from bisearch.export.formats import ExportFormat


@click.command()
@click.argument("words", nargs=-1, metavar="QUERY...")
@click.option("--refs", metavar="FILE", type=NamedPath(dir_okay=False, exists=True, allow_dash=True, path_type=Path),
              help="Export the passages of FILE in place of QUERY: a permanent reference, or the id of a document, per"
              " line; - reads standard input.")  # fmt: skip
@click.option("-o", "--output", default="-", show_default=True, metavar="FILE", type=NamedPath(allow_dash=True),
              help="File to write, or - for standard output.")  # fmt: skip
@click.option("--format", "format_", type=click.Choice(["csv", "xlsx", "jsonl", "tmx", "docx", "markdown", "html"]),
              help="Format.  [default: by FILE's ending]")  # fmt: skip
@index_option
@click.option("-n", "--limit", type=click.IntRange(1), help="Hits to export.  [default: all]")
@click.option("--offset", default=0, type=click.IntRange(0), help="Hits to skip before the first.")
@click.option("--sort", type=click.Choice(["score", "date"]), default="score", show_default=True,
              help="Order of the hits; references keep their order unless it is date.")  # fmt: skip
@click.option("--sample", type=click.IntRange(1), metavar="N", help="Export N hits drawn at random.")
@click.option("--seed", default=0, show_default=True, type=int, help="Draw other hits with another seed.")
@click.option("--style", type=click.Choice(["chicago", "gost"]), default="chicago", show_default=True,
              help="Style of the citations in DOCX, Markdown and HTML.")  # fmt: skip
@click.option("--bom", is_flag=True, help="Begin CSV with a byte order mark, by which Excel recognizes UTF-8.")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="Give this as the day of the export.  [default: today]")
@click.option("--skip-missing", is_flag=True, help="Leave out references that lead to nothing, and name them.")
@click.option("--lang", type=click.Choice(["ru", "en"]), help="Search this side only.")
@click.option("--translate/--no-translate", default=True, help="As in search.  [default: on]")
@click.option("--names/--no-names", default=True, help="As in search.  [default: on]")
@click.option("--abbreviations/--no-abbreviations", default=True, help="As in search.  [default: on]")
@click.option("--dates/--no-dates", default=True, help="As in search.  [default: on]")
@click.option("--meaning/--no-meaning", default=True, help="As in search.  [default: on]")
@click.option("--titles/--no-titles", default=True, help="As in search.  [default: on]")
@click.option("--marks/--no-marks", default=True, help="Mark where each hit matches, and say why.  [default: on]")
@click.option("--lenient", is_flag=True, help="Run a query with mistakes without them, and say what was changed.")
@click.option("--group", type=click.Choice(["passage", "document"]), default="passage", show_default=True,
              help="What to find; with document, --limit counts documents.")  # fmt: skip
@click.option("--best", type=click.IntRange(1, 100), help="Passages to export of each document.  [default: 3]")
@quiet_option
def export(  # noqa: PLR0913, PLR0917 -- one parameter for each option
    words: tuple[str, ...],
    refs: Path | None,
    output: str,
    format_: ExportFormat | None,
    index: Path,
    limit: int | None,
    date: Any,
    quiet: bool,  # noqa: FBT001 -- click passes it by name
    **options: Any,
) -> NoReturn:
    """Write all hits of QUERY, or the passages of --refs, to a file.

    The file's ending says the format: .csv, .xlsx, .jsonl, .tmx, .docx, .md or .html. Each passage has both sides with
    marks, title, shelfmark, date, permanent reference, link, and why it matched. The file appears when it is complete,
    and replaces an older one. XLSX needs the extra "exports".

    \b
    bisearch export 'атомная энергия' -o energy.xlsx
    bisearch export 'Smith date:1946' -o smith.docx --sort date --style gost
    bisearch export energy --sample 50 --seed 7 -o check.csv --bom
    bisearch export --refs quotes.txt -o quotes.docx

    Exit codes: 0 exported, 1 no hits or a reference leads to nothing, 2 wrong usage or query, FILE cannot be written or
    a library is missing, 3 index missing or damaged.
    """  # noqa: D301 -- \b tells click to keep the line breaks
    if bool(words) == (refs is not None):
        raise click.UsageError("give either QUERY or --refs FILE")
    source = " ".join(words) if refs is None else _references(refs)
    stream: IO[bytes] | str = sys.stdout.buffer if output == "-" else output
    if output == "-" and (format_ is None or format_ in {"xlsx", "docx"}):
        raise click.UsageError("name a file with --output, or a format of text with --format")
    if limit is not None:
        options["limit"] = limit
    try:
        with open(index) as opened, share_progress("exporting") as progress:
            report = opened.export(source, format_, stream, date=date and date.date(), progress=progress, **options)
    except ExportError as error:
        raise click.ClickException(clean(str(error))) from error
    except PermanentReferenceError as error:
        for line in str(error).split("\n"):
            print_message(line)
        sys.exit(NOTHING)
    for line in report.missing:
        print_message(f"left out: {line}")
    name = "standard output" if output == "-" else output
    if not report.exported:
        print_message(f"{name}: nothing to export, and nothing written; {report.total:,} found")
    elif not quiet:
        extent = next(value for fact, value in report.header if fact == "exported")
        print_message(f"{name}: {report.exported:,} passage{'' if report.exported == 1 else 's'}; {extent}")
    sys.exit(FOUND if report.exported and not report.missing else NOTHING)


def _references(path: Path) -> list[str]:
    text = sys.stdin.read() if str(path) == "-" else read_text(path)
    return [line.strip() for line in text.splitlines() if line.strip()]
