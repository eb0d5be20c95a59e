"""The command line of the benchmarks: one sub-command for each, in a module of its own."""

from __future__ import annotations

import json
from pathlib import Path

import click

from benchmarks.datasets import DATASETS, fetch
from benchmarks.readme import write_block


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Measure bisearch on public data, beside the tools people use today."""


@main.command("fetch")
@click.argument("names", nargs=-1, required=True, type=click.Choice(sorted(DATASETS)))
@click.option(
    "--to",
    "folder",
    default="runs/datasets",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Where to keep them.",
)
def fetch_command(names: tuple[str, ...], folder: Path) -> None:
    """Download public data sets by URL, each file checked against its SHA-256.

    This is the only command that uses the network. Every other one takes its data by path.
    """
    for name in names:
        for path in fetch(name, folder):
            click.echo(path)


@main.command("alignment")
@click.option(
    "--gold",
    "paths",
    multiple=True,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Gold file, JSONL; may be given again.",
)
@click.option("--raw", is_flag=True, help="The gold holds raw texts; sentences are split too.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, a key for each file.")
@click.option("--write-readme", is_flag=True, help="Write the table into README too.")
def alignment_command(paths: tuple[Path, ...], *, raw: bool, as_json: bool, write_readme: bool) -> None:
    """Score sentence alignment on gold, beside NLTK's Gale-Church; its figures are in brackets."""
    from benchmarks.alignment import run, table  # noqa: PLC0415 -- help starts faster without

    report = run(paths, raw=raw)
    click.echo(json.dumps(report, indent=2) if as_json else table(report), nl=as_json)
    if write_readme:
        write_block("alignmentraw" if raw else "alignment", table(report))


@main.command("relevance")
@click.option(
    "--dataset",
    required=True,
    metavar="xquad|xquad-r|demo|DIR",
    help="XQuAD's paragraphs, XQuAD-R's sentences, the demonstration archive, or a folder with documents.jsonl,"
    " topics.en.tsv, topics.ru.tsv and qrels.txt.",
)
@click.option(
    "--data",
    type=click.Path(exists=True, path_type=Path),
    help="Folder of the data set's files; else what was fetched.",
)
@click.option(
    "--dictionary",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Dictionary for the conditions that have one, as bisearch lexicon import takes it.",
)
@click.option(
    "--runs", default="runs/relevance", show_default=True, type=click.Path(path_type=Path), help="Folder of TREC runs."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--write-readme", is_flag=True, help="Write the tables into README too.")
def relevance_command(  # noqa: PLR0913 -- one parameter for each option
    *, dataset: str, data: Path | None, dictionary: Path | None, runs: Path, as_json: bool, write_readme: bool
) -> None:
    """Score ranking, with both sides and with one, beside other engines; needs the extra bench."""
    from benchmarks.relevance.conditions import run  # noqa: PLC0415
    from benchmarks.relevance.datasets import default_data, open_collection  # noqa: PLC0415
    from benchmarks.relevance.report import signature, tables  # noqa: PLC0415

    try:
        collection, files = open_collection(dataset, data or default_data(dataset))
    except FileNotFoundError as error:
        raise click.ClickException(f"{error.filename}: not there; give --data, or run: fetch {dataset}") from error
    report = run(collection, runs / Path(dataset).name, dictionary, lambda line: click.echo(line, err=True))
    shown = tables(collection.name, report)
    if as_json:
        click.echo(json.dumps({collection.name: report, "signature": signature(files)}, indent=2))
    else:
        click.echo(shown, nl=False)
    if write_readme:
        write_block(f"relevance-{collection.name}", shown)


if __name__ == "__main__":
    main(prog_name="python -m benchmarks")
