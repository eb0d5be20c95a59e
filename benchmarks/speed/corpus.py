"""A synthetic corpus of any size, made from real sentences by random recombination with a fixed seed.

Sentence pairs of a real collection are drawn with replacement. Unchanged, they would keep the vocabulary of the
collection while every word became more frequent, unlike in any real archive. So some words are varied: a prefixed
syllable makes a new word with the same inflection. The number of the variant is drawn from a Pareto distribution, so
that the vocabulary grows as a power of the text length (Heaps' law) and the frequencies of a word's variants fall as
a power of their rank (Zipf's law). The shares below were set so that 75,000 pairs have about as many distinct forms as
75,751 pairs of news (61,594 Russian and 34,883 English ones in 1.46 million words).
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from bisearch.model import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bisearch.model import Side

SEED = 1946
PASSAGES_IN_DOCUMENT = 25
# The sentences of a page are drawn from a Pareto distribution: most pages are short, and a few are books.
SHORTEST_PAGE, LONGEST_PAGE, PAGE_TAIL = 6, 2_000, 1.2
MAX_PARAGRAPH = 7
# Share of the longer words that are varied, and the exponent of Heaps' law for the variants of one word.
VARIED: dict[Side, float] = {"ru": 0.1, "en": 0.075}
HEAPS = 0.62
_WORD: dict[Side, re.Pattern[str]] = {"ru": re.compile(r"\b[а-яё]{5,}"), "en": re.compile(r"\b[a-z]{5,}")}
_SYLLABLES: dict[Side, tuple[str, ...]] = {
    "ru": tuple(c + v for c in "бвгджзклмнпрстфх" for v in "аеиоуя"),
    "en": tuple(c + v for c in "bdfghklmnprstvwz" for v in "aeiouy"),
}
_YEARS = range(1921, 1992)


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence pair, Russian and English, and the offsets of the words that may be varied in each text."""

    texts: tuple[str, str]
    words: tuple[tuple[int, ...], tuple[int, ...]]


def sentence_pairs(folder: Path) -> list[Pair]:
    """Read the sentence pairs of XQuAD-R's paragraphs with the same number of sentences in both languages.

    Args:
        folder: folder with ``en.json`` and ``ru.json``.
    """
    ru, en = (list(_paragraphs(folder / f"{side}.json")) for side in SIDES)
    return [
        Pair((left, right), (_places(left, "ru"), _places(right, "en")))
        for ours, theirs in zip(ru, en, strict=True)
        if len(ours) == len(theirs)
        for left, right in zip(ours, theirs, strict=True)
    ]


def passages(pairs: Sequence[Pair], count: int, seed: int = SEED) -> Iterator[tuple[str, str]]:
    """Yield synthetic sentence pairs; with the same seed, a larger corpus starts with the smaller one."""
    draw = random.Random(seed)
    for _ in range(count):
        pair = pairs[int(draw.random() * len(pairs))]
        ru, en = (
            _varied(text, words, side, draw) for text, words, side in zip(pair.texts, pair.words, SIDES, strict=True)
        )
        yield ru, en


def write_corpus(pairs: Sequence[Pair], count: int, path: Path, *, aligned: bool) -> None:
    """Write a corpus as JSONL, one document per line; a title has words of the document and two others.

    Args:
        pairs: real sentence pairs to draw from.
        count: number of synthetic sentence pairs.
        path: target file.
        aligned: include the alignment; otherwise only the raw texts.
    """
    draw = random.Random(SEED)
    with path.open("w", encoding="utf-8") as file:
        pending: list[tuple[str, str]] = []
        number = 0
        for place, pair in enumerate(passages(pairs, count), 1):
            pending.append(pair)
            if len(pending) == PASSAGES_IN_DOCUMENT or place == count:
                record = _document(pending, aligned=aligned)
                record |= {
                    "id": f"made-{number:06}",
                    "title": " ".join(pending[0][1].split()[:4] + draw.choice(pairs).texts[1].split()[:2]),
                    "date": f"{draw.choice(_YEARS)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}",
                    "reference": f"GAPI, f. {draw.randint(1, 99)}, op. {draw.randint(1, 9)}, d. {draw.randint(1, 999)}",
                }
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
                number += 1
                pending = []


def write_pages(pairs: Sequence[Pair], count: int, folder: Path) -> int:
    """Write a corpus as pages, each a Russian and an English text file, and return the number of pages.

    Args:
        pairs: real sentence pairs to draw from.
        count: number of synthetic sentence pairs.
        folder: a new folder.
    """
    folder.mkdir()
    draw = random.Random(SEED)
    made = passages(pairs, count)
    number = 0
    while page := list(islice(made, _page_length(draw))):
        paragraphs: list[tuple[str, str]] = []
        while page:
            length = draw.randint(1, MAX_PARAGRAPH)
            paragraphs.append(tuple(" ".join(texts) for texts in zip(*page[:length], strict=True)))  # type: ignore[arg-type]
            del page[:length]
        for side, texts in zip(SIDES, zip(*paragraphs, strict=True), strict=True):
            path = folder / f"page-{number:06}.{side}.txt"
            path.write_text("\n\n".join(texts) + "\n", encoding="utf-8")
        number += 1
    return number


def _page_length(draw: random.Random) -> int:
    return min(LONGEST_PAGE, int(SHORTEST_PAGE * draw.paretovariate(PAGE_TAIL)))


def _paragraphs(path: Path) -> Iterator[list[str]]:
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            yield [sentence.strip("\ufeff \n") for sentence in paragraph["sentences"]]


def _places(text: str, side: Side) -> tuple[int, ...]:
    return tuple(match.start() for match in _WORD[side].finditer(text))


def _varied(text: str, places: Sequence[int], side: Side, draw: random.Random) -> str:
    share = VARIED[side]
    chosen = [place for place in places if draw.random() < share]
    for place in reversed(chosen):
        # Pareto: P(variant >= n) = n ** -HEAPS; m draws give about m ** HEAPS distinct variants.
        variant = int(min(1e9, (1.0 - draw.random()) ** (-1 / HEAPS)))
        text = text[:place] + _spelled(variant, _SYLLABLES[side]) + text[place:]
    return text


def _spelled(number: int, syllables: Sequence[str]) -> str:
    spelled = ""
    while number:
        number, rest = divmod(number, len(syllables))
        spelled += syllables[rest]
    return spelled


def _document(pairs: Sequence[tuple[str, str]], *, aligned: bool) -> dict[str, object]:
    record: dict[str, object] = {}
    for place, side in enumerate(SIDES):
        texts = [pair[place] for pair in pairs]
        record[f"text_{side}"] = " ".join(texts)
        spans, start = [], 0
        for text in texts:
            spans.append([start, start + len(text)])
            start += len(text) + 1
        if aligned:
            record[f"sentences_{side}"] = spans
    if aligned:
        record["beads"] = [[[place], [place]] for place in range(len(pairs))]
    return record
