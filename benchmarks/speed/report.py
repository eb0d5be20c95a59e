"""The tables and the plot of the speed benchmark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.speed.queries import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    Report = dict[str, Any]

# Suffix of the rows that measure bisearch's engine alone, on the same work as a bare engine.
ALONE = ", postings alone"
WITH_FACETS = ", with facets"
BASE, NAIVE = "whoosh, bare", "whoosh, each word looked up"


def tables(reports: Sequence[Report]) -> str:
    """Return all reports as Markdown tables: start-up, indexing, queries, marks, load, and a signature for each."""
    makers = (_start, _indexing, _stages, _updates, _queries, _marks, _load, _signatures)
    parts = (make(reports) for make in makers)
    return "\n".join(filter(None, parts))


def _start(reports: Sequence[Report]) -> str:
    rows = []
    for report in reports:
        base = report["start"]["import whoosh.index"]
        rows += [
            [f"{report['passages']:,}", f"`{name}`", f"{ms:.0f}", f"{ms / base:.1f}"]
            for name, ms in report["start"].items()
        ]
    return _table(("passages", "start, from the shell", "CPU ms", "times the import"), rows)


def _indexing(reports: Sequence[Report]) -> str:
    rows = []
    for report in reports:
        corpus = report["corpus"]
        base = report["indexing"].get(BASE)
        floor = sum(report.get("floor", {}).values())
        for name, cost in report["indexing"].items():
            if name == NAIVE and report is not reports[0]:
                continue  # this row does not depend on the size
            count = cost.get("passages", report["passages"])
            words = corpus["tokens"] / report["passages"] * count
            rows.append(
                [
                    f"{count:,}", name, f"{cost['cpu']:.1f}", f"{cost['wall']:.1f}",
                    f"{cost['cpu'] / count / floor * report['passages']:.1f}" if floor else "",
                    f"{cost['cpu'] / count / base['cpu'] * report['passages']:.2f}" if base else "",
                    f"{cost['wall'] / count / base['wall'] * report['passages']:.2f}" if base else "",
                    f"{count / cost['wall']:,.0f}", f"{words / cost['wall']:,.0f}",
                    f"{cost['peak_mb']:,.0f}", f"{cost['bytes'] / corpus['bytes']:.2f}" if "bytes" in cost else "",
                ]
            )  # fmt: skip
    head = (
        "passages", "indexing", "CPU s", "wall s", "CPU, times the floor", "CPU, times bare whoosh", "wall, times",
        "passages/s", "words/s",
        "peak MiB", "bytes per byte",
    )  # fmt: skip
    return _table(head, rows)


def _stages(reports: Sequence[Report]) -> str:
    """Return for each size the CPU time of each stage of indexing, and of the floor, and how many times the floor."""
    tables_by_size = []
    for report in reports:
        floor = report.get("floor", {})
        whole = sum(floor.values())
        timed = {name: cost["stages"] for name, cost in report["indexing"].items() if "stages" in cost}
        if not whole or not timed:
            continue
        parts = {"the floor": floor, **timed}
        rows = []
        names = list(dict.fromkeys(stage for stages in parts.values() for stage in stages))
        for stage in [*names, "all"]:
            found = ((sum(stages.values()) if stage == "all" else stages.get(stage)) for stages in parts.values())
            cells = [f"{seconds:.2f} / {seconds / whole:.2f}" if seconds is not None else "" for seconds in found]
            rows.append([f"{report['passages']:,}", stage, *cells])
        tables_by_size.append(_table(("passages", "stage: CPU s / times the floor", *parts), rows))
    return "\n".join(tables_by_size)


def _updates(reports: Sequence[Report]) -> str:
    """Return a table of the cost of adding one document."""
    rows = []
    for report in reports:
        for name, cost in report.get("updates", {}).items():
            whole = _cost(report, name)["cpu"]
            share = f"{cost['cpu'] / whole:.3f}"
            rows.append([f"{report['passages']:,}", name, f"{cost['cpu']:.2f}", share, f"{cost['peak_mb']:,.0f}"])
    head = ("passages", "one more document", "CPU s", "share of the whole index", "peak MiB")
    return _table(head, rows) if rows else ""


def _queries(reports: Sequence[Report]) -> str:
    rows = []
    for report in reports:
        for name, kinds in report["queries"].items():
            cells = [
                f"{kinds[kind]['median']:.2f} / {kinds[kind]['p95']:.2f} / {kinds[kind]['p99']:.2f}"
                if kind in kinds
                else ""
                for kind in KINDS
            ]
            rows.append([f"{report['passages']:,}", name, *cells])
    return _table(("passages", "CPU ms: median / 95 % / 99 %", *KINDS), rows)


def _marks(reports: Sequence[Report]) -> str:
    rows = [
        [f"{report['passages']:,}", name, *(f"{shares[kind]:.0%}" if kind in shares else "" for kind in KINDS)]
        for report in reports
        for name, shares in report.get("marks", {}).items()  # older reports have none
    ]
    return _table(("passages", "share of the marks in a search", *KINDS), rows) if rows else ""


def _load(reports: Sequence[Report]) -> str:
    rows = [
        [
            f"{report['passages']:,}", name, f"{found['threads_per_second']:,.0f}",
            f"{found['processes_per_second']:,.0f}", str(found["errors"]),
        ]
        for report in reports
        for name, found in report["load"].items()
    ]  # fmt: skip
    return (
        _table(("passages", "10,000 searches", "8 threads, a second", "4 processes, a second", "errors"), rows)
        if rows
        else ""
    )


def _signatures(reports: Sequence[Report]) -> str:
    lines = []
    for report in reports:
        versions = ", ".join(f"{name} {value}" for name, value in report["signature"].items())
        lines.append(f"- {report['passages']:,} passages: {versions}\n")
    return "".join(lines)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def plot(reports: Sequence[Report], path: Path) -> None:
    """Plot indexing time, index size and query time by number of passages."""
    from matplotlib.figure import Figure  # noqa: PLC0415 -- only plots need it

    figure: Any = Figure(figsize=(12, 4), layout="constrained")
    names = sorted(
        {name for report in reports for name in report["queries"] if not name.endswith((ALONE, WITH_FACETS))}
    )
    charts: dict[str, Callable[[Report, str], float]] = {
        "indexing, CPU s": lambda report, name: _cost(report, name)["cpu"],
        "bytes of the index per byte of text": lambda report, name: (
            _cost(report, name)["bytes"] / report["corpus"]["bytes"]
        ),
        "one word, median CPU ms": lambda report, name: report["queries"][name]["word"]["median"],
    }
    for place, (title, value) in enumerate(charts.items(), 1):
        axes = figure.add_subplot(1, 3, place)
        for name in names:
            held = sorted((report["passages"], value(report, name)) for report in reports if name in report["queries"])
            axes.plot(*zip(*held, strict=True), marker="o", label=name)
        axes.set(xscale="log", yscale="log" if place != 2 else "linear", xlabel="passages", title=title)
        axes.grid(visible=True, alpha=0.3)
    figure.axes[1].legend(fontsize=8, loc="upper right")  # no line ends there
    figure.savefig(path, dpi=110)


def _cost(report: Report, name: str) -> dict[str, Any]:
    """Return the cost of indexing with one process or, if that was not measured, with several."""
    made: dict[str, dict[str, Any]] = report["indexing"]
    return made[name] if name in made else next(cost for by, cost in made.items() if by.startswith(f"{name}, "))
