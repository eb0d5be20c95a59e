"""Progress on standard error, on a terminal only; a pipe gets nothing."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bisearch.sanitizing import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import Progress


class BuildProgress:
    """Shows how far a build or an upgrade is; without a display, nothing.

    Args:
        display: the display on the terminal.
    """

    def __init__(self, display: Progress | None = None) -> None:
        self._display = display
        self._task = display.add_task("reading", total=1.0, detail="") if display is not None else None

    def on_document(self, id_: str, count: int, share: float) -> None:
        """Show a document that was read.

        Args:
            id_: the document's id.
            count: the number of documents read so far.
            share: the share of all sources that has been read, in [0, 1].
        """
        self._show(f"{count:,} documents read", share, clean(id_))

    def on_phase(self, phase: str, share: float | None = None) -> None:
        """Show the work after reading.

        Args:
            phase: the work as a participle: ``learning translations``.
            share: the share of it that is done, in [0, 1]; None if unknown.
        """
        self._show(phase, share, "")

    def _show(self, description: str, share: float | None, detail: str) -> None:
        if self._display is not None and self._task is not None:
            total = None if share is None else 1.0
            self._display.update(
                self._task, description=description, completed=share or 0.0, total=total, detail=detail
            )


@contextmanager
def build_progress(*, quiet: bool = False) -> Iterator[BuildProgress]:
    """Show the progress of a build inside the ``with`` block; yields the object to report it to.

    A spinner and the elapsed time move while a phase has no measure of its own.
    """
    if quiet or not sys.stderr.isatty():
        yield BuildProgress()
        return
    from rich.console import Console  # noqa: PLC0415 -- loading it takes as long as a search
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.table import Column  # noqa: PLC0415

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        TimeElapsedColumn(),
        TextColumn("{task.fields[detail]}", markup=False, table_column=Column(no_wrap=True, ratio=1)),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as display:
        yield BuildProgress(display)


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
