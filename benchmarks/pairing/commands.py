"""The command `pairing`, which imports its benchmark only when it runs."""

from __future__ import annotations

import json
from pathlib import Path

import click

from benchmarks.docs import write_block
from benchmarks.options import docs_option


@click.command("pairing")
@click.option("--archive", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="Folder of an archive; the documents with both texts are used.")  # fmt: skip
@click.option("--news", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="JSONL with the Russian and the English sentences of a document in each line.")  # fmt: skip
@click.option("--xquad", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="Folder of XQuAD, as `fetch xquad` stores it; each paragraph is a document.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with a key for each collection.")
@docs_option
def pairing_command(
    archive: Path | None, news: Path | None, xquad: Path | None, *, as_json: bool, write_docs: bool
) -> None:
    """Pair files with random names by their texts, half of the documents without one of their texts."""
    from benchmarks.pairing import measure

    collections = []
    if archive is not None:
        collections.append(("archival papers", measure.texts_of_archive(archive)))
    if news is not None:
        collections.append(("news", measure.texts_of_records(news)))
    if xquad is not None:
        collections.append(("paragraphs of XQuAD", measure.texts_of_xquad(xquad)))
    if not collections:
        raise click.UsageError("name at least one of --archive, --news and --xquad")
    report = measure.run(collections)
    click.echo(json.dumps(report, indent=2) if as_json else measure.table(report), nl=as_json)
    if write_docs:
        write_block("pairing", measure.table(report))
