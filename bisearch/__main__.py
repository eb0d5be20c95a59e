"""The program's entry point: `bisearch`, or `python -m bisearch`."""

from __future__ import annotations

from typing import NoReturn

from bisearch.cli import process


def main() -> NoReturn:
    """Run the command line; an interrupt while its modules load exits as quietly as a later one."""
    try:
        process.handle_signals()
        process.without_scipy()
        from bisearch.cli.main import main as run  # noqa: PLC0415 -- loading takes long enough to be interrupted

        code = run()
    except KeyboardInterrupt:
        process.ignore_signals()
        code = process.exit_code()
    process.leave(code)


if __name__ == "__main__":
    main()
