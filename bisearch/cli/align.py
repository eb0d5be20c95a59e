"""The command `align`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal

import click

from bisearch.alignment.align import align as align_texts
from bisearch.alignment.passages import passages
from bisearch.cli.records import align_record
from bisearch.cli.shared import encoding_option, existing_file, json_option, print_json
from bisearch.export.bitext import to_tmx, to_tsv
from bisearch.render.printers import printer_for
from bisearch.render.progress import share_progress
from bisearch.sources.pairs import read_plain_text

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("ru", type=existing_file)
@click.argument("en", type=existing_file)
@encoding_option
@json_option
@click.option("--tmx", "form", flag_value="tmx", help="Print a TMX 1.4 translation memory.")
@click.option("--tsv", "form", flag_value="tsv", help="Print one line per bead: confidence, Russian, English.")
@click.option(
    "--dictionary",
    type=existing_file,
    help="Also use this dictionary; formats as in 'lexicon import'.",
)
def align(  # noqa: PLR0913, PLR0917 -- one parameter for each option
    ru: Path,
    en: Path,
    encoding: str | None,
    as_json: bool,  # noqa: FBT001 -- click passes it by name
    form: Literal["tmx", "tsv"] | None,
    dictionary: Path | None,
) -> None:
    """Align two texts, RU and EN, sentence by sentence, without indexing them."""
    text_ru, text_en = read_plain_text(ru, encoding), read_plain_text(en, encoding)
    with share_progress("sentences aligned") as progress:
        alignment = align_texts(text_ru, text_en, dictionary, progress)
    if as_json:
        print_json(align_record(text_ru, text_en, alignment))
    elif form is not None:
        click.echo({"tmx": to_tmx, "tsv": to_tsv}[form](text_ru, text_en, alignment), nl=False)
    else:
        printer_for(sys.stdout).print_passages(passages(text_ru, text_en, alignment))
