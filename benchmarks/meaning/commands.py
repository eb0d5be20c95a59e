"""The command `meaning`, which imports the benchmark only when it runs."""

from __future__ import annotations

import json
from pathlib import Path

import click

from benchmarks.docs import write_block
from benchmarks.options import collections_option, docs_option

PAGE = "meaning.md"
PARTS = ("relevance", "translations", "costs")


@click.command("meaning")
@collections_option
@click.option(
    "--works",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Works in JSONL, each with `articles`: pairs of paragraphs that people aligned.",
)
@click.option(
    "--part", "parts", multiple=True, default=PARTS, type=click.Choice(PARTS),
    help="What to measure; repeat for several. Costs need 0.8 GB of disk.  [default: all]",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@docs_option
def meaning_command(*, data: Path, works: Path | None, parts: tuple[str, ...], as_json: bool, write_docs: bool) -> None:
    """Compare searches by words with searches by words and meaning."""
    from benchmarks.meaning import report
    from benchmarks.meaning.costs import SIZES, encoding_cost, search_cost
    from benchmarks.meaning.mixing import examples, measure
    from benchmarks.meaning.translations import measure as measure_translations
    from benchmarks.relevance.datasets import open_collection

    opened = [open_collection(name, data / name)[0] for name in ("xquad-r", "xquad")]
    blocks = {}
    if "costs" in parts:
        texts = [" ".join(unit.ru) for text in opened[0].texts for unit in text.units if unit.ru]
        texts += [" ".join(unit.en) for text in opened[0].texts for unit in text.units if unit.en]
        blocks["meaning-costs"] = report.cost_table(encoding_cost(texts), map(search_cost, SIZES))
    found = measure_translations(works) if works is not None and "translations" in parts else []
    if found:
        blocks["meaning-translations"] = report.translation_table(found)
    outcomes = []
    if "relevance" in parts:
        outcomes = [(collection, measure(collection, lambda line: click.echo(line, err=True))) for collection in opened]
        blocks["meaning-relevance"] = report.outcome_table(outcomes)
        blocks["meaning-examples"] = report.example_table(*examples(*outcomes[0]))
    if as_json:
        click.echo(json.dumps(report.record(outcomes, found), indent=2))
    else:
        click.echo("\n".join(blocks.values()), nl=False)
    for name, shown in blocks.items() if write_docs else ():
        write_block(name, shown, PAGE)
