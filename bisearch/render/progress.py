"""How far work has come: a bar on a terminal, a plain line now and then, or nothing, elsewhere."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from bisearch.sanitizing import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    # Called with a document's id, how many were read so far, and about which share of all is done.
    Documents: TypeAlias = Callable[[str, int, float], None]

# Where there is no terminal, so many documents make a line.
PLAIN_STEP = 1_000


@contextmanager
def documents_shown() -> Iterator[Documents]:
    """Show documents as they are read."""
    if not sys.stderr.isatty():
        yield _line
        return
    from rich.console import Console  # noqa: PLC0415 -- takes as long to load as to search
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
def share_shown(what: str) -> Iterator[Callable[[float], None]]:
    """Show on a terminal which share of some work is done."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 -- takes as long to load as to search
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(what, total=1.0)
        yield lambda share: shown.update(task, completed=share)


def _line(id_: str, count: int, share: float) -> None:
    if count % PLAIN_STEP == 0:
        print(clean(f"{count:,} documents read, {share:.0%} ({id_})"), file=sys.stderr)  # noqa: T201
