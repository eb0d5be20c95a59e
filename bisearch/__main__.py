"""The program's entry point: `bisearch`, or `python -m bisearch`."""

from __future__ import annotations

from typing import NoReturn

from bisearch.cli import process


def main() -> NoReturn:
    """Run the command line; an interrupt while modules load is handled like a later one."""
    try:
        process.handle_signals()
        process.collect_less_garbage()
        from bisearch.cli.main import main as run  # noqa: PLC0415 -- an interrupt may come while it loads

        code = run()
    except KeyboardInterrupt:
        process.ignore_signals()
        code = process.exit_code()
    process.leave(code)


if __name__ == "__main__":
    main()
