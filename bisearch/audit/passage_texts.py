"""The texts of passages as the checks read them: words, lemmas, numbers and dates, each read once."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from bisearch.analysis.tokenizer import without_ending, words
from bisearch.audit.findings import TextSpan
from bisearch.model import SIDES, other
from bisearch.notation.date_mentions import find_dates, month_named
from bisearch.notation.quantities import find_quantities

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bisearch.analysis.form_table import FormTable
    from bisearch.model import Passage, Side
    from bisearch.notation.date_mentions import WrittenDate
    from bisearch.notation.quantity import Quantity

# How many passages before and after a passage are searched for what its translation lacks.
REACH = 2
# English verbs that are not the names of months.
_VERB = re.compile(r"(?<![^\W\d_])(?:may|march)(?![^\W\d_])")


class AuditedText:
    """One side of a passage.

    Args:
        text: the text.
        side: its language.
        sentence_spans: the spans of its sentences in it.

    Attributes:
        lemmas_of: the lemmas of forms, set for a whole stretch of passages at once.
    """

    def __init__(self, text: str, side: Side, sentence_spans: Sequence[TextSpan]) -> None:
        self.text = text
        self.side: Side = side
        self.words = words(text)
        self.sentence_spans = sentence_spans
        self.lemmas_of: Mapping[str, tuple[str, ...]] = {}

    @cached_property
    def lemmas(self) -> list[tuple[str, ...]]:
        """The lemmas of each word, the likeliest first."""
        return [self.lemmas_of[form] for form in self.words.forms]

    @cached_property
    def quantities(self) -> list[Quantity]:
        """The numbers that the text states."""
        return find_quantities(self.text, self.words.starts, self.words.forms, self.lemmas)

    @cached_property
    def dates(self) -> list[WrittenDate]:
        """The dates that name a month, and a day or a year."""
        found = find_dates(self.text)
        return [each for each in found if self.side == "ru" or not _VERB.search(self.text, each.start, each.end)]

    @cached_property
    def months(self) -> frozenset[int]:
        """The months that dates and words name, from 1."""
        named = {month for form in self.words.forms if (month := month_named(form)) is not None}
        return frozenset(named | {date.month for date in self.dates})

    @cached_property
    def all_lemmas(self) -> frozenset[str]:
        """All lemmas of all words."""
        return frozenset(lemma for lemmas in self.lemmas for lemma in lemmas)

    @cached_property
    def first_words(self) -> frozenset[int]:
        """The numbers of the words that begin a sentence, which are capitalized in any case."""
        found = set()
        starts = iter([span.start for span in self.sentence_spans])
        at = next(starts, None)
        for place, start in enumerate(self.words.starts):
            if at is not None and start >= at:
                found.add(place)
                while at is not None and at <= start:
                    at = next(starts, None)
        return frozenset(found)

    def span(self, place: int) -> TextSpan:
        """Return the span of a word."""
        start = self.words.starts[place]
        return TextSpan(start, start + len(without_ending(self.words.surfaces[place])))


class Bitext:
    """A passage with both sides and the texts around it.

    Attributes:
        passage: the passage.
        texts: its sides; only those that it has.
        near: for each side, the texts of the passages around it, the nearest first; its own text is not among them.
    """

    def __init__(
        self, passage: Passage, texts: Mapping[Side, AuditedText], near: Mapping[Side, list[AuditedText]]
    ) -> None:
        self.passage = passage
        self.texts = texts
        self.near = near

    @property
    def has_both(self) -> bool:
        """Whether the passage has both sides."""
        return len(self.texts) == len(SIDES)

    def opposite(self, side: Side) -> list[AuditedText]:
        """Return the texts of the other side, its own first, in which a counterpart is looked for."""
        across = other(side)
        own = [self.texts[across]] if across in self.texts else []
        return own + self.near[across]


def read_bitexts(passages: Sequence[Passage], first: int, last: int, forms: FormTable) -> Iterator[Bitext]:
    """Yield passages with the texts around them.

    Args:
        passages: consecutive passages of a document.
        first: index of the first passage to yield; those before it are only context.
        last: index after the last passage to yield.
        forms: the form table of the index.
    """
    texts = [_texts_of(passage) for passage in passages]
    lemmas = forms.lemmas({form for sides in texts for text in sides.values() for form in text.words.forms})
    for sides in texts:
        for text in sides.values():
            text.lemmas_of = lemmas
    for place in range(first, last):
        around = [place + sign * step for step in range(1, REACH + 1) for sign in (-1, 1)]
        near: dict[Side, list[AuditedText]] = {side: _of_side(texts, around, side) for side in SIDES}
        yield Bitext(passages[place], texts[place], near)


def _of_side(texts: Sequence[Mapping[Side, AuditedText]], places: Iterable[int], side: Side) -> list[AuditedText]:
    return [texts[place][side] for place in places if 0 <= place < len(texts) and side in texts[place]]


def _texts_of(passage: Passage) -> dict[Side, AuditedText]:
    found: dict[Side, AuditedText] = {}
    for side in SIDES:
        half = passage.side(side)
        if half is not None:
            found[side] = AuditedText(half.text, side, _sentence_spans(half.text, half.sentence_texts()))
    return found


def _sentence_spans(text: str, sentences: Iterable[str]) -> list[TextSpan]:
    spans = []
    at = 0
    for sentence in sentences:
        start = text.find(sentence, at)
        at = start + len(sentence)
        spans.append(TextSpan(start, at))
    return spans
