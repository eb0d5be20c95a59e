"""What a query means in one index: words become terms of a side, conditions on documents become passage numbers.

Nothing here depends on the engine. Prefixes and fuzzy words are expanded over the forms that the index has met.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.form_table import surface_term
from bisearch.analysis.stop_words import is_stop_word
from bisearch.engines.nodes import AnyTerm, Both, Either, PassageRanges, TermPhrase, Without
from bisearch.errors import QueryError
from bisearch.model import SIDES, other
from bisearch.notation.scripts import script_of
from bisearch.query import tree as asked
from bisearch.searching.expansion.abbreviations import abbreviations
from bisearch.searching.expansion.base import NONE, Groups, Widenings
from bisearch.searching.expansion.cross_language import across, weights
from bisearch.searching.expansion.names import names
from bisearch.searching.expansion.shelfmarks import shelfmark_phrases
from bisearch.searching.filters import documents_of, passages_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from bisearch.engines.nodes import Node
    from bisearch.model import Side
    from bisearch.searching.expansion.base import Wider
    from bisearch.searching.results import Reason
    from bisearch.searching.snapshot import Holdings

# A prefix or a fuzzy word that stands for more forms than this is refused: it would match nearly everything, slowly.
MAX_EXPANSION = 2_000
# Shorter parts of a word are initials, Roman numbers or endings, as in 20-XI and 24-го.
MIN_PART = 3


class Leaf(NamedTuple):
    """What a marker looks for, and what the query asked it for.

    Attributes:
        node: matches words.
        word: the part of the query it is from.
        why: how it follows from that part.
        probabilities: of each of the node's terms, that it stands for the word; none where all are certain.
        is_across: whether it is on the other side than the word: where the word itself matches, what renders it is
            found in the text.
    """

    node: AnyTerm | TermPhrase
    word: str
    why: Reason
    probabilities: tuple[float, ...] = ()
    is_across: bool = False

    def probability(self, terms: Collection[str]) -> float:
        """Return how likely a token of some terms, which matches, stands for the word."""
        if not isinstance(self.node, AnyTerm) or not self.probabilities:
            return 1.0
        return max(likely for term, likely in zip(self.node.terms, self.probabilities, strict=True) if term in terms)


class Resolved(NamedTuple):
    """A query as the engine takes it.

    Attributes:
        node: of the whole.
        leaves: to mark.
        words: the bare words, with the node of each.
    """

    node: Node
    leaves: tuple[Leaf, ...]
    words: tuple[tuple[asked.Word, Node], ...]

    @property
    def sides(self) -> frozenset[Side]:
        """On which sides the query is looked up."""
        return frozenset(leaf.node.side for leaf in self.leaves)


def resolve(
    text: str, node: asked.Node, holdings: Holdings, widenings: Widenings | None = None, lang: Side | None = None
) -> Resolved:
    """Turn a parsed query into what the engine is asked.

    Args:
        text: the query as typed, for error messages.
        node: the same, parsed.
        holdings: of the index that is searched.
        widenings: by what else bare words are looked up; None means all.
        lang: the only side to look on; None looks on the side of each word's script and, for its translations, on the
            other.

    Raises:
        QueryError: a prefix or a fuzzy word stands for too many forms.
    """
    resolver = _Resolver(text, holdings, widenings or Widenings(), lang)
    resolved = resolver.node(node)
    return Resolved(resolved, tuple(resolver.leaves), tuple(resolver.words))


class _Resolver:
    def __init__(self, text: str, holdings: Holdings, widenings: Widenings, lang: Side | None) -> None:
        self._text = text
        self._holdings = holdings
        self._store = holdings.store
        self._forms = holdings.forms
        self._lang = lang
        self._widenings = widenings
        self.leaves: list[Leaf] = []
        self.words: list[tuple[asked.Word, Node]] = []

    def node(self, node: asked.Node) -> Node:
        match node:
            case asked.Word():
                return self._word(node)
            case asked.Phrase():
                return self._phrase(node)
            case asked.Filter():
                return self._documents(node)
            case asked.Dates(first, last):
                return passages_of(self._store.dated(first, last))
            case asked.Dated() | asked.Marked():
                return self._unit(node)
            case asked.And(children):
                return Both(tuple(self.node(child) for child in children))
            case asked.Or(children):
                return Either(tuple(self.node(child) for child in children))
            case asked.AndNot(child, excluded):
                return Without(self.node(child), self._excluded((excluded,)))
            case asked.Clauses():
                return self._clauses(node)

    def _clauses(self, clauses: asked.Clauses) -> Node:
        words = [child for child in clauses.should if not _is_idle(child)] or list(clauses.should)
        if not self._widenings.dates:
            words = [child for child in words if not isinstance(child, asked.Dated)] or words
        should = (*map(self.node, words), *self._runs(clauses.should))
        must = tuple(self.node(child) for child in clauses.must)
        narrowed_only = all(isinstance(child, asked.Filter | asked.Dates) for child in clauses.must)
        found: Node
        if not must:
            found = Either(should)
        elif should and narrowed_only:
            found = Both((*must, Either(should)))
        else:
            found = Both(must, optional=should)
        return Without(found, self._excluded(clauses.must_not)) if clauses.must_not else found

    def _excluded(self, nodes: Iterable[asked.Node]) -> Node:
        """What is excluded is not widened, since a guess should hide nothing, and neither marked nor suggested for."""
        kept = self.leaves, self.words, self._widenings
        self.leaves, self.words, self._widenings = [], [], NONE
        excluded = Either(tuple(self.node(node) for node in nodes))
        self.leaves, self.words, self._widenings = kept
        return excluded

    def _word(self, word: asked.Word) -> Node:
        terms: tuple[str, ...]
        match word.match:
            case "lemma":
                terms = self._forms.lemmas([word.form])[word.form]
            case "exact":
                terms = (surface_term(word.form),)
            case "prefix":
                terms = self._expansion(word, self._store.forms(word.form, MAX_EXPANSION + 1))
            case "fuzzy":
                terms = self._expansion(word, sorted(self._holdings.vocabulary.near(word.form, word.edits)))
        sides = self._sides(word.side, (word.form,))
        if word.surface:
            found = self._widened(word, terms, sides)
        else:
            disjoint = word.match != "lemma"
            found = self._on_sides([AnyTerm(side, terms, disjoint) for side in sides], word.form, word.match)
        self.words.append((word, found))
        return found

    def _widened(self, word: asked.Word, lemmas: tuple[str, ...], sides: tuple[Side, ...]) -> Node:
        """Return a bare word by its lemmas and whatever else it is looked up by."""
        leaves = [Leaf(AnyTerm(side, lemmas), word.form, "lemma") for side in sides]
        groups = Groups(sides, lemmas)
        for wider in self._wider(word, groups.terms, self._allowed(word.side)):
            groups.add(wider)
            is_across = wider.node.side not in sides
            leaves.append(Leaf(wider.node, word.form, wider.why, wider.probabilities, is_across))
        if self._translates(word.side) and len(sides) == 1:
            leaves += self._across(word.form, sides[0], lemmas, groups)
        self.leaves += leaves
        nodes = groups.nodes()
        return nodes[0] if len(nodes) == 1 else Either(nodes)

    def _wider(self, word: asked.Word, known: tuple[str, ...], allowed: tuple[Side, ...]) -> Iterator[Wider]:
        if self._widenings.names:
            yield from names(word, known, allowed, self._holdings)
        if self._widenings.abbreviations:
            terms = frozenset((word.form, *self._forms.lemmas([word.form])[word.form]))
            for run in self._holdings.equivalents.runs([terms]):
                yield from abbreviations(run, allowed, self._store)

    def _runs(self, nodes: Sequence[asked.Node]) -> Iterator[Node]:
        """Yield what stands for the same as several bare words side by side."""
        if not self._widenings.abbreviations:
            return
        words = [
            node if isinstance(node, asked.Word) and node.match == "lemma" and node.surface else None for node in nodes
        ]
        lemmas = self._forms.lemmas([word.form for word in words if word is not None])
        terms = [frozenset((word.form, *lemmas[word.form])) if word is not None else frozenset() for word in words]
        for run in self._holdings.equivalents.runs(terms):
            if run.end - run.start > 1:
                asked_for = " ".join(word.form for word in words[run.start : run.end] if word is not None)
                side = next((word.side for word in words[run.start : run.end] if word is not None), None)
                for wider in abbreviations(run, self._allowed(side), self._store):
                    self.leaves.append(Leaf(wider.node, asked_for, wider.why))
                    yield wider.node

    def _unit(self, unit: asked.Dated | asked.Marked) -> Node:
        if isinstance(unit, asked.Dated):
            nodes = [AnyTerm(side, (unit.term,)) for side in self._allowed(unit.side)]
            return self._on_sides(nodes, unit.surface, "date")
        return self._shelfmark(unit)

    def _shelfmark(self, mark: asked.Marked) -> Node:
        """Return a shelfmark in running text, whole or in part, and the documents that have it."""
        sides = self._allowed(mark.side)
        if not self._widenings.abbreviations:
            sides = self._sides(mark.side, (mark.surface,))
        found = self._on_sides(shelfmark_phrases(mark, sides), mark.surface, "shelfmark")
        if mark.side is not None or "fond" not in dict(mark.parts):
            return found
        return Either((found, self._documents(asked.Filter("ref", mark.surface))))

    def _across(self, form: str, side: Side, lemmas: tuple[str, ...], groups: Groups) -> Iterator[Leaf]:
        """Add to a word's groups what it is looked up by on the other side, and yield what to mark there.

        A text may keep a foreign word as it is (NATO); else it has what renders the word.
        """
        there = other(side)
        kept = tuple(lemma for lemma in lemmas if self._holdings.postings.document_frequency(there, lemma))
        if kept:
            groups.weigh(dict.fromkeys(kept, 1.0))
            yield Leaf(AnyTerm(there, kept), form, "lemma")
        found, known = across(form, lemmas, side, self._holdings, by_looks=self._widenings.names), groups.terms
        likely = {term: probability for term, probability in found.items() if term not in known}
        if likely:
            groups.weigh(weights(likely))
            probabilities = tuple(likely.values())
            yield Leaf(AnyTerm(there, tuple(likely)), form, "translation", probabilities, is_across=True)

    def _documents(self, condition: asked.Filter) -> PassageRanges:
        return passages_of(documents_of(condition, self._store, self._forms, self._text))

    def _expansion(self, word: asked.Word, forms: list[str]) -> tuple[str, ...]:
        if len(forms) > MAX_EXPANSION:
            sign = "*" if word.match == "prefix" else "~"
            raise QueryError(
                self._text,
                word.position,
                f"{word.form}{sign} stands for more than {MAX_EXPANSION:,} words; give more letters",
            )
        return tuple(surface_term(form) for form in forms)

    def _phrase(self, phrase: asked.Phrase) -> Node:
        if phrase.exact:
            slots: tuple[tuple[str, ...], ...] = tuple((surface_term(form),) for form in phrase.forms)
        else:
            lemmas = self._forms.lemmas(phrase.forms)
            slots = tuple(lemmas[form] for form in phrase.forms)
        nodes = [TermPhrase(side, slots, phrase.slop) for side in self._sides(phrase.side, phrase.forms)]
        whole = self._on_sides(nodes, " ".join(phrase.forms), "exact" if phrase.exact else "phrase")
        # No table has a rendering of the whole, but most have some of its parts.
        parts = list(filter(_tells, phrase.parts)) if self._translates(phrase.side) else []
        return Either((whole, *map(self._word, parts))) if parts else whole

    def _translates(self, side: Side | None) -> bool:
        """Tell whether a part of the query, typed bare, is looked up by its translations."""
        return self._widenings.translate and side is None and self._lang is None

    def _on_sides(self, nodes: list[AnyTerm] | list[TermPhrase], word: str, why: Reason) -> Node:
        self.leaves += [Leaf(node, word, why) for node in nodes]
        return nodes[0] if len(nodes) == 1 else Either(tuple(nodes))

    def _sides(self, side: Side | None, forms: tuple[str, ...]) -> tuple[Side, ...]:
        """Return where to look: where told, else on the side of the one script of the forms, else on both."""
        if side is None:
            side = self._lang
        elif self._lang not in {None, side}:
            return ()
        if side is not None:
            return (side,)
        scripts = {script_of(form) for form in forms} - {"neutral"}
        if scripts == {"cyrillic"}:
            return ("ru",)
        return ("en",) if scripts == {"latin"} else SIDES

    def _allowed(self, side: Side | None) -> tuple[Side, ...]:
        """Return where a part of the query may be looked up at all: on both sides where it names none."""
        return tuple(each for each in SIDES if side in {None, each} and self._lang in {None, each})


def _is_idle(node: asked.Node) -> bool:
    return isinstance(node, asked.Word) and node.match == "lemma" and is_stop_word(node.form)


def _tells(part: asked.Word) -> bool:
    """Tell whether a part of a word tells enough to be looked up by itself."""
    return len(part.form) >= MIN_PART and script_of(part.form) != "neutral" and not is_stop_word(part.form)
