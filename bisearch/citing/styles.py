"""The styles of citations by name, and citations of several documents together."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from bisearch.citing.bibtex import bibtex
from bisearch.citing.chicago import chicago
from bisearch.citing.csl import csl_item
from bisearch.citing.gost import gost
from bisearch.citing.ris import ris

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bisearch.citing.parts import Cited

CitationStyle: TypeAlias = Literal["chicago", "gost", "bibtex", "ris", "csl-json"]
STYLES: tuple[CitationStyle, ...] = get_args(CitationStyle)
_WRITERS: dict[str, Callable[[Cited], str]] = {"chicago": chicago, "gost": gost, "bibtex": bibtex, "ris": ris}


def citations(cited: Iterable[Cited], style: CitationStyle) -> str:
    """Return citations in a style, one after the other with an empty line between; CSL-JSON is one array."""
    if style == "csl-json":
        return json.dumps([csl_item(each) for each in cited], ensure_ascii=False, indent=2)
    return "\n\n".join(map(_WRITERS[style], cited))
