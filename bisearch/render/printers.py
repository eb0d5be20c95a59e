"""The choice of a printer for a stream: columns and colour on a terminal, plain lines elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from bisearch.model import Metadata, Passage
    from bisearch.searching.passage_lookup import FoundPassage
    from bisearch.searching.results import Results
    from bisearch.searching.translations import Translation
    from bisearch.statistics.account_record import Account


class Printer(Protocol):
    """Prints answers for people."""

    def print_results(self, results: Results, *, explain: bool = False) -> None:
        """Print the results; with `explain`, also what each word was looked up as and the reason for each mark."""

    def print_account(self, account: Account, /) -> None:
        """Print what a search looked up, and in what."""

    def print_translations(self, translations: Iterable[Translation], /) -> None:
        """Print the translations of a word with their probabilities, and an example of each."""

    def print_document(self, document: Metadata, passages: Iterable[Passage], /) -> None:
        """Print a whole document, both sides aligned."""

    def print_found(self, found: FoundPassage, /) -> None:
        """Print the passage that a permanent reference leads to, and what has changed since it was made."""

    def print_passages(self, passages: Iterable[Passage], /) -> None:
        """Print passages in order, with an empty line before each new paragraph."""


def printer_for(stream: TextIO, output: TextIO | None = None) -> Printer:
    """Return the printer for a stream: columns and colour for a terminal, else plain text.

    Args:
        stream: the stream that decides the form.
        output: where to print, e.g. for a pager; None is `stream`.
    """
    if stream.isatty():
        from bisearch.render.terminal import TerminalPrinter, screen_for  # noqa: PLC0415 -- a pipe needs none of it

        return TerminalPrinter(screen_for(stream, output))
    from bisearch.render.plain import PlainPrinter  # noqa: PLC0415 -- a terminal needs none of it

    return PlainPrinter(output or stream)
