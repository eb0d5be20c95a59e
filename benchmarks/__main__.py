"""The command line of the benchmarks: one sub-command for each, in a module of its own."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from benchmarks.datasets import DATASETS, fetch
from benchmarks.readme import write_block
from bisearch.engines.registry import ENGINES

_gold_option = click.option(
    "--gold",
    "paths",
    multiple=True,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Gold file, JSONL; may be given again.",
)
_readme_option = click.option("--write-readme", is_flag=True, help="Write the table into README too.")

_sentences_option = click.option(
    "--data",
    default="runs/datasets/xquad-r",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of XQuAD-R, as `fetch xquad-r` keeps it.",
)


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
@_gold_option
@click.option("--raw", is_flag=True, help="The gold holds raw texts; sentences are split too.")
@click.option("--errors", "shown", default=0, metavar="N", help="Show the first N wrong stretches of each file.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, a key for each file.")
@_readme_option
def alignment_command(paths: tuple[Path, ...], *, raw: bool, shown: int, as_json: bool, write_readme: bool) -> None:
    """Score sentence alignment on gold, beside NLTK's Gale-Church; its figures are in brackets."""
    from benchmarks.bitext.alignment import calibration_table, errors, run, signatures, table  # noqa: PLC0415 -- as above

    report = run(paths, raw=raw)
    examples = [errors(path, shown) for path in paths if shown and not raw]
    if as_json:
        click.echo(json.dumps(report, indent=2))
    else:
        click.echo("\n".join([table(report), calibration_table(report), signatures(report), *examples]), nl=False)
    if write_readme:
        write_block("alignmentraw" if raw else "alignment", f"{table(report)}\n{calibration_table(report)}")
        if examples:
            write_block("alignmenterrors", f"```text\n{examples[-1]}```\n")


@main.command("ablation")
@_gold_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, a key for each stage.")
@_readme_option
def ablation_command(paths: tuple[Path, ...], *, as_json: bool, write_readme: bool) -> None:
    """Cross-validate the aligner over documents, from lengths alone to all it knows; takes minutes."""
    from benchmarks.bitext.training import ablation_table, cross_validate, stages  # noqa: PLC0415 -- needs SciPy

    report = {stage.name: cross_validate(paths, stage) for stage in stages()}
    click.echo(json.dumps(report, indent=2) if as_json else ablation_table(report), nl=as_json)
    if write_readme:
        write_block("ablation", ablation_table(report))


@main.command("segmentation")
@_gold_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, a key for each file.")
@_readme_option
def segmentation_command(paths: tuple[Path, ...], *, as_json: bool, write_readme: bool) -> None:
    """Score sentence splitting by itself on gold, as the texts come and set as typed pages."""
    from benchmarks.bitext.segmentation import run, table  # noqa: PLC0415 -- help starts faster without

    report = run(paths)
    click.echo(json.dumps(report, indent=2) if as_json else table(report), nl=as_json)
    if write_readme:
        write_block("segmentation", table(report))


@main.command("names")
@click.option(
    "--xquad",
    "folder",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with xquad.ru.json and xquad.en.json.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, with all that is measured.")
@_readme_option
def names_command(folder: Path, *, as_json: bool, write_readme: bool) -> None:
    """Look surnames up in ten transliterations, and the words of XQuAD's questions among its names."""
    from benchmarks.bitext.names import run, table  # noqa: PLC0415 -- help starts faster without

    report = run(folder)
    click.echo(json.dumps(report, indent=2, ensure_ascii=False) if as_json else table(report), nl=as_json)
    if write_readme:
        write_block("names", table(report))


@main.command("faults")
@click.option("--kind", "kinds", multiple=True, help="Kind of fault; may be given again; all when not given.")
@click.option("--count", type=click.IntRange(1), help="How often, in place of each kind's own count.")
@click.option("--engine", "engines", multiple=True, help="Engine of the indexes; may be given again; both when not.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array, an object for each kind.")
@click.option("--write-readme", is_flag=True, help="Write the table of the newest runs into README too.")
def faults_command(
    kinds: tuple[str, ...], count: int | None, engines: tuple[str, ...], *, as_json: bool, write_readme: bool
) -> None:
    """Do faults of every kind to indexes on purpose, and count what is lost: kills, failing disks, damage, malice."""
    from benchmarks.faults.outcome import table  # noqa: PLC0415 -- help starts faster without
    from benchmarks.faults.suite import KINDS, found_table, run  # noqa: PLC0415
    from bisearch.engines.registry import ENGINES  # noqa: PLC0415

    for hint, given, known in (("--kind", kinds, KINDS), ("--engine", engines, ENGINES)):
        if not set(given) <= set(known):
            raise click.BadParameter(f"it is one of {', '.join(known)}", param_hint=hint)
    outcomes = run(kinds or KINDS, engines or ENGINES, count)
    click.echo(
        json.dumps([each.record() for each in outcomes], ensure_ascii=False, indent=2) if as_json else table(outcomes)
    )
    if write_readme:
        write_block("faults", found_table())


@main.command("marks")
@click.option(
    "--gold",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Hand-made word alignment, in XL-WA's form.",
)
@click.option(
    "--train",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="Parallel text to learn from: XQuAD-R's folder, or alignment gold as JSONL; XQuAD-R where it was fetched to,"
    " when not given.",
)
@click.option(
    "--dictionary",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Measure with this dictionary imported too.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@_readme_option
def marks_command(
    gold: Path, train: tuple[Path, ...], dictionary: Path | None, *, as_json: bool, write_readme: bool
) -> None:
    """Score marks on the other side against a hand-made word alignment, beside IBM Model 1 and eflomal."""
    from benchmarks.bitext.word_links import TRAIN, run, table  # noqa: PLC0415 -- help starts faster without

    train = train or tuple(path for path in TRAIN if path.is_dir())[:1]
    if not train:
        raise click.UsageError("no parallel text to learn from; get it with: python -m benchmarks fetch xquad-r")
    report = run(gold, train, dictionary)
    if report["systems"]["eflomal"] is None:
        click.echo("eflomal is not installed and left out; get it with: pip install '.[eflomal]'", err=True)
    click.echo(json.dumps(report, ensure_ascii=False, indent=2) if as_json else table(report), nl=as_json)
    if write_readme:
        write_block("marks", table(report))


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


@main.command("tune")
@click.option(
    "--data",
    default="runs/datasets",
    show_default=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder that holds xquad and xquad-r.",
)
@_readme_option
def tune_command(data: Path, *, write_readme: bool) -> None:
    """Try the constants of ranking on the queries of one fold, and report the best on the others; takes long."""
    from benchmarks.relevance.datasets import open_collection  # noqa: PLC0415 -- help starts faster without
    from benchmarks.relevance.tuning import table, tune  # noqa: PLC0415

    collections = [open_collection(name, data / name)[0] for name in ("xquad", "xquad-r")]
    with TemporaryDirectory() as scratch:
        shown = table(tune(collections, Path(scratch), lambda line: click.echo(line, err=True)))
    click.echo(shown, nl=False)
    if write_readme:
        write_block("tuning", shown)


@main.command("speed")
@_sentences_option
@click.option(
    "--passages", "sizes", multiple=True, default=(10_000,), show_default=True, help="Passages; may be given again."
)
@click.option(
    "--engine",
    "engines",
    multiple=True,
    default=("whoosh", "tantivy"),
    show_default=True,
    help="Engine of bisearch; may be given again.",
)
@click.option(
    "--baseline",
    "baselines",
    multiple=True,
    default=("whoosh", "tantivy", "FTS5", "bm25s", "Lucene"),
    show_default=True,
    help="Bare engine to measure beside; may be given again; `none` for none.",
)
@click.option("--queries", default=50, show_default=True, help="Queries of each kind and language.")
@click.option(
    "--jobs",
    multiple=True,
    type=click.IntRange(1),
    default=(1, 2),
    show_default=True,
    help="Processes that bisearch indexes by; may be given again.",
)
@click.option("--raw", is_flag=True, help="Split and align from raw text too, which takes long.")
@click.option("--load/--no-load", default=True, help="Measure many searches at once.  [default: on]")
@click.option(
    "--out",
    default="runs/speed",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the reports; a size that has one there is not measured again.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list, a report for each size.")
@click.option("--plot", "picture", type=click.Path(dir_okay=False, path_type=Path), help="Draw the growth, a PNG.")
@click.option("--write-readme", is_flag=True, help="Write the tables into README too.")
def speed_command(picture: Path | None, *, as_json: bool, write_readme: bool, **what: Any) -> None:
    """Measure start, indexing, queries and load on made corpora, beside bare engines in the same run."""
    from benchmarks.speed.report import plot, tables  # noqa: PLC0415
    from benchmarks.speed.run import SpeedOptions, run  # noqa: PLC0415 -- help starts faster without

    what["baselines"] = tuple(name for name in what["baselines"] if name != "none")
    reports = run(SpeedOptions(**what), lambda step: click.echo(step, err=True))
    click.echo(json.dumps(reports, indent=1) if as_json else tables(reports), nl=as_json)
    if picture is not None:
        plot(reports, picture)
    if write_readme:
        write_block("speed", tables(reports))


@main.command("profile")
@_sentences_option
@click.option("--passages", "size", default=20_000, show_default=True, type=click.IntRange(1))
@click.option("--engine", default="tantivy", show_default=True, type=click.Choice(ENGINES))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: seconds by module.")
@_readme_option
def profile_command(data: Path, size: int, engine: str, *, as_json: bool, write_readme: bool) -> None:
    """Tell which modules an index's making and searches in it spend their time in."""
    from benchmarks.speed.profiling import run, table  # noqa: PLC0415 -- help starts faster without

    with TemporaryDirectory() as folder:
        report = run(data, size, engine, Path(folder))
    click.echo(json.dumps(report, indent=1) if as_json else table(report), nl=as_json)
    if write_readme:
        write_block("profile", table(report))


if __name__ == "__main__":
    try:
        main(prog_name="python -m benchmarks")
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] in {"bisearch", "benchmarks"}:
            raise
        sys.exit(f"python -m benchmarks: {missing.name} is not installed; in the checkout: pip install '.[bench]'")
