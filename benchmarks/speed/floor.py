"""The least that indexing a text takes: its words, and one dictionary look-up of each.

The texts are split as the index splits them. Each different word is looked up once in pymorphy3's or NLTK's own
dictionary, and each occurrence in a table of the words looked up before. The libraries are loaded beforehand.
"""

from __future__ import annotations

import time
from functools import cache
from typing import TYPE_CHECKING

import pymorphy3

from bisearch.analysis.morphy import MorphyReader
from bisearch.analysis.tokenizer import form_of, split_words
from bisearch.notation.scripts import script_of

if TYPE_CHECKING:
    from collections.abc import Iterable

# A longer word is no word; the index does not look it up either.
MAX_WORD = 64


def floor(texts: Iterable[str]) -> dict[str, float]:
    """Return the CPU seconds of splitting texts into words and of looking the words up."""
    morph = pymorphy3.MorphAnalyzer(result_type=None)
    reader = MorphyReader()

    @cache
    def look_up(form: str) -> object:
        script = script_of(form) if len(form) <= MAX_WORD else "neutral"
        if script == "cyrillic":
            return morph.parse(form)
        return reader.lemmas(form) if script == "latin" else None

    look_up("слово")
    known: dict[str, object] = {}
    splitting = looking_up = 0.0
    for text in texts:
        began = time.process_time()
        _, words = split_words(text)
        split = time.process_time()
        for word in words:
            if word not in known:
                known[word] = look_up(form_of(word))
        splitting += split - began
        looking_up += time.process_time() - split
    return {"splitting into words": round(splitting, 3), "dictionary look-ups": round(looking_up, 3)}
