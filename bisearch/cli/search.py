"""Commands that read an index: search, show."""

from __future__ import annotations

import sys
from io import StringIO
from typing import TYPE_CHECKING, NoReturn, TypedDict, Unpack, cast

import click
from click.core import ParameterSource

from bisearch.cli.shared import FOUND, NOTHING, Seconds, check_one_form, index_option, json_option, print_json
from bisearch.index import open  # noqa: A004 -- the library's name
from bisearch.render.printers import printer_for
from bisearch.sanitizing import to_json
from bisearch.searching.options import SearchOptions

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.model import Side
    from bisearch.searching.ranking import Sort
    from bisearch.searching.results import Group
    from bisearch.statistics.options import ConcordanceSort

# The orders of --kwic that list occurrences, and the parameters that they take.
KWIC_SORTS = ("left", "right", "opposite")
OCCURRENCE_OPTIONS = frozenset({"words", "index", "limit", "offset", "sort", "lang", "timeout", "as_json", "kwic"})


class _Expansion(TypedDict):
    """The options of what a word of a query is looked up as."""

    translate: bool
    names: bool
    abbreviations: bool
    dates: bool
    meaning: bool
    suggest: bool


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="QUERY...")
@index_option
@click.option("-n", "--limit", default=10, show_default=True, type=click.IntRange(0, 10_000), help="Hits to print.")
@click.option("--offset", default=0, type=click.IntRange(0), help="Hits to skip before the first.")
@click.option(
    "--sort",
    type=click.Choice(["score", "date", *KWIC_SORTS]),
    default="score",
    show_default=True,
    help="Order of the hits; with --kwic, left, right and opposite list all occurrences by their context.",
)
@click.option("--lang", type=click.Choice(["ru", "en"]), help="Search this side only.")
@click.option(
    "--translate/--no-translate", default=True, help="Also match translations on the other side.  [default: on]"
)
@click.option("--names/--no-names", default=True, help="Also match other spellings of names.  [default: on]")
@click.option(
    "--abbreviations/--no-abbreviations", default=True,
    help="Also match synonyms and abbreviations, and shelfmarks in both scripts.  [default: on]",
)  # fmt: skip
@click.option("--dates/--no-dates", default=True, help="Match dates in any notation.  [default: on]")
@click.option(
    "--meaning/--no-meaning", default=True,
    help="Rank by words and meaning, and find passages by meaning too, in an index with vectors.  [default: on]",
)  # fmt: skip
@click.option(
    "--titles/--no-titles", default=True,
    help="Also list, after the others, documents of which only a title or the summary matches; not with --kwic."
    "  [default: on]",
)  # fmt: skip
@click.option("--suggest/--no-suggest", default=True, help="Suggest words for words with no match.  [default: on]")
@click.option("--lenient", is_flag=True, help="Run a query with mistakes without them, and say what was changed.")
@click.option("--explain", is_flag=True, help="Show what each word was looked up as, and the reason for each mark.")
@click.option(
    "--group", type=click.Choice(["passage", "document"]),
    help="What to find; with document, words may be spread over adjacent passages."
    "  [default: document if QUERY only has filters and the output is text; else passage]",
)  # fmt: skip
@click.option(
    "--best",
    type=click.IntRange(0, 100),
    help="Passages to print of each document.  [default: 3; none if documents are the default of --group]",
)
@click.option(
    "-C", "--context", default=0, metavar="N", type=click.IntRange(0, 100), help="Passages to print around each hit."
)
@click.option("--timeout", type=Seconds(0), metavar="SECONDS", help="Stop the search after SECONDS.")
@json_option
@click.option("--jsonl", "as_jsonl", is_flag=True, help="Print one JSON record per hit.")
@click.option("--account", is_flag=True,
              help="Also print what was looked up and in what, to cite where a term does not occur.")  # fmt: skip
@click.option("--kwic", is_flag=True, help="Print one line per side with the matches in one column (concordance).")
def search(  # noqa: PLR0913, PLR0917 -- one parameter for each option
    words: tuple[str, ...],
    index: Path,
    limit: int,
    offset: int,
    sort: Sort | ConcordanceSort,
    lang: Side | None,
    group: Group | None,
    best: int | None,
    context: int,
    timeout: float | None,
    explain: bool,  # noqa: FBT001 -- click passes it by name
    as_json: bool,  # noqa: FBT001 -- click passes it by name
    as_jsonl: bool,  # noqa: FBT001
    account: bool,  # noqa: FBT001
    kwic: bool,  # noqa: FBT001
    titles: bool,  # noqa: FBT001
    lenient: bool,  # noqa: FBT001
    **expansion: Unpack[_Expansion],
) -> NoReturn:
    """Find the passages that match QUERY and print them in both languages.

    Quote QUERY in single quotes; put -- before a query that starts with -.

    \b
    атомная энергия            either word in any form, or a translation; the best first
    +Смит +Truman              both words, each on the side of its script
    "atomic energy"            a phrase, by lemma;  exact:"atomic energy" as written
    "Смит Трумэн"~5            both words with at most five others between them
    20 ноября 1946   ф. 558    a date in any notation, 20.XI.46г.; a shelfmark in either script
    энерг*   *град   ст?лин    any letters; one letter
    Смигу~   Смигу~1           words that differ in one or two letters
    ("Совет Министров" Сталин)~5   a phrase and a word with at most five others between them
    Smith AND (Truman OR Stalin) AND NOT Sochi
    ru:1946  en:1946  title:cable  ref:"ф. 558"  id:cable-641  date:1946-11  date:1946..1947
    название:телеграмма  шифр:"ф. 558"  автор:Громыко  дата:1946   the same fields in Russian

    Exit codes: 0 hits, 1 no hits, 2 wrong usage or query, 3 index missing or damaged, or no answer within --timeout.
    """  # noqa: D301 -- \b tells click to keep the line breaks
    if sort in KWIC_SORTS:
        _print_occurrences(" ".join(words), index, cast("ConcordanceSort", sort), as_json=as_json)
    # One record per passage is the format of these outputs unless --group says otherwise.
    if group is None and (as_json or as_jsonl or kwic):
        group = "passage"
    # A concordance lines up the matches in the text; a match in a title has none.
    titles = titles and not kwic
    options = SearchOptions(
        limit=limit, offset=offset, sort=cast("Sort", sort), lang=lang, context=context, group=group, best=best,
        titles=titles, lenient=lenient, timeout=timeout, **expansion,
    )  # fmt: skip
    check_one_form(as_json=as_json, as_jsonl=as_jsonl)
    if account and (as_jsonl or kwic):
        raise click.UsageError("--account prints text, or JSON with --json, but not with --jsonl or --kwic")
    with open(index) as opened:
        if account:
            accounted = opened.account(" ".join(words), options)
            results = accounted.results
        else:
            results = opened.search(" ".join(words), options)
    if as_json or as_jsonl:
        if as_json:
            record = results.to_dict(explain=explain)
            print_json({**record, "account": accounted.to_dict()} if account else record)
        found = results.documents if results.group == "document" else results.hits
        for each in found if as_jsonl else ():
            click.echo(to_json(each.to_dict()))
    elif kwic:
        from bisearch.render.kwic import print_concordance  # noqa: PLC0415 -- only what is used is loaded
        from bisearch.render.layout import has_colours, width_of  # noqa: PLC0415 -- loads wcwidth

        print_concordance(results, sys.stdout, width_of(sys.stdout), in_colour=has_colours(sys.stdout))
    else:
        printer_for(sys.stdout).print_results(results, explain=explain)
        if account:
            printer_for(sys.stdout).print_account(accounted)
    sys.exit(FOUND if results.total else NOTHING)


def _print_occurrences(query: str, index: Path, sort: ConcordanceSort, *, as_json: bool) -> NoReturn:
    """Print the concordance of a query, sorted by context."""
    context = click.get_current_context()
    given = {
        parameter.name: parameter.opts[0]
        for parameter in context.command.params
        if context.get_parameter_source(parameter.name or "") is ParameterSource.COMMANDLINE
    }
    if "kwic" not in given:
        raise click.UsageError(f"--sort {sort} needs --kwic")
    unused = [option for name, option in given.items() if name not in OCCURRENCE_OPTIONS]
    if unused:
        raise click.UsageError(f"--sort {sort} lists all occurrences of the word itself; leave out {', '.join(unused)}")
    values = context.params
    with open(index) as opened:
        found = opened.concordance(
            query, sort, values["lang"], limit=values["limit"], offset=values["offset"], timeout=values["timeout"]
        )
    if as_json:
        print_json(found.to_dict())
    else:
        from bisearch.render.kwic import print_occurrences  # noqa: PLC0415 -- only what is used is loaded
        from bisearch.render.layout import has_colours, width_of  # noqa: PLC0415 -- loads wcwidth

        print_occurrences(found, sys.stdout, width_of(sys.stdout), in_colour=has_colours(sys.stdout))
    sys.exit(FOUND if found.total else NOTHING)


@click.command()
@click.argument("id_", metavar="ID")
@index_option
@click.option("--pager/--no-pager", default=True, help="On a terminal, page with PAGER.  [default: on]")
@json_option
def show(id_: str, index: Path, pager: bool, as_json: bool) -> None:  # noqa: FBT001
    """Print a whole document, its two sides aligned and its passages numbered; or one passage.

    ID may be the beginning of an id, in any letter case, or the permanent reference to a passage, as searches print it.

    \b
    bisearch show cable-641
    bisearch show cable-641/9-k7f2q

    Exit codes: 0 printed, 1 no such document or passage, or several, 3 index missing or damaged.
    """  # noqa: D301 -- \b tells click to keep the line breaks
    with open(index) as opened:
        document, passage = opened.find(id_, by_beginning=True)
    if as_json:
        print_json((passage or document).to_dict())
        return
    if passage is not None:
        printer_for(sys.stdout).print_found(passage)
        return
    if not (pager and sys.stdin.isatty() and sys.stdout.isatty()):
        printer_for(sys.stdout).print_document(document.metadata, document.passages)
        return
    text = StringIO()
    printer_for(sys.stdout, text).print_document(document.metadata, document.passages)
    click.echo_via_pager(text.getvalue().rstrip("\n"))
