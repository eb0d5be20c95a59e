"""Progress on standard error: a bar on a terminal; elsewhere a line now and then, or nothing."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from bisearch.sanitizing import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    # Takes the id of a document, the number of documents read so far, and the share of all input read, in [0, 1].
    OnDocument: TypeAlias = Callable[[str, int, float], None]

# Without a terminal, a line is printed once per this many documents.
DOCUMENTS_PER_LINE = 1_000


@contextmanager
def document_progress() -> Iterator[OnDocument]:
    """Show the documents that are read inside the ``with`` block; yields the function to call for each."""
    if not sys.stderr.isatty():
        yield _print_line
        return
    from rich.console import Console  # noqa: PLC0415 -- loading it takes as long as a search
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (
        TextColumn("{task.fields[count]:,} documents"),
        BarColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[id]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("documents", total=1.0, count=0, id="")
        yield lambda id_, count, share: shown.update(task, completed=share, count=count, id=clean(id_))


@contextmanager
def share_progress(label: str) -> Iterator[Callable[[float], None]]:
    """Show on a terminal how much of a task is done; yields the function to call with the share, in [0, 1]."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 -- loading it takes as long as a search
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(label, total=1.0)
        yield lambda share: shown.update(task, completed=share)


def _print_line(id_: str, count: int, share: float) -> None:
    if count % DOCUMENTS_PER_LINE == 0:
        print(clean(f"{count:,} documents read, {share:.0%} ({id_})"), file=sys.stderr)  # noqa: T201
