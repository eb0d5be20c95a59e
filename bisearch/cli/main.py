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
# Filters of queries that other programs have as options.
_FIELDS_OF_QUERIES = {
    **dict.fromkeys(("--from", "--to", "--since", "--until", "--after", "--before", "--date", "--year"),
                    "date:1946..1950"),
    "--title": "title:telegram", "--author": "author:Smith", "--id": "id:letter-7", "--place": "place:Moscow",
    "--ref": 'ref:"f. 558"', "--shelfmark": 'ref:"f. 558"',
}  # fmt: skip
# Characters of a query that a message repeats.
_MAX_SHOWN = 200
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
    field = _field_of_query(error)
    if field and isinstance(error, click.NoSuchOption):
        # without the nearest names of options, which are far from what is meant
        error = click.NoSuchOption(error.option_name, ctx=error.ctx)
    message = error.format_message()
    if isinstance(error, _HELP_ERRORS):
        shown.write(f"{message}\n")
    elif isinstance(error, click.UsageError):
        click.UsageError(clean(message), error.ctx).show(shown)  # it repeats arguments
    else:
        click.ClickException(clean(message)).show(shown)
    if isinstance(error, click.NoSuchOption) and not error.option_name.startswith("--"):
        shown.write("Put -- before a query that starts with -: bisearch search -- '-Смит Truman'\n")
    if field:
        shown.write(f"Filters are part of the query, such as {field}\n")
    click.echo(clean_lines(shown.getvalue()), err=True, nl=False)
    return USAGE


def _field_of_query(error: click.ClickException) -> str:
    """Return the filter of a query that an unknown option seems to mean; empty if there is none."""
    if not isinstance(error, click.NoSuchOption) or error.ctx is None:
        return ""
    has_query = any("QUERY" in (each.metavar or "") for each in error.ctx.command.params)
    return _FIELDS_OF_QUERIES.get(error.option_name, "") if has_query else ""


def report_error(error: BisearchError) -> int:
    """Print the message of an error that the library raised, and return the exit code for it."""
    if isinstance(error, QueryError):
        # A query of many lines would hide the message.
        instead = [f"try: {error.instead}"] if 0 < len(error.instead) <= _MAX_SHOWN else []
        print_message(error.reason, *_place(error.query, error.position), *instead)
        return USAGE
    print_message(str(error))
    failures = StoredIndexError | SearchTimeoutError | ServerError | ClusterError | EncoderError
    return FAILED if isinstance(error, failures) else NOTHING


def _place(query: str, position: int) -> list[str]:
    """Return the lines that show a position in a query, of a long one only the surroundings."""
    if not query.strip():
        return []
    before, after = "", ""
    if len(query) > _MAX_SHOWN:
        start, end = max(0, position - _MAX_SHOWN // 2), position + _MAX_SHOWN // 2
        before, after = "..." if start else "", "..." if end < len(query) else ""
        query, position = query[start:end], position - start
    return [f"  {before}{query}{after}", f"  {' ' * (len(before) + position)}^"]


def _make_streams_unicode() -> None:
    """Print UTF-8 if the locale's encoding has no Cyrillic."""
    for stream in (sys.stdout, sys.stderr):
        try:
            "Яé✓".encode(stream.encoding or "ascii")
        except (UnicodeEncodeError, LookupError):
            stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # both are text wrappers
