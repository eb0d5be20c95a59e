"""Running a command: streams, signals, and the one place where errors become messages and exit codes."""

from __future__ import annotations

import gc
import io
import os
import sys

import click

from bisearch.cli import process as signals
from bisearch.cli.commands import cli
from bisearch.cli.shared import FAILED, FOUND, NOTHING, PIPE_CLOSED, USAGE, say
from bisearch.errors import BisearchError, QueryError, StoredIndexError
from bisearch.sanitizing import clean, clean_lines

# Loading the program makes many objects that stay; looking for garbage among them would be in vain.
GARBAGE = 50_000


def main() -> int:
    """Run the command line and return an exit code for whatever happens."""
    code = FOUND
    try:
        signals.heed()
        gc.set_threshold(GARBAGE)
        _make_streams_unicode()
        code = _run()
        sys.stdout.flush()
        signals.ignore()
    except (KeyboardInterrupt, click.Abort):
        signals.ignore()
        say("interrupted; what was committed before is as it was")
        code = signals.exit_code()
    except OSError as error:  # of printing; those of reading and writing have been told
        if not isinstance(error, BrokenPipeError):
            say(str(error))
        # Whoever read our output has gone, or it has no room; leave nothing for the interpreter to print at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = PIPE_CLOSED if isinstance(error, BrokenPipeError) else FAILED
    return code


def _run() -> int:
    """Run the command; the only place where errors become messages and exit codes."""
    stream = sys.stdout
    try:
        cli.main(standalone_mode=False)
    except SystemExit as leave:
        if sys.stdout is not stream:  # click wraps it where a pipe has closed, and leaves as if nothing had been found
            raise BrokenPipeError from leave
        return int(leave.code or FOUND)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        if isinstance(error, click.NoSuchOption) and not error.option_name.startswith("--"):
            shown.write("A query that begins with - stands after --: bisearch search -- '-Смит Truman'\n")
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
    """Print UTF-8 where the locale's encoding has no Cyrillic; the alternative is question marks."""
    for stream in (sys.stdout, sys.stderr):
        try:
            "Яé✓".encode(stream.encoding or "ascii")
        except (UnicodeEncodeError, LookupError):
            stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # both are text wrappers
