"""Keeps permanent references to changed documents: stores which sentences have replaced those that are gone."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from difflib import SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING

from bisearch.model import SIDES
from bisearch.storage.passage_blocks import Block
from bisearch.storage.permanent_references import Successor, letters_of, sentence_hash, sentence_hashes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bisearch.indexing.generation_writer import GenerationWriter
    from bisearch.indexing.prepared_documents import PreparedDocument
    from bisearch.model import Passage, Side
    from bisearch.storage.documents import DocumentStore
    from bisearch.storage.permanent_references import Succession

# A sentence succeeds another if it has at least this share of its words.
MIN_SHARED_WORDS = 0.5


def keep_references(documents: Iterable[PreparedDocument], previous: DocumentStore, writer: GenerationWriter) -> None:
    """Store the successors of the sentences that documents had in the previous commit and have no longer.

    Args:
        documents: documents that are indexed anew; those that the previous commit lacks are ignored.
        previous: the documents of the previous commit.
        writer: writes the new generation.
    """
    for document in documents:
        old = previous.document(document.metadata.id)
        if old is None:
            continue
        known = previous.successors(document.metadata.id)
        before = previous.passages(old.passage_numbers)
        now = [passage for block in document.blocks for passage in Block(block)]
        is_same = [(passage.ru, passage.en) for passage in before] == [(passage.ru, passage.en) for passage in now]
        writer.add_successors(document.metadata.id, [*known, *(() if is_same else successors(before, now))])


def successors(old: Sequence[Passage], new: Sequence[Passage]) -> Iterator[Successor]:
    """Yield the successors of the sentences of a document that its new version lacks.

    Args:
        old: the passages of the document as indexed before.
        new: its passages now.
    """
    present = {hash_ for passage in new for hash_ in sentence_hashes(passage)}
    for side in SIDES:
        before, after = _sentences(old, side), _sentences(new, side)
        old_hashes, new_hashes = list(map(sentence_hash, before)), list(map(sentence_hash, after))
        matcher = SequenceMatcher(None, old_hashes, new_hashes, autojunk=False)
        for change, first, last, new_first, new_last in matcher.get_opcodes():
            if change == "replace":
                for text, other, kind in _replaced(before[first:last], after[new_first:new_last]):
                    gone = sentence_hash(text)
                    if gone not in present:
                        yield Successor(gone, sentence_hash(other), kind)


def _sentences(passages: Iterable[Passage], side: Side) -> list[str]:
    """Return the texts of one side's sentences, in the order of the document."""
    sides = [text for passage in passages if (text := passage.side(side)) is not None]
    placed = [pair for each in sides for pair in zip(each.sentences, each.sentence_texts(), strict=True)]
    return [text for _, text in sorted(placed)]


def _replaced(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str, Succession]]:
    """Yield the sentences that others have replaced, with these."""
    old, new = list(map(letters_of, before)), list(map(letters_of, after))
    if "".join(old) == "".join(new):
        ends = list(accumulate(map(len, new)))
        starts = accumulate(map(len, old[:-1]), initial=0)
        for text, start in zip(before, starts, strict=True):
            yield text, after[bisect_right(ends, start)], "split"
        return
    words = [set(_words(text)) for text in after]
    for text in before:
        mine = set(_words(text))
        place = max(range(len(words)), key=lambda place: len(mine & words[place]))
        if mine and len(mine & words[place]) >= MIN_SHARED_WORDS * len(mine):
            yield text, after[place], "changed"


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold().replace("ё", "е"))
