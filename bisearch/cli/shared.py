"""Options, exit codes and output that commands share."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bisearch.sanitizing import clean, to_json

if TYPE_CHECKING:
    from collections.abc import Callable

FOUND, NOTHING, USAGE, FAILED, PIPE_CLOSED = 0, 1, 2, 3, 141


class NamedPath(click.Path):
    """A path that is not empty; an unset variable of the shell does not mean the working folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path; refuse an empty one."""
        if not os.fspath(value):
            self.fail("an empty path; the working folder is '.'", param, ctx)
        return super().convert(value, param, ctx)


index_option = click.option(
    "--index", "index", envvar="BISEARCH_INDEX", default="index", show_default=True, metavar="DIR",
    type=NamedPath(readable=False, path_type=Path), help="Folder of the index; also BISEARCH_INDEX.",
)  # fmt: skip
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
quiet_option = click.option("-q", "--quiet", is_flag=True, help="Print only errors and warnings.")
jobs_option = click.option(
    "--jobs", type=click.IntRange(1), metavar="N", help="Number of worker processes (default: one per core, at most 8)."
)
dask_option = click.option("--dask", metavar="ADDRESS",
                           help="Process documents on the workers of the Dask scheduler at ADDRESS, not here."
                           )  # fmt: skip
corrections_option = click.option(
    "--corrections", metavar="FILE", type=NamedPath(path_type=Path),
    help="File of corrections (default: the index's own, corrections.jsonl in its folder).",
)  # fmt: skip


class Seconds(click.FloatRange):
    """A finite number of seconds."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number; refuse words that Python reads as numbers, such as ``nan`` and ``inf``."""
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"{value!r} is not a finite number.", param, ctx)
        return number


encoding_option = click.option("--encoding", metavar="NAME", help="Encoding of the text files (default: detected).")
existing_file = NamedPath(exists=True, dir_okay=False, path_type=Path)


def wait_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command that writes the options --wait and --timeout."""
    wait = click.option("--wait", is_flag=True, help="Wait until no other process writes to the index.")
    timeout = click.option(
        "--timeout", type=Seconds(0), metavar="SECONDS", help="Like --wait, but give up after SECONDS."
    )
    return wait(timeout(command))


def seconds_to_wait(*, wait: bool, timeout: float | None) -> float:
    """Return how many seconds the options --wait and --timeout ask for."""
    return timeout if timeout is not None else math.inf if wait else 0.0


def check_one_form(*, as_json: bool, as_jsonl: bool) -> None:
    """Refuse --json together with --jsonl."""
    if as_json and as_jsonl:
        raise click.UsageError("--json prints one document and --jsonl a record for each line; give one of them")


def print_message(message: str, *more_lines: str) -> None:
    """Print a message to standard error, in one line whatever the names in it, and further lines below it."""
    click.echo("\n".join([f"bisearch: {clean(message)}", *map(clean, more_lines)]), err=True)


def package_of(error: ImportError) -> str:
    """Return the package that an import lacks, of which a module may be named."""
    return (error.name or "a package").partition(".")[0]


def print_json(record: Any) -> None:
    """Print a record as one JSON document."""
    click.echo(to_json(record, indent=2))
