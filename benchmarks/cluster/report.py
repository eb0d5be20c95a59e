"""The tables of the benchmark of a cluster."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING, Any

from benchmarks.cluster.corpus import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.cluster.faults import Outcome

MANY = 100_000_000


def faults_table(outcomes: Sequence[Outcome]) -> str:
    """Return a table with a row for each fault; several tries are separated by commas."""
    lines = [
        "| fault | searches or passages | right | wrong | errors | longest search, s |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for fault, tries in groupby(outcomes, key=lambda each: each.fault):
        found = list(tries)
        cells = [
            ", ".join(f"{value:,}" for value in values)
            for values in zip(*((each.right, each.wrong, each.errors) for each in found), strict=True)
        ]
        longest = ", ".join(f"{each.longest:.1f}" for each in found) if found[0].longest else ""
        lines.append(f"| {fault} | {found[0].count:,} | {' | '.join(cells)} | {longest} |")
    return "\n".join(lines) + "\n"


def faults_record(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Return the outcomes as JSON."""
    return [asdict(each) for each in outcomes]


def speed_table(reports: Sequence[dict[str, Any]]) -> str:
    """Return a table with a row for each size and engine: writing, and the milliseconds of a search of each kind."""
    heads = " | ".join(f"{kind}, ms (99 %)" for kind in KINDS)
    lines = [
        f"| passages | engine | passages a second | processor seconds | bytes a passage | {heads} |",
        "|---:|---|---:|---:|---:|" + "---:|" * len(KINDS),
    ]
    for report in reports:
        size = report["passages"]
        for name, found in report["engines"].items():
            times = (found["milliseconds"][kind] for kind in KINDS)
            cells = " | ".join(f"{each['median']:.1f} ({each['99 %']:.1f})" for each in times)
            lines.append(
                f"| {size:,} | {name} | {size / found['seconds']:,.0f} | {found['processor_seconds']:.1f} |"
                f" {found['bytes'] / size:.0f} | {cells} |"
            )
    return "\n".join(lines) + "\n"


def hundred_million_table(reports: Sequence[dict[str, Any]]) -> str:
    """Return what 100 million passages would take if everything grew with the number of passages."""
    report = max(reports, key=lambda each: each["passages"])
    found, size = report["engines"]["opensearch"], report["passages"]
    growth = MANY / size
    slowest = max(found["milliseconds"].values(), key=lambda each: float(each["median"]))
    rows = {
        "disk, with one replica": f"{found['bytes'] * growth / 1e9:,.0f} GB",
        "processor hours to write": f"{found['processor_seconds'] * growth / 3600:,.0f}",
        "hours to write, at the speed measured": f"{found['seconds'] * growth / 3600:,.0f}",
        "processor seconds of the nodes for a search": f"{found['node_milliseconds'] * growth / 1000:,.1f}",
        "seconds of the slowest kind of search, on as many processors as measured": (
            f"{slowest['median'] * growth / 1000:,.1f}"
        ),
    }
    lines = [f"| 100 million passages, from the figures for {size:,} | |", "|---|---:|"]
    lines += [f"| {name} | {value} |" for name, value in rows.items()]
    return "\n".join(lines) + "\n"
