"""All commands by name; each is loaded when it is called."""

from __future__ import annotations

from importlib import import_module

import click

from bisearch.version import __version__

# In which module a command is, and what the list of commands says of it, in a line of a narrow terminal.
COMMANDS = {
    "align": ("align", "Align two texts sentence by sentence, without an index."),
    "check": ("status", "Verify an index: files by checksum, documents by reading."),
    "demo": ("index", "Index the demonstration archive and search it."),
    "index": ("index", "Build an index of files and folders, or update it."),
    "lexicon": ("lexicon", "Import dictionaries, export the translation table."),
    "search": ("search", "Find passages and print them in both languages."),
    "show": ("search", "Print a whole document, both sides aligned."),
    "stats": ("status", "Print what an index holds and how it was made."),
    "translate": ("search", "Show what a word is rendered as in this archive."),
}


class LazyGroup(click.Group):
    """Commands that are loaded one by one: most of them need what takes longer to load than a search to run."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load a command; None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"bisearch.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, says) for name, (_, says) in COMMANDS.items()])


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="bisearch")
def cli() -> None:
    """Search archives that exist twice: a Russian original and its English translation."""
