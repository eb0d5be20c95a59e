"""Commands that ask an index: search, show, translate."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

import click

from bisearch.cli.shared import FOUND, NOTHING, index_option, json_option, print_json, say
from bisearch.query.parser import parse
from bisearch.query.tree import is_condition
from bisearch.render.layout import width_of
from bisearch.render.printers import printer_for
from bisearch.sanitizing import to_json
from bisearch.searching.index import open  # noqa: A004 -- the library's name
from bisearch.searching.options import SearchOptions

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.model import Side
    from bisearch.searching.options import Group
    from bisearch.searching.ranking import Sort


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="QUERY...")
@index_option
@click.option("-n", "--limit", default=10, show_default=True, type=click.IntRange(0, 10_000), help="Hits to print.")
@click.option("--offset", default=0, type=click.IntRange(0), help="Hits to skip before the first.")
@click.option(
    "--sort", type=click.Choice(["score", "date"]), default="score", show_default=True, help="Order of the hits."
)
@click.option("--lang", type=click.Choice(["ru", "en"]), help="Search this side only.")
@click.option(
    "--translate/--no-translate", default=True, help="Look a bare word up on the other side too.  [default: on]"
)
@click.option("--names/--no-names", default=True, help="Look a name up in other spellings too.  [default: on]")
@click.option(
    "--abbreviations/--no-abbreviations", default=True,
    help="Look a word up by what stands for the same too, a shelfmark in either script.  [default: on]",
)  # fmt: skip
@click.option("--dates/--no-dates", default=True, help="Look a date up in every form.  [default: on]")
@click.option("--suggest/--no-suggest", default=True, help="Suggest words for those without match.  [default: on]")
@click.option("--explain", is_flag=True, help="Say what each word was looked up by, and why each mark is there.")
@click.option(
    "--group", type=click.Choice(["passage", "document"]),
    help="What to find; of a document, also one whose adjacent passages hold the words together."
    "  [default: passage, or document where QUERY has conditions alone]",
)  # fmt: skip
@click.option(
    "--best",
    type=click.IntRange(0, 100),
    help="Passages of each document.  [default: 3, or none where QUERY has conditions alone]",
)
@click.option(
    "-C", "--context", default=0, metavar="N", type=click.IntRange(0, 100), help="Passages to show around each hit."
)
@json_option
@click.option("--jsonl", "as_jsonl", is_flag=True, help="Print one JSON record a hit.")
@click.option("--kwic", is_flag=True, help="Print a line a side, what matched in one column (key word in context).")
def search(  # noqa: PLR0913, PLR0917 -- one parameter for each option
    words: tuple[str, ...],
    index: Path,
    limit: int,
    offset: int,
    sort: Sort,
    lang: Side | None,
    group: Group | None,
    best: int | None,
    context: int,
    explain: bool,  # noqa: FBT001 -- click passes it by name
    as_json: bool,  # noqa: FBT001 -- click passes it by name
    as_jsonl: bool,  # noqa: FBT001
    kwic: bool,  # noqa: FBT001
    **widenings: bool,
) -> NoReturn:
    """Find the passages that match QUERY and print them in both languages.

    In single quotes, the shell leaves a query as it is; a query that begins with - stands after --.

    \b
    атомная энергия            either word, in any form, or what it is rendered as; the best first
    +Смит +Truman              both words, each on the side of its script
    "atomic energy"            a phrase, by lemma;  exact:"atomic energy" as written
    "Смит Трумэн"~5            both words with at most five others among them
    20 ноября 1946   ф. 558    a date in any form, 20.XI.46г.; a shelfmark in either script
    энерг*   Смигу~   Смигу~1  words that begin so; words one or two letters off
    Smith AND (Truman OR Stalin) AND NOT Sochi
    ru:1946  en:1946  title:cable  ref:"ф. 558"  id:cable-641  date:1946-11  date:1946..1947

    Exit codes: 0 hits, 1 none, 2 wrong usage or query, 3 the index is missing or damaged.
    """  # noqa: D301 -- \b is click's mark for text to be left as it is
    query = " ".join(words)
    lists = group is None and not (as_json or as_jsonl or kwic) and is_condition(parse(query))
    if group is None:
        group = "document" if lists else "passage"
    if best is None:
        best = 0 if lists else 3
    options = SearchOptions(
        limit=limit, offset=offset, sort=sort, lang=lang, context=context, group=group, best=best, **widenings
    )
    with open(index) as opened:
        results = opened.search(query, options)
    if as_json or as_jsonl:
        from bisearch.export.records import document_hit_record, hit_record, search_record  # noqa: PLC0415

        if as_json:
            print_json(search_record(results, explain=explain))
        records = map(document_hit_record, results.documents) if group == "document" else map(hit_record, results)
        for record in records if as_jsonl else ():
            click.echo(to_json(record))
    elif kwic:
        from bisearch.render.kwic import print_concordance  # noqa: PLC0415 -- only what is used is loaded

        print_concordance(results, sys.stdout, width_of(sys.stdout))
    else:
        printer_for(sys.stdout).print_results(results, explain=explain)
    sys.exit(FOUND if results.total else NOTHING)


@click.command()
@click.argument("id_", metavar="ID")
@index_option
@json_option
def show(id_: str, index: Path, as_json: bool) -> None:  # noqa: FBT001
    """Print a whole document, both sides aligned.

    Exit codes: 0 printed, 1 no such document, 3 the index is missing or damaged.
    """
    with open(index) as opened:
        found = opened.document(id_)
    if found is None:
        say(f"{index} has no document {id_!r}; list ids with: bisearch search --jsonl id:...")
        sys.exit(NOTHING)
    document, passages = found
    if as_json:
        from bisearch.export.records import show_record  # noqa: PLC0415

        print_json(show_record(document, passages))
        return
    printer_for(sys.stdout).print_document(document, passages)


@click.command()
@click.argument("word")
@index_option
@click.option("-n", "--limit", default=10, show_default=True, type=click.IntRange(1, 1000), help="Renderings to print.")
@json_option
def translate(word: str, index: Path, limit: int, as_json: bool) -> NoReturn:  # noqa: FBT001
    """Show what WORD is rendered as in this archive, how surely, and a passage each.

    WORD is of either language and in any form. Probabilities are given both ways: of the Russian word being rendered as
    the English one, and of the English word standing for the Russian one.

    Exit codes: 0 found, 1 the archive has no rendering of it, 2 wrong usage, 3 the index is missing or damaged.
    """
    with open(index) as opened:
        found = opened.translate(word, limit)
    if as_json:
        from bisearch.export.records import translate_record  # noqa: PLC0415

        print_json(translate_record(word, found))
    elif found:
        printer_for(sys.stdout).print_translations(found)
    else:
        say(f"{index} has no rendering of {word!r}")
    sys.exit(FOUND if found else NOTHING)
