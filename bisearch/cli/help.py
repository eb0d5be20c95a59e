"""The command `help`."""

from __future__ import annotations

import click

from bisearch.cli.commands import no_such_command


@click.command("help")
@click.argument("names", nargs=-1, metavar="[COMMAND]...")
@click.pass_context
def help(ctx: click.Context, names: tuple[str, ...]) -> None:  # noqa: A001 -- the command's name
    """Print the help of COMMAND, or of bisearch: bisearch help lexicon import."""
    found = ctx.find_root()
    command: click.Command = found.command
    for name in names:
        inner = command.get_command(found, name) if isinstance(command, click.Group) else None
        if inner is None:
            known = command.list_commands(found) if isinstance(command, click.Group) else ()
            raise click.UsageError(no_such_command(name, known), ctx)
        command = inner
        found = click.Context(command, info_name=name, parent=found)
    click.echo(found.get_help())
