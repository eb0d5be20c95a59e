"""The tables of the benchmark of a cluster."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING, Any

from benchmarks.cluster.breakdown import PARTS
from benchmarks.cluster.corpus import KINDS
from benchmarks.cluster.faults import FAULTS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.cluster.faults import Outcome

MANY = 100_000_000
# Begins the reason in the row of a fault that the machine does not permit.
NOT_TRIED = "not tried: "


def faults_table(outcomes: Sequence[Outcome], earlier: str = "") -> str:
    """Return a table with a row for each fault; several tries are separated by commas.

    Args:
        outcomes: what happened, the tries of a fault together.
        earlier: a table of earlier outcomes. Its rows stay where there is no newer one; a fault that this machine
            cannot try replaces none.
    """
    kept = {_fault_of(line): line for line in earlier.splitlines()[2:] if line.startswith("|")}
    newer = {}
    for fault, tries in groupby(outcomes, key=lambda each: each.fault):
        found = list(tries)
        was_tried = fault in kept and NOT_TRIED not in kept[fault]
        if not (found[0].obstacle and was_tried):
            newer[fault] = _fault_row(found)
    rows = kept | newer
    lines = [
        "| fault | searches or passages | right | wrong | errors | longest search, s |",
        "|---|---:|---:|---:|---:|---:|",
        *(rows[fault] for fault in FAULTS if fault in rows),
    ]
    return "\n".join(lines) + "\n"


def _fault_of(row: str) -> str:
    return row.split("|")[1].strip()


def _fault_row(tries: Sequence[Outcome]) -> str:
    first = tries[0]
    if first.obstacle:
        return f"| {first.fault} | {NOT_TRIED}{first.obstacle.replace('|', ' ')} | | | | |"
    cells = [
        ", ".join(f"{value:,}" for value in values)
        for values in zip(*((each.right, each.wrong, each.errors) for each in tries), strict=True)
    ]
    longest = ", ".join(f"{each.longest:.1f}" for each in tries) if first.longest else ""
    return f"| {first.fault} | {first.count:,} | {' | '.join(cells)} | {longest} |"


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


def parts_table(reports: Sequence[dict[str, Any]]) -> str:
    """Return a table of where the time of a search goes: a row for each size and kind, and one for whole searches."""
    lines = [
        f"| searched | search | {' | '.join(f'{part}, ms' for part in PARTS)} | all, ms |",
        "|---|---|" + "---:|" * (len(PARTS) + 1),
    ]
    rows = [
        (f"{each['passages']:,} passages", kind, parts) for each in reports for kind, parts in each["parts"].items()
    ]
    rows.append(("demonstration archive", "whole, with texts", reports[-1]["parts_of_archive"]))
    for searched, search, parts in rows:
        cells = " | ".join(f"{parts[part]:.1f}" for part in PARTS)
        lines.append(f"| {searched} | {search} | {cells} | {sum(parts.values()):.1f} |")
    return "\n".join(lines) + "\n"


def hundred_million_table(reports: Sequence[dict[str, Any]]) -> str:
    """Return what 100 million passages would take, from the smallest and the largest size that were measured.

    From one size alone, everything counts as growing with the number of passages, also what a request costs by itself.
    """
    sizes = sorted(reports, key=lambda each: int(each["passages"]))

    def grown(value: Callable[[dict[str, Any]], float]) -> float:
        small, large = (value(each["engines"]["opensearch"]) for each in (sizes[0], sizes[-1]))
        if len(sizes) == 1:
            return large * MANY / float(sizes[0]["passages"])
        slope = max(0.0, large - small) / (sizes[-1]["passages"] - sizes[0]["passages"])
        return float(large + slope * (MANY - sizes[-1]["passages"]))

    def slowest(found: dict[str, Any]) -> float:
        return max(float(each["median"]) for each in found["milliseconds"].values())

    rows = {
        "disk, with one replica": f"{grown(lambda found: found['bytes']) / 1e9:,.0f} GB",
        "processor hours to write": f"{grown(lambda found: found['processor_seconds']) / 3600:,.0f}",
        "hours to write, at the speed measured": f"{grown(lambda found: found['seconds']) / 3600:,.0f}",
        "processor seconds of the nodes for a search": (
            f"{grown(lambda found: found['node_milliseconds']) / 1000:,.1f}"
        ),
        "seconds of the slowest kind of search, on the machine measured": f"{grown(slowest) / 1000:,.1f}",
    }
    measured = " and ".join(f"{each['passages']:,}" for each in sizes)
    lines = [f"| 100 million passages, from the figures for {measured} | |", "|---|---:|"]
    lines += [f"| {name} | {value} |" for name, value in rows.items()]
    return "\n".join(lines) + "\n"
