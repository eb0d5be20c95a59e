"""Expand the parts of a query: words, phrases, dates and shelfmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.form_table import surface_term
from bisearch.engines.nodes import AnyTerm, Either, TermPhrase
from bisearch.query import tree
from bisearch.query.patterns import has_wildcard
from bisearch.searching.expansion.abbreviations import expand_abbreviations, synonym_runs
from bisearch.searching.expansion.base import Expansion
from bisearch.searching.expansion.cross_language import expand_across
from bisearch.searching.expansion.names import expand_name
from bisearch.searching.expansion.shelfmarks import shelfmark_phrases
from bisearch.searching.expansion.synonym_groups import synonym_groups
from bisearch.searching.expansion.wildcards import MAX_FORMS_IN_PHRASE, wildcard_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bisearch.engines.nodes import Node
    from bisearch.model import Side
    from bisearch.searching.expansion.base import ExpansionScope
    from bisearch.searching.results import Reason


class Expanded(NamedTuple):
    """A part of a query with its expansions, and the node that the engine searches for them."""

    expansions: tuple[Expansion, ...]
    node: Node


def expand_word(query: str, word: tree.Word, scope: ExpansionScope) -> Expanded:
    """Expand a word; a word in quotation marks, after ``exact:`` or with a wildcard only into its own terms.

    Args:
        query: the query as typed, for error messages.
        word: the word.
        scope: the readers, options and sides that the expansion may use.

    Raises:
        QueryError: a wildcard matches too many forms.
    """
    if word.match in {"prefix", "wildcard", "fuzzy"}:
        terms = wildcard_terms(query, word, scope.readers)
    elif word.match == "exact":
        terms = (surface_term(word.form),)
    else:
        terms = _lemmas(word.form, scope)
    sides = scope.sides_by_script(word.side, (word.form,))
    if word.surface:
        return _expand_bare_word(word, terms, sides, scope)
    nodes = (AnyTerm(side, terms, disjoint=word.match != "lemma") for side in sides)
    return _expanded(nodes, word.form, word.match)


def expand_phrase(query: str, phrase: tree.Phrase, scope: ExpansionScope) -> Expanded:
    """Expand a phrase into the terms of its words: by pattern, as written or by lemma.

    Args:
        query: the query as typed, for error messages.
        phrase: the phrase.
        scope: the readers, options and sides that the expansion may use.

    Raises:
        QueryError: a wildcard matches too many forms.
    """
    plain = [form for form in phrase.forms if not has_wildcard(form)]
    terms: dict[str, tuple[str, ...]]
    terms = {form: (surface_term(form),) for form in plain} if phrase.exact else dict(scope.readers.forms.lemmas(plain))
    for form in phrase.forms:
        if has_wildcard(form):
            word = tree.Word(form, match="wildcard", position=phrase.position)
            # A pattern without any form of the index is looked up as itself, and found nowhere.
            terms[form] = wildcard_terms(query, word, scope.readers, MAX_FORMS_IN_PHRASE) or (surface_term(form),)
    slots = tuple(terms[form] for form in phrase.forms)
    sides = scope.sides_by_script(phrase.side, phrase.forms)
    nodes = (TermPhrase(side, slots, phrase.slop, phrase.runs) for side in sides)
    return _expanded(nodes, " ".join(phrase.forms), "exact" if phrase.exact else "phrase")


def expand_date(date: tree.DateMention, scope: ExpansionScope) -> Expanded:
    """Expand a date into the term that stands for all its notations."""
    nodes = (AnyTerm(side, (date.term,)) for side in scope.allowed_sides(date.side))
    return _expanded(nodes, date.surface, "date")


def expand_shelfmark(mention: tree.ShelfmarkMention, scope: ExpansionScope) -> Expanded:
    """Expand a shelfmark into the phrases that texts write it as: in both scripts, or only in the script as typed."""
    if scope.options.abbreviations:
        sides = scope.allowed_sides(mention.side)
    else:
        sides = scope.sides_by_script(mention.side, (mention.surface,))
    return _expanded(shelfmark_phrases(mention, sides), mention.surface, "shelfmark")


def expand_word_runs(nodes: Sequence[tree.Node], scope: ExpansionScope) -> Iterator[Expansion]:
    """Yield the synonyms of several bare words in a row, like those of *Central Committee*."""
    if not scope.options.abbreviations:
        return
    words = [node if isinstance(node, tree.Word) and node.match == "lemma" and node.surface else None for node in nodes]
    lemmas = scope.readers.forms.lemmas([word.form for word in words if word is not None])
    terms = [frozenset((word.form, *lemmas[word.form])) if word is not None else frozenset() for word in words]
    for run in synonym_runs(terms, scope):
        run_words = [word for word in words[run.start : run.end] if word is not None]
        if len(run_words) > 1:
            sides = scope.allowed_sides(run_words[0].side)
            yield from expand_abbreviations(run, " ".join(word.form for word in run_words), sides, scope)


def any_of(nodes: Iterable[Node]) -> Node:
    """Return a node that matches if any of some nodes does."""
    nodes = tuple(nodes)
    return nodes[0] if len(nodes) == 1 else Either(nodes)


def _expand_bare_word(
    word: tree.Word, lemmas: tuple[str, ...], sides: tuple[Side, ...], scope: ExpansionScope
) -> Expanded:
    """Expand a word typed without quotation marks in every way that is switched on."""
    allowed = scope.allowed_sides(word.side)
    expansions: list[Expansion] = []
    if scope.options.names:
        expansions += expand_name(word, lemmas, allowed, scope)
    if scope.options.abbreviations:
        for run in synonym_runs([frozenset((word.form, *lemmas))], scope):
            expansions += expand_abbreviations(run, word.form, allowed, scope)
    expansions = [each._replace(is_across=each.node.side not in sides) for each in expansions]
    if scope.translates(word.side) and len(sides) == 1:
        known = synonym_groups(lemmas, expansions, sides).terms
        expansions += expand_across(word.form, lemmas, sides[0], known, scope)
    groups = synonym_groups(lemmas, expansions, sides)
    by_lemma = (Expansion(AnyTerm(side, lemmas), word.form, "lemma") for side in sides)
    return Expanded((*by_lemma, *expansions), any_of(groups.nodes(sides)))


def _lemmas(form: str, scope: ExpansionScope) -> tuple[str, ...]:
    return scope.readers.forms.lemmas([form])[form]


def _expanded(nodes: Iterable[AnyTerm | TermPhrase], word: str, why: Reason) -> Expanded:
    nodes = tuple(nodes)
    return Expanded(tuple(Expansion(node, word, why) for node in nodes), any_of(nodes))
