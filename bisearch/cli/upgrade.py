"""The command `upgrade`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bisearch.cli.records import upgrade_record
from bisearch.cli.shared import (
    dask_option,
    index_option,
    jobs_option,
    json_option,
    print_json,
    print_message,
    quiet_option,
    seconds_to_wait,
    wait_options,
)
from bisearch.indexing.upgrade import upgrade as upgrade_index
from bisearch.render.build_report import orphan_notes, upgrade_summary
from bisearch.render.progress import build_progress
from bisearch.sanitizing import clean

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@index_option
@wait_options
@jobs_option
@dask_option
@quiet_option
@json_option
def upgrade(  # noqa: PLR0913 -- one parameter for each option
    *, index: Path, wait: bool, timeout: float | None, jobs: int | None, dask: str | None, quiet: bool, as_json: bool
) -> None:
    """Analyse the texts of an index again, after an update of bisearch or of its dictionaries.

    Needs no sources: an index holds its texts. Until the new state is committed as a whole, the index is the old one.
    If the index is up to date, nothing is written.

    Exit codes: 0 upgraded or up to date, 1 a worker died, 3 the index is missing, damaged, too old, locked by another
    process, or cannot be written, or a cluster cannot be used, 130 interrupted, with the index unchanged.
    """
    seconds = seconds_to_wait(wait=wait, timeout=timeout)
    with build_progress(quiet=quiet) as progress:
        report = upgrade_index(
            index, wait=seconds, jobs=jobs, dask=dask, progress=progress.on_document, on_phase=progress.on_phase,
        )  # fmt: skip
    for note in orphan_notes(report.orphans):
        print_message(note)
    if as_json:
        print_json(upgrade_record(report))
    elif not quiet:
        click.echo(clean(upgrade_summary(report, index)))
