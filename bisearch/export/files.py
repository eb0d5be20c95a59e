"""Files that are complete or not there: written beside their place, and moved there at the end."""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import contextmanager
from secrets import token_hex
from typing import IO, TYPE_CHECKING

from bisearch.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """Yield a file that takes the place of `path` when the block ends without an error; otherwise nothing changes.

    Raises:
        ExportError: the file cannot be written.
    """
    if path.exists() and not path.is_file():  # a device or a pipe
        with _write_errors(path), path.open("wb") as file:
            yield file
        return
    fresh = path.with_name(f".{path.name[:100]}.{token_hex(4)}.part")
    try:
        with _write_errors(path):
            with fresh.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if path.exists():
                shutil.copymode(path, fresh)
            fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def check_writable(path: Path) -> None:
    """Check that a file can be made or replaced.

    Raises:
        ExportError: it cannot; the message says why.
    """
    try:
        is_folder = path.is_dir()
    except OSError as error:
        raise ExportError(f"{path}: cannot be written: {error.strerror or error}") from error
    if is_folder:
        raise ExportError(f"{path}: is a folder; name a file")
    if not path.parent.is_dir():
        raise ExportError(f"{path}: there is no folder {path.parent}")
    is_special = path.exists() and not stat.S_ISREG(path.stat().st_mode)
    if not os.access(path if path.exists() else path.parent, os.W_OK) or not (
        is_special or os.access(path.parent, os.W_OK)
    ):
        raise ExportError(f"{path}: no permission to write")


@contextmanager
def _write_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ExportError(f"{path}: cannot be written: {error.strerror or error}") from error
