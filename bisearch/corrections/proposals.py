"""Corrections that a person asks for, in terms of the sentences of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.corrections.applying import places_of_word
from bisearch.corrections.records import SentenceLink
from bisearch.errors import CorrectionError
from bisearch.model import SIDES
from bisearch.storage.permanent_references import sentence_hash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bisearch.corrections.records import BeadKind
    from bisearch.model import Passage, PassageText, Side


def link_of(passage: Passage) -> SentenceLink:
    """Return the bead of a passage by the hashes of its sentences."""
    return SentenceLink(_hashes(passage.ru), _hashes(passage.en))


def divided_beads(
    passages: Sequence[Passage],
    number: int,
    kind: BeadKind,
    split_at: tuple[int, int] | int | None = None,
    other: int | None = None,
) -> tuple[list[int], tuple[SentenceLink, ...]]:
    """Return which beads a correction replaces, by their numbers, and the beads that it puts in their place.

    Args:
        passages: the passages of the document in order.
        number: the number of the passage, from 1.
        kind: what to do with it.
        split_at: after how many Russian and English sentences to split it.
        other: the number of the passage to link it with.

    Raises:
        CorrectionError: the passage cannot be corrected so.
    """
    link = link_of(passages[number - 1])
    if kind == "split":
        return [number], _split(link, split_at)
    if kind == "unlink":
        if not (link.ru and link.en):
            raise CorrectionError(f"passage {number} has one side only; there is nothing to unlink")
        return [number], (SentenceLink(link.ru, ()), SentenceLink((), link.en))
    if kind == "merge":
        if number == len(passages):
            raise CorrectionError(
                f"passage {number} is the last of the document; there is no next one to merge it with"
            )
        other = number + 1
    if other is None or other == number:
        raise CorrectionError(f"passage {number} cannot be linked with itself")
    numbers = sorted((number, other))
    ru, en = (_in_text_order([passages[each - 1] for each in numbers], side) for side in SIDES)
    return numbers, (SentenceLink(ru, en),)


def sentence_with_word(
    passage: Passage, word: str, side: Side | None = None, sentence: int | None = None
) -> tuple[Side, str]:
    """Return the side and the hash of the sentence of a passage that has a word.

    Args:
        passage: the passage.
        word: the word, or several, exactly as the source has it.
        side: the side that has the word; None looks on both.
        sentence: the number of the sentence on its side, from 1; None looks in all.

    Raises:
        CorrectionError: no sentence, or more than one, has the word.
    """
    found: list[tuple[Side, int, str]] = []
    for each in SIDES:
        text = passage.side(each)
        if text is None or side not in {None, each}:
            continue
        for number, span in enumerate(text.sentence_offsets(), 1):
            if sentence in {None, number} and places_of_word(text, span, word):
                found.append((each, number, sentence_hash(span.of(text.text))))
    if not found:
        where = "".join([f" of {side}" if side else "", f" in sentence {sentence}" if sentence else ""])
        raise CorrectionError(
            f"passage {passage.number} has no word {word!r}{where}; give it exactly as the source does"
        )
    if len({each for each, _, _ in found}) > 1:
        raise CorrectionError(f"both sides of passage {passage.number} have {word!r}; add --side ru or --side en")
    if len(found) > 1:
        numbers = " and ".join(str(number) for _, number, _ in found)
        raise CorrectionError(f"sentences {numbers} of passage {passage.number} have {word!r}; add --sentence N")
    return found[0][0], found[0][2]


def _split(link: SentenceLink, split_at: tuple[int, int] | int | None) -> tuple[SentenceLink, ...]:
    ru, en = split_at if isinstance(split_at, tuple) else (split_at or 0, split_at or 0)
    has = f"it has {len(link.ru)} Russian and {len(link.en)} English sentences"
    if not (0 <= ru <= len(link.ru) and 0 <= en <= len(link.en)):
        raise CorrectionError(f"the passage cannot be split after {ru} Russian and {en} English sentences; {has}")
    first, second = SentenceLink(link.ru[:ru], link.en[:en]), SentenceLink(link.ru[ru:], link.en[en:])
    if not any(first) or not any(second):
        raise CorrectionError(f"a part of the split passage would be empty; {has}")
    return first, second


def _in_text_order(passages: Sequence[Passage], side: Side) -> tuple[str, ...]:
    """Return the hashes of the sentences of one side of some passages, in the order of the document."""
    texts = [text for passage in passages if (text := passage.side(side)) is not None]
    placed = [pair for text in texts for pair in zip(text.sentences, _hashes(text), strict=True)]
    return tuple(hash_ for _, hash_ in sorted(placed))


def _hashes(text: PassageText | None) -> tuple[str, ...]:
    return tuple(map(sentence_hash, text.sentence_texts())) if text is not None else ()
