"""The findings of an audit, as text: the question, then both sides with the words in question between ``**``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.render.wording import NO_COUNTERPART, counted
from bisearch.sanitizing import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bisearch.audit.findings import Finding, TextSpan
    from bisearch.model import Side

_LABELS: dict[Side, str] = {"ru": "RU", "en": "EN"}


def finding_lines(finding: Finding) -> Iterator[str]:
    """Yield the lines of a finding, and an empty line."""
    yield clean(f"{finding.reference}  {finding.kind}  key {finding.key}")
    yield f"   {clean(finding.question)}"
    for side, label in _LABELS.items():
        text = finding.passage.side(side)
        shown = NO_COUNTERPART[side] if text is None else _marked(text.text, finding.marks(side))
        yield f"   {label}  {shown}"
    yield ""


def count_line(counts: Mapping[str, int], *, is_cut: bool) -> str:
    """Return the line that counts findings by kind.

    Args:
        counts: the number of findings of each kind.
        is_cut: whether there are more findings than were counted.
    """
    total = counted(sum(counts.values()), "question")
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in counts.items())
    more = "; there are more, --limit N prints more" if is_cut else ""
    return f"{total}{f': {kinds}' if kinds else ''}{more}"


def _marked(text: str, spans: tuple[TextSpan, ...]) -> str:
    shown = clean(text)
    parts, at = [], 0
    for span in sorted(spans):
        if span.start < at:
            continue
        is_whole = not shown[: span.start].strip() and not shown[span.end :].strip()
        stars = "" if is_whole else "**"
        parts += [shown[at : span.start], stars, shown[span.start : span.end], stars]
        at = span.end
    return " ".join("".join([*parts, shown[at:]]).split())
