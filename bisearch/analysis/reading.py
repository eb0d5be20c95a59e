"""The record of a second reading of some tokens."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

# The evidence that a second reading needs: none; that it gives words of the dictionaries; that it does and that the
# tokens as written are not all words; or that these are not in the frequency lists either, which have names (BBC).
Evidence: TypeAlias = Literal["none", "words", "doubtful", "unheard"]


class Reading(NamedTuple):
    """A second reading of some tokens; a text is indexed by both.

    Attributes:
        places: the indexes of the tokens that it reads.
        written: the forms of those tokens.
        forms: the forms that the second reading gives.
        evidence: the evidence that it needs.
    """

    places: tuple[int, ...]
    written: tuple[str, ...]
    forms: tuple[str, ...]
    evidence: Evidence
