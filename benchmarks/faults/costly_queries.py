"""Generates queries that are costly to answer, and changes them a little, to search for the costliest.

A query is a tree of parts, so that any part of it can be replaced, repeated or removed and the rest still follows the
grammar. Every operator of the grammar and every option of a search occurs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bisearch.errors import QueryError
from bisearch.query.lexeme_stream import MAX_DEPTH, MAX_WILDCARDS, MAX_WORDS
from bisearch.query.operands import MAX_SLOP
from bisearch.query.parser import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    Options = dict[str, Any]

# Options that change how much work a search is, each with the values that are tried.
CHOICES: dict[str, Sequence[Any]] = {
    "limit": (0, 10, 100, 1_000, 10_000, 1_000_000),
    "offset": (0, 1, 1_000, 1_000_000),
    "context": (0, 1, 3, 100),
    "group": (None, "passage", "document", "document"),
    "best": (None, 0, 1, 100),
    "sort": ("score", "score", "date"),
    "facets": ((), (), ("year",), ("year", "archive", "fond", "language", "genre")),
    "marks": (True, True, False),
    "lenient": (False, False, True),
    "lang": (None, None, None, "ru", "en"),
    "translate": (True, True, False),
    "names": (True, True, False),
    "abbreviations": (True, False),
    "dates": (True, False),
    "titles": (True, False),
    "suggest": (True, False),
    "date_from": (None, None, "1930"),
    "fields": (None, None, {"title": "the"}),
}
_SIGNS = ("", "", "", "+", "+", "-", "NOT ")
_FILTERS = (
    "date:1900..2000", "date:1946", "id:made-*", "id:*", "title:the", "title:*a*", "ref:GAPI", "fond:7", "opis:3",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """Words to make queries of.

    Attributes:
        common: those in most passages, of both languages.
        middling: those in some passages.
        rare: those in one or two passages.
    """

    common: Sequence[str]
    middling: Sequence[str]
    rare: Sequence[str]

    def draw(self, random: Random) -> str:
        """Return a word; a common one half of the time."""
        return random.choice(random.choice((self.common, self.common, self.middling, self.rare)))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a query.

    Attributes:
        kind: what it is: ``word``, ``wildcard``, ``fuzzy``, ``filter``, ``phrase``, ``near``, ``hyphens``, ``exact``,
            ``side``, ``or``, ``and``, ``and not`` or ``clauses``.
        text: the text of a part without parts; the number after ``~``; the side; the sign of each of the clauses.
        parts: the parts that it is made of.
    """

    kind: str
    text: str = ""
    parts: tuple[Part, ...] = ()

    def __str__(self) -> str:
        inner = [str(part) for part in self.parts]
        match self.kind:
            case "phrase":
                return f'"{" ".join(inner)}"{self.text}'
            case "near":
                return f"({' '.join(inner)}){self.text}"
            case "hyphens":
                return "-".join(inner)
            case "exact" | "side":
                return f"{self.text}:{inner[0]}"
            case "or" | "and" | "and not":
                return f"({f' {self.kind.upper()} '.join(inner)})"
            case "clauses":
                return f"({' '.join(self.text + each for each in inner)})"
            case _:
                return self.text

    def kinds(self) -> frozenset[str]:
        """Return the kinds of the part and of all its parts."""
        return frozenset({self.kind}).union(*(part.kinds() for part in self.parts))


@dataclass(frozen=True, slots=True)
class CostlyQuery:
    """A query and the options to search with."""

    part: Part
    options: Options

    @property
    def text(self) -> str:
        """The query as typed."""
        text = str(self.part)
        return text[1:-1] if self.part.kind in {"clauses", "or", "and", "and not"} else text


def follows_grammar(query: CostlyQuery) -> bool:
    """Return whether a query has no mistake that parsing finds."""
    try:
        parse(query.text)
    except QueryError:
        return False
    return True


def make_query(words: Words, random: Random) -> CostlyQuery:
    """Return a random query: a few large parts, or one small part many times."""
    options = {name: random.choice(values) for name, values in CHOICES.items() if random.random() < 0.25}
    if random.random() < 0.2:
        return CostlyQuery(_part(words, random, 4), options)
    # The most of a part that the limits allow is the costliest; a few of them show what it takes by itself.
    make = random.choice([*LEAVES.values(), *COMPOSED.values()])
    count = random.choice((1, 2, 5, 20, 40, 100, MAX_WORDS))
    return CostlyQuery(_clauses([make(words, random, 1) for _ in range(count)], random.choice(_SIGNS)), options)


def change_query(query: CostlyQuery, words: Words, random: Random) -> CostlyQuery:
    """Return a query that differs from another in a part or an option."""
    if random.random() < 0.3:
        name = random.choice(list(CHOICES))
        return replace(query, options={**query.options, name: random.choice(CHOICES[name])})
    return replace(query, part=_changed(query.part, words, random))


def _changed(part: Part, words: Words, random: Random) -> Part:
    if part.parts and random.random() < 0.6:
        place = random.randrange(len(part.parts))
        inner = _changed(part.parts[place], words, random)
        return replace(part, parts=(*part.parts[:place], inner, *part.parts[place + 1 :]))
    ways: list[Callable[[], Part]] = [lambda: _part(words, random, 2)]
    if part.parts and part.kind not in {"exact", "side"}:
        ways += [
            lambda: replace(part, parts=part.parts * 2),
            lambda: replace(part, parts=(*part.parts, random.choice(part.parts))),
            lambda: replace(part, parts=part.parts[: max(1, len(part.parts) // 2)]),
            lambda: replace(part, parts=tuple(random.sample(part.parts, len(part.parts)))),
        ]
    if part.kind in {"phrase", "near"}:
        ways += [lambda: replace(part, text=_slop(random))] * 2
    if part.kind == "clauses":
        ways += [lambda: replace(part, text=random.choice(_SIGNS))] * 2
    if part.kind == "word":
        ways += [lambda: replace(part, text=words.draw(random))] * 3
    return random.choice(ways)()


def _part(words: Words, random: Random, depth: int) -> Part:
    makers: list[Callable[[Words, Random, int], Part]] = [*LEAVES.values(), *(COMPOSED.values() if depth else ())]
    return random.choice(makers)(words, random, depth)


def _slop(random: Random) -> str:
    return random.choice(("", "~1", "~2", "~5", "~14", "~60", f"~{MAX_SLOP}"))


def _clauses(parts: Sequence[Part], sign: str) -> Part:
    return Part("clauses", sign, tuple(parts))


def _word(words: Words, random: Random, _: int) -> Part:
    return Part("word", words.draw(random))


def _wildcard(words: Words, random: Random, _: int) -> Part:
    word = words.draw(random)
    letters = word[: random.randint(2, 4)]
    first, last = letters[0], letters[-1]
    shapes = (f"{letters}*", f"*{letters}", f"*{letters}*", f"{first}*{last}*", f"?{letters}?", "??*", "*a*e*")
    return Part("wildcard", random.choice(shapes))


def _fuzzy(words: Words, random: Random, _: int) -> Part:
    return Part("fuzzy", words.draw(random) + random.choice(("~", "~1", "~2")))


def _filter(_words: Words, random: Random, _: int) -> Part:
    return Part("filter", random.choice(_FILTERS))


def _unknown(words: Words, random: Random, _: int) -> Part:
    """Return a word that no passage has, for which others are suggested."""
    return Part("word", words.draw(random) + random.choice(("qx", "щъ", "son", "ский")))


def _phrase(words: Words, random: Random, _: int) -> Part:
    length = random.choice((2, 2, 3, 4, 5, 8, 20, 70))
    kinds = (_word, _word, _word, _wildcard) if length < MAX_WILDCARDS else (_word,)
    repeats = random.random() < 0.2
    first = random.choice(kinds)(words, random, 0)
    inner = [first if repeats else random.choice(kinds)(words, random, 0) for _ in range(length)]
    return Part("phrase", _slop(random), tuple(inner))


def _near(words: Words, random: Random, _: int) -> Part:
    inner = [
        _word(words, random, 0) if random.random() < 0.7 else replace(_phrase(words, random, 0), text="")
        for _ in range(random.choice((2, 3, 4)))
    ]
    return Part("near", _slop(random) or "~3", tuple(inner))


def _hyphens(words: Words, random: Random, _: int) -> Part:
    return Part("hyphens", "", tuple(_word(words, random, 0) for _ in range(random.choice((2, 2, 3, 6)))))


def _exact(words: Words, random: Random, _: int) -> Part:
    return Part("exact", "exact", (random.choice((_word, _phrase))(words, random, 0),))


def _side(words: Words, random: Random, depth: int) -> Part:
    return Part("side", random.choice(("ru", "en")), (_part(words, random, max(0, depth - 1)),))


def _joined(kind: str) -> Callable[[Words, Random, int], Part]:
    def make(words: Words, random: Random, depth: int) -> Part:
        count = random.choice((2, 2, 3, 5, 10))
        return Part(kind, "", tuple(_part(words, random, max(0, depth - 1)) for _ in range(count)))

    return make


def _several(words: Words, random: Random, depth: int) -> Part:
    inner = [_part(words, random, max(0, depth - 1)) for _ in range(random.choice((1, 2, 3, 8)))]
    return _clauses(inner, random.choice(_SIGNS))


def _deep(words: Words, random: Random, depth: int) -> Part:
    """Return a part in as many parentheses as may be."""
    part = _part(words, random, max(0, depth - 1))
    for _ in range(random.choice((5, MAX_DEPTH - 2))):
        part = _clauses((part,), random.choice(("", "+")))
    return part


LEAVES: dict[str, Callable[[Words, Random, int], Part]] = {
    "word": _word,
    "unknown": _unknown,
    "wildcard": _wildcard,
    "fuzzy": _fuzzy,
    "filter": _filter,
    "phrase": _phrase,
    "near": _near,
    "hyphens": _hyphens,
    "exact": _exact,
}
COMPOSED: dict[str, Callable[[Words, Random, int], Part]] = {
    "side": _side,
    "or": _joined("or"),
    "and": _joined("and"),
    "and not": _joined("and not"),
    "clauses": _several,
    "deep": _deep,
}
