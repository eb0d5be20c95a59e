"""Find the passages that say the same as a passage or a text, in either language."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from bisearch.errors import EncoderError
from bisearch.meaning.encoder import load_encoder, quantized
from bisearch.meaning.stretches import MOST_TOGETHER, cosines_together
from bisearch.searching.hits import HitBuilder
from bisearch.searching.meaning import MIN_COSINE, NEAREST, MeaningQuery, passages_around
from bisearch.searching.passage_lookup import passage_number
from bisearch.searching.ranking import RankedPassage
from bisearch.searching.results import Results

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bisearch.meaning.encoder import Vectors
    from bisearch.meaning.vectors import StoredVectors
    from bisearch.model import Side
    from bisearch.searching.readers import IndexReaders

# The greatest number of passages that are found.
MAX_LIKE = NEAREST


def like(  # noqa: PLR0913, PLR0917 -- the parts of a question
    reference: str | None, text: str, limit: int, offset: int, lang: Side | None, readers: IndexReaders
) -> Results:
    """Find the passages nearest in meaning to a passage or a text, the nearest first.

    Args:
        reference: the permanent reference to a passage, which is not among the results; None takes the text.
        text: a text in either language.
        limit: how many hits to return.
        offset: how many to skip before the first.
        lang: the only side to compare; None compares both.
        readers: the readers of the index.

    Returns:
        At most `MAX_LIKE` hits with a cosine of `MIN_COSINE` or more; the cosine is the score. A text may be spread
        over several passages, so that a hit may owe its cosine to its neighbours.

    Raises:
        EncoderError: the index has no vectors, or none that can be compared.
        PermanentReferenceError: the reference is malformed or leads to nothing.
        SearchTimeoutError: the search took longer than the deadline of the readers.
    """
    began = time.perf_counter()
    if readers.vectors is None:
        raise EncoderError("the index has no vectors; make them with: bisearch index --vectors")
    vectors = readers.vectors.vectors
    itself = passage_number(reference, readers.store) if reference is not None else None
    vector = _vector_of(itself, vectors) if itself is not None else load_encoder()([text])[0]
    meaning = MeaningQuery(vector, vectors, lang)
    near = meaning.nearest(MAX_LIKE + 1, (), readers)
    passages = [each.passage for each in near if each.passage != itself][:MAX_LIKE]
    cosines = _cosines(passages, itself, meaning, readers)
    ordered = sorted(zip((-each for each in cosines), readers.store.ranks(passages), passages, strict=True))
    found = [
        RankedPassage(passage, -negated, "meaning", -negated)
        for negated, _, passage in ordered
        if -negated >= MIN_COSINE
    ]
    hits = tuple(HitBuilder((), readers, marks=False).hits(found[offset : offset + limit]))
    query = text if reference is None else reference
    return Results(
        query, len(found), hits, time.perf_counter() - began, offset, interpretation=query, total_by_meaning=len(found)
    )


def _cosines(passages: Sequence[int], itself: int | None, meaning: MeaningQuery, readers: IndexReaders) -> list[float]:
    """Return the cosine of each passage, alone or together with its neighbours; see `cosines_together`.

    Args:
        passages: the passages.
        itself: a passage that is not compared.
        meaning: what they are compared with.
        readers: the readers of the index.
    """
    around = passages_around(passages, MOST_TOGETHER - 1) - {itself}
    compared = meaning.vectors.of_passages(around, meaning.side)
    cosines = cosines_together(meaning.vector, compared, readers.store.firsts(list(compared)))
    return [cosines[each] for each in passages]


def _vector_of(passage: int, vectors: StoredVectors) -> Vectors:
    """Return the mean direction of the vectors of a passage's sides."""
    sides = [each / np.linalg.norm(each.astype(float)) for each in vectors.of_passages([passage])[passage].values()]
    mean: Vectors = quantized(np.sum(sides, axis=0, keepdims=True))[0]
    return mean
