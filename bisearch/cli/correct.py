"""The commands `correct align`, `word`, `name`, `dismiss`, `undo` and `list`."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import click

from bisearch.cli.commands import SuggestingGroup
from bisearch.cli.shared import (
    FOUND,
    NOTHING,
    Seconds,
    corrections_option,
    index_option,
    json_option,
    print_json,
    print_message,
    quiet_option,
)
from bisearch.indexing.correcting import DEFAULT_WAIT, Corrections
from bisearch.render.corrections import correction_line, listed_lines
from bisearch.sanitizing import clean

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bisearch.corrections.records import Correction
    from bisearch.model import Side

_SPLIT = re.compile(r"(\d{1,4})(?:[,:](\d{1,4}))?", re.ASCII)


@click.group(cls=SuggestingGroup)
def correct() -> None:
    """Correct alignments, words and names; dismiss findings; undo and list corrections.

    Corrections are kept in corrections.jsonl in the index's folder, or in the file of --corrections, which the index
    then remembers. They are applied again at every build. Sources and metadata never change.
    """


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command that makes a correction the options that all of them have."""
    who = click.option("--who", metavar="NAME", help="Who corrects (default: BISEARCH_WHO, or the name of the user).")
    note = click.option("--note", default="", metavar="TEXT", help="The reason, which is kept with the correction.")
    timeout = click.option(
        "--timeout", type=Seconds(0), default=DEFAULT_WAIT, show_default=True, metavar="SECONDS",
        help="Wait this long while another process writes.",
    )  # fmt: skip
    shared = (index_option, corrections_option, note, who, timeout, quiet_option, json_option)
    for option in reversed(shared):
        command = option(command)
    return command


def _split_at(_context: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[int, int] | None:
    if value is None:
        return None
    found = _SPLIT.fullmatch(value.strip())
    if found is None:
        raise click.BadParameter(f"{value!r} is not N or N,M: the Russian and the English sentences before the split")
    first = int(found[1])
    return first, first if found[2] is None else int(found[2])


@correct.command()
@click.argument("reference")
@click.option("--merge-next", is_flag=True, help="Join the passage with the next one.")
@click.option("--split-at", callback=_split_at, metavar="N[,M]",
              help="Split after N Russian and M English sentences (N of both).")  # fmt: skip
@click.option("--link", metavar="REFERENCE", help="Join the passage with this one, wherever it is in the document.")
@click.option("--unlink", is_flag=True, help="Separate the Russian from the English side.")
@_options
def align(
    *, reference: str, merge_next: bool, split_at: tuple[int, int] | None, link: str | None, unlink: bool, **shared: Any
) -> None:
    """Correct which sentences translate each other in the passage of REFERENCE.

    REFERENCE is a permanent reference, as searches print it, or ID/NUMBER.

    \b
    bisearch correct align cable-641/9-k7f2q --merge-next
    bisearch correct align cable-641/9-k7f2q --split-at 1
    bisearch correct align cable-641/9 --split-at 2,1 --note 'two sentences became one'
    bisearch correct align cable-641/9 --link cable-641/14
    bisearch correct align cable-641/9 --unlink

    Exit codes: 0 corrected, 1 no such passage, or it cannot be corrected so, 2 wrong usage, 3 the index is missing,
    damaged or locked.
    """  # noqa: D301 -- \b tells click to keep the line breaks
    if sum((merge_next, split_at is not None, link is not None, unlink)) != 1:
        raise click.UsageError("choose one of --merge-next, --split-at, --link and --unlink")
    _run(
        shared,
        lambda made, note: made.align(
            reference, merge_next=merge_next, split_at=split_at, link=link, unlink=unlink, note=note
        ),
    )


@correct.command()
@click.argument("reference")
@click.argument("word")
@click.argument("reading")
@click.option("--side", type=click.Choice(["ru", "en"]), help="The side that has WORD, if both do.")
@click.option("--sentence", type=click.IntRange(1), metavar="N", help="The sentence that has WORD, if several do.")
@_options
def word(*, reference: str, word: str, reading: str, side: Side | None, sentence: int | None, **shared: Any) -> None:
    """Read WORD in the passage of REFERENCE as READING, where a scanner or a typist has got it wrong.

    The passage is then found under both; the text stays as the source has it. WORD is exactly as in the text.

    \b
    bisearch correct word cable-641/9-k7f2q Трумзн Трумэн

    Exit codes: as for "bisearch correct align".
    """  # noqa: D301 -- \b tells click to keep the line breaks
    _run(shared, lambda made, note: made.word(reference, word, reading, side=side, sentence=sentence, note=note))


@correct.command()
@click.argument("spelling")
@click.argument("other")
@_options
def name(*, spelling: str, other: str, **shared: Any) -> None:
    """Search for SPELLING and OTHER alike: they name the same person or place.

    \b
    bisearch correct name Смигунов Smigunoff
    bisearch correct name 'Ново-Сибирск' Novonikolaevsk

    Exit codes: as for "bisearch correct align".
    """  # noqa: D301 -- \b tells click to keep the line breaks
    _run(shared, lambda made, note: made.name(spelling, other, note=note))


@correct.command()
@click.argument("key")
@_options
def dismiss(*, key: str, **shared: Any) -> None:
    """Dismiss the finding KEY of "bisearch audit", which is not reported again.

    Exit codes: as for "bisearch correct align".
    """
    _run(shared, lambda made, note: made.dismiss(key, note=note))


@correct.command()
@click.argument("id_", metavar="ID")
@_options
def undo(*, id_: str, **shared: Any) -> None:
    """Take back the correction ID, as "bisearch correct list" prints it. An undo can be undone too.

    Exit codes: as for "bisearch correct align".
    """
    _run(shared, lambda made, note: made.undo(id_, note=note))


@correct.command("list")
@index_option
@corrections_option
@json_option
def list_(*, index: Path, corrections: Path | None, as_json: bool) -> NoReturn:
    """List all corrections: id, what, who, when, and whether each still applies.

    Exit codes: 0 listed, 1 there are none, or a line of the file is malformed, 3 the index is missing or damaged.
    """
    of_index = Corrections(index, corrections)
    listed, malformed = of_index.list(), of_index.records().malformed
    for error in malformed:
        print_message(str(error))
    if as_json:
        print_json([each.to_dict() for each in listed])
    else:
        for line in listed_lines(listed):
            click.echo(line)
        if not listed:
            print_message(f"{of_index.file}: no corrections")
    sys.exit(NOTHING if malformed or not listed else FOUND)


def _run(shared: dict[str, Any], make: Callable[[Corrections, str], Correction]) -> None:
    """Make a correction and print its record."""
    made = make(Corrections(shared["index"], shared["corrections"], shared["who"], shared["timeout"]), shared["note"])
    if shared["as_json"]:
        print_json(made.to_dict())
    elif not shared["quiet"]:
        click.echo(clean(f"{shared['index']}: {correction_line(made)}"))
