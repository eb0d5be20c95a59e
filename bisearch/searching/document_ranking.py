"""Documents as answers: what their passages score, those beside them counted in, and the best of them.

A translator or a typist may part in two sentences what a reader asks for in one query. So where documents are asked
for, words that must stand together may stand in adjacent passages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bisearch.engines.bm25 import idf
from bisearch.engines.nodes import Both, Either, PassageRanges, Without
from bisearch.searching.ranking import in_context

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bisearch.engines.nodes import Node
    from bisearch.engines.port import EngineReader, Match
    from bisearch.searching.ranking import Ranked, Scoring, Sort
    from bisearch.storage.documents import DocumentStore


# What each further passage of a document adds to its score, of its own; the second best whole, the next by half, ...
# XQuAD's articles are found alike with half as much or half as much again; the demonstration archive's documents better
# than with less.
FURTHER = 0.2


class FoundDocument(NamedTuple):
    """A document that matches.

    Attributes:
        id: its id.
        score: higher is better.
        matches: its passages that match, the best first.
    """

    id: str
    score: float
    matches: tuple[Ranked, ...]


def matching_nearby(node: Node, postings: EngineReader, store: DocumentStore) -> list[Match]:
    """Return the passages that match, where what must stand together may stand in adjacent passages of a document.

    Args:
        node: of the resolved query.
        postings: of the index.
        store: of the same index.

    Returns:
        Passages in no particular order, each of which matches some part of what is asked for and has the rest in it or
        beside it.
    """
    return list(_nearby(node, postings, store).values())


def documents(matches: Iterable[Match], store: DocumentStore, sort: Sort, score: Scoring) -> list[FoundDocument]:
    """Return the documents that some passages are of, in order.

    A document scores what its best passage does where it stands, and a little for each further one, `FURTHER` of the
    second best, half of that of the third, and so on.

    Args:
        matches: passages of an index.
        store: of the same index.
        sort: by score, the best first; by date, the oldest first and the undated last. Ties go by id.
        score: of a passage by itself.
    """
    matches = list(matches)
    passages = [match.passage for match in matches]
    about = [(day, id_) for day, id_, _ in store.order(passages)]
    found: dict[tuple[str, str], list[Ranked]] = {}
    for ranked, key in zip(in_context(matches, store.firsts(passages), score), about, strict=True):
        found.setdefault(key, []).append(ranked)
    grouped = [(day, _document(id_, ranked)) for (day, id_), ranked in found.items()]
    if sort == "score":
        grouped.sort(key=lambda each: (-each[1].score, each[1].id))
    else:
        grouped.sort(key=lambda each: (not each[0], each[0], each[1].id))
    return [document for _, document in grouped]


def _document(id_: str, ranked: Iterable[Ranked]) -> FoundDocument:
    best = sorted(ranked, key=lambda each: (-each.score, each.match.passage))
    further = sum(FURTHER * each.score * 0.5**rank for rank, each in enumerate(best[1:]))
    return FoundDocument(id_, best[0].score + further, tuple(best))


def _nearby(node: Node, postings: EngineReader, store: DocumentStore) -> dict[int, Match]:
    match node:
        case Both(children, optional):
            conditions = [child for child in children if isinstance(child, PassageRanges)]
            asked = [child for child in children if not isinstance(child, PassageRanges)]
            parts = [_nearby(child, postings, store) for child in asked]
            if not parts:
                parts = [{match.passage: match for match in postings.search(Both(tuple(conditions))).matches}]
            found = _sum([*parts, *(_nearby(child, postings, store) for child in optional)])
            kept = _beside(found, parts, store) if len(parts) > 1 else set(parts[0])
            for condition in conditions:
                kept &= {number for numbers in condition.ranges for number in numbers}
            return {number: found[number] for number in kept}
        case Either(children):
            return _sum([_nearby(child, postings, store) for child in children])
        case Without(child, excluded):
            hidden = {match.passage for match in postings.search(excluded).matches}
            return {number: match for number, match in _nearby(child, postings, store).items() if number not in hidden}
        case _:
            return {match.passage: match for match in _as_among_documents(postings.search(node).matches, store)}


def _as_among_documents(matches: Sequence[Match], store: DocumentStore) -> Iterator[Match]:
    """Yield the matches of one word, or of what stands for it, scored by how rare it is among documents.

    The engine scores by how rare it is among passages. A word of few passages may yet be in most documents, and tell
    nothing of which of them is asked for.
    """
    holding = len(set(store.firsts([match.passage for match in matches])))
    documents, passages = store.size
    rarer = idf(documents, holding) / idf(passages, len(matches))
    for match in matches:
        yield match._replace(score=rarer * match.score)


def _beside(found: Iterable[int], parts: Sequence[dict[int, Match]], store: DocumentStore) -> set[int]:
    """Return those of some passages that have every part in them or in the passage before or after."""
    wanted = sorted(set().union(*parts) & set(found))
    firsts = dict(zip(wanted, store.firsts(wanted), strict=True))
    kept = set()
    for number in wanted:
        window = [number]
        if firsts[number] < number:
            window.append(number - 1)
        if firsts.get(number + 1) == firsts[number]:
            window.append(number + 1)
        if all(any(near in part for near in window) for part in parts):
            kept.add(number)
    return kept


def _sum(parts: Sequence[dict[int, Match]]) -> dict[int, Match]:
    total: dict[int, Match] = {}
    for part in parts:
        for number, match in part.items():
            known = total.get(number)
            total[number] = match if known is None else match._replace(score=known.score + match.score)
    return total
