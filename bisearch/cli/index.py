"""The commands `index` and `demo`, which build an index."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NoReturn

import click

from bisearch.cli.cluster import cluster_options
from bisearch.cli.demo_archive import QUERIES, archive
from bisearch.cli.records import index_record
from bisearch.cli.shared import (
    FOUND,
    NOTHING,
    NamedPath,
    corrections_option,
    dask_option,
    encoding_option,
    existing_file,
    index_option,
    jobs_option,
    json_option,
    print_json,
    print_message,
    quiet_option,
    seconds_to_wait,
    wait_options,
)
from bisearch.engines.registry import ENGINES, TO_INSTALL_OPENSEARCH, TO_INSTALL_TANTIVY
from bisearch.index import open  # noqa: A004 -- the library's name
from bisearch.indexing.build import build
from bisearch.indexing.options import BuildOptions
from bisearch.meaning.weights import TO_INSTALL_MEANING
from bisearch.render.build_report import build_notes, build_summary, passed_over_summary
from bisearch.render.printers import printer_for
from bisearch.render.progress import build_progress
from bisearch.sanitizing import clean

if TYPE_CHECKING:
    from bisearch.engines.opensearch.options import ClusterOptions


@click.command()
@click.argument("paths", nargs=-1, type=NamedPath(readable=False, path_type=Path), metavar="[PATHS]...")
@index_option
@encoding_option
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    help="Default: the index's engine; whoosh for a new index. tantivy is faster with many passages"
    f" ({TO_INSTALL_TANTIVY}); opensearch keeps them in a cluster ({TO_INSTALL_OPENSEARCH}). To change the engine,"
    " add --rebuild.",
)
@cluster_options
@click.option("--pairs", type=existing_file, metavar="FILE",
              help="Table of files that are the two texts of one document; see 'bisearch pair'.")  # fmt: skip
@click.option("--separate-pages", is_flag=True,
              help="Read each file of a folder of scanned pages as a document, not the folder.")  # fmt: skip
@click.option("--strict", is_flag=True, help="Stop at the first error in a source and leave the index unchanged.")
@click.option("--prune", is_flag=True, help="Remove documents that are no longer in PATHS.")
@click.option("--rebuild", is_flag=True, help="Build the index from scratch from PATHS, even if it is damaged.")
@click.option("--restore", is_flag=True, help="Also index documents of PATHS that 'bisearch delete' has deleted.")
@click.option("--vectors/--no-vectors", default=None,
              help="Also make, or drop, the vectors by which searches find passages by meaning"
              f" ({TO_INSTALL_MEANING}). Default: as the index has it.")  # fmt: skip
@corrections_option
@wait_options
@jobs_option
@dask_option
@quiet_option
@json_option
def index(  # noqa: PLR0913, PLR0917 -- one parameter for each option
    paths: tuple[Path, ...],
    index: Path,
    encoding: str | None,
    engine: str | None,
    cluster: ClusterOptions | None,
    pairs: Path | None,
    corrections: Path | None,
    vectors: bool | None,  # noqa: FBT001
    wait: bool,  # noqa: FBT001 -- click passes them by name
    timeout: float | None,
    jobs: int | None,
    dask: str | None,
    quiet: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
    **flags: bool,
) -> NoReturn:
    """Build or update the index from PATHS, files and folders; without PATHS, from all that it was built from.

    The index remembers PATHS, each with --encoding, --pairs and --separate-pages. Only new and changed documents are
    processed; if there are none, nothing is written. A file that cannot be read is reported with the reason, and the
    rest is indexed. Documents whose file is gone are reported and stay, unless --prune removes them.

    With --prune or --rebuild, a missing path, or a folder with no document left in it, stops the run: its disk may not
    be mounted.

    Corrections made with "bisearch correct" are applied again. A correction whose old state is gone is reported.

    Exit codes: 0 everything is indexed, 1 something was left out, no documents were found, or a worker process died,
    2 wrong usage, 3 the index is damaged, has another version or engine, is locked by another process, or cannot be
    written, a cluster cannot be used, or the encoder of its vectors is missing, 130 interrupted, with the
    index unchanged.
    """
    seconds = seconds_to_wait(wait=wait, timeout=timeout)
    options = BuildOptions(
        encoding=encoding, engine=engine, cluster=cluster, pairs=pairs, corrections=corrections, vectors=vectors,
        wait=seconds, jobs=jobs, dask=dask, **flags,
    )  # fmt: skip
    with build_progress(quiet=quiet) as progress:
        report = build(paths or None, index, options, progress.on_document, on_phase=progress.on_phase)
    for note in build_notes(report):
        print_message(note)
    if as_json:
        print_json(index_record(report))
    elif not quiet:
        click.echo(clean(build_summary(report, index)))
        if passed_over := passed_over_summary(report):
            click.echo(passed_over)
    sys.exit(NOTHING if report.left_out or report.is_empty else FOUND)


@click.command()
@click.option("--index", "index", type=NamedPath(file_okay=False, path_type=Path), metavar="DIR",
              help="Folder of the index (default: a temporary folder).")  # fmt: skip
def demo(index: Path | None) -> None:
    """Index the demonstration archive, then run a Russian and an English search."""
    with TemporaryDirectory() as temporary:
        place = index or Path(temporary) / "index"
        click.echo(f"$ bisearch index {archive()}")
        with build_progress() as progress:
            report = build([archive()], place, None, progress.on_document, on_phase=progress.on_phase)
        click.echo(clean(build_summary(report, place)))
        with open(place) as opened:
            printer = printer_for(sys.stdout)
            for query in QUERIES:
                click.echo(f"\n$ bisearch search --limit 3 {query!r}")
                printer.print_results(opened.search(query, limit=3))
