"""All commands by name; each is loaded only when it is called."""

from __future__ import annotations

from importlib import import_module

import click

from bisearch.version import __version__

# Each command's module, and its description in --help, which fits on one line of a narrow terminal.
COMMANDS = {
    "align": ("align", "Align two texts sentence by sentence, without an index."),
    "bench": ("bench", "Measure search on a test collection: run, evaluate, compare."),
    "check": ("status", "Verify every file and document of an index."),
    "demo": ("index", "Index the demonstration archive and search it."),
    "index": ("index", "Build or update an index from files and folders."),
    "lexicon": ("lexicon", "Import dictionaries, export the translation table."),
    "search": ("search", "Find passages and print them in both languages."),
    "show": ("search", "Print a whole document, both sides aligned."),
    "stats": ("status", "Print the size of an index and how it was built."),
    "translate": ("search", "Print the translations of a word in this archive."),
}


class LazyGroup(click.Group):
    """A group that loads only the command that is called: loading all takes longer than a search."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load a command; None if there is no command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"bisearch.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, description) for name, (_, description) in COMMANDS.items()])


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="bisearch")
def cli() -> None:
    """Search archives held both in Russian and in English translation."""
