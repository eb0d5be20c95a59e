"""Running a command: output encoding, and the one place where errors become messages and exit codes."""

from __future__ import annotations

import io
import os
import sys

import click

from bisearch.cli import process
from bisearch.cli.commands import cli
from bisearch.cli.shared import FAILED, FOUND, NOTHING, PIPE_CLOSED, USAGE, say
from bisearch.errors import BisearchError, QueryError, StoredIndexError
from bisearch.sanitizing import clean, clean_lines


def main() -> int:
    """Run the command line and return its exit code, whatever happens."""
    code = FOUND
    try:
        process.handle_signals()
        process.collect_less_garbage()
        _make_streams_unicode()
        code = _run()
        sys.stdout.flush()
        process.ignore_signals()
    except (KeyboardInterrupt, click.Abort):
        process.ignore_signals()
        say("interrupted; the index is unchanged")
        code = process.exit_code()
    except OSError as error:  # in printing; errors of reading and writing have been reported
        if not isinstance(error, BrokenPipeError):
            say(str(error))
        # The reader has gone or the disk is full: leave nothing for the interpreter to print when it exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = PIPE_CLOSED if isinstance(error, BrokenPipeError) else FAILED
    return code


def _run() -> int:
    """Run the command; the only place where errors become messages and exit codes."""
    stream = sys.stdout
    try:
        cli.main(standalone_mode=False)
    except SystemExit as leave:
        if sys.stdout is not stream:  # click replaces it when a pipe has closed, and exits with 1
            raise BrokenPipeError from leave
        return int(leave.code or FOUND)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        if isinstance(error, click.NoSuchOption) and not error.option_name.startswith("--"):
            shown.write("Put -- before a query that starts with -: bisearch search -- '-Смит Truman'\n")
        click.echo(clean_lines(shown.getvalue()), err=True, nl=False)
        return USAGE
    except QueryError as error:
        say(f"{clean(error.reason)}\n  {clean(error.query)}\n  {' ' * error.position}^")
        return USAGE
    except StoredIndexError as error:
        say(str(error))
        return FAILED
    except BisearchError as error:
        say(str(error))
        return NOTHING
    return FOUND


def _make_streams_unicode() -> None:
    """Print UTF-8 where the locale's encoding has no Cyrillic, rather than question marks."""
    for stream in (sys.stdout, sys.stderr):
        try:
            "Яé✓".encode(stream.encoding or "ascii")
        except (UnicodeEncodeError, LookupError):
            stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # both are text wrappers
