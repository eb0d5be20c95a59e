"""The command `audit`, which imports the measurement only when it runs."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import click

from benchmarks.options import docs_option

_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("audit")
@click.option("--works", type=_file, help="Whole translations in JSONL: doc_id, articles.")
@click.option("--news", type=_file, help="News in both languages in JSONL: id, ru, en.")
@click.option(
    "--xquad", type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of XQuAD, as `fetch xquad` stores it.",
)  # fmt: skip
@click.option("--questions", type=click.Path(dir_okay=False, path_type=Path), help="Also write the questions to read.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@docs_option
def audit_command(  # noqa: PLR0913 -- one parameter for each option
    works: Path | None,
    news: Path | None,
    xquad: Path | None,
    questions: Path | None,
    *,
    as_json: bool,
    write_docs: bool,
) -> None:
    """Measure the precision of the audit's questions, as read, and its recall of planted mistakes.

    The demonstration archive is always among the documents.
    """
    from benchmarks.audit.measure import documents, measure, table

    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        measured = measure(folder, documents(works, news, xquad))
        if questions is not None:
            from benchmarks.audit.questions import write_questions

            write_questions(folder / "clean", questions)
    click.echo(json.dumps(measured, ensure_ascii=False, indent=2) if as_json else table(measured))
    if write_docs:
        from benchmarks.docs import write_block

        write_block("audit", table(measured), "audit-and-verification.md")
