"""The command line: each command parses its arguments, makes one call of the library and prints what comes back."""

from __future__ import annotations

import gc
import io
import math
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn

import click

from bisearch import signals
from bisearch.errors import BisearchError, QueryError, StoredIndexError
from bisearch.render.progress import documents_shown, share_shown
from bisearch.render.renderer import renderer_for
from bisearch.render.safety import clean, clean_lines, to_json
from bisearch.version import __version__

if TYPE_CHECKING:
    from bisearch.indexing import BuildReport
    from bisearch.model import Side
    from bisearch.searching.index import Group
    from bisearch.searching.ranking import Sort

# Loading the program makes many objects that stay; looking for garbage among them would be in vain.
GARBAGE = 50_000
FOUND, NOTHING, USAGE, DAMAGED, PIPE_CLOSED = 0, 1, 2, 3, 141

_index_option = click.option(
    "--index", "index", envvar="BISEARCH_INDEX", default="index", show_default=True, metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path), help="Folder of the index; also BISEARCH_INDEX.",
)  # fmt: skip
_json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
_encoding_option = click.option(
    "--encoding", metavar="NAME", help="Encoding of the text files; detected when not given."
)


class _IndexCommand(click.Command):
    """The command whose ``--wait`` may stand without a number, before a path."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Give a bare ``--wait`` its number: without end."""
        for place, arg in enumerate(args):
            if arg == "--":
                break
            if arg == "--wait" and not "".join(args[place + 1 : place + 2]).replace(".", "", 1).isdecimal():
                args[place] = f"--wait={math.inf}"
        return super().parse_args(ctx, args)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="bisearch")
def cli() -> None:
    """Search archives that exist twice: a Russian original and its English translation."""


@cli.command(cls=_IndexCommand)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@_index_option
@_encoding_option
@click.option(
    "--engine",
    type=click.Choice(["whoosh", "tantivy"]),
    default="whoosh",
    show_default=True,
    help="Engine of a new index; tantivy is the one for many passages: pip install 'bisearch[tantivy]'.",
)
@click.option("--strict", is_flag=True, help="Stop at the first fault in a source, with nothing changed.")
@click.option("--prune", is_flag=True, help="Remove documents that PATHS no longer hold.")
@click.option("--rebuild", is_flag=True, help="Make the index anew, whatever is there.")
@click.option("--wait", type=click.FloatRange(0), default=0.0, metavar="[SECONDS]",
              help="Wait while another process writes to the index; without a number, as long as need be.")  # fmt: skip
@click.option("--jobs", type=click.IntRange(1), metavar="N",
              help="Processes to align and analyse documents by; one a core, at most 8, when not given.")  # fmt: skip
@_json_option
def index(  # noqa: PLR0913, PLR0917 -- one parameter for each option
    paths: tuple[Path, ...],
    index: Path,
    encoding: str | None,
    engine: str,
    wait: float,
    jobs: int | None,
    as_json: bool,  # noqa: FBT001 -- click passes it by name
    **flags: bool,
) -> NoReturn:
    """Build the index of PATHS, files and folders, or bring it up to date.

    Only new and changed documents are analysed; a run with nothing new writes nothing. A file that cannot be read is
    named with the reason, the rest is indexed.

    Exit codes: 0 all is in, 1 something was left out or a process of --jobs was killed, 2 wrong usage, 3 the index is
    damaged, of another version, being written by another process, or cannot be written; 130 interrupted, with the index
    as it was.
    """
    from bisearch.indexing import BuildOptions, build  # noqa: PLC0415 -- other commands start faster without

    options = BuildOptions(encoding=encoding, engine=engine, wait=wait, jobs=jobs, **flags)
    with documents_shown() as progress:
        report = build(paths, index, options, progress)
    for fault in report.left_out:
        _say(f"left out: {fault}")
    if as_json:
        _print_json(_report_record(report))
    else:
        click.echo(clean(_summary(report, index)))
    if report.is_large_for_engine:
        click.echo(
            "bisearch: so many passages are searched faster with the engine tantivy: pip install 'bisearch[tantivy]',"
            " then bisearch index --rebuild --engine tantivy PATH...",
            err=True,
        )
    sys.exit(NOTHING if report.left_out else FOUND)


@cli.command()
@click.argument("query")
@_index_option
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
    "--group", type=click.Choice(["passage", "document"]), default="passage", show_default=True,
    help="What to find; of a document, also one whose adjacent passages hold the words together.",
)  # fmt: skip
@click.option("--best", default=3, show_default=True, type=click.IntRange(1, 100), help="Passages of each document.")
@click.option(
    "-C", "--context", default=0, metavar="N", type=click.IntRange(0, 100), help="Passages to show around each hit."
)
@_json_option
@click.option("--jsonl", "as_jsonl", is_flag=True, help="Print one JSON record a hit.")
def search(  # noqa: PLR0913, PLR0917 -- one parameter for each option
    query: str,
    index: Path,
    limit: int,
    offset: int,
    sort: Sort,
    lang: Side | None,
    group: Group,
    best: int,
    context: int,
    explain: bool,  # noqa: FBT001 -- click passes it by name
    as_json: bool,  # noqa: FBT001
    as_jsonl: bool,  # noqa: FBT001
    **widenings: bool,
) -> NoReturn:
    """Find the passages that match QUERY and print them in both languages.

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
    from bisearch.searching.index import SearchOptions, open  # noqa: A004, PLC0415 -- other commands start faster without

    options = SearchOptions(
        limit=limit, offset=offset, sort=sort, lang=lang, context=context, group=group, best=best, **widenings
    )
    with open(index) as opened:
        results = opened.search(query, options)
    if as_json or as_jsonl:
        from bisearch.render.records import document_hit_record, hit_record, results_record  # noqa: PLC0415

        if as_json:
            _print_json(results_record(results, explain=explain))
        records = map(document_hit_record, results.documents) if group == "document" else map(hit_record, results)
        for record in records if as_jsonl else ():
            click.echo(to_json(record))
    else:
        renderer, out = renderer_for(sys.stdout)
        renderer.print_results(results, out, explain=explain)
    sys.exit(FOUND if results.total else NOTHING)


@cli.command()
@click.argument("id_", metavar="ID")
@_index_option
@_json_option
def show(id_: str, index: Path, as_json: bool) -> None:  # noqa: FBT001
    """Print a whole document, both sides aligned.

    Exit codes: 0 printed, 1 no such document, 3 the index is missing or damaged.
    """
    from bisearch.searching.index import open  # noqa: A004, PLC0415

    with open(index) as opened:
        found = opened.document(id_)
    if found is None:
        _say(f"{index} has no document {id_!r}; list ids with: bisearch search --jsonl id:...")
        sys.exit(NOTHING)
    document, passages = found
    if as_json:
        from bisearch.render.records import document_record, passage_record  # noqa: PLC0415

        _print_json({"document": document_record(document), "passages": [passage_record(each) for each in passages]})
        return
    renderer, out = renderer_for(sys.stdout)
    renderer.print_document(document, passages, out)


@cli.command()
@click.argument("word")
@_index_option
@click.option("-n", "--limit", default=10, show_default=True, type=click.IntRange(1, 1000), help="Renderings to print.")
@_json_option
def translate(word: str, index: Path, limit: int, as_json: bool) -> NoReturn:  # noqa: FBT001
    """Show what WORD is rendered as in this archive, how surely, and a passage each.

    WORD is of either language and in any form. Probabilities are given both ways: of the Russian word being rendered as
    the English one, and of the English word standing for the Russian one.

    Exit codes: 0 found, 1 the archive has no rendering of it, 2 wrong usage, 3 the index is missing or damaged.
    """
    from bisearch.searching.index import open  # noqa: A004, PLC0415

    with open(index) as opened:
        found = opened.translate(word, limit)
    if as_json:
        from bisearch.render.records import equivalent_record  # noqa: PLC0415

        _print_json({"word": word, "equivalents": [equivalent_record(each) for each in found]})
    elif found:
        renderer, out = renderer_for(sys.stdout)
        renderer.print_equivalents(found, out)
    else:
        _say(f"{index} has no rendering of {word!r}")
    sys.exit(FOUND if found else NOTHING)


@cli.group()
def lexicon() -> None:
    """Import dictionaries into the index, and export what it has learned."""


@lexicon.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_index_option
@_json_option
def import_(file: Path, index: Path, as_json: bool) -> None:  # noqa: FBT001
    """Read the dictionary FILE into the index.

    FILE is any file of a dictd dictionary (.index, .dict, .dict.dz) or of a StarDict one (.ifo, .idx, .dict, .dict.dz),
    or a table with a pair a line: Russian, tab, English, and where known a tab and a weight. What the archive's own
    translations teach goes before it; searches, marks and later runs of "index" use both. A dictionary of the same name
    is replaced.

    Exit codes: 0 read, 1 the dictionary cannot be read, 3 the index is missing, damaged or being written.
    """
    from bisearch.indexing import import_dictionary  # noqa: PLC0415

    report = import_dictionary(file, index)
    if as_json:
        _print_json({"name": report.name, "pairs": report.pairs, "used": report.used})
    else:
        met = f"{report.used:,} of words that the index has met"
        click.echo(clean(f"{index}: {report.name}: {report.pairs:,} pairs, {met}"))


@lexicon.command("export")
@_index_option
def export(index: Path) -> None:
    """Print the translation table: Russian, English, probability each way, beads; tabs between them.

    What is printed can be imported into another index.
    """
    from bisearch.searching.index import open  # noqa: A004, PLC0415

    with open(index) as opened:
        for ru, en, to_en, to_ru, beads in opened.table():
            click.echo(f"{ru}\t{en}\t{to_en:.4f}\t{to_ru:.4f}\t{beads}")


@cli.command()
@click.argument("ru", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("en", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_encoding_option
@_json_option
@click.option("--tmx", "form", flag_value="tmx", help="Print a TMX 1.4 translation memory.")
@click.option("--tsv", "form", flag_value="tsv", help="Print a line a bead: confidence, Russian, English.")
@click.option(
    "--dictionary",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Dictionary to use beside the general glossary, as 'lexicon import' takes it.",
)
def align(  # noqa: PLR0913, PLR0917 -- one parameter for each option
    ru: Path,
    en: Path,
    encoding: str | None,
    as_json: bool,  # noqa: FBT001
    form: Literal["tmx", "tsv"] | None,
    dictionary: Path | None,
) -> None:
    """Align two texts, RU and EN, sentence by sentence, without indexing them."""
    from bisearch.alignment import align as align_texts  # noqa: PLC0415
    from bisearch.render.exchange import to_tmx, to_tsv  # noqa: PLC0415
    from bisearch.sources.decoding import read_text  # noqa: PLC0415

    text_ru, text_en = read_text(ru, encoding), read_text(en, encoding)
    with share_shown("sentences aligned") as progress:
        alignment = align_texts(text_ru, text_en, _table_of(dictionary), progress)
    if as_json:
        from bisearch.render.records import alignment_record  # noqa: PLC0415

        _print_json(alignment_record(text_ru, text_en, alignment))
    elif form is not None:
        click.echo({"tmx": to_tmx, "tsv": to_tsv}[form](text_ru, text_en, alignment), nl=False)
    else:
        from bisearch.passages import passages  # noqa: PLC0415

        renderer, out = renderer_for(sys.stdout)
        renderer.print_passages(passages(text_ru, text_en, alignment), out)


@cli.command()
@_index_option
@_json_option
def stats(index: Path, as_json: bool) -> None:  # noqa: FBT001
    """Print what the index holds and how it was made."""
    from bisearch.render.records import stats_record  # noqa: PLC0415
    from bisearch.searching.index import open  # noqa: A004, PLC0415

    with open(index) as opened:
        record = stats_record(opened.stats())
    if as_json:
        _print_json(record)
        return
    width = max(map(len, record))
    for name, value in record.items():
        click.echo(clean(f"{name:<{width}}  {value:,}" if isinstance(value, int) else f"{name:<{width}}  {value}"))


@cli.command()
@_index_option
def check(index: Path) -> NoReturn:
    """Verify the index: each file against its checksum, each document readable.

    Exit codes: 0 sound, 3 missing or damaged.
    """
    from bisearch.searching.index import check as faults_of  # noqa: PLC0415

    faults = faults_of(index)
    for fault in faults:
        _say(fault)
    verdict = "damaged; mend it with: bisearch index --rebuild PATH..." if faults else "sound"
    click.echo(clean(f"{index}: {verdict}"))
    sys.exit(DAMAGED if faults else FOUND)


@cli.command()
@click.option("--index", "index", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
              help="Keep the index here; a temporary folder when not given.")  # fmt: skip
def demo(index: Path | None) -> None:
    """Index the demonstration archive and show a Russian and an English search."""
    from tempfile import TemporaryDirectory  # noqa: PLC0415

    from bisearch.demo import QUERIES, archive  # noqa: PLC0415
    from bisearch.indexing import build  # noqa: PLC0415
    from bisearch.searching.index import open  # noqa: A004, PLC0415

    with TemporaryDirectory() as temporary:
        place = index or Path(temporary) / "index"
        click.echo(f"$ bisearch index {archive()}")
        with documents_shown() as progress:
            report = build([archive()], place, None, progress)
        click.echo(clean(_summary(report, place)))
        with open(place) as opened:
            renderer, out = renderer_for(sys.stdout)
            for query in QUERIES:
                click.echo(f"\n$ bisearch search --limit 3 {query!r}")
                renderer.print_results(opened.search(query, limit=3), out)


def main() -> int:
    """Run the command line and return an exit code for whatever happens."""
    code = FOUND
    try:
        signals.heed()
        gc.set_threshold(GARBAGE)
        _make_streams_unicode()
        code = _run()
        sys.stdout.flush()
        signals.ignore()
    except (KeyboardInterrupt, click.Abort):
        signals.ignore()
        _say("interrupted; what was committed before is as it was")
        code = signals.exit_code()
    except OSError as error:  # of printing; those of reading and writing have been told
        if not isinstance(error, BrokenPipeError):
            _say(str(error))
        # Whoever read our output has gone, or it has no room; leave nothing for the interpreter to print at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = PIPE_CLOSED if isinstance(error, BrokenPipeError) else NOTHING
    return code


def _run() -> int:
    """Run the command; the only place where errors become messages and exit codes."""
    stream = sys.stdout
    try:
        cli.main(standalone_mode=False)
    except SystemExit as leave:
        if sys.stdout is not stream:  # click wraps it where a pipe has closed, and leaves as if nothing had been found
            raise BrokenPipeError from leave
        return int(leave.code or FOUND)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        click.echo(clean_lines(shown.getvalue()), err=True, nl=False)
        return USAGE
    except QueryError as error:
        _say(f"{clean(error.reason)}\n  {clean(error.query)}\n  {' ' * error.position}^")
        return USAGE
    except StoredIndexError as error:
        _say(str(error))
        return DAMAGED
    except BisearchError as error:
        _say(str(error))
        return NOTHING
    return FOUND


def _say(message: str) -> None:
    click.echo(f"bisearch: {clean_lines(message)}", err=True)


def _make_streams_unicode() -> None:
    """Print UTF-8 where the locale's encoding has no Cyrillic; the alternative is question marks."""
    for stream in (sys.stdout, sys.stderr):
        try:
            "Яé✓".encode(stream.encoding or "ascii")
        except (UnicodeEncodeError, LookupError):
            stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # both are text wrappers


def _print_json(record: Any) -> None:
    click.echo(to_json(record, indent=2))


def _table_of(dictionary: Path | None) -> dict[str, dict[str, float]] | None:
    if dictionary is None:
        return None
    from bisearch.analysis.forms import Lemmatizer  # noqa: PLC0415
    from bisearch.lexicon.glossary import as_table  # noqa: PLC0415
    from bisearch.lexicon.importing import read_entries  # noqa: PLC0415

    return as_table(read_entries(dictionary, Lemmatizer()))


def _report_record(report: BuildReport) -> dict[str, Any]:
    return {
        "added": report.added,
        "changed": report.changed,
        "removed": report.removed,
        "unchanged": report.unchanged,
        "passages": report.passages,
        "tokens": report.tokens,
        "left_out": [{"path": fault.path, "line": fault.line, "reason": fault.reason} for fault in report.left_out],
        "seconds": round(report.seconds, 3),
    }


def _summary(report: BuildReport, index: Path) -> str:
    if not report.is_changed:
        done = f"nothing to do, {report.unchanged:,} documents unchanged"
    else:
        counts = {"added": report.added, "changed": report.changed, "removed": report.removed}
        parts = [f"{len(ids):,} {name}" for name, ids in counts.items() if ids]
        new = f"{report.passages:,} passages, {report.tokens:,} words"
        done = f"documents: {', '.join(parts)}, {report.unchanged:,} unchanged; {new}"
    left_out = f"; {len(report.left_out):,} left out" if report.left_out else ""
    return f"{index}: {done}{left_out}; {report.seconds:.1f} s"


if __name__ == "__main__":
    main()
