"""The commands `relevance` and `tune`, which import the benchmark only when they run."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from benchmarks.docs import write_block
from benchmarks.options import collections_option, docs_option


@click.command("relevance")
@click.option(
    "--dataset",
    required=True,
    metavar="xquad|xquad-r|demo|demo-v1|DIR",
    help="XQuAD's paragraphs, XQuAD-R's sentences, the demonstration archive with its 120 topics or the 60 of its first"
    " version, or a folder with documents.jsonl, topics.en.tsv, topics.ru.tsv and qrels.txt.",
)
@click.option(
    "--data",
    type=click.Path(exists=True, path_type=Path),
    help="Folder of the data set's files. Default: where `fetch` stores it.",
)
@click.option(
    "--dictionary",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Dictionary for the conditions with a dictionary, in any format of `bisearch lexicon import`.",
)
@click.option(
    "--runs", default="runs/relevance", show_default=True, type=click.Path(path_type=Path), help="Folder for TREC runs."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@docs_option
def relevance_command(  # noqa: PLR0913 -- one parameter for each option
    *, dataset: str, data: Path | None, dictionary: Path | None, runs: Path, as_json: bool, write_docs: bool
) -> None:
    """Score the ranking of two-sided and one-sided passages, next to other engines."""
    from benchmarks.relevance.conditions import run
    from benchmarks.relevance.datasets import default_data, open_collection
    from benchmarks.relevance.report import signature, tables

    try:
        collection, files = open_collection(dataset, data or default_data(dataset))
    except FileNotFoundError as error:
        raise click.ClickException(f"{error.filename} not found; give --data, or run: fetch {dataset}") from error
    report = run(collection, runs / Path(dataset).name, dictionary, lambda line: click.echo(line, err=True))
    shown = tables(collection.name, report)
    if as_json:
        click.echo(json.dumps({collection.name: report, "signature": signature(files)}, indent=2))
    else:
        click.echo(shown, nl=False)
    if write_docs:
        write_block(f"relevance-{collection.name}", shown)


@click.command("tune")
@collections_option
@docs_option
def tune_command(data: Path, *, write_docs: bool) -> None:
    """Choose the ranking constants on the queries of one fold and test them on the others; slow."""
    from benchmarks.relevance.datasets import open_collection
    from benchmarks.relevance.tuning import table, tune

    collections = [open_collection(name, data / name)[0] for name in ("xquad", "xquad-r")]
    with TemporaryDirectory() as scratch:
        shown = table(tune(collections, Path(scratch), lambda line: click.echo(line, err=True)))
    click.echo(shown, nl=False)
    if write_docs:
        write_block("tuning", shown)
