"""Runs a command: sets the output encoding, and turns errors into messages and exit codes."""

from __future__ import annotations

import io
import os
import sys

import click

from bisearch.cli import process
from bisearch.cli.commands import cli
from bisearch.cli.shared import FAILED, FOUND, NOTHING, PIPE_CLOSED, USAGE, print_message
from bisearch.errors import (
    BisearchError,
    ClusterError,
    EncoderError,
    QueryError,
    SearchTimeoutError,
    ServerError,
    StoredIndexError,
)
from bisearch.sanitizing import clean, clean_lines

# The descriptor of standard output, which a command may have closed already.
_STDOUT = 1
# Raised for a group without a command, by click 8.2 and later; its message is the help.
_HELP_ERRORS: tuple[type[click.ClickException], ...] = tuple(
    filter(None, [getattr(click.exceptions, "NoArgsIsHelpError", None)])
)
# A tuple made before, because there may be no memory for one.
_ERRORS_WITHOUT_MEMORY = (MemoryError, SystemError, ImportError)


def main() -> int:
    """Run the command line and return its exit code; raises nothing."""
    code = FOUND
    try:
        process.handle_signals()
        _make_streams_unicode()
        code = _run()
        sys.stdout.flush()
        process.ignore_signals()
    except _ERRORS_WITHOUT_MEMORY as error:
        process.release_reserve()
        if not process.lacks_memory(error):
            raise
        error.__traceback__ = None  # frees what the command had in memory
        print_message(_with_notes("not enough memory", error))
        code = FAILED
    except (KeyboardInterrupt, click.Abort) as error:
        process.ignore_signals()
        print_message(_with_notes("interrupted", error.__cause__ or error))
        code = process.exit_code()
    except OSError as error:  # from printing; the library raises BisearchError for files
        if not isinstance(error, BrokenPipeError):
            print_message(str(error))
        # The reader closed the pipe or the disk is full: discard what the interpreter would print at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), _STDOUT)
        code = PIPE_CLOSED if isinstance(error, BrokenPipeError) else FAILED
    return code


def _with_notes(message: str, error: BaseException) -> str:
    """Return a message with the library's note on the state of the index, if the error has passed a writer."""
    return "; ".join([message, *getattr(error, "__notes__", ())[:1]])


def _run() -> int:
    """Run the command and return its exit code."""
    stream = sys.stdout
    try:
        cli.main(standalone_mode=False)
    except SystemExit as leave:
        if sys.stdout is not stream:  # click replaces it when the pipe is closed, and exits with 1
            raise BrokenPipeError from leave
        return int(leave.code or FOUND)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        return _report_usage(error)
    except BisearchError as error:
        return report_error(error)
    return FOUND


def _report_usage(error: click.ClickException) -> int:
    """Print the message of a wrong usage, and return its exit code."""
    shown = io.StringIO()
    message = error.format_message()
    if isinstance(error, _HELP_ERRORS):
        shown.write(f"{message}\n")
    elif isinstance(error, click.UsageError):
        click.UsageError(clean(message), error.ctx).show(shown)  # it repeats arguments
    else:
        click.ClickException(clean(message)).show(shown)
    if isinstance(error, click.NoSuchOption) and not error.option_name.startswith("--"):
        shown.write("Put -- before a query that starts with -: bisearch search -- '-Смит Truman'\n")
    click.echo(clean_lines(shown.getvalue()), err=True, nl=False)
    return USAGE


def report_error(error: BisearchError) -> int:
    """Print the message of an error that the library raised, and return the exit code for it."""
    if isinstance(error, QueryError):
        instead = [f"try: {error.instead}"] if error.instead else []
        place = [f"  {error.query}", f"  {' ' * error.position}^"] if error.query.strip() else []
        print_message(error.reason, *place, *instead)
        return USAGE
    print_message(str(error))
    failures = StoredIndexError | SearchTimeoutError | ServerError | ClusterError | EncoderError
    return FAILED if isinstance(error, failures) else NOTHING


def _make_streams_unicode() -> None:
    """Print UTF-8 if the locale's encoding has no Cyrillic."""
    for stream in (sys.stdout, sys.stderr):
        try:
            "Яé✓".encode(stream.encoding or "ascii")
        except (UnicodeEncodeError, LookupError):
            stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # both are text wrappers
