"""Rank documents by the passages that match in them.

What a query asks for may be spread over two sentences by the translator or the typist. So in a search for documents,
words that must occur together may occur in adjacent passages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bisearch.engines.bm25 import idf
from bisearch.engines.nodes import Both, Either, PassageRanges, Without
from bisearch.searching.ranking import score_with_neighbours

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bisearch.engines.nodes import Node
    from bisearch.engines.port import EngineReader, Match
    from bisearch.searching.ranking import PassageScorer, RankedPassage, Sort
    from bisearch.searching.results import Matched
    from bisearch.storage.documents import DocumentStore


# Weight of the second-best passage of a document; it halves for each one after. On XQuAD's articles, half or one and a
# half times as much gives the same ranking; on the demonstration archive, less is worse.
FURTHER_PASSAGE_WEIGHT = 0.2


class RankedDocument(NamedTuple):
    """A document that matches.

    Attributes:
        id: the id of the document.
        score: the score of the document; higher is better.
        passages: its passages that match, the best first; its first passage if only its heading matches.
        matched: ``"heading"`` if only its heading matches.
    """

    id: str
    score: float
    passages: tuple[RankedPassage, ...]
    matched: Matched = "text"


def match_nearby(node: Node, postings: EngineReader, store: DocumentStore) -> list[Match]:
    """Return the passages that match, where each part that must match may do so in an adjacent passage.

    Args:
        node: the planned query.
        postings: the postings of the index.
        store: the document store of the index.

    Returns:
        In no particular order, the passages that match at least one part of the query, with every part that must match
        in the passage or in the one right before or after it in the same document.
    """
    return list(_nearby(node, postings, store).values())


def rank_documents(
    matches: Iterable[Match], store: DocumentStore, sort: Sort, score: PassageScorer
) -> list[RankedDocument]:
    """Return the documents of some passages, ranked.

    A document's score is that of its best passage with its neighbours counted, plus `FURTHER_PASSAGE_WEIGHT` times that
    of the second best, half of that weight times that of the third, and so on.

    Args:
        matches: passages that match.
        store: the document store of the index.
        sort: by score, the best first; or by date, the oldest first and the undated last. Ties are ordered by id.
        score: scores a passage by itself.
    """
    matches = list(matches)
    passages = [match.passage for match in matches]
    keys = [(day, id_) for day, id_, _ in store.order(passages)]
    by_document: dict[tuple[str, str], list[RankedPassage]] = {}
    for ranked, key in zip(score_with_neighbours(matches, store.firsts(passages), score), keys, strict=True):
        by_document.setdefault(key, []).append(ranked)
    documents = [(day, _document(id_, ranked)) for (day, id_), ranked in by_document.items()]
    if sort == "score":
        documents.sort(key=lambda each: (-each[1].score, each[1].id))
    else:
        documents.sort(key=lambda each: (not each[0], each[0], each[1].id))
    return [document for _, document in documents]


def _document(id_: str, ranked: Iterable[RankedPassage]) -> RankedDocument:
    best = sorted(ranked, key=lambda each: (-each.score, each.match.passage))
    further = sum(FURTHER_PASSAGE_WEIGHT * each.score * 0.5**rank for rank, each in enumerate(best[1:]))
    return RankedDocument(id_, best[0].score + further, tuple(best))


def _nearby(node: Node, postings: EngineReader, store: DocumentStore) -> dict[int, Match]:
    match node:
        case Both(children, optional):
            filters = [child for child in children if isinstance(child, PassageRanges)]
            parts = [_nearby(child, postings, store) for child in children if not isinstance(child, PassageRanges)]
            if not parts:
                parts = [{match.passage: match for match in postings.search(Both(tuple(filters))).matches}]
            found = _sum([*parts, *(_nearby(child, postings, store) for child in optional)])
            kept = _with_all_parts_nearby(found, parts, store) if len(parts) > 1 else set(parts[0])
            for condition in filters:
                kept &= {number for numbers in condition.ranges for number in numbers}
            return {number: found[number] for number in kept}
        case Either(children):
            return _sum([_nearby(child, postings, store) for child in children])
        case Without(child, excluded):
            hidden = {match.passage for match in postings.search(excluded).matches}
            return {number: match for number, match in _nearby(child, postings, store).items() if number not in hidden}
        case _:
            matches = _scored_among_documents(postings.search(node).matches, store)
            return {match.passage: match for match in matches}


def _scored_among_documents(matches: Sequence[Match], store: DocumentStore) -> Iterator[Match]:
    """Yield the matches of one word, scored by its rarity among documents in place of its rarity among passages.

    A word that few passages have may occur in most documents, and then it does not distinguish documents.
    """
    frequency = len(set(store.firsts([match.passage for match in matches])))
    documents, passages = store.size
    factor = idf(documents, frequency) / idf(passages, len(matches))
    for match in matches:
        yield match._replace(score=factor * match.score)


def _with_all_parts_nearby(found: Iterable[int], parts: Sequence[dict[int, Match]], store: DocumentStore) -> set[int]:
    """Return the passages that have every part in them or in the passage before or after."""
    candidates = sorted(set().union(*parts) & set(found))
    firsts = dict(zip(candidates, store.firsts(candidates), strict=True))
    kept = set()
    for number in candidates:
        window = [number]
        if firsts[number] < number:
            window.append(number - 1)
        if firsts.get(number + 1) == firsts[number]:
            window.append(number + 1)
        if all(any(near in part for near in window) for part in parts):
            kept.add(number)
    return kept


def _sum(parts: Sequence[dict[int, Match]]) -> dict[int, Match]:
    """Return the matches of all parts, the scores of each passage added up."""
    total: dict[int, Match] = {}
    for part in parts:
        for number, match in part.items():
            known = total.get(number)
            total[number] = match if known is None else match._replace(score=known.score + match.score)
    return total
