"""The commands `alignment`, `ablation`, `segmentation`, `names` and `marks`.

Each command imports its benchmark only when it runs, so that `--help` needs neither NumPy nor SciPy.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from benchmarks.docs import write_block
from benchmarks.options import docs_option, gold_option

natural_option = click.option(
    "--natural",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Whole translations with aligned paragraphs, in JSONL.",
)


@click.command("alignment")
@gold_option
@natural_option
@click.option("--raw", is_flag=True, help="Start from the gold's raw texts and split them into sentences too.")
@click.option("--errors", "shown", default=0, metavar="N", help="Show the first N alignment errors of each file.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with a key for each file.")
@docs_option
def alignment_command(  # noqa: PLR0913 -- one parameter for each option
    paths: tuple[Path, ...], *, natural: Path | None, raw: bool, shown: int, as_json: bool, write_docs: bool
) -> None:
    """Score sentence alignment on gold, next to NLTK's Gale-Church (in brackets), and hunalign if it is installed.

    With --natural, also judge whole translations by the borders of their aligned paragraphs; the weights that ship
    were learned from such works, so these figures are in-sample. `ablation --natural` has held-out ones.
    """
    from benchmarks.bitext import natural as works
    from benchmarks.bitext.alignment import calibration_table, errors, run, signatures, table
    from benchmarks.bitext.hunalign import installed

    report = run(paths, raw=raw)
    examples = [errors(path, shown) for path in paths if shown and not raw]
    of_works = works.run(natural) if natural is not None else None
    if installed() is None:
        click.echo("skipped hunalign (neither on the PATH nor in runs/hunalign)", err=True)
    if as_json:
        click.echo(json.dumps(report | ({"natural": of_works} if of_works else {}), indent=2))
    else:
        shown_works = [works.table(of_works["bisearch"], of_works["hunalign"])] if of_works else []
        parts = [table(report), calibration_table(report), *shown_works, signatures(report), *examples]
        click.echo("\n".join(parts), nl=False)
    if write_docs:
        write_block("alignmentraw" if raw else "alignment", f"{table(report)}\n{calibration_table(report)}")
        if of_works:
            write_block("natural", works.table(of_works["bisearch"], of_works["hunalign"]), "alignment.md")
        if examples:
            write_block("alignmenterrors", f"```text\n{examples[-1]}```\n")


@click.command("ablation")
@gold_option
@natural_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with a key for each stage.")
@docs_option
def ablation_command(paths: tuple[Path, ...], *, natural: Path | None, as_json: bool, write_docs: bool) -> None:
    """Cross-validate the aligner over documents and works, adding one kind of evidence at a time; takes an hour."""
    from benchmarks.bitext.training import ablation_table, cross_validate, stages

    report = {stage.name: cross_validate(paths, stage, natural) for stage in stages()}
    click.echo(json.dumps(report, indent=2) if as_json else ablation_table(report), nl=as_json)
    if write_docs:
        write_block("ablation", ablation_table(report))


@click.command("segmentation")
@gold_option
@click.option("--forms", is_flag=True, help="Also typeset the first gold file in every page layout.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with a key for each file.")
@docs_option
def segmentation_command(paths: tuple[Path, ...], *, forms: bool, as_json: bool, write_docs: bool) -> None:
    """Score sentence splitting on gold, on the texts as given and typeset as pages."""
    from benchmarks.bitext.segmentation import forms_table, run, run_forms, table

    report = run(paths)
    of_forms = run_forms(paths[0]) if forms else {}
    if as_json:
        click.echo(json.dumps({**report, "forms": of_forms} if forms else report, indent=2))
    else:
        click.echo(table(report) + (f"\n{forms_table(of_forms)}" if forms else ""), nl=False)
    if write_docs:
        write_block("segmentation", table(report))
        if forms:
            write_block("segmentationforms", forms_table(of_forms))


@click.command("names")
@click.option(
    "--xquad",
    "folder",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with xquad.ru.json and xquad.en.json.",
)
@click.option("--json", "as_json", is_flag=True, help="Print all figures as one JSON object.")
@docs_option
def names_command(folder: Path, *, as_json: bool, write_docs: bool) -> None:
    """Measure name matching: surnames in ten transliterations, and XQuAD's questions against its names."""
    from benchmarks.bitext.names import run, table

    report = run(folder)
    click.echo(json.dumps(report, indent=2, ensure_ascii=False) if as_json else table(report), nl=as_json)
    if write_docs:
        write_block("names", table(report))


@click.command("marks")
@click.option(
    "--gold",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Manual word alignment in XL-WA's format.",
)
@click.option(
    "--train",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="Parallel text to learn from: XQuAD-R's folder, or alignment gold in JSONL. Default: XQuAD-R as fetched.",
)
@click.option(
    "--dictionary",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Also measure with this dictionary imported.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@docs_option
def marks_command(
    gold: Path, train: tuple[Path, ...], dictionary: Path | None, *, as_json: bool, write_docs: bool
) -> None:
    """Score marks on the translated side against manual word alignment, next to IBM Model 1 and eflomal."""
    from benchmarks.bitext.word_links import TRAIN, run, table

    train = train or tuple(path for path in TRAIN if path.is_dir())[:1]
    if not train:
        raise click.UsageError("no parallel text to learn from; get some with: python -m benchmarks fetch xquad-r")
    report = run(gold, train, dictionary)
    if report["systems"]["eflomal"] is None:
        click.echo("skipped eflomal (not installed); get it with: pip install '.[eflomal]'", err=True)
    click.echo(json.dumps(report, ensure_ascii=False, indent=2) if as_json else table(report), nl=as_json)
    if write_docs:
        write_block("marks", table(report))


@click.command("small-archives")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@docs_option
def small_archives_command(*, as_json: bool, write_docs: bool) -> None:
    """Judge the marks in fifty archives of six documents, drawn from the demonstration archive."""
    from benchmarks.bitext.small_archives import run, table

    report = run()
    click.echo(json.dumps(report, ensure_ascii=False, indent=2) if as_json else table(report), nl=as_json)
    if write_docs:
        write_block("smallarchives", table(report))
