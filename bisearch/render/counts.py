"""Tables of counts for people: frequencies, collocates and keywords, each with what was counted below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.render.layout import wrapped
from bisearch.render.tables import table_lines, with_bars
from bisearch.render.wording import counted
from bisearch.sanitizing import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bisearch.model import Side
    from bisearch.statistics.collocates import Collocates, CollocateTable
    from bisearch.statistics.frequencies import Frequencies, Frequency
    from bisearch.statistics.keywords import ComparedPart, Keyword, Keywords
    from bisearch.statistics.scope import CountBasis
    from bisearch.statistics.translation_counts import Translations

UNKNOWN = {"year": "undated"}
LANGUAGES: dict[Side, str] = {"ru": "Russian", "en": "English"}
# Forms that a table lists; JSON has all.
MAX_FORMS = 8
_MAX_NAME = 40
# A smaller p is given as a bound.
_LEAST_P = 1e-12
_INTERVAL = "95 % score interval (Wilson 1927)"


def frequency_lines(found: Frequencies, width: int, *, bars: bool) -> Iterator[str]:
    """Yield the lines of a table of frequencies.

    Args:
        found: the frequencies.
        width: columns of the text.
        bars: whether to draw the relative frequencies as bars.
    """
    header = (found.by, "query", "side", "count", "words", "per million", "95 % interval")
    rows, values = [], []
    for place, value in enumerate(found.values):
        for series in found.series:
            frequency = series.frequencies[place]
            rows.append((_name(found.by, value), _short(series.query), series.side, *_cells(frequency)))
            values.append(frequency.per_million)
    for series in found.series:
        rows.append(("all", _short(series.query), series.side, *_cells(series.total)))
        values.append(series.total.per_million)
    lines = list(table_lines(header, rows, width, texts=3))
    yield from with_bars(lines, values, width) if bars else lines
    yield ""
    for series in found.series:
        spread = f"; dispersion DPnorm {series.dispersion:.3f}" if series.dispersion is not None else ""
        documents = counted(series.total.documents, "document")
        yield from wrapped(
            f"{clean(series.query)} ({series.side}): {_forms(series.forms)}; in {documents}{spread}", width
        )
    yield from wrapped(f"counts per million words of the side, {_INTERVAL}", width)
    if found.several:
        several = counted(found.several, "document")
        yield from wrapped(f"{several} of several values of {clean(found.by)}, counted in each and once in all", width)
    yield from basis_lines(found.basis, width)


def collocate_lines(found: Collocates, width: int) -> Iterator[str]:
    """Yield the lines of two tables of collocates: on the word's side, and of its translations opposite."""
    yield from wrapped(f"{LANGUAGES[found.near.side]} words near {clean(found.query)}", width)
    yield from _collocate_table(found.near, width)
    yield ""
    opposite = f"{LANGUAGES[found.opposite.side]} words near its translations, in {counted(found.beads, 'passage')}"
    yield from wrapped(f"{opposite} opposite", width)
    yield from _collocate_table(found.opposite, width)
    yield ""
    window = counted(found.window, "word")
    sorted_by = {"log_dice": "logDice", "g2": "G2"}[found.measure]
    yield from wrapped(
        f"near: at most {window} before or after, in the same sentence; by {sorted_by}; logDice (Rychly 2008),"
        " G2 (Dunning 1993) with p for one word chosen in advance, DPnorm (Gries 2008) over documents",
        width,
    )
    yield from basis_lines(found.basis, width)


def keyword_lines(found: Keywords, width: int) -> Iterator[str]:
    """Yield the lines of two tables of keywords: what the target uses more, and less."""
    language = LANGUAGES[found.side]
    for title, rows in (("more", found.more), ("less", found.less)):
        yield from wrapped(f"{language} words used {title} in {_part(found.target)}", width)
        yield from _keyword_table(rows, width)
        yield ""
    reference = "all other documents" if not found.reference.filters else _part(found.reference)
    yield from wrapped(
        f"target: {_size(found.target)}; reference: {reference}, {_size(found.reference)};"
        f" {found.compared:,} words compared",
        width,
    )
    if found.shared:
        yield from wrapped(f"{counted(found.shared, 'document')} of both parts, counted in the target alone", width)
    yield from wrapped(
        "G2 (Dunning 1993) with p for one word chosen in advance; log ratio (Hardie 2014), 0 counted as 0.5; DPnorm"
        " (Gries 2008) over the target's documents",
        width,
    )
    yield from basis_lines(found.basis, width)


def translation_lines(found: Translations, width: int) -> Iterator[str]:
    """Yield the lines below the translations of a word: what was counted."""
    beads, read = counted(found.beads, "passage"), f"{found.read:,} read" if found.read < found.beads else "all read"
    occurrences, there = counted(found.occurrences, "occurrence"), counted(found.read_occurrences, "occurrence")
    counts = f"{clean(found.word)} ({found.side}): {occurrences}, {_forms(found.forms)}"
    passages = f"{beads} with a counterpart, {read}; {found.translated:,} of {there} there translated"
    yield from wrapped(f"{counts}; {passages}", width)
    yield from basis_lines(found.basis, width)


def _collocate_table(table: CollocateTable, width: int) -> Iterator[str]:
    header = ("word", "near", "all", "expected", "logDice", "G2", "p", "documents", "DPnorm")
    rows = [
        (
            _short(each.lemma), f"{each.together:,}", f"{each.occurrences:,}", f"{each.expected:.1f}",
            f"{each.log_dice:.2f}", f"{each.g2:.2f}", _p(each.p), f"{each.documents:,}", _dispersion(each.dispersion),
        )
        for each in table.collocates
    ]  # fmt: skip
    if rows:
        yield from table_lines(header, rows, width)
    yield from wrapped(
        f"{counted(table.occurrences, 'occurrence')}: {_forms(table.forms)}; {table.words_near:,} of"
        f" {counted(table.words, 'word')} near; {table.compared:,} compared",
        width,
    )


def _keyword_table(rows: Iterable[Keyword], width: int) -> Iterator[str]:
    header = (
        "word",
        "target",
        "others",
        "per million",
        "in others",
        "log ratio",
        "G2",
        "p",
        "documents",
        "DPnorm",
    )
    cells = [
        (
            _short(each.lemma), f"{each.in_target:,}", f"{each.in_reference:,}", f"{each.per_million_target:,.1f}",
            f"{each.per_million_reference:,.1f}", f"{each.log_ratio:+.2f}", f"{each.g2:.2f}", _p(each.p),
            f"{each.documents:,}", _dispersion(each.dispersion),
        )
        for each in rows
    ]  # fmt: skip
    if cells:
        yield from table_lines(header, cells, width)
    else:
        yield "none"


def _cells(frequency: Frequency) -> tuple[str, str, str, str]:
    return (
        f"{frequency.occurrences:,}",
        f"{frequency.words:,}",
        f"{frequency.per_million:,.1f}",
        f"{frequency.low:,.1f} - {frequency.high:,.1f}" if frequency.words else "unknown",
    )


def basis_lines(basis: CountBasis, width: int) -> Iterator[str]:
    """Yield the lines that say what a table was counted from: filters, documents, and the signature of the index."""
    documents = counted(basis.documents, "document")
    filters = f"filters: {clean(basis.filters)}, {documents}" if basis.filters else f"no filters, {documents}"
    undated = f", {basis.undated:,} undated left out" if basis.undated else ""
    widened = f"; also counted: {', '.join(basis.widened)}" if basis.widened else ""
    yield from wrapped(f"{filters}{undated}; counted by lemma{widened}", width)
    yield from wrapped(str(basis.signature), width)


def _forms(forms: tuple[tuple[str, int], ...]) -> str:
    if not forms:
        return "no form of it occurs"
    listed = ", ".join(f"{clean(form)} {count:,}" for form, count in forms[:MAX_FORMS])
    more = len(forms) - MAX_FORMS
    return f"{listed} and {counted(more, 'more form')}" if more > 0 else listed


def _part(part: ComparedPart) -> str:
    return clean(part.filters)


def _size(part: ComparedPart) -> str:
    return f"{counted(part.words, 'word')} in {counted(part.documents, 'document')}"


def _p(p: float) -> str:
    return f"<{_LEAST_P:.0e}" if p < _LEAST_P else f"{p:.2g}"


def _dispersion(dispersion: float | None) -> str:
    return "" if dispersion is None else f"{dispersion:.3f}"


def _name(by: str, value: str | None) -> str:
    return UNKNOWN.get(by, "unknown") if value is None else _short(value)


def _short(text: str) -> str:
    shown = clean(" ".join(text.split()))
    return shown if len(shown) <= _MAX_NAME else f"{shown[: _MAX_NAME - 1]}…"
