"""Expand the parts of a query: words, phrases, dates and shelfmarks."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.form_table import surface_term
from bisearch.analysis.readings import is_heard_of, look_alike_word
from bisearch.analysis.tokenizer import form_of
from bisearch.analysis.written_forms import is_designation
from bisearch.engines.nodes import AnyTerm, Either, TermPhrase
from bisearch.query import tree
from bisearch.query.patterns import has_wildcard
from bisearch.searching.expansion.abbreviations import expand_abbreviations, name_runs, synonym_runs
from bisearch.searching.expansion.base import Expansion
from bisearch.searching.expansion.cross_language import expand_across
from bisearch.searching.expansion.names import expand_name
from bisearch.searching.expansion.phrase_translations import PhraseTranslator
from bisearch.searching.expansion.synonym_groups import synonym_groups
from bisearch.searching.expansion.wildcards import MAX_FORMS_IN_PHRASE, wildcard_terms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from bisearch.analysis.synonyms import Run
    from bisearch.engines.nodes import Node
    from bisearch.model import Side
    from bisearch.searching.expansion.base import ExpansionScope
    from bisearch.searching.results import Reason


class Expanded(NamedTuple):
    """A part of a query with its expansions.

    Attributes:
        expansions: what the part is looked up as.
        node: the node that the engine searches for them.
        literal: the node without translations; None if `node` has none.
    """

    expansions: tuple[Expansion, ...]
    node: Node
    literal: Node | None = None


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
    whole = _expanded(
        (TermPhrase(side, slots, phrase.slop, phrase.runs) for side in sides),
        " ".join(phrase.forms),
        "exact" if phrase.exact else "phrase",
    )
    return _with_closed_up(whole, phrase, sides, scope)


def _with_closed_up(whole: Expanded, phrase: tree.Phrase, sides: Sequence[Side], scope: ExpansionScope) -> Expanded:
    """Add to a hyphenated word what the collection has without the hyphen: ``today`` for ``to-day``."""
    joined = "".join(phrase.forms)
    if not phrase.parts or not joined.isalpha():
        return whole
    stored = scope.readers.store.lemmas([joined])
    if joined not in stored:
        return whole
    closed_up = _expanded((AnyTerm(side, stored[joined]) for side in sides), " ".join(phrase.forms), "phrase")
    return Expanded((*whole.expansions, *closed_up.expansions), any_of((whole.node, closed_up.node)))


def expand_date(date: tree.DateMention, scope: ExpansionScope) -> Expanded:
    """Expand a date into the term that stands for all its notations."""
    nodes = (AnyTerm(side, (date.term,)) for side in scope.allowed_sides(date.side))
    return _expanded(nodes, date.surface, "date")


def expand_shelfmark(mention: tree.ShelfmarkMention, scope: ExpansionScope) -> Expanded:
    """Expand a shelfmark into the phrases that texts write it as: in both scripts, or only in the script as typed."""
    from bisearch.searching.expansion.shelfmarks import shelfmark_phrases  # noqa: PLC0415 -- a search starts faster without

    if scope.options.abbreviations:
        sides = scope.allowed_sides(mention.side)
    else:
        sides = scope.sides_by_script(mention.side, (mention.surface,))
    return _expanded(shelfmark_phrases(mention, sides), mention.surface, "shelfmark")


def look_alike(word: tree.Word, scope: ExpansionScope) -> tree.Word | None:
    """Return a bare word in the letters of the other script that look alike, if only these make a word.

    The collection must have that word, and the dictionaries must know it and not the word as typed: CCCP, but not cope.
    """
    alike = look_alike_word(word.surface) if word.match == "lemma" else None
    if alike is None or word.side is not None:
        return None
    readers, form = scope.readers, form_of(alike)
    if form not in readers.store.lemmas([form]) or not readers.forms.is_known(form):
        return None
    if readers.forms.is_known(word.form) or is_heard_of(word.form):
        return None
    return word._replace(form=form, surface=alike)


def expand_word_runs(nodes: Sequence[tree.Node], scope: ExpansionScope) -> Iterator[Expansion]:
    """Yield what bare words in a row are looked up as: designations (``Т 34``), synonyms (*Central Committee*)."""
    words = [node if isinstance(node, tree.Word) and node.match == "lemma" and node.surface else None for node in nodes]
    yield from _spaced_designations(words, scope)
    lemmas = scope.readers.forms.lemmas([word.form for word in words if word is not None])
    terms = [frozenset((word.form, *lemmas[word.form])) if word is not None else frozenset() for word in words]
    for run, why in _runs(terms, scope):
        run_words = [word for word in words[run.start : run.end] if word is not None]
        if len(run_words) > 1:
            sides = scope.allowed_sides(run_words[0].side)
            yield from expand_abbreviations(run, " ".join(word.form for word in run_words), sides, scope, why)


def _runs(terms: Sequence[frozenset[str]], scope: ExpansionScope) -> Iterator[tuple[Run, Reason]]:
    """Yield the runs of words in the tables that are switched on, each with the reason of their expansions."""
    if scope.options.names:
        yield from ((run, "name") for run in name_runs(terms, scope))
    if scope.options.abbreviations:
        yield from ((run, "abbreviation") for run in synonym_runs(terms, scope))


def _spaced_designations(words: Sequence[tree.Word | None], scope: ExpansionScope) -> Iterator[Expansion]:
    for first, second in pairwise(words):
        if (
            first is not None
            and second is not None
            and first.surface.isalpha()
            and second.form.isdecimal()
            and second.position == first.position + len(first.surface) + 1
            and is_designation(form := f"{first.form}-{second.form}")
        ):
            word = f"{first.form} {second.form}"
            for side in scope.sides_by_script(first.side, (form,)):
                yield Expansion(AnyTerm(side, _lemmas(form, scope)), word, "lemma")


def translate_quotation(
    forms: tuple[str, ...], side: Side | None, slop: int, scope: ExpansionScope
) -> tuple[Expansion, ...]:
    """Return what a quotation is looked up as on the other side.

    Args:
        forms: its words, normalized.
        side: the side that the query names; None if it names none.
        slop: the number of further words that the query allows among the words.
        scope: the readers, options and sides that the expansion may use.

    Returns:
        Its translations; none if it names a side, or has words of both scripts or of none.
    """
    sides = scope.sides_by_script(side, forms)
    if not scope.translates(side) or len(sides) != 1:
        return ()
    return tuple(PhraseTranslator(forms, sides[0], scope).quotation(slop))


def translate_word_runs(
    nodes: Sequence[tree.Node], found: Collection[str], scope: ExpansionScope
) -> Iterator[Expansion]:
    """Yield the translations of the phrases of several words among bare words in a row, hyphenated ones among them.

    Args:
        nodes: parts of a query, side by side.
        found: terms that the words are already looked up as.
        scope: the readers, options and sides that the expansion may use.
    """
    run: list[str] = []
    side: Side | None = None
    for node in (*nodes, None):
        forms = _bare_forms(node)
        sides: tuple[Side, ...] = ()
        if isinstance(node, tree.Word | tree.Phrase) and forms and scope.translates(node.side):
            sides = scope.sides_by_script(node.side, forms)
        if side is not None and sides != (side,):
            # Single words have their translations already.
            translations = PhraseTranslator(run, side, scope).runs(found)
            yield from (each for each in translations if " " in each.word)
            run, side = [], None
        if len(sides) == 1:
            side = sides[0]
            run += forms


def _bare_forms(node: tree.Node | None) -> tuple[str, ...]:
    """Return the words of a part of a query that is typed without quotation marks; none for other parts."""
    if isinstance(node, tree.Word) and node.match == "lemma" and node.surface:
        return (node.form,)
    if isinstance(node, tree.Phrase) and node.parts and not node.exact:
        return node.forms
    return ()


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
    # A row may have the word's form and its lemma (U.S.S.R. and USSR), which must not count twice.
    runs = {run.row: (run, why) for run, why in _runs([frozenset((word.form, *lemmas))], scope)}
    for run, why in runs.values():
        expansions += expand_abbreviations(run, word.form, allowed, scope, why)
    expansions = [each._replace(is_across=each.node.side not in sides) for each in expansions]
    literal = None
    if scope.translates(word.side) and len(sides) == 1:
        untranslated = synonym_groups(lemmas, expansions, sides, scope.readers.forms.lemmas)
        literal = any_of(untranslated.nodes(sides))
        expansions += expand_across(word.form, lemmas, sides[0], untranslated.terms, scope)
        expansions += PhraseTranslator((word.form,), sides[0], scope).runs()
    groups = synonym_groups(lemmas, expansions, sides, scope.readers.forms.lemmas)
    by_lemma = (Expansion(AnyTerm(side, lemmas), word.form, "lemma") for side in sides)
    return Expanded((*by_lemma, *expansions), any_of(groups.nodes(sides)), literal)


def _lemmas(form: str, scope: ExpansionScope) -> tuple[str, ...]:
    return scope.readers.forms.lemmas([form])[form]


def _expanded(nodes: Iterable[AnyTerm | TermPhrase], word: str, why: Reason) -> Expanded:
    nodes = tuple(nodes)
    return Expanded(tuple(Expansion(node, word, why) for node in nodes), any_of(nodes))
