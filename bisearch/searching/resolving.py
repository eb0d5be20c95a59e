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
from bisearch.model import SIDES
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
    """A query as the engine takes it, and the leaves to mark; `sides` are those with something to score."""

    node: Node
    leaves: tuple[Leaf, ...]

    @property
    def sides(self) -> frozenset[Side]:
        """The sides on which the query looks for something."""
        return frozenset(leaf.node.side for leaf in self.leaves)


def resolve(text: str, node: asked.Node, store: DocumentStore, forms: FormTable, lang: Side | None = None) -> Resolved:
    """Turn a parsed query into what the engine is asked.

    Args:
        text: the query as typed, for error messages.
        node: the same, parsed.
        store: of the index that is searched.
        forms: of the same index.
        lang: the only side to look on; None looks on the side of each word's script.

    Raises:
        QueryError: a prefix or a fuzzy word stands for too many forms.
    """
    resolver = _Resolver(text, store, forms, lang)
    resolved = resolver.node(node)
    return Resolved(resolved, tuple(resolver.leaves))


class _Resolver:
    def __init__(self, text: str, store: DocumentStore, forms: FormTable, lang: Side | None) -> None:
        self._text = text
        self._store = store
        self._forms = forms
        self._lang = lang
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
        leaves = self.leaves
        self.leaves = []  # what is excluded is not marked
        excluded = Either(tuple(self.node(node) for node in nodes))
        self.leaves = leaves
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
        return self._on_sides(
            [AnyTerm(side, terms, disjoint) for side in self._sides(word.side, (word.form,))], word.form, word.match
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
