"""What prints for people: columns and colour on a terminal, plain lines elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from bisearch.model import Metadata, Passage
    from bisearch.searching.results import Results
    from bisearch.searching.translations import Equivalent


T_contra = TypeVar("T_contra", contravariant=True)


class Renderer(Protocol[T_contra]):
    """A module that prints answers to something: a stream, or a screen."""

    def print_results(self, results: Results, out: T_contra, /, *, explain: bool = False) -> None:
        """Print a search's answer; to `explain`, with what each word was looked up by and why each mark is there."""

    def print_equivalents(self, equivalents: Iterable[Equivalent], out: T_contra, /) -> None:
        """Print what a word is rendered as."""

    def print_document(self, document: Metadata, passages: Iterable[Passage], out: T_contra, /) -> None:
        """Print a whole document, both sides aligned."""

    def print_passages(self, passages: Iterable[Passage], out: T_contra, /) -> None:
        """Print passages one after the other."""


def renderer_for(stream: TextIO) -> tuple[Renderer[Any], Any]:
    """Return what prints to a stream, and what it wants for it."""
    if stream.isatty():
        from bisearch.render import terminal  # noqa: PLC0415 -- only what is used is loaded

        return terminal, terminal.screen_for(stream)
    from bisearch.render import plain  # noqa: PLC0415

    return plain, stream
