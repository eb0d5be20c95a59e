"""The program's entry: `bisearch`, or `python -m bisearch`."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import NoReturn

from bisearch.cli import process as signals
from bisearch.lean import without_scipy


def main() -> NoReturn:
    """Run the command line; an interrupt while it is still being loaded ends the program as quietly as later."""
    try:
        signals.heed()
        without_scipy()
        from bisearch.cli.main import main as run  # noqa: PLC0415 -- loading takes long enough to be interrupted

        code = run()
    except KeyboardInterrupt:
        signals.ignore()
        code = signals.exit_code()
    _leave(code)


def _leave(code: int) -> NoReturn:
    """End the process without taking the program apart, object by object: all files are closed, and that takes time."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # whoever read it has gone, which was told
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
