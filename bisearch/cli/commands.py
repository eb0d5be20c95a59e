"""All commands by name; each is loaded only when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click

from bisearch.cli.configuration import default_map
from bisearch.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

# Each command's module, and its description in --help, which fits on one line of a narrow terminal.
COMMANDS = {
    "align": ("align", "Align two texts sentence by sentence, without an index."),
    "audit": ("audit", "Question translations: omissions, numbers, dates, words."),
    "bench": ("bench", "Measure search on a test collection: run, evaluate, compare."),
    "check": ("status", "Verify every file and document of an index."),
    "cite": ("cite", "Print the citations of documents or passages."),
    "collocates": ("collocates", "Find the words that occur near a word."),
    "config": ("config", "Print the configuration file's options."),
    "correct": ("correct", "Correct alignments, words, names; undo and list corrections."),
    "delete": ("documents", "Delete documents from an index."),
    "delete-index": ("delete_index", "Delete a whole index, also what it has in a cluster."),
    "demo": ("index", "Index the demonstration archive and search it."),
    "export": ("export", "Write hits as CSV, XLSX, DOCX, TMX, JSONL, Markdown or HTML."),
    "facets": ("facets", "Count what a query finds by year, archive or another field."),
    "frequencies": ("frequencies", "Count words by year or another field."),
    "help": ("help", "Print the help of a command."),
    "index": ("index", "Build or update an index from files and folders."),
    "keywords": ("keywords", "Compare the words of one part with the others."),
    "lexicon": ("lexicon", "Import dictionaries, export the translation table."),
    "like": ("like", "Find passages that say the same, in either language."),
    "list": ("documents", "List the documents of an index."),
    "mcp": ("mcp", "Answer an assistant over standard input and output (MCP)."),
    "pair": ("pair", "Propose which files are the two texts of one document."),
    "search": ("search", "Find passages and print them in both languages."),
    "serve": ("serve", "Show archives in a browser."),
    "show": ("search", "Print a whole document, both sides aligned."),
    "stats": ("status", "Print the size of an index and how it was built."),
    "translate": ("translate", "Print and count the translations of a word."),
    "upgrade": ("upgrade", "Adapt an index to newer dictionaries or a newer bisearch."),
    "verify": ("verify", "Check a manuscript's quotations and citations."),
}


class SuggestingGroup(click.Group):
    """A group that suggests similar names for a command that does not exist."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the first argument names."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            raise click.UsageError(no_such_command(name, self.list_commands(ctx)), ctx)
        return super().resolve_command(ctx, args)


class LazyGroup(SuggestingGroup):
    """A group that loads only the command that is called: loading all takes longer than a search."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load a command; None if there is no command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"bisearch.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, description) for name, (_, description) in COMMANDS.items()])


def no_such_command(name: str, names: Iterable[str]) -> str:
    """Return the message for a command that does not exist, with the similar ones among `names`."""
    from difflib import get_close_matches  # noqa: PLC0415 -- only a mistake needs it

    close = get_close_matches(name.lower(), names)
    hint = f"Did you mean {' or '.join(close)}?" if close else "To search for words: bisearch search WORDS"
    return f"No such command {name!r}. {hint}"


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="bisearch")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Search archives held both in Russian and in English translation."""
    ctx.default_map = default_map(tuple(COMMANDS))
