"""The command `delete-index`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bisearch.cli.shared import index_option, json_option, print_json, quiet_option, seconds_to_wait, wait_options
from bisearch.indexing import index_deletion
from bisearch.sanitizing import clean

if TYPE_CHECKING:
    from pathlib import Path


@click.command("delete-index")
@index_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@wait_options
@quiet_option
@json_option
def delete_index(  # noqa: PLR0913 -- one parameter for each option
    *, index: Path, yes: bool, wait: bool, timeout: float | None, quiet: bool, as_json: bool
) -> None:
    """Delete the whole index, also what it has in a cluster.

    The sources stay, and so do corrections and synonyms that people made, in the folder of the index.

    Exit codes: 0 deleted, 1 not confirmed, 3 the index is missing, is locked by another process, cannot be removed, or
    its cluster does not answer.
    """
    index_deletion.check_there_is_index(index)
    if not yes:
        click.confirm(clean(f"Delete the index in {index}?"), abort=True, err=True)
    done = index_deletion.delete_index(index, wait=seconds_to_wait(wait=wait, timeout=timeout))
    if as_json:
        print_json({"removed_elsewhere": done.removed_elsewhere, "kept": list(map(str, done.kept))})
    elif not quiet:
        elsewhere = f"; removed from the cluster: {', '.join(done.removed_elsewhere)}" if done.removed_elsewhere else ""
        click.echo(clean(f"{index}: index deleted{elsewhere}"))
        if done.kept:
            click.echo(clean(f"kept: {', '.join(path.name for path in done.kept)}"))
