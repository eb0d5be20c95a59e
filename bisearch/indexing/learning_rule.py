"""When a commit learns the translations of an index anew, and how it completes them otherwise.

Learning takes as long as indexing about two thousand passages, however few documents are new. So it waits until the
collection has changed by a share. Until then the words that are new to the index get the translations that dictionaries
and the shipped lists give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bisearch.lexicon.phrases import listed_phrases
from bisearch.lexicon.training import glossary_table

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from collections.abc import Set as AbstractSet

    from bisearch.storage.document_writer import DocumentWriter
    from bisearch.storage.manifest import Manifest

# Translations are learned anew when passages added and removed since the last time make up this share of the passages
# that the collection had then.
RELEARNED_SHARE = 0.1
# A collection of at most this many passages learns at every commit: each document matters, and it takes no second.
ALWAYS_LEARNED = 1_000


class Learning(NamedTuple):
    """Whether a commit learns the translations anew, and what the next commit needs to know.

    Attributes:
        is_due: whether it does.
        learned_passages: number of passages of the collection when its translations were learned.
        changed_passages: number of passages added and removed since then.
    """

    is_due: bool
    learned_passages: int
    changed_passages: int


def learning(committed: Manifest | None, passages: int, changed: int, *, postponed: bool = False) -> Learning:
    """Return whether a commit learns the translations anew.

    Args:
        committed: the manifest of the index before the commit; None learns in any case.
        passages: number of passages after the commit.
        changed: number of passages that this commit adds and removes.
        postponed: leave it to the next commit in any case.
    """
    if committed is not None and (postponed or passages > ALWAYS_LEARNED):
        learned, all_changed = committed.learned_passages, committed.changed_passages + changed
        if postponed or all_changed <= RELEARNED_SHARE * learned:
            return Learning(is_due=False, learned_passages=learned, changed_passages=all_changed)
    return Learning(is_due=True, learned_passages=passages, changed_passages=0)


def complete_lexicon(
    store: DocumentWriter,
    known: AbstractSet[str],
    new: AbstractSet[str],
    lemmas: Callable[[Collection[str]], Mapping[str, tuple[str, ...]]],
) -> None:
    """Add the translations that the shipped lists give to the words that a commit adds to an index.

    Args:
        store: the documents of the new generation, with the new forms.
        known: the lemmas that the index had before.
        new: the lemmas that it has now besides these.
        lemmas: returns the lemmas of some forms.
    """
    met = known | new
    store.note_lemmas(new)
    store.add_translations(glossary_table(new, store.entries()), met)
    store.add_phrases(listed_phrases(lemmas, met, new))
