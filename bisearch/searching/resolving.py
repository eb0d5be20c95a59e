"""What a query means in one index: words become terms of a side, conditions on documents become passage numbers.

Nothing here depends on the engine. Prefixes and fuzzy words are expanded over the forms that the index has met.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bisearch.analysis.forms import is_stop_word, surface_term
from bisearch.analysis.tokens import script_of, tokenize
from bisearch.engines import AnyTerm, Both, Either, Passages, Phrase, Without
from bisearch.errors import QueryError
from bisearch.model import SIDES, other
from bisearch.query import tree as asked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.analysis.forms import FormTable
    from bisearch.engines import Node
    from bisearch.model import Side
    from bisearch.searching.results import Reason
    from bisearch.storage.documents import DocumentStore, StoredDocument

# A prefix or a fuzzy word that stands for more forms than this is refused: it would match nearly everything, slowly.
MAX_EXPANSION = 2_000
# A word is looked up on the other side by at most so many translations, each at least so likely in itself, and at least
# this much as likely as the best.
MAX_TRANSLATIONS = 6
LEAST_LIKELIHOOD = 0.05
LEAST_SHARE = 0.2
_REFERENCE_WORD = re.compile(r"[^\W_]+")
# Shelfmark words in either script; what is compared is their Latin letter.
_REFERENCE_LETTERS = {
    "ф": "f", "фонд": "f", "fond": "f",
    "оп": "op", "опись": "op", "opis": "op",
    "д": "d", "дело": "d", "delo": "d", "file": "d",
    "л": "l", "лл": "l", "ll": "l", "лист": "l", "листы": "l", "list": "l",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a marker looks for: a node that matches words, the part of the query it is from, and how it matches."""

    node: AnyTerm | Phrase
    word: str
    why: Reason


@dataclass(frozen=True, slots=True)
class Resolved:
    """A query as the engine takes it, and the leaves to mark."""

    node: Node
    leaves: tuple[Leaf, ...]


def resolve(  # noqa: PLR0913 -- the query, the index, and how to search it
    text: str,
    node: asked.Node,
    store: DocumentStore,
    forms: FormTable,
    lang: Side | None = None,
    *,
    translate: bool = True,
) -> Resolved:
    """Turn a parsed query into what the engine is asked.

    Args:
        text: the query as typed, for error messages.
        node: the same, parsed.
        store: of the index that is searched.
        forms: of the same index.
        lang: the only side to look on; None looks on the side of each word's script and, for its translations, on the
            other.
        translate: whether a bare word is looked up on the other side too, by its translations.

    Raises:
        QueryError: a prefix or a fuzzy word stands for too many forms.
    """
    resolver = _Resolver(text, store, forms, lang, translate=translate and lang is None)
    resolved = resolver.node(node)
    return Resolved(resolved, tuple(resolver.leaves))


class _Resolver:
    def __init__(
        self, text: str, store: DocumentStore, forms: FormTable, lang: Side | None, *, translate: bool
    ) -> None:
        self._text = text
        self._store = store
        self._forms = forms
        self._lang = lang
        self._translate = translate
        self.leaves: list[Leaf] = []

    def node(self, node: asked.Node) -> Node:
        match node:
            case asked.Word():
                return self._word(node)
            case asked.Phrase():
                return self._phrase(node)
            case asked.Filter():
                return _passages(self._documents(node))
            case asked.Dates(first, last):
                return _passages(self._store.dated(first, last))
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
        should = tuple(self.node(child) for child in words)
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
        """What is excluded is not translated, since a guess should hide nothing, and not marked."""
        leaves, translate = self.leaves, self._translate
        self.leaves, self._translate = [], False
        excluded = Either(tuple(self.node(node) for node in nodes))
        self.leaves, self._translate = leaves, translate
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
                terms = self._expansion(word, _similar(word, self._store.forms()))
        disjoint = word.match != "lemma"
        sides = self._sides(word.side, (word.form,))
        own = self._on_sides([AnyTerm(side, terms, disjoint) for side in sides], word.form, word.match)
        if not self._translate or word.match != "lemma" or word.side is not None or len(sides) != 1:
            return own
        translated = self._translated(sides[0], terms)
        if not translated.terms:
            return own
        self.leaves.append(Leaf(translated, word.form, "translation"))
        return Either((own, translated))

    def _translated(self, side: Side, lemmas: tuple[str, ...]) -> AnyTerm:
        """Return what some lemmas of one word are rendered as on the other side."""
        found = self._store.translations(side, lemmas)
        best = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:MAX_TRANSLATIONS]
        least = max(LEAST_LIKELIHOOD, LEAST_SHARE * best[0][1]) if best else 0.0
        kept = [(term, weight) for term, weight in best if weight >= least]
        total = sum(weight for _, weight in kept)
        return AnyTerm(
            other(side), tuple(term for term, _ in kept), weights=tuple(weight / total for _, weight in kept)
        )

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
        nodes = [Phrase(side, slots, phrase.slop) for side in self._sides(phrase.side, phrase.forms)]
        return self._on_sides(nodes, " ".join(phrase.forms), "exact" if phrase.exact else "phrase")

    def _on_sides(self, nodes: list[AnyTerm] | list[Phrase], word: str, why: Reason) -> Node:
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

    def _documents(self, condition: asked.Filter) -> Iterable[StoredDocument]:
        if condition.field == "id":
            return self._store.with_id(condition.value)
        if condition.field == "ref":
            wanted = _reference_key(condition.value)
            return (document for document in self._store.documents() if _holds(_reference_text(document), wanted))
        forms = [token.form for token in tokenize(condition.value)]
        if not forms:
            raise QueryError(self._text, condition.position, "title: needs a word to look for")
        lemmas = self._forms.lemmas(forms)
        found = set.intersection(*(self._store.titled(lemmas[form]) for form in forms))
        return self._store.numbered(sorted(found))


def _is_idle(node: asked.Node) -> bool:
    return isinstance(node, asked.Word) and node.match == "lemma" and is_stop_word(node.form)


def _passages(documents: Iterable[StoredDocument]) -> Passages:
    return Passages(tuple(document.passage_numbers for document in documents))


def _similar(word: asked.Word, forms: list[str]) -> list[str]:
    from rapidfuzz.distance import OSA  # noqa: PLC0415 -- only fuzzy words need it

    return [form for form in forms if OSA.distance(word.form, form, score_cutoff=word.edits) <= word.edits]


def _reference_key(text: str) -> list[str]:
    words = _REFERENCE_WORD.findall(text.lower())
    return [_REFERENCE_LETTERS.get(word, word.lstrip("0") or word) for word in words]


def _reference_text(document: StoredDocument) -> list[str]:
    reference = document.metadata.reference
    return _reference_key(reference.text) if reference is not None else []


def _holds(words: list[str], wanted: list[str]) -> bool:
    return bool(wanted) and any(
        words[start : start + len(wanted)] == wanted for start in range(len(words) - len(wanted) + 1)
    )
