"""The record that every form of file is converted to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from bisearch.places import TextPlaces

# "running head": a header or footer that the form repeats on every page.
# "comment": a remark beside the text, with its author.
# "deletion": text that was deleted, or moved away, while changes were tracked.
# "hidden text": text that the form does not show.
# "code": a script, a style sheet or a form field of a web page.
# "metadata": what the file says about itself, or about the text, that no field of the document takes.
# "variant": another form of a text that the file has too: a transcription line by line, a unit's text in a third
# language, or its second text in one language.
Reason: TypeAlias = Literal["running head", "comment", "deletion", "hidden text", "code", "metadata", "variant"]
REASONS: tuple[Reason, ...] = ("running head", "comment", "deletion", "hidden text", "code", "metadata", "variant")


class LeftOut(NamedTuple):
    """Text of a file that is not part of its running text.

    Attributes:
        reason: why it was left out.
        text: the text.
    """

    reason: Reason
    text: str


@dataclass(frozen=True, slots=True)
class ConvertedText:
    """One document of a file, as Markdown.

    Attributes:
        text: the running text in Markdown: a blank line between paragraphs, ``#`` before headings, one line for a
            table row with tabs between its cells. `markdown.escape` has masked all other characters that Markdown
            gives a meaning.
        values: metadata that the form has outside its text, by the names of `bisearch.model.Metadata`; custom fields in
            an object ``fields``.
        left_out: text of the file that is not in `text`, in the order of the file.
        name: distinguishes the document from the others in its file; empty if the file is one document.
        places: the pages of the text and the places of its words; None if the form has no pages.
        notices: what the owner of the file should know, each one line in lower case without a full stop.
    """

    text: str
    values: dict[str, Any] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    name: str = ""
    places: TextPlaces | None = None
    notices: tuple[str, ...] = ()
