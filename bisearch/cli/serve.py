"""The command that shows archives in a browser."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import click

from bisearch.cli.shared import FAILED, NamedPath, Seconds, existing_file, package_of, print_message
from bisearch.indexing.workers import cores
from bisearch.regular_files import read_regular

TO_INSTALL = "pip install 'bisearch-archive[web]'"
MCP_TO_INSTALL = "pip install 'bisearch-archive[mcp,web]'"
_TOKEN_BYTES = 4096
# Without --workers; each process takes its own memory.
_MOST_WORKERS = 4
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@click.command()
@click.argument("indexes", nargs=-1, metavar="[INDEX]...", type=NamedPath(path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port; 0: any free one.")
@click.option("--allow-host", multiple=True, metavar="NAME", help="Name of the host to answer under; repeatable.")
@click.option("--public", is_flag=True, help="Let everybody read who can reach the server.")
@click.option("--token-file", type=existing_file, metavar="FILE", help="File with a token that readers must give.")
@click.option(
    "--corrections-token-file", type=existing_file, metavar="FILE",
    help="File with a token that lets a reader correct; without it nobody can.",
)  # fmt: skip
@click.option("--root-path", default="", metavar="PATH", help="Path under which a proxy shows the server.")
@click.option("--title", default="", metavar="TEXT", help="Name of the archive on its pages (default: its folder's).")
@click.option(
    "--time-limit", default=10.0, show_default=True, type=Seconds(0.1), metavar="SECONDS",
    help="Stop the work of a request after SECONDS.",
)  # fmt: skip
@click.option("--mcp", is_flag=True, help="Also answer assistants at /mcp (Model Context Protocol).")
@click.option(
    "--workers", type=click.IntRange(1, 64), metavar="N",
    help=f"Number of processes that answer (default: one per core, at most {_MOST_WORKERS}).",
)  # fmt: skip
@click.option("--access-log", is_flag=True, help="Log each request to standard error, with the readers' queries.")
@click.option("--open", "open_browser", is_flag=True, help="Open the page in a browser.")
def serve(  # noqa: PLR0913 -- one parameter for each option
    *, indexes: tuple[Path, ...], host: str, port: int, allow_host: tuple[str, ...], public: bool,
    token_file: Path | None, corrections_token_file: Path | None, root_path: str, title: str, time_limit: float,
    mcp: bool, workers: int | None, access_log: bool, open_browser: bool,
) -> None:  # fmt: skip
    """Show each INDEX (default: index) as pages in a browser, until Ctrl-C.

    \b
    bisearch serve
    bisearch serve letters cables --port 8080
    bisearch serve --host 0.0.0.0 --allow-host archive.example.org --token-file token.txt

    The pages are for this machine only. To show them to others, name the host with --allow-host, and either give a
    token or say --public.

    Exit codes: 0 ended, 2 wrong usage, 3 index missing or damaged, address in use, or package missing.
    """  # noqa: D301 -- \b tells click to keep the line breaks
    _check_reach(host, allow_host, public=public, token_file=token_file)
    try:
        from bisearch.server.serve import serve as serve_indexes  # noqa: PLC0415 -- only who serves has this
        from bisearch.server.settings import LOCAL_HOSTS, ServerSettings  # noqa: PLC0415
    except ImportError as error:
        print_message(f"the pages need {package_of(error)}, which is not installed; {TO_INSTALL}")
        sys.exit(FAILED)
    if mcp:
        _require_mcp()

    def ready(address: str) -> None:
        click.echo(f"{address}  (Ctrl-C ends)", err=True)
        if open_browser:
            import webbrowser  # noqa: PLC0415 -- seldom used

            webbrowser.open(address)

    settings = ServerSettings(
        allowed_hosts=(*LOCAL_HOSTS, *allow_host),
        read_token=_token(token_file) if token_file is not None else None,
        corrections_token=_token(corrections_token_file) if corrections_token_file is not None else None,
        timeout=time_limit,
        assistants=mcp,
    )
    with suppress(KeyboardInterrupt):
        try:
            serve_indexes(
                indexes or (Path("index"),), settings, host=host, port=port, root_path=root_path, title=title,
                access_log=access_log, workers=workers or min(cores(), _MOST_WORKERS), ready=ready,
            )  # fmt: skip
        except ValueError as error:
            raise click.UsageError(str(error)) from error


def _require_mcp() -> None:
    """End the command if the packages for assistants are not installed."""
    try:
        import bisearch.server.assistants.serving  # noqa: F401, PLC0415 -- only who asks has its SDK
    except ImportError as error:
        print_message(f"assistants need {package_of(error)}, which is not installed; {MCP_TO_INSTALL}")
        sys.exit(FAILED)


def _check_reach(host: str, allowed: tuple[str, ...], *, public: bool, token_file: Path | None) -> None:
    """Raise an error if others can reach the server and the options do not say who."""
    if host in _LOOPBACK:
        return
    if not allowed:
        raise click.UsageError(f"--host {host} is reached by others: name the host that they ask with --allow-host")
    if not public and token_file is None:
        raise click.UsageError(f"--host {host} is reached by others: give a --token-file, or say --public")


def _token(file: Path) -> str:
    try:
        token = read_regular(file, _TOKEN_BYTES).decode().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{file} cannot be read as a token: {error}") from error
    if not token or any(character.isspace() for character in token):
        raise click.UsageError(f"{file} must hold one token: one line without spaces")
    return token
