"""Texts as HTML: cleaned, escaped, and only then marked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from bisearch.notation.scripts import script_of
from bisearch.sanitizing import clean_lines
from bisearch.searching.results import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.model import Side

_WEB = re.compile(r"https?://", re.IGNORECASE)


def shown(value: Any) -> Any:
    """Return a value for a template: a text without characters that control or reorder what is shown."""
    return clean_lines(value) if type(value) is str else value


def marked(text: str, marks: Iterable[Mark]) -> Markup:
    """Return a text with its marks in ``<mark>``; those of translations have the class ``r``."""
    parts: list[Markup] = []
    last = 0
    for mark in marks:
        parts.append(_escaped(text[last : mark.start]))
        kind = ' class="r"' if mark.why in {"rendering", "translation"} else ""
        parts.append(Markup(f"<mark{kind}>") + _escaped(text[mark.start : mark.end]) + Markup("</mark>"))  # noqa: S704 -- constants
        last = mark.end
    return Markup("").join([*parts, _escaped(text[last:])])


def spans(ranges: Iterable[tuple[int, int]]) -> list[Mark]:
    """Return ranges of a text as marks."""
    return [Mark(start, end, "", "exact") for start, end in ranges]


def language_of(text: str) -> Side | None:
    """Return the language of a short text by its script; None if it has no letters."""
    script = script_of(text)
    return {"cyrillic": "ru", "latin": "en"}.get(script)  # type: ignore[return-value]


def web_address(text: str) -> str:
    """Return an address of the web; empty for any other text."""
    return text if _WEB.match(text) and not re.search(r"[\s\x00-\x1f]", text) else ""


def _escaped(text: str) -> Markup:
    return escape(clean_lines(text))
