"""Asks tens of thousands of generated queries, from well-formed to random text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

import bisearch
from benchmarks.faults.outcome import Outcome
from benchmarks.faults.states import DEMO
from benchmarks.faults.time_limit import TimeLimitError, cpu_limit
from bisearch.searching.options import SearchOptions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

DOCUMENTS = 8
# Seconds of CPU time after which a query counts as hung.
TIME_LIMIT = 10
# The queries use these options in turn.
OPTIONS = (
    SearchOptions(),
    SearchOptions(group="document"),
    SearchOptions(sort="date", context=2, offset=1),
    SearchOptions(lang="ru", translate=False, names=False),
)
_WORDS = (
    "атомная", "энергия", "Вершинин", "Щербатюк", "Смигу", "над", "of", "the", "atomic", "energy", "Vershinin", "1946",
    "72", "о-в", "т.т.", "об'явление", "К о п и я", "ВКП(б)", "U.S.", "нетакого", "qqqq", "я" * 300, "не" * 200, "é",
    "ё", "\u202e", "\x1b[31m", "\u0301", "😀", "٣", "²", "ﬁ", "İ", "\ufeff", "—",
)  # fmt: skip
_FIELDS = ("ru:", "en:", "exact:", "title:", "ref:", "id:", "date:", "RU:", "nofield:", "ru:ru:ru:", "id:*")
_VALUES = (
    "1946",
    "1946-11",
    "1946-02-30",
    "..1950",
    "1947..",
    "1950..1946",
    "١٩٤٦",
    "vipg-*",
    "vipg-003",
    "ф. 72",
    "*",
)
_PIECES = (
    *_WORDS, *_FIELDS, *_VALUES, "(", ")", '"', "«", "»", "“", "„", "+", "-", "~", "~1", "~2", "~9", "*", "**", " AND ",
    " OR ", " NOT ", " AND NOT ", " ", "  ", "\t", "\n", "\x00", "\ud800", ":", "..", "\\", "'", "%", "_", ";--",
    "/", "../",
)  # fmt: skip


def run(folder: Path, engine: str, count: int, random: Random) -> Outcome:
    """Ask `count` queries: half from the grammar, half drawn by Hypothesis from query syntax and arbitrary text."""
    index = folder / "index"
    bisearch.build(sorted(DEMO.glob("*.md"))[:DOCUMENTS], index, bisearch.BuildOptions(engine=engine))
    outcome = Outcome("generated queries", "hits, or a message with the position of the mistake; no hang", engine)
    with bisearch.open(index) as opened:

        def ask(query: str) -> None:
            outcome.count(*_try_query(opened, query, OPTIONS[outcome.tried % len(OPTIONS)]))

        for _ in range(count // 2):
            ask(_query(random, 4))
        _drawn(ask, count - count // 2, random.randrange(1 << 32))
    return outcome


def _try_query(index: bisearch.Index, query: str, options: SearchOptions) -> tuple[str | None, str | None]:
    try:
        with cpu_limit(TIME_LIMIT):
            results = index.search(query, options)
    except bisearch.QueryError as error:
        inside = 0 <= error.position <= len(error.query)
        return (
            None if inside else f"{query!r}: the mistake is reported at {error.position}"
        ), "mistakes, reported with their position"
    except TimeLimitError:
        return f"{query!r}: no answer within {TIME_LIMIT} s", None
    except Exception as error:  # noqa: BLE001 -- any other error is a failure
        return f"{query!r}: {type(error).__name__}: {error}", None
    return None, "answered with hits" if results.total else "answered without hits"


def _query(random: Random, depth: int) -> str:
    """Return a random query of the grammar, nested at most `depth` deep."""
    clauses = [
        random.choice(("", "", "", "+", "-", "NOT ")) + _either(random, depth) for _ in range(random.randint(1, 4))
    ]
    return " ".join(clauses)


def _either(random: Random, depth: int) -> str:
    operators = (" OR ", " AND ", " AND NOT ")
    factors = [_factor(random, depth) for _ in range(random.choice((1, 1, 2, 3)))]
    return "".join(factor + random.choice(operators) for factor in factors[:-1]) + factors[-1]


def _factor(random: Random, depth: int) -> str:
    word = random.choice(_WORDS)
    makers: list[Callable[[], str]] = [
        lambda: word,
        lambda: f"{word[: random.randint(1, 6)]}*",
        lambda: word + random.choice(("~", "~1", "~2")),
        lambda: f'"{word} {random.choice(_WORDS)}"' + random.choice(("", "~3", "~50")),
        lambda: f'exact:"{word}"',
        lambda: random.choice(("ru:", "en:")) + word,
        lambda: random.choice(("title:", "id:", "ref:", "date:")) + random.choice((*_VALUES, word)),
    ]
    if depth:
        makers.append(lambda: f"({_query(random, depth - 1)})")
    return random.choice(makers)()


def _drawn(ask: Callable[[str], None], count: int, seed: int) -> None:
    pieces = st.lists(st.sampled_from(_PIECES), max_size=30).map("".join)
    anything = st.text(max_size=200)
    repeated = st.builds(lambda piece, times: piece * times, st.sampled_from(_PIECES), st.integers(1, 2000))

    @seeded(seed)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(pieces | anything | repeated)
    def each(query: str) -> None:
        ask(query)

    each()
