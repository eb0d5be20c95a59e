"""Corrections of the beads of a document, applied to its passages.

Each correction replaces beads by others with the same sentences. Passages that no correction touches stay as they are,
but for their numbers. The result depends only on the passages before, not on whether they come from a source or from
the index, so that a correction gives the same passages at once and after a rebuild.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from bisearch.corrections.records import SentenceLink
from bisearch.model import SIDES, Passage, PassageText
from bisearch.storage.permanent_references import sentence_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bisearch.corrections.records import Correction
    from bisearch.model import PassageCorrection, Sentence, Side

# A wider gap between two sentences holds something that is no sentence, such as the number of a page.
_MAX_GAP = 40


class _PlacedSentence(NamedTuple):
    """A sentence of one side of a document.

    Attributes:
        span: its span in the document's text.
        text: its text.
        hash: its hash, by which corrections name it.
        gap: the whitespace between the sentence before it and this one; None if no passage has both.
        opens_paragraph: whether it begins a paragraph.
    """

    span: Sentence
    text: str
    hash: str
    gap: str | None
    opens_paragraph: bool


class _Bead(NamedTuple):
    """A bead: the indexes of its Russian and of its English sentences.

    Attributes:
        passage: the passage that it was before; None for a bead that a correction has made.
    """

    ru: tuple[int, ...]
    en: tuple[int, ...]
    passage: Passage | None
    corrections: tuple[PassageCorrection, ...] = ()

    @property
    def sides(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The indexes of both sides."""
        return self.ru, self.en


class DocumentBeads:
    """The beads of a document, to be corrected.

    Args:
        passages: the passages of the document in order, without corrections.
    """

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._sentences: dict[Side, list[_PlacedSentence]] = {}
        indexes = {side: self._read(side, passages) for side in SIDES}
        self._beads = [
            _Bead(ru, en, passage) for ru, en, passage in zip(indexes["ru"], indexes["en"], passages, strict=True)
        ]

    def _read(self, side: Side, passages: Sequence[Passage]) -> list[tuple[int, ...]]:
        """Keep the sentences of a side, and return the indexes of those of each passage."""
        texts = [passage.side(side) for passage in passages]
        spans = sorted(span for text in texts if text is not None for span in text.sentences)
        places = {span: place for place, span in enumerate(spans)}
        found: dict[int, _PlacedSentence] = {}
        for text in filter(None, texts):
            found.update(_placed(text, places))
        self._sentences[side] = [found[place] for place in range(len(spans))]
        return [tuple(places[span] for span in text.sentences) if text is not None else () for text in texts]

    def apply(self, correction: Correction) -> str:
        """Make a correction; return an empty text, or why it does not apply."""
        old, new = correction.old, correction.new
        if isinstance(old, str) or isinstance(new, str):
            raise TypeError(f"{correction.kind} corrects no beads")
        replaced = self._find(old, correction.passage)
        if replaced is None:
            already = self._find(new, correction.passage)
            if already is None:
                return self._why_gone(old)
            for place in already:
                bead = self._beads[place]
                self._beads[place] = bead._replace(corrections=(*bead.corrections, correction.of_passage))
            return ""
        gone = [self._beads[place] for place in replaced]
        history = tuple(dict.fromkeys(each for bead in gone for each in bead.corrections))
        made = self._divided(gone, new, (*history, correction.of_passage))
        self._beads = [bead for place, bead in enumerate(self._beads) if place not in set(replaced)]
        for bead in sorted(made, key=lambda bead: (not bead.ru, bead.ru, bead.en)):
            self._beads.insert(self._place_of(bead), bead)
        return ""

    def passages(self) -> list[Passage]:
        """Return the passages of the beads as they are now."""
        return [self._passage(number, bead) for number, bead in enumerate(self._beads, 1)]

    def _link(self, bead: _Bead) -> SentenceLink:
        ru, en = (
            tuple(self._sentences[side][index].hash for index in indexes)
            for side, indexes in zip(SIDES, bead.sides, strict=True)
        )
        return SentenceLink(ru, en)

    def _find(self, links: Sequence[SentenceLink], number: int) -> list[int] | None:
        """Return the places of the beads with given sentences, those nearest to a number; None if any is missing."""
        found: list[int] = []
        hashes = [self._link(bead) for bead in self._beads]
        near = number - 1
        for link in links:
            places = [place for place, each in enumerate(hashes) if each == link and place not in found]
            if not places:
                return None
            found.append(min(places, key=lambda place: abs(place - near)))
            near = found[-1] + 1
        return found

    def _why_gone(self, links: Sequence[SentenceLink]) -> str:
        for place, side in enumerate(SIDES):
            present = {sentence.hash for sentence in self._sentences[side]}
            gone = [hash_ for link in links for hash_ in link[place] if hash_ not in present]
            if gone:
                return f"the document no longer has the sentence{'s' if len(gone) > 1 else ''} {', '.join(gone)}"
        return "its sentences are aligned in another way now"

    def _divided(
        self, gone: Sequence[_Bead], links: Sequence[SentenceLink], corrections: tuple[PassageCorrection, ...]
    ) -> list[_Bead]:
        """Return new beads of the sentences of those that they replace."""
        pools = [
            [
                (self._sentences[side][index].hash, index)
                for index in sorted(i for bead in gone for i in bead.sides[place])
            ]
            for place, side in enumerate(SIDES)
        ]
        made = []
        for link in links:
            sides = []
            for place, pool in enumerate(pools):
                taken = []
                for hash_ in link[place]:
                    entry = next(each for each in pool if each[0] == hash_)
                    pool.remove(entry)
                    taken.append(entry[1])
                sides.append(tuple(sorted(taken)))
            made.append(_Bead(sides[0], sides[1], None, corrections))
        return made

    def _place_of(self, bead: _Bead) -> int:
        """Return where a bead belongs: by its first Russian sentence, or else before the next English sentence."""
        beads = self._beads
        if bead.ru:
            return next((place for place, each in enumerate(beads) if each.ru and each.ru > bead.ru), len(beads))
        later = min((place for place, each in enumerate(beads) if each.en and each.en[0] > bead.en[0]), default=None)
        earlier = [place for place, each in enumerate(beads) if each.en and each.en[0] < bead.en[0]]
        if later is None or later > max(earlier, default=-1):
            return len(beads) if later is None else later
        # The translation has another order here: the bead follows the sentence before its own.
        return max(earlier, key=lambda place: beads[place].en) + 1

    def _passage(self, number: int, bead: _Bead) -> Passage:
        if bead.passage is not None:
            return bead.passage._replace(number=number, corrections=bead.corrections)
        ru, en = (self._side(side, indexes) for side, indexes in zip(SIDES, bead.sides, strict=True))
        return Passage(number, ru, en, 1.0, bead.corrections)

    def _side(self, side: Side, indexes: tuple[int, ...]) -> PassageText | None:
        if not indexes:
            return None
        sentences = [self._sentences[side][index] for index in indexes]
        pieces = [sentences[0].text]
        for (first, second), (before, after) in zip(pairwise(indexes), pairwise(sentences), strict=True):
            pieces += [_gap(before, after) if second == first + 1 else "\n", after.text]
        spans = tuple(sentence.span for sentence in sentences)
        return PassageText("".join(pieces), spans, sentences[0].opens_paragraph)


def _placed(text: PassageText, places: dict[Sentence, int]) -> Iterable[tuple[int, _PlacedSentence]]:
    """Yield the sentences of one side of a passage, each with its place among all of the document's side."""
    offsets = text.sentence_offsets()
    before: int | None = None
    end = 0
    for span, offset in zip(text.sentences, offsets, strict=True):
        place = places[span]
        between = text.text[end : offset.start]
        opens = text.opens_paragraph if before is None else between.count("\n") > 1
        gap = between if before is not None and place == before + 1 else None
        own = offset.of(text.text)
        yield place, _PlacedSentence(span, own, sentence_hash(own), gap, opens)
        before, end = place, offset.end


def _gap(before: _PlacedSentence, after: _PlacedSentence) -> str:
    """Return the whitespace between two adjacent sentences; as long as in the document, which word places rely on."""
    if after.gap is not None:
        return after.gap
    length = after.span.start - before.span.end
    if length > _MAX_GAP:
        return "\n"
    return ("\n" if after.opens_paragraph and length > 1 else " ") * length
