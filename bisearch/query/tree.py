"""The tree of a parsed query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from bisearch.model import Side

WordMatch: TypeAlias = Literal["lemma", "exact", "prefix", "wildcard", "fuzzy"]


class Word(NamedTuple):
    """One word to look for.

    Attributes:
        form: its normalized form; with the match ``"wildcard"``, a pattern of ``*`` and ``?``.
        side: the side to search; None chooses it by the word's script.
        match: how the word matches: by lemma, as written, by prefix, by pattern, or within `edits` letters.
        edits: the number of letters that may differ in a fuzzy word, 1 or 2; 0 for other words.
        position: code point in the query where the word begins, for error messages.
        surface: the word as typed; empty for a word in quotation marks, which is never expanded.
    """

    form: str
    side: Side | None = None
    match: WordMatch = "lemma"
    edits: int = 0
    position: int = 0
    surface: str = ""


class Phrase(NamedTuple):
    """Words to find next to each other, in order.

    A hyphenated word typed without quotation marks is a phrase too.

    Attributes:
        forms: the normalized form of each word, or its pattern of ``*`` and ``?``.
        side: the side to search; None chooses it by the script of the words.
        exact: whether the words match as written, not by lemma.
        slop: how many other words may come between them.
        parts: the words of a hyphenated word, each of which may also be looked up alone; empty for a quotation.
        runs: with a slop, the lengths of the runs of words that must be next to each other and in order; empty if each
            word is a run of its own.
        position: code point in the query where it begins, for error messages.
    """

    forms: tuple[str, ...]
    side: Side | None = None
    exact: bool = False
    slop: int = 0
    parts: tuple[Word, ...] = ()
    runs: tuple[int, ...] = ()
    position: int = 0


class Filter(NamedTuple):
    """A condition on a document's id, reference or any other metadata field.

    Attributes:
        field: the field's name, as `field_name` makes it; ``ref`` and ``id`` are the reference and the id.
        value: words of the field, part of a reference, or an id; a word or an id may have ``*`` and ``?``, a word may
            end in ``~``.
        position: code point in the query where the value begins, for error messages.
        start: code point in the query where the field's name begins.
        typed: the field's name as typed, if it differs from `field`: ``автор`` for ``author``. A document may have a
            custom field of that name.
    """

    field: str
    value: str
    position: int = 0
    start: int = 0
    typed: str = ""


class DateFilter(NamedTuple):
    """A condition on a document's date: it may fall between two days, both ``YYYY-MM-DD`` and both included."""

    first: str
    last: str


class FacetFilter(NamedTuple):
    """A condition on a document: a facet counts it under this value; None keeps those of which the value is unknown."""

    facet: str
    value: str | None


DocumentCondition: TypeAlias = Filter | DateFilter | FacetFilter


class DateMention(NamedTuple):
    """A date among the words of a query; it is found in texts in any notation.

    Attributes:
        term: the term that texts with this date are indexed by.
        surface: the date as typed.
        side: the side to search; None searches both.
    """

    term: str
    surface: str
    side: Side | None = None


class ShelfmarkMention(NamedTuple):
    """A shelfmark among the words of a query; it is found in texts of either script.

    Attributes:
        parts: the name and the number of each part, the collection first.
        surface: the shelfmark as typed.
        end: code point in the query after the shelfmark.
        side: the side to search; None searches both.
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


class Not(NamedTuple):
    """`child` must not match; only a part of a conjunction while a query is parsed, never of its finished tree."""

    child: Node


class Clauses(NamedTuple):
    """Clauses side by side.

    Attributes:
        should: at least one must match if `must` has filters only; each that matches raises the score.
        must: all must match.
        must_not: none may match.
    """

    should: tuple[Node, ...] = ()
    must: tuple[Node, ...] = ()
    must_not: tuple[Node, ...] = ()


Node: TypeAlias = Word | Phrase | DocumentCondition | DateMention | ShelfmarkMention | And | Or | AndNot | Clauses
# A part of a query while it is parsed.
Part: TypeAlias = Node | Not


def has_only_filters(node: Node) -> bool:
    """Return whether a query only filters documents and looks for nothing in their texts."""
    match node:
        case Filter() | DateFilter() | FacetFilter():
            return True
        case And(children) | Or(children):
            return all(map(has_only_filters, children))
        case AndNot(child):
            return has_only_filters(child)
        case Clauses():
            return all(map(has_only_filters, (*node.should, *node.must)))
        case _:
            return False


def has_date_filter(node: Node) -> bool:
    """Return whether a query keeps only documents of some date, so that it leaves out undated ones."""
    match node:
        case DateFilter():
            return True
        case And(children) | Or(children):
            return any(map(has_date_filter, children))
        case AndNot(child):
            return has_date_filter(child)
        case Clauses():
            return any(map(has_date_filter, (*node.should, *node.must)))
        case _:
            return False
