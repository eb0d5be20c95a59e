"""Dates of documents as citations write them, in English and in Russian."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.notation.scripts import script_of

if TYPE_CHECKING:
    from bisearch.model import Metadata, Side

_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTHS_RU = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
_GENITIVES_RU = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
_YEAR_ONLY = 1
_MONTH_OF_YEAR = 2


def cited_date(document: Metadata, side: Side) -> str:
    """Return the date of a document in a language; empty if it is unknown.

    A date that is known to a day, a month or a year is written in full. Any other date stands as the source has it, if
    that is in this language, and else as the first and the last day that it may mean.
    """
    if document.date:
        return _written(document.date, side)
    is_readable = script_of(document.date_text) in {"neutral", "cyrillic" if side == "ru" else "latin"}
    if is_readable and document.date_text != document.date_edtf:
        return document.date_text
    if document.date_earliest[4:] == "-01-01" and document.date_latest[4:] == "-12-31":
        return _years(document, side)
    first, last = (_written(day, side) if day else "" for day in (document.date_earliest, document.date_latest))
    return _between(first, last, side, is_interval="/" in document.date_edtf) or document.date_text


def date_parts(iso: str) -> list[int]:
    """Return the year, the month and the day of a date in ISO 8601, as far as it has them."""
    return [int(part) for part in iso.split("-")]


def _written(iso: str, side: Side) -> str:
    parts = date_parts(iso)
    year = str(parts[0])
    if len(parts) == _YEAR_ONLY:
        return year if side == "en" else f"{year} г."
    month = parts[1] - 1
    if len(parts) == _MONTH_OF_YEAR:
        return f"{_MONTHS_EN[month]} {year}" if side == "en" else f"{_MONTHS_RU[month]} {year} г."
    if side == "en":
        return f"{_MONTHS_EN[month]} {parts[2]}, {year}"
    return f"{parts[2]} {_GENITIVES_RU[month]} {year} г."


def _years(document: Metadata, side: Side) -> str:
    """Return whole years, with "about" where the date is approximate."""
    first, last = document.date_earliest[:4], document.date_latest[:4]
    about = ("ca. " if side == "en" else "около ") if "~" in document.date_edtf else ""
    if first == last:
        return f"{about}{_written(first, side)}"
    return f"{about}{first}-{last}" + (" гг." if side == "ru" else "")


def _between(first: str, last: str, side: Side, *, is_interval: bool) -> str:
    """Return two ends in words, of an interval or of one day that is between them; an unknown end is empty."""
    if first and last and is_interval:
        return f"{first} to {last}" if side == "en" else f"с {first} по {last}"
    if first and last:
        return f"between {first} and {last}" if side == "en" else f"между {first} и {last}"
    if first:
        return f"{first} or later" if side == "en" else f"{first} или позднее"
    if last:
        return f"{last} or earlier" if side == "en" else f"{last} или ранее"
    return ""
