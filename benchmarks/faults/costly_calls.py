"""Generates costly calls of an index other than searches: counts, exports, lists of documents, passages like another.

Searches with mistakes are among them, because what they are mended to is searched too.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.faults.costly_queries import make_query
from bisearch.model import SIDES
from bisearch.statistics.options import CONCORDANCE_SORTS, MEASURES, WIDENINGS

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    import bisearch
    from benchmarks.faults.costly_queries import Words

# Rows, lines or hits that are asked for.
LIMITS = (0, 1, 20, 100, 1_000, 10_000, 1_000_000)
# Rows of an export, which writes all that is asked for, however long that takes.
EXPORT_LIMITS = (1, 20, 200)
# Filters of documents, from those that keep all to those that keep few.
FILTERS = ("id:*", "id:*a*", "date:1900..2000", "date:1946", "title:the", "title:*a*", "fond:7", "opis:3", "-date:1946")
# Signs that are put into a query at random places, so that it has mistakes.
SIGNS = (
    "(", ")", '"', " AND ", " OR ", " NOT ", "~", "*", "~7 ", " date: ", "-", "title:(", '"a b"~x', "?", "() ", "the* ",
    "a*b* ",
)  # fmt: skip


class CostlyCall(NamedTuple):
    """A call of an index.

    Attributes:
        name: the method, and `` with mistakes`` for a search whose query has some.
        arguments: its positional arguments.
        keywords: its other arguments.
    """

    name: str
    arguments: tuple[Any, ...]
    keywords: dict[str, Any]

    def __str__(self) -> str:
        given = [*map(repr, self.arguments), *(f"{name}={value!r}" for name, value in self.keywords.items())]
        return f"{self.name}({', '.join(given)})"

    def run(self, opened: bisearch.Index) -> object:
        """Make the call, and read all that it gives."""
        if self.name == "export":
            return opened.export(self.arguments[0], self.arguments[1], io.BytesIO(), **self.keywords)
        given = getattr(opened, self.name.split()[0])(*self.arguments, **self.keywords)
        return list(given) if self.name == "documents" else given


def make_call(words: Words, references: list[str], random: Random) -> CostlyCall:
    """Return a random call.

    Args:
        words: words to make queries of.
        references: permanent references to passages.
        random: the random generator.
    """
    name = random.choice([*MAKERS, "like"])
    return _like(words, references, random) if name == "like" else MAKERS[name](words, random)


def _like(words: Words, references: list[str], random: Random) -> CostlyCall:
    """Return a search by meaning for a passage or a text."""
    keywords: dict[str, Any] = {"limit": random.choice(LIMITS), "offset": random.choice((0, 0, 1_000))}
    if random.random() < 0.5:
        return CostlyCall("like", (random.choice(references),), keywords)
    text = " ".join(words.draw(random) for _ in range(random.choice((1, 20, 2_000))))
    return CostlyCall("like", (), {"text": text, **keywords})


def _mistaken(words: Words, random: Random) -> CostlyCall:
    """Return a search, strict or lenient, whose query has mistakes."""
    query = make_query(words, random)
    letters = list(query.text)
    for _ in range(random.choice((1, 1, 2, 5, 20, 60))):
        place = random.randrange(len(letters) + 1)
        if random.random() < 0.7 or not letters:
            letters.insert(place, random.choice(SIGNS))
        else:
            brackets = [at for at, letter in enumerate(letters) if letter in '()"']
            del letters[random.choice(brackets or range(len(letters)))]
    return CostlyCall("search with mistakes", ("".join(letters),), {**query.options, "lenient": random.random() < 0.7})


def _counted(words: Words, random: Random, most: int = 30) -> str:
    """Return a query to count: a word, a phrase, a wildcard, or several with OR, maybe with filters."""
    kind, count = random.random(), random.choice((1, 1, 2, 5, most))
    if kind < 0.3:
        parts = [words.draw(random) for _ in range(count)]
    elif kind < 0.6:
        parts = [f'"{words.draw(random)} {words.draw(random)}"{random.choice(("", "~2", "~10"))}' for _ in range(count)]
    else:
        parts = [words.draw(random)[: random.randint(2, 4)] + "*" for _ in range(count)]
    filters = random.sample(FILTERS, random.choice((0, 0, 1, 2)))
    return " ".join([f"({' OR '.join(parts)})" if len(parts) > 1 else parts[0], *filters])


def _shared(random: Random, *, widens: bool = True) -> dict[str, Any]:
    """Return options that all counts have."""
    keywords: dict[str, Any] = {}
    if widens and random.random() < 0.5:
        keywords["widen"] = tuple(random.sample(WIDENINGS, random.randint(1, len(WIDENINGS))))
    if random.random() < 0.4:
        keywords["filters"] = " ".join(random.sample(FILTERS, random.randint(1, 3)))
    return keywords


def _frequencies(words: Words, random: Random) -> CostlyCall:
    queries = [_counted(words, random, 10) for _ in range(random.choice((1, 5, 30, 100)))]
    by = random.choice(("year", "archive", "fond", "language"))
    return CostlyCall("frequencies", (queries, by, random.choice((None, *SIDES))), _shared(random))


def _collocates(words: Words, random: Random) -> CostlyCall:
    window, measure = random.choice((1, 5, 1_000)), random.choice(MEASURES)
    keywords = {"limit": random.choice(LIMITS), "function_words": random.random() < 0.5}
    arguments = _counted(words, random), random.choice(SIDES), window, measure
    return CostlyCall("collocates", arguments, {**keywords, **_shared(random)})


def _keywords(_words: Words, random: Random) -> CostlyCall:
    def part() -> str:
        return " OR ".join(random.sample(FILTERS[:-1], random.randint(1, 4)))

    keywords = {"limit": random.choice(LIMITS), "function_words": random.random() < 0.5}
    arguments = part(), random.choice((None, part())), random.choice(SIDES)
    return CostlyCall("keywords", arguments, {**keywords, **_shared(random, widens=False)})


def _concordance(words: Words, random: Random) -> CostlyCall:
    keywords = {"limit": random.choice(LIMITS), "offset": random.choice((0, 0, 1_000, 100_000))}
    arguments = _counted(words, random), random.choice(CONCORDANCE_SORTS), random.choice((None, *SIDES))
    return CostlyCall("concordance", arguments, {**keywords, **_shared(random)})


def _export(words: Words, random: Random) -> CostlyCall:
    query = make_query(words, random)
    keywords: dict[str, Any] = {"limit": random.choice(EXPORT_LIMITS), "sort": random.choice(("score", "date"))}
    if random.random() < 0.3:
        keywords["sample"] = keywords.pop("limit")
    return CostlyCall("export", (query.text, random.choice(("csv", "jsonl", "tmx", "html"))), keywords)


def _documents(words: Words, random: Random) -> CostlyCall:
    query = random.choice(("", make_query(words, random).text, " ".join(random.sample(FILTERS, 3))))
    keywords: dict[str, Any] = {"sort": random.choice(("id", "date", "title"))}
    if random.random() < 0.5:
        keywords["fields"] = {"title": "the", "fond": "7"}
    if random.random() < 0.5:
        keywords["date_from"] = "1930"
    return CostlyCall("documents", (query,), keywords)


MAKERS: dict[str, Callable[[Words, Random], CostlyCall]] = {
    "search with mistakes": _mistaken,
    "frequencies": _frequencies,
    "collocates": _collocates,
    "keywords": _keywords,
    "concordance": _concordance,
    "export": _export,
    "documents": _documents,
}
