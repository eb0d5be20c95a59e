"""The command that questions translations."""

from __future__ import annotations

import sys
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NoReturn

import click

from bisearch.audit.findings import DEFAULT_KINDS, KINDS
from bisearch.cli.shared import FOUND, NOTHING, Seconds, check_one_form, index_option, json_option
from bisearch.index import open  # noqa: A004 -- the library's name
from bisearch.render.findings import count_line, finding_lines
from bisearch.sanitizing import to_json

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.audit.findings import Kind
    from bisearch.model import Side


@click.command()
@click.argument("words", nargs=-1, metavar="[QUERY]...")
@index_option
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(KINDS),
    help=f"Ask only about this; repeat for several.  [default: {', '.join(DEFAULT_KINDS)}]",
)  # fmt: skip
@click.option("-n", "--limit", type=click.IntRange(1), metavar="N", help="Stop after N questions.  [default: all]")
@click.option("--from", "date_from", metavar="DATE", help="Only documents of this day, month or year, or later.")
@click.option("--to", "date_to", metavar="DATE", help="Only documents of this day, month or year, or earlier.")
@click.option("--lang", type=click.Choice(["ru", "en"]), help="Search this side only.")
@click.option(
    "--translate/--no-translate", default=True, help="Also match translations on the other side.  [default: on]"
)
@click.option("--timeout", type=Seconds(0), metavar="SECONDS", help="Stop the audit after SECONDS.")
@json_option
@click.option("--jsonl", "as_jsonl", is_flag=True, help="Print one JSON record per question, each at once.")
def audit(  # noqa: PLR0913 -- one parameter for each option
    *,
    words: tuple[str, ...],
    index: Path,
    kinds: tuple[Kind, ...],
    limit: int | None,
    date_from: str | None,
    date_to: str | None,
    lang: Side | None,
    translate: bool,
    timeout: float | None,
    as_json: bool,
    as_jsonl: bool,
) -> NoReturn:
    """Ask about translations: sentences left out, numbers and dates that differ, words of QUERY left untranslated.

    Each finding is a question to a reader, not a verdict. QUERY and filters choose the passages; without them, all are
    checked. Names, negations and terms, which are words of QUERY that nothing opposite seems to translate, are only
    asked about if --kind names them: more of these questions are needless, or more mistakes are missed.

    \b
    bisearch audit
    bisearch audit 'атомная энергия' --kind term --kind number
    bisearch audit --kind negation --from 1946 --to 1947

    Exit codes: 0 questions, 1 none, 2 wrong usage or query, 3 index missing or damaged, or not done within --timeout.
    """  # noqa: D301 -- \b tells click to keep the line breaks
    check_one_form(as_json=as_json, as_jsonl=as_jsonl)
    counts: Counter[str] = Counter()
    with open(index) as opened:
        try:
            found = opened.audit(
                " ".join(words), kinds or None, date_from=date_from, date_to=date_to, lang=lang, translate=translate,
                timeout=timeout,
            )  # fmt: skip
        except ValueError as error:
            raise click.UsageError(str(error)) from error
        if as_json:
            click.echo("[", nl=False)
        for finding in islice(found, limit):
            if as_json:
                click.echo(",\n" if counts else "\n", nl=False)
                click.echo(to_json(finding.to_dict(), indent=2), nl=False)
            elif as_jsonl:
                click.echo(to_json(finding.to_dict()))
            else:
                click.echo("\n".join(finding_lines(finding)))
            counts[finding.kind] += 1
        is_cut = limit is not None and next(found, None) is not None
    if as_json:
        click.echo("\n]" if counts else "]")
    elif not as_jsonl:
        click.echo(count_line(counts, is_cut=is_cut))
    sys.exit(FOUND if counts else NOTHING)
