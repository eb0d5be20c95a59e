"""Sentences of whole works asked across languages: is the first passage found the translation of the sentence?"""

from __future__ import annotations

import json
import re
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import bisearch
from bisearch.model import SIDES, Document, other
from bisearch.segmentation.sentences import sentences

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.index import Index
    from bisearch.model import Side

# Shorter sentences may have many translations.
MIN_WORDS = 8
_PUNCTUATION = re.compile(r"[^\w\s]+")


class Found(NamedTuple):
    """How many sentences of a language find their translation first.

    Attributes:
        side: the language of the sentences.
        asked: the number of sentences.
        words: how many find it by words.
        mixed: how many find it by words and meaning.
        like: how many find it by `Index.like`.
    """

    side: Side
    asked: int
    words: int
    mixed: int
    like: int


def measure(file: Path) -> list[Found]:
    """Ask each sentence of an index that has the other language alone.

    Args:
        file: works in JSONL, each with `articles`, the pairs of a Russian and an English paragraph that people aligned.
            Those with one sentence on a side, and `MIN_WORDS` words on both, are asked.
    """
    pairs = _pairs(file)
    with TemporaryDirectory() as scratch:
        return [_asked(side, pairs, f"{scratch}/{side}") for side in SIDES]


def _asked(side: Side, pairs: list[dict[Side, str]], folder: str) -> Found:
    documents = [_document(number, other(side), pair[other(side)]) for number, pair in enumerate(pairs)]
    bisearch.build(documents, folder, bisearch.BuildOptions(vectors=True))
    words = mixed = like = 0
    with bisearch.open(folder) as index:
        for document, pair in zip(documents, pairs, strict=True):
            wanted = document.metadata.id
            words += _first(index, pair[side], meaning=False) == wanted
            mixed += _first(index, pair[side], meaning=True) == wanted
            (nearest, *_) = (*index.like(text=pair[side], limit=1), None)
            like += nearest is not None and nearest.document.id == wanted
    return Found(side, len(pairs), words, mixed, like)


def _first(index: Index, text: str, *, meaning: bool) -> str | None:
    """Return the id of the first document that the words of a text find, without operators."""
    query = _PUNCTUATION.sub(" ", text)
    found = index.search(query, limit=1, meaning=meaning, lenient=True, titles=False, suggest=False, marks=False)
    return found[0].document.id if found.hits else None


def _document(number: int, side: Side, text: str) -> Document:
    id_ = f"article-{number:05}"
    return Document(id=id_, text_ru=text) if side == "ru" else Document(id=id_, text_en=text)


def _pairs(file: Path) -> list[dict[Side, str]]:
    works = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
    pairs: list[dict[Side, str]] = [dict(zip(SIDES, pair, strict=True)) for work in works for pair in work["articles"]]
    return [
        pair
        for pair in pairs
        if min(len(list(sentences(pair[side], side))) for side in SIDES) == 1
        and min(len(pair[side].split()) for side in SIDES) >= MIN_WORDS
    ]
