"""Plan a query for one index: expand its words, and turn its filters into passage numbers.

A plan does not depend on the engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.stop_words import is_stop_word
from bisearch.engines.nodes import Both, Either, PassageRanges, Without, replaced
from bisearch.notation.scripts import script_of
from bisearch.query import tree
from bisearch.searching.expansion.base import NO_EXPANSION, ExpansionOptions, ExpansionScope
from bisearch.searching.expansion.expand import (
    any_of,
    expand_date,
    expand_phrase,
    expand_shelfmark,
    expand_word,
    expand_word_runs,
    look_alike,
    translate_quotation,
    translate_word_runs,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bisearch.engines.nodes import Node
    from bisearch.model import Side
    from bisearch.searching.expansion.base import Expansion
    from bisearch.searching.expansion.expand import Expanded
    from bisearch.searching.readers import IndexReaders

# Shorter parts of a hyphenated word are initials, Roman numerals or endings, as in 20-XI and 24-го.
MIN_PART_LETTERS = 3


class QueryPlan(NamedTuple):
    """A query as the engine and the highlighter take it.

    Attributes:
        node: the whole query for the engine.
        expansions: the expansions to highlight, without those of excluded parts.
        words: the single words of the query, each with its node; none that is excluded.
        quoted: the query with its quotations untranslated; its matches rank first. None if no quotation is translated.
        literal: the query with nothing translated; None if `node` has no translations.
        quotation_translations: the translations of quotations, to highlight too.
    """

    node: Node
    expansions: tuple[Expansion, ...]
    words: tuple[tuple[tree.Word, Node], ...]
    quoted: Node | None = None
    literal: Node | None = None
    quotation_translations: tuple[Expansion, ...] = ()

    @property
    def sides(self) -> frozenset[Side]:
        """The sides that the query is looked up on, not counting the translations of quotations."""
        return frozenset(expansion.node.side for expansion in self.expansions)

    @property
    def all_expansions(self) -> tuple[Expansion, ...]:
        """The expansions to highlight, those of translated quotations last."""
        return self.expansions + self.quotation_translations

    @property
    def first_ranked(self) -> Node:
        """The node for the passages that rank first; a translated quotation beside other words adds to their scores."""
        if self.quoted is None:
            return self.node
        if len(self.sides) == 1:
            return self.quoted
        added = tuple(each.node for each in self.quotation_translations)
        return Both((self.quoted,), optional=added)


def plan_query(  # noqa: PLR0913, PLR0917 -- the parts of a question, and what is known of them
    query: str,
    node: tree.Node,
    readers: IndexReaders,
    options: ExpansionOptions | None = None,
    lang: Side | None = None,
    known: PlannedParts | None = None,
) -> QueryPlan:
    """Plan a parsed query.

    Args:
        query: the query as typed, for error messages.
        node: the tree of the query.
        readers: the readers of the index.
        options: how words are expanded; None expands them in every way.
        lang: the only side to search; None searches the side of each word's script and, for its translations, the
            other.
        known: the parts of earlier queries with the same readers and `lang`, to which those of this query are added;
            None if there are none.

    Raises:
        QueryError: a wildcard matches too many words, or a title filter has no word.
    """
    scope = ExpansionScope(readers, options or ExpansionOptions(), lang)
    planner = _Planner(query, scope, PlannedParts() if known is None else known)
    planned = planner.node(node)
    quoted = literal = None
    if planner.quotation_translations:
        quoted = replaced(planned, planner.quotations)
    if planner.quotations or planner.translated:
        literal = replaced(planned, planner.translated | planner.quotations)
    return QueryPlan(
        planned, tuple(planner.expansions), tuple(planner.words), quoted, literal, tuple(planner.quotation_translations)
    )


class PlannedParts:
    """The parts of queries that are planned already.

    A query with many mistakes is planned again after each is removed. With its parts kept, all of that takes hardly
    longer than to plan the query once.

    Attributes:
        filters: the passages of each filter.
        words: the expansions of each word and phrase, by the ways of expanding.
        quotations: the translations of each quotation: of its words, its side and its slop.
    """

    __slots__ = ("filters", "quotations", "words")

    def __init__(self) -> None:
        self.filters: dict[tree.DocumentCondition, PassageRanges] = {}
        self.words: dict[tuple[tree.Word | tree.Phrase, ExpansionOptions], Expanded] = {}
        self.quotations: dict[tuple[tuple[str, ...], Side | None, int], tuple[Expansion, ...]] = {}


class _Planner:
    """Turns the nodes of one query into nodes for the engine, and collects their expansions and words.

    Attributes:
        expansions: the expansions, without the translations of quotations.
        quotation_translations: the translations of quotations.
        words: the single words of the query, each with its node.
        quotations: for the node of each translated quotation, the node without translations.
        translated: for each other node with translations, the node without; None if nothing remains.
    """

    def __init__(self, query: str, scope: ExpansionScope, known: PlannedParts) -> None:
        self._query = query
        self._scope = scope
        self._known = known
        self.expansions: list[Expansion] = []
        self.quotation_translations: list[Expansion] = []
        self.words: list[tuple[tree.Word, Node]] = []
        self.quotations: dict[Node, Node | None] = {}
        self.translated: dict[Node, Node | None] = {}

    def node(self, node: tree.Node) -> Node:
        self._scope.readers.deadline.check()
        match node:
            case tree.Word():
                return self._word(node)
            case tree.Phrase():
                return self._phrase(node)
            case tree.DateMention():
                return self._collect(expand_date(node, self._scope))
            case tree.ShelfmarkMention():
                return self._shelfmark(node)
            case tree.Filter() | tree.DateFilter() | tree.FacetFilter():
                return self._filter(node)
            case tree.And(children):
                return Both(tuple(map(self.node, children)))
            case tree.Or(children):
                return Either(tuple(map(self.node, children)))
            case tree.AndNot(child, excluded):
                return Without(self.node(child), self._excluded((excluded,)))
            case tree.Clauses():
                return self._clauses(node)

    def _clauses(self, clauses: tree.Clauses) -> Node:
        ranked = [child for child in clauses.should if not _is_bare_stop_word(child)] or list(clauses.should)
        if not self._scope.options.dates:
            ranked = [child for child in ranked if not isinstance(child, tree.DateMention)] or ranked
        should = [self.node(child) for child in ranked]
        for expansion in expand_word_runs(clauses.should, self._scope):
            self.expansions.append(expansion)
            should.append(expansion.node)
        found = {term for each in self.expansions for term in each.term_probabilities}
        should += self._phrases_among(clauses.should, found)
        must = tuple(map(self.node, clauses.must))
        node: Node
        if not must:
            node = Either(tuple(should))
        elif should and all(isinstance(child, tree.DocumentCondition) for child in clauses.must):
            node = Both((*must, Either(tuple(should))))
        else:
            node = Both(must, optional=tuple(should))
        return Without(node, self._excluded(clauses.must_not)) if clauses.must_not else node

    def _excluded(self, nodes: Iterable[tree.Node]) -> Node:
        """Return the node for excluded parts, which get no marks and no suggestions.

        They are not expanded, since a guess must not hide hits.
        """
        planner = _Planner(self._query, self._scope._replace(options=NO_EXPANSION), self._known)
        return Either(tuple(map(planner.node, nodes)))

    def _word(self, word: tree.Word) -> Node:
        node = self._collect(self._expanded(word))
        if (alike := look_alike(word, self._scope)) is not None:
            node = any_of((node, self._collect(self._expanded(alike))))
        if word.match == "lemma" and not word.surface:
            node = self._with_translations(node, (word.form,), word.side)
        self.words.append((word, node))
        return node

    def _expanded(self, part: tree.Word | tree.Phrase) -> Expanded:
        """Return the expansions of a word or phrase, which do not depend on its place in the query."""
        key = _without_places(part), self._scope.options
        if key not in self._known.words:
            if isinstance(part, tree.Word):
                self._known.words[key] = expand_word(self._query, part, self._scope)
            else:
                self._known.words[key] = expand_phrase(self._query, part, self._scope)
        return self._known.words[key]

    def _phrase(self, phrase: tree.Phrase) -> Node:
        whole = self._collect(self._expanded(phrase))
        if not self._scope.translates(phrase.side):
            return whole
        if not (phrase.parts or phrase.exact):
            return self._with_translations(whole, phrase.forms, phrase.side, phrase.slop)
        # No translation table has the whole of a hyphenated word, but most have some of its parts.
        parts = [self._word(part) for part in phrase.parts if _has_meaning_alone(part)]
        return any_of((whole, *parts, *self._phrases_among((phrase,))))

    def _phrases_among(self, nodes: Sequence[tree.Node], found: Collection[str] = ()) -> list[Node]:
        """Return the nodes of the translated phrases among bare words in a row that are not looked up yet."""
        new = [each for each in translate_word_runs(nodes, found, self._scope) if each.node not in self.translated]
        self.expansions += new
        self.translated |= {each.node: None for each in new}
        return [each.node for each in new]

    def _with_translations(self, literal: Node, forms: tuple[str, ...], side: Side | None, slop: int = 0) -> Node:
        """Return the node of a quotation with its translations."""
        quotations = self._known.quotations
        if (forms, side, slop) not in quotations:
            quotations[forms, side, slop] = translate_quotation(forms, side, slop, self._scope)
        found = quotations[forms, side, slop]
        if not found:
            return literal
        self.quotation_translations += found
        node = any_of((literal, *(each.node for each in found)))
        self.quotations[node] = literal
        return node

    def _shelfmark(self, mention: tree.ShelfmarkMention) -> Node:
        """Return a shelfmark in the text, whole or in part, or as the reference of a document."""
        in_text = self._collect(expand_shelfmark(mention, self._scope))
        if mention.side is not None or "fond" not in dict(mention.parts):
            return in_text
        return Either((in_text, self._filter(tree.Filter("ref", mention.surface))))

    def _filter(self, condition: tree.DocumentCondition) -> PassageRanges:
        # The same filter may be there many times.
        key = condition._replace(start=0, position=0) if isinstance(condition, tree.Filter) else condition
        if key not in self._known.filters:
            self._known.filters[key] = self._passages_of(condition)
        return self._known.filters[key]

    def _passages_of(self, condition: tree.DocumentCondition) -> PassageRanges:
        from bisearch.searching.facet_columns import passages_under  # noqa: PLC0415 -- a search starts faster without
        from bisearch.searching.filters import filtered_passages  # noqa: PLC0415

        readers = self._scope.readers
        if isinstance(condition, tree.FacetFilter):
            return PassageRanges(passages_under(condition.facet, condition.value, readers.store))
        return filtered_passages(condition, readers.store, readers.forms, self._query)

    def _collect(self, expanded: Expanded) -> Node:
        self.expansions += expanded.expansions
        if expanded.literal is not None:
            self.translated[expanded.node] = expanded.literal
        return expanded.node


def _is_bare_stop_word(node: tree.Node) -> bool:
    return isinstance(node, tree.Word) and node.match == "lemma" and is_stop_word(node.form)


def _without_places(part: tree.Word | tree.Phrase) -> tree.Word | tree.Phrase:
    """Return a word or phrase as it would be at the start of a query."""
    if isinstance(part, tree.Word):
        return part._replace(position=0)
    return part._replace(position=0, parts=tuple(word._replace(position=0) for word in part.parts))


def _has_meaning_alone(part: tree.Word) -> bool:
    """Return whether a part of a hyphenated word is worth looking up by itself."""
    return len(part.form) >= MIN_PART_LETTERS and script_of(part.form) != "neutral" and not is_stop_word(part.form)
