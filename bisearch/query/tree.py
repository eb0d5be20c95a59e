"""What a query asks, as a tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from bisearch.model import Side

Widening: TypeAlias = Literal["lemma", "exact", "prefix", "fuzzy"]
FilterField: TypeAlias = Literal["title", "ref", "id"]


class Word(NamedTuple):
    """One word to look for.

    Attributes:
        form: its normalised form.
        side: the side to look on; None leaves it to the script.
        match: by lemma, as written, by its beginning, or within `edits` letters.
        edits: for a fuzzy word, how many letters may differ, 1 or 2.
        position: where it stands in the query, for error messages.
        surface: as typed, where it is typed bare; empty in quotation marks, where it stands for itself alone.
    """

    form: str
    side: Side | None = None
    match: Widening = "lemma"
    edits: int = 0
    position: int = 0
    surface: str = ""


class Phrase(NamedTuple):
    """Words that stand together: by lemma or, where `exact`, as written; `slop` further words may stand among them.

    One word that is typed bare and has several `parts`, parted by a hyphen, say, is a phrase too.
    """

    forms: tuple[str, ...]
    side: Side | None = None
    exact: bool = False
    slop: int = 0
    parts: tuple[Word, ...] = ()


class Filter(NamedTuple):
    """A condition on the document: its title's words, its reference or its id (which may end in ``*``)."""

    field: FilterField
    value: str
    position: int = 0


class Dates(NamedTuple):
    """A condition on the document: dated, as far as is known, between two days, both ``YYYY-MM-DD`` and included."""

    first: str
    last: str


class Dated(NamedTuple):
    """A date that passages may name in any form.

    Attributes:
        term: what it is looked up by.
        surface: as typed.
        side: the side to look on; None looks on both.
    """

    term: str
    surface: str
    side: Side | None = None


class Marked(NamedTuple):
    """A shelfmark that passages may name in either script.

    Attributes:
        parts: the name of each, from the collection down, and its number.
        surface: as typed.
        end: where it ends in the query.
        side: the side to look on; None looks on both.
    """

    parts: tuple[tuple[str, str], ...]
    surface: str
    end: int
    side: Side | None = None


class And(NamedTuple):
    """Every child must match."""

    children: tuple[Node, ...]


class Or(NamedTuple):
    """At least one child must match."""

    children: tuple[Node, ...]


class AndNot(NamedTuple):
    """`child` must match and `excluded` must not."""

    child: Node
    excluded: Node


class Clauses(NamedTuple):
    """Clauses side by side: all of `must`, none of `must_not`, and, where `must` has no word, one of `should`.

    More of `should` raise the score.
    """

    should: tuple[Node, ...] = ()
    must: tuple[Node, ...] = ()
    must_not: tuple[Node, ...] = ()


Node: TypeAlias = Word | Phrase | Filter | Dates | Dated | Marked | And | Or | AndNot | Clauses


def is_condition(node: Node) -> bool:
    """Tell whether a query has conditions on documents alone, and nothing to look for in their texts."""
    match node:
        case Filter() | Dates():
            return True
        case And(children) | Or(children):
            return all(map(is_condition, children))
        case AndNot(child):
            return is_condition(child)
        case Clauses():
            return all(map(is_condition, (*node.should, *node.must)))
        case _:
            return False
