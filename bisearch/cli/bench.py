"""Commands that measure search on a test collection: bench run, bench evaluate, bench compare.

What they need is loaded when they run: ir-measures and scipy are the extra ``bench``.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import Field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

import click

from bisearch import model
from bisearch.cli.commands import SuggestingGroup
from bisearch.cli.shared import NamedPath, encoding_option, json_option, print_json, print_message
from bisearch.engines.registry import ENGINES
from bisearch.sanitizing import clean
from bisearch.searching.options import SearchOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bisearch.evaluation.experiment import RunReport
    from bisearch.evaluation.judgements import Judgements
    from bisearch.evaluation.runs import Run

TO_INSTALL = "pip install 'ir-measures>=0.3.3' 'scipy>=1.15'"
IR_DATASETS = "ir_datasets:"
# What --help says of each search option.
_SEARCH_HELP = {
    "limit": "Results per topic.",
    "offset": "Results to skip before the first.",
    "sort": "Order of the results.",
    "lang": "Search this side only.",
    "translate": "Also match translations on the other side.",
    "context": "Passages to read around each hit; changes no result.",
    "names": "Also match other spellings of names.",
    "abbreviations": "Also match synonyms and abbreviations, and shelfmarks in both scripts.",
    "dates": "Match dates in any notation.",
    "meaning": "Rank by words and meaning, in an index with vectors.",
    "titles": "Also find documents of which only a title or the summary matches, after the others.",
    "suggest": "Look for suggestions; changes no result.",
    "group": "What to find; passages have the ids DOCUMENT#NUMBER.",
    "best": "Passages to read of each document; changes no result.",
    "marks": "Look for matching words; changes no result.",
    "lenient": "Mend queries with mistakes.",
    "k1": "BM25's k1, at least 0; engine whoosh only.",
    "b": "BM25's b, from 0 to 1; engine whoosh only.",
}
# Their defaults in a run; other options have those of a search.
_RUN_DEFAULTS: dict[str, Any] = {
    "limit": 1000, "group": "document", "best": 0, "marks": False, "suggest": False, "titles": False,
}  # fmt: skip
# A run searches a whole collection, to the end, and counts nothing.
_NOT_OF_A_RUN = {"date_from", "date_to", "fields", "facet_values", "facets", "timeout"}
# How many ids or topics a message names, and how many files.
_NAMED, _LISTED = 3, 10


class _ExistingPath(click.Path):
    """A path that must exist; the message for one that does not says what is in its folder."""

    def __init__(self, *, folder: bool = False, source: bool = False) -> None:
        super().__init__(dir_okay=folder, path_type=Path)
        self._source = source

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path = Path(value)
        if self._source and str(value).startswith(IR_DATASETS):
            return str(value)
        if not path.exists():
            hint = f"there is no folder {path.parent} either"
            if path.parent.is_dir():
                names = sorted(each.name for each in path.parent.iterdir() if not each.name.startswith("."))
                hint = f"{path.parent} has: {', '.join(names[:_LISTED]) or 'nothing'}"
            self.fail(f"{path}: no such file; {hint}", param, ctx)
        return super().convert(value, param, ctx)


def _options() -> list[Field[Any]]:
    """Return the attributes of `SearchOptions` that a run may set."""
    return [each for each in fields(SearchOptions) if each.name not in _NOT_OF_A_RUN]


def _search_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command an option for every attribute of `SearchOptions` that a run may set."""
    types = get_type_hints(SearchOptions, localns={**vars(model), "Day": str, "Mapping": Mapping})
    for each in reversed(_options()):
        default = _RUN_DEFAULTS.get(each.name, each.default)
        name, text = each.name.replace("_", "-"), _SEARCH_HELP.get(each.name)
        of_type = next(kind for kind in (*get_args(types[each.name]), types[each.name]) if kind is not type(None))
        if get_origin(types[each.name]) is Literal:
            of_type = types[each.name]
        if of_type is bool:
            declaration = f"--{name}/--no-{name}"
            option = click.option(declaration, each.name, default=default, show_default=True, help=text)
        else:
            if get_origin(of_type) is Literal:
                kind: click.ParamType[Any] = click.Choice(get_args(of_type))
            else:
                kind = click.IntRange(0) if of_type is int else click.FLOAT
            option = click.option(f"--{name}", each.name, default=default, show_default=True, type=kind, help=text)
        command = option(command)
    return command


_qrels_option = click.option(
    "--qrels", "qrels", required=True, type=_ExistingPath(source=True), metavar="FILE",
    help="Relevance judgements: topic, 0, document, grade; or topic, document, grade. Also ir_datasets:ID.",
)  # fmt: skip
_runs_argument = click.argument("runs", nargs=-1, required=True, type=_ExistingPath(), metavar="RUN...")
_per_topic_option = click.option("--per-topic", is_flag=True, help="Also print each topic.")
_download_option = click.option("--download", is_flag=True, help="Let ir_datasets download missing data.")


@click.group(cls=SuggestingGroup)
def bench() -> None:
    """Measure how well search answers the topics of a test collection."""


@bench.command("run")
@click.option(
    "--collection", required=True, type=_ExistingPath(folder=True, source=True), metavar="DIR",
    help="Documents: a folder or file of TREC (<DOC>), BEIR (corpus.jsonl), TSV, or what 'bisearch index' reads;"
    " or ir_datasets:ID.",
)  # fmt: skip
@click.option(
    "--topics", multiple=True, type=_ExistingPath(), metavar="FILE",
    help="Topics: TREC's <top> or XML, BEIR's queries.jsonl, or TSV; repeat for several files.",
)  # fmt: skip
@click.option("--output", required=True, type=NamedPath(dir_okay=False, path_type=Path), metavar="RUN",
              help="TREC run to write; its signature goes to RUN.json.")  # fmt: skip
@click.option(
    "--topic-fields", default="title", show_default=True, metavar="FIELDS",
    help="Fields to ask, separated by commas: title, description, narrative.",
)  # fmt: skip
@click.option("--engine", type=click.Choice(ENGINES), default="whoosh", show_default=True, help="Engine of the index.")
@click.option("--query-syntax", is_flag=True, help="Read topics as queries, with operators; else as bare words.")
@click.option(
    "--condition", type=click.Choice(["known-item", "half-translated"]),
    help="Draw by --seed which documents exist in which language, and print how well each group is found. known-item"
    " asks for each document by its title, in both languages; half-translated asks --topics in both.",
)  # fmt: skip
@click.option("--seed", default=0, show_default=True, help="Seed of the condition's draw.")
@click.option("--qrels", type=_ExistingPath(), metavar="FILE", help="Relevance judgements, for half-translated.")
@click.option(
    "--index", type=NamedPath(file_okay=False, path_type=Path), metavar="DIR",
    help="Keep the index here and use it again while the documents are the same.  [default: temporary]",
)  # fmt: skip
@_download_option
@encoding_option
@json_option
@_search_options
def run(  # noqa: PLR0913 -- one parameter for each option
    *, collection: Path | str, topics: tuple[Path, ...], output: Path, topic_fields: str, qrels: Path | None,
    as_json: bool, **others: Any,
) -> None:  # fmt: skip
    """Index a collection, ask it its topics, and write the results as a TREC run.

    The script of a document decides its language; one that occurs once in each language under one id has both.
    Topics may be in either language or in both.

    RUN.json has the run's signature, everything that the results depend on: the version, checksums of the files, and
    all settings. The last column of RUN begins with the version and ends with the first digits of the signature's
    checksum. The condition known-item also writes RUN.topics.tsv and RUN.qrels.

    Exit codes: 0 written, 1 a file cannot be used, 2 wrong usage, 3 the index cannot be written.
    """
    from bisearch.evaluation.experiment import RunOptions
    from bisearch.evaluation.experiment import run as run_collection
    from bisearch.evaluation.runs import signature_path, write_run, write_signature
    from bisearch.render.progress import build_progress, share_progress

    with _usage_errors():
        search = SearchOptions(**{each.name: others.pop(each.name) for each in _options()})
        names = tuple(name.strip() for name in topic_fields.split(","))
        options = RunOptions(str(collection), topics, names, search, judgements=qrels, **others)
    if options.condition is not None:
        _check_installed()
    with build_progress() as progress, share_progress("topics") as on_topic:
        report = run_collection(options, progress.on_document, on_topic)
    _note_gaps(report)
    write_run(report.run, report.name, output)
    write_signature(report.signature, output)
    if report.judgements is not None:
        _write_known_items(report, output)
    if as_json:
        print_json(_run_record(report))
        return
    results = sum(map(len, report.run.values()))
    counts = f"{len(report.topics):,} topics, {report.documents:,} documents, {results:,} results"
    click.echo(clean(f"{output}: {counts}; signature in {signature_path(output)}"))
    if report.groups:
        from bisearch.render.evaluation import groups_table

        click.echo("\n" + groups_table(report.groups), nl=False)


@bench.command("evaluate")
@_runs_argument
@_qrels_option
@click.option("--measures", default="nDCG@10 AP RR P@5 R@100", show_default=True,
              help="Names of measures as in ir-measures, separated by spaces or commas.")  # fmt: skip
@_per_topic_option
@_download_option
@json_option
def evaluate(  # noqa: PLR0913 -- one parameter for each option
    *, runs: tuple[Path, ...], qrels: Path | str, measures: str, per_topic: bool, download: bool, as_json: bool
) -> None:
    """Score TREC runs, of bisearch or of any other system.

    All topics with judgements count; a topic without results scores 0. Documents without judgements are not
    relevant.

    Exit codes: 0 scored, 1 a file cannot be used, 2 wrong usage.
    """
    _check_installed()
    from bisearch.evaluation.measures import evaluate as score
    from bisearch.evaluation.runs import read_signature
    from bisearch.render.evaluation import scores_table

    names = _split_measures(measures)
    found, judgements = _read(runs, qrels, download=download)
    with _usage_errors():
        scores = {name: score(each, judgements, measures=names) for name, each in found.items()}
    if as_json:
        signatures = {name: read_signature(path) for name, path in zip(found, runs, strict=True)}
        print_json([
            {"run": name, "topics": len(judgements), "measures": each.means}
            | ({"per_topic": each.values} if per_topic else {})
            | {"signature": signatures[name]}
            for name, each in scores.items()
        ])  # fmt: skip
        return
    click.echo(scores_table(scores, per_topic=per_topic), nl=False)


@bench.command("compare")
@_runs_argument
@_qrels_option
@click.option("--measure", default="nDCG@10", show_default=True, help="Name of a measure as in ir-measures.")
@click.option("--seed", default=0, show_default=True, help="Seed of the test's random draws.")
@click.option("--resamples", default=10_000, show_default=True, type=click.IntRange(100), help="Number of draws.")
@_per_topic_option
@_download_option
@json_option
def compare(  # noqa: PLR0913 -- one parameter for each option
    *, runs: tuple[Path, ...], qrels: Path | str, measure: str, seed: int, resamples: int, per_topic: bool,
    download: bool, as_json: bool,
) -> None:  # fmt: skip
    """Test whether the other RUNs differ from the first.

    The test is the paired randomization test over topics, two-sided; p (Holm) is corrected for the number of runs.

    Exit codes: 0 compared, 1 a file cannot be used, 2 wrong usage.
    """
    if len(runs) < 2:
        raise click.UsageError("compare needs two runs or more; the first is the one that the others are compared with")
    _check_installed()
    from bisearch.evaluation.comparison import compare as compare_values
    from bisearch.evaluation.measures import evaluate as score
    from bisearch.render.evaluation import comparison_table

    found, judgements = _read(runs, qrels, download=download)
    _note_different_data(runs)
    with _usage_errors():
        scores = {name: score(each, judgements, measures=[measure]) for name, each in found.items()}
    values = [each.values[measure] for each in scores.values()]
    comparisons = dict(zip(list(scores)[1:], compare_values(values, seed, resamples), strict=True))
    means = {name: each.means[measure] for name, each in scores.items()}
    if as_json:
        record: dict[str, Any] = {
            "measure": measure, "topics": len(judgements), "test": "paired randomization", "seed": seed,
            "resamples": resamples, "first": {"run": next(iter(means)), "mean": next(iter(means.values()))},
        }  # fmt: skip
        record["others"] = [
            {"run": name, "mean": means[name], **_comparison_record(each._asdict(), per_topic=per_topic)}
            for name, each in comparisons.items()
        ]
        print_json(record)
        return
    click.echo(comparison_table(measure, means, comparisons, per_topic=per_topic), nl=False)


@contextmanager
def _usage_errors() -> Iterator[None]:
    """Turn the `ValueError` that the library raises for a wrong option into a message."""
    try:
        yield
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _check_installed() -> None:
    """Stop with a message if the extra ``bench`` is not installed."""
    try:
        import ir_measures  # noqa: F401
        import scipy.stats  # noqa: F401
    except ImportError as error:
        raise click.ClickException(f"{error.name} is not installed; {TO_INSTALL}") from error


def _split_measures(text: str) -> list[str]:
    """Return the names in a list; a comma inside parentheses does not separate."""
    names, depth = [""], 0
    for character in text:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0 and (character == "," or character.isspace()):
            names.append("")
        else:
            names[-1] += character
    return list(dict.fromkeys(filter(None, names)))


def _read(runs: Sequence[Path], qrels: Path | str, *, download: bool) -> tuple[dict[str, Run], Judgements]:
    """Read runs, named by their files, and judgements; report what of them does not fit together."""
    from bisearch.errors import CollectionError
    from bisearch.evaluation.judgements import read_judgements
    from bisearch.evaluation.public_datasets import PublicDataset
    from bisearch.evaluation.runs import read_run

    judgements = (
        read_judgements(qrels) if isinstance(qrels, Path) else PublicDataset(qrels, download=download).judgements()
    )
    names = [path.name for path in runs]
    if len(set(names)) < len(names):
        names = [str(path) for path in runs]
    if len(set(names)) < len(names):
        raise click.UsageError("the same run is named twice")
    found = {}
    for name, path in zip(names, runs, strict=True):
        found[name] = run = read_run(path)
        unknown, missing = sorted(run.keys() - judgements.keys()), sorted(judgements.keys() - run.keys())
        if len(unknown) == len(run):
            reason = (
                f"no topic is in {qrels}: the run has {_some(unknown)}, the qrels have {_some(sorted(judgements))};"
                " do the files belong together?"
            )
            raise CollectionError(str(path), reason)
        if unknown:
            print_message(f"{path}: {_count(unknown, 'topic')} without judgements left out: {_some(unknown)}")
        if missing:
            print_message(f"{path}: {_count(missing, 'topic')} without results, which count as 0: {_some(missing)}")
        if not any(id_ in judgements[topic] for topic in run.keys() & judgements.keys() for id_ in run[topic]):
            result = next((id_ for results in run.values() for id_ in results), "")
            judged = next(id_ for grades in judgements.values() for id_ in grades)
            print_message(
                f"{path}: none of its documents is judged; are the ids alike? The run has {result}, {qrels} {judged}"
            )
    return found, judgements


def _note_different_data(runs: Sequence[Path]) -> None:
    """Report runs whose signatures name other documents than the first run's."""
    from bisearch.evaluation.runs import read_signature

    digests = {path: ((read_signature(path) or {}).get("collection") or {}).get("sha256") for path in runs}
    first = digests[runs[0]]
    for path, digest in digests.items():
        if first and digest and digest != first:
            print_message(f"{path}: made from other documents than {runs[0]}, by their signatures")


def _some(ids: Sequence[str]) -> str:
    return ", ".join(ids[:_NAMED]) + (", ..." if len(ids) > _NAMED else "")


def _count(ids: Sequence[str], word: str) -> str:
    return f"{len(ids):,} {word}{'' if len(ids) == 1 else 's'}"


def _note_gaps(report: RunReport) -> None:
    for fault in report.left_out:
        print_message(f"left out: {fault}")
    if report.empty:
        print_message(f"left out: {report.empty:,} documents without text")
    nothing = [topic for topic, found in report.run.items() if not found]
    if nothing:
        print_message(f"{_count(nothing, 'topic')} without results: {_some(nothing)}")
    if any(len(id_.split()) != 1 for topic, found in report.run.items() for id_ in (topic, *found)):
        print_message("ids contain spaces, so the run's columns are separated by tabs, which not every tool reads")


def _write_known_items(report: RunReport, output: Path) -> None:
    lines = (f"{topic.id}\t{topic.text}\n" for topic in report.topics)
    output.with_name(f"{output.name}.topics.tsv").write_text("".join(lines), encoding="utf-8")
    judged = (report.judgements or {}).items()
    rows = (f"{topic}\t0\t{id_}\t{grade}\n" for topic, grades in judged for id_, grade in grades.items())
    output.with_name(f"{output.name}.qrels").write_text("".join(rows), encoding="utf-8")


def _run_record(report: RunReport) -> dict[str, Any]:
    return {
        "name": report.name,
        "topics": len(report.topics),
        "documents": report.documents,
        "results": sum(map(len, report.run.values())),
        "left_out": [str(fault) for fault in report.left_out],
        "groups": [each._asdict() for each in report.groups],
        "signature": report.signature,
    }


def _comparison_record(record: dict[str, Any], *, per_topic: bool) -> dict[str, Any]:
    return {name: len(each) if isinstance(each, list) and not per_topic else each for name, each in record.items()}
