"""The places where a word or a phrase occurs among the words of one side."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bisearch.engines.nodes import AnyTerm, TermPhrase
from bisearch.engines.proximity import phrase_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bisearch.deadline import Deadline
    from bisearch.statistics.columns import Mask, Numbers
    from bisearch.statistics.form_index import FormIndex
    from bisearch.statistics.side_tokens import SideTokens

    Masks = Mapping[tuple[str, ...], Mask]


@dataclass(frozen=True, slots=True, eq=False)
class Occurrences:
    """Occurrences in ascending order, none of which overlaps another.

    Attributes:
        starts: the place of the first word of each.
        ends: the place after its last word.
    """

    starts: Numbers
    ends: Numbers

    def __len__(self) -> int:
        """Return the number of occurrences."""
        return len(self.starts)

    def words(self, count: int) -> Mask:
        """Return which of `count` words belong to an occurrence."""
        # Adding up 1 at each start and -1 at each end gives 1 within an occurrence.
        begins, ends = (np.bincount(places, minlength=count + 1) for places in (self.starts, self.ends))
        belong: Mask = np.cumsum(begins - ends)[:-1] > 0
        return belong


def find_occurrences(
    nodes: Iterable[AnyTerm | TermPhrase], tokens: SideTokens, forms: FormIndex, deadline: Deadline
) -> Occurrences:
    """Find where words or phrases occur.

    A word counts once, whichever of its lemmas match and however many nodes do. Of occurrences that overlap, the one
    that begins first counts, and of those that begin together the longest.

    Args:
        nodes: words and phrases on the side of the words; the side of a node is not looked at.
        tokens: the words.
        forms: the forms of the index.
        deadline: when the search must end.
    """
    nodes = list(dict.fromkeys(nodes))
    masks = forms.masks({slot for node in nodes for slot in _slots(node)})
    found = [_find(node, tokens, masks, deadline) for node in nodes]
    starts = np.concatenate([each.starts for each in found] or [np.zeros(0, np.int64)])
    ends = np.concatenate([each.ends for each in found] or [np.zeros(0, np.int64)])
    order = np.lexsort((-ends, starts))
    return _without_overlaps(starts[order], ends[order])


def counted_forms(found: Occurrences, tokens: SideTokens, forms: FormIndex) -> tuple[tuple[str, int], ...]:
    """Return the forms of occurrences with their numbers, the most frequent first; a phrase is its forms in a row."""
    counts: Counter[str] = Counter()
    lengths = found.ends - found.starts
    single = np.bincount(tokens.forms[found.starts[lengths == 1]], minlength=1)
    for form in np.flatnonzero(single).tolist():
        counts[forms.forms[form]] += int(single[form])
    for length in np.flatnonzero(np.bincount(lengths[lengths > 1])).tolist():
        starts = found.starts[lengths == length]
        rows, numbers = np.unique(tokens.forms[starts[:, None] + np.arange(length)], axis=0, return_counts=True)
        for row, number in zip(rows.tolist(), numbers.tolist(), strict=True):
            counts[" ".join(forms.forms[form] for form in row)] += number
    return tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0])))


def _slots(node: AnyTerm | TermPhrase) -> list[tuple[str, ...]]:
    if isinstance(node, AnyTerm):
        return [node.terms]
    return [*node.slots, node.fillers] if node.fillers else list(node.slots)


def _find(node: AnyTerm | TermPhrase, tokens: SideTokens, masks: Masks, deadline: Deadline) -> Occurrences:
    deadline.check()
    if isinstance(node, AnyTerm):
        starts = np.flatnonzero(masks[node.terms][tokens.forms])
        return Occurrences(starts, starts + 1)
    if node.slop:
        return _find_loose(node, tokens, masks, deadline)
    length = len(node.slots)
    count = max(0, len(tokens) - length + 1)
    matches = np.ones(count, np.bool_)
    for place, slot in enumerate(node.slots):
        matches &= masks[slot][tokens.forms[place : place + count]]
    starts = np.flatnonzero(matches)
    # A phrase does not go on in the next passage.
    starts = starts[tokens.passages_of(starts) == tokens.passages_of(starts + length - 1)]
    return Occurrences(starts, starts + length)


def _find_loose(phrase: TermPhrase, tokens: SideTokens, masks: Masks, deadline: Deadline) -> Occurrences:
    """Find a phrase that may have other words among its words."""
    places = {slot: np.flatnonzero(masks[slot][tokens.forms]) for slot in _slots(phrase)}
    passages = {slot: tokens.passages_of(found) for slot, found in places.items()}
    common = set.intersection(*(set(passages[slot].tolist()) for slot in phrase.slots))
    by_passage = {slot: _grouped(places[slot], passages[slot], common) for slot in places}
    starts, ends = [], []
    for passage in deadline.through(sorted(common)):
        slots = [by_passage[slot][passage] for slot in phrase.slots]
        fillers = by_passage[phrase.fillers].get(passage, ()) if phrase.fillers else ()
        for place in phrase_places(phrase, slots, fillers):
            starts.append(place[0])
            ends.append(place[-1] + 1)
    return Occurrences(np.array(starts, np.int64), np.array(ends, np.int64))


def _grouped(places: Numbers, passages: Numbers, wanted: set[int]) -> dict[int, set[int]]:
    groups: dict[int, set[int]] = {}
    for place, passage in zip(places.tolist(), passages.tolist(), strict=True):
        if passage in wanted:
            groups.setdefault(passage, set()).add(place)
    return groups


def _without_overlaps(starts: Numbers, ends: Numbers) -> Occurrences:
    if not len(starts) or bool((starts[1:] >= ends[:-1]).all()):
        return Occurrences(starts, ends)
    kept: Sequence[int] = _first_of_overlapping(starts.tolist(), ends.tolist())
    return Occurrences(starts[kept], ends[kept])


def _first_of_overlapping(starts: list[int], ends: list[int]) -> list[int]:
    kept, last = [], -1
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if start >= last:
            kept.append(place)
            last = end
    return kept
