"""The program's entry: `bisearch`, or `python -m bisearch`."""

from __future__ import annotations

import sys
from typing import NoReturn

from bisearch import signals


def main() -> NoReturn:
    """Run the command line; an interrupt while it is still being loaded ends the program as quietly as later."""
    try:
        signals.heed()
        from bisearch.cli import main as run  # noqa: PLC0415 -- loading takes long enough to be interrupted

        run()
    except KeyboardInterrupt:
        signals.ignore()
        sys.exit(signals.exit_code())


if __name__ == "__main__":
    main()
