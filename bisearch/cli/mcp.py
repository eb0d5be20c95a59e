"""The command that answers an assistant."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from bisearch.cli.shared import FAILED, Seconds, index_option, package_of, print_message

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.errors import BisearchError

TO_INSTALL = "pip install 'bisearch-archive[mcp]'"


@click.command()
@index_option
@click.option(
    "--time-limit", default=10.0, show_default=True, type=Seconds(0.1), metavar="SECONDS",
    help="Stop the work of a call after SECONDS.",
)  # fmt: skip
def mcp(*, index: Path, time_limit: float) -> None:
    """Answer an assistant over standard input and output (MCP).

    An assistant starts this command by itself; docs/api-and-mcp.md has configurations. Its tools only read: search,
    fetch, facets, concordance, frequencies, collocates, translate, audit, cite and verify.

    Exit codes: 0 ended, 2 wrong usage, 3 index missing or damaged, or package missing.
    """
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # it would look through all installed packages
    gc.disable()  # the SDK makes many objects that stay, and a start that looks for garbage among them takes longer
    try:
        from bisearch.server.assistants.serving import serve_stdio  # noqa: PLC0415 -- only who asks has its SDK
        from bisearch.server.settings import ServerSettings  # noqa: PLC0415
    except ImportError as error:
        print_message(f"assistants need {package_of(error)}, which is not installed; {TO_INSTALL}")
        sys.exit(FAILED)
    finally:
        gc.freeze()
        gc.enable()
    with suppress(KeyboardInterrupt):
        serve_stdio(index, ServerSettings(timeout=time_limit), _end)


def _end(error: BisearchError) -> None:
    """End the command, which waits for its input, with a message."""
    print_message(str(error))
    os._exit(FAILED)
