"""The documents of the audit's benchmark: the demonstration archive and natural translations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bisearch.model import SIDES, Document, PassageText, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bisearch.model import Passage, Side

ARCHIVE = Path(__file__).parent.parent.parent / "data"


def read_works(path: Path) -> Iterator[Document]:
    """Yield the works of a file of whole translations; each line has `doc_id` and pairs of paragraphs, `articles`."""
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        ru, en = ("\n\n".join(column) for column in zip(*record["articles"], strict=True))
        yield Document(id=f"work-{record['doc_id']}", text_ru=ru, text_en=en)


def read_news(path: Path) -> Iterator[Document]:
    """Yield the documents of a file of news; each line has `id` and lists of paragraphs, `ru` and `en`."""
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        yield Document(id=f"news-{record['id']}", text_ru="\n\n".join(record["ru"]), text_en="\n\n".join(record["en"]))


def read_xquad(folder: Path) -> Iterator[Document]:
    """Yield the paragraphs of XQuAD, as `fetch xquad` stores it."""
    sides = [_contexts(json.loads((folder / f"xquad.{side}.json").read_text(encoding="utf-8"))) for side in SIDES]
    for number, (ru, en) in enumerate(zip(*sides, strict=True)):
        yield Document(id=f"xquad-{number:03}", text_ru=ru, text_en=en)


def _contexts(data: Any) -> list[str]:
    return [paragraph["context"] for article in data["data"] for paragraph in article["paragraphs"]]


def text_of(passages: Sequence[Passage], side: Side, changed: Mapping[int, str] | None = None) -> str:
    """Return the text of one side of some passages, its paragraphs separated by blank lines.

    Args:
        passages: the passages of a document, in order.
        side: the side.
        changed: the new texts of some passages by their numbers; a passage with an empty text is left out.
    """
    found: list[tuple[Sentence, str, bool]] = []
    for passage in passages:
        half = passage.side(side)
        if half is not None and passage.number in (changed or {}):
            new = (changed or {})[passage.number]
            found += [(half.sentences[0], new, half.opens_paragraph)] if new else []
        elif half is not None:
            found += _sentences(half)
    text = ""
    for _, sentence, opens_paragraph in sorted(found):
        text += ("\n\n" if opens_paragraph else " ") * bool(text) + sentence
    return text


def _sentences(half: PassageText) -> Iterator[tuple[Sentence, str, bool]]:
    for place, (span, text) in enumerate(zip(half.sentences, half.sentence_texts(), strict=True)):
        yield span, text, half.opens_paragraph and place == 0
