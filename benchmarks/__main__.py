"""The benchmarks' command line. Each room defines its own commands; this module only lists them."""

from __future__ import annotations

import sys

import click

from benchmarks.audit.commands import audit_command
from benchmarks.bitext.commands import (
    ablation_command,
    alignment_command,
    marks_command,
    names_command,
    segmentation_command,
    small_archives_command,
)
from benchmarks.cluster.commands import cluster_command
from benchmarks.conservation.commands import conservation_command
from benchmarks.datasets import fetch_command
from benchmarks.faults.commands import faults_command
from benchmarks.meaning.commands import meaning_command
from benchmarks.pairing.commands import pairing_command
from benchmarks.phrases.commands import phrases_command
from benchmarks.relevance.commands import relevance_command, tune_command
from benchmarks.serving.commands import serving_command
from benchmarks.speed.commands import profile_command, speed_command
from bisearch.cli.bench import bench
from bisearch.cli.main import report_error
from bisearch.errors import BisearchError

COMMANDS = (
    fetch_command, alignment_command, ablation_command, segmentation_command, names_command, marks_command,
    pairing_command, phrases_command, small_archives_command, audit_command,
    relevance_command, tune_command, meaning_command, speed_command, profile_command, serving_command, faults_command,
    conservation_command, cluster_command,
    *bench.commands.values(),
)  # fmt: skip


@click.group(
    commands={command.name or "": command for command in COMMANDS},
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
def main() -> None:
    """Measure bisearch on public data, next to the tools people use today."""


if __name__ == "__main__":
    try:
        main(prog_name="python -m benchmarks")
    except BisearchError as error:
        sys.exit(report_error(error))
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] in {"bisearch", "benchmarks"}:
            raise
        sys.exit(
            f"python -m benchmarks: {missing.name} is not installed; run in the checkout: pip install '.[benchmarks]'"
        )
