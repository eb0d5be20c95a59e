"""What the columns of a table hold: by the names in its first row or, without names, by their contents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from bisearch.notation.scripts import count_letters
from bisearch.sources.labels import known_field
from bisearch.sources.record_keys import ID_KEYS, language_of, text_role

if TYPE_CHECKING:
    from collections.abc import Sequence

# What a column without a name holds; `None` is a custom field.
Kind: TypeAlias = Literal["id", "language", "credits", "ru", "en", "mixed"] | None

# This many rows show what the columns of a table without names hold.
SAMPLE_ROWS = 200
# Least share of letters of its own script in a column of texts.
_MIN_SCRIPT_SHARE = 0.8
_CODE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?")
_LICENCE = re.compile(r"\bCC[ -]BY\b|\bCC0\b|attribution", re.IGNORECASE)
_DESCRIPTIONS = {"ru": "Russian text", "en": "English text", "mixed": "text", None: "custom field"}


class Columns(NamedTuple):
    """The columns of a table.

    Attributes:
        names: the key of each column in a record, as `read_keys` takes it.
        has_names: whether the first row names the columns.
        languages: columns with a language's code, which are in no record.
        kinds: for a table without names, what each column holds.
    """

    names: tuple[str, ...]
    has_names: bool = True
    languages: tuple[int, ...] = ()
    kinds: tuple[Kind, ...] = ()

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing but two texts."""
        return len(self.names) == 2 and None not in map(text_role, self.names)

    def description(self) -> str:
        """Return what the columns of a table without names were taken for."""
        said = (f"column {number}: {_DESCRIPTIONS.get(kind, kind)}" for number, kind in enumerate(self.kinds, 1))
        return f"no row with names of columns; read {', '.join(said)}"


def find_columns(rows: Sequence[Sequence[str]]) -> Columns | None:
    """Return the columns of a table; None if none holds a text.

    Args:
        rows: the first rows, at most `SAMPLE_ROWS` of them.
    """
    if any(text_role(cell) and not _is_language(rows, number) for number, cell in enumerate(rows[0])):
        return Columns(_unique_names(rows[0]))
    if any(cell.strip().lower() in ID_KEYS or known_field(cell) is not None for cell in rows[0]):
        return None
    return _by_contents(rows)


def _is_language(rows: Sequence[Sequence[str]], number: int) -> bool:
    """Return whether a column holds the codes of languages, so that "ru" in its first row is not its name."""
    column = [row[number] for row in (rows[1:] or rows) if number < len(row)]
    return len(rows[0]) > 2 and _kind(column) == "language"


def _unique_names(cells: Sequence[str]) -> tuple[str, ...]:
    """Return a name for each column; the names that we know in lower case, and none twice."""
    names: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = cell.strip()
        lowered = name.lower()
        name = lowered if lowered in {*ID_KEYS, "text_ru", "text_en", "reference"} else name or f"column {number}"
        names.append(f"{name} {number}" if name in names else name)
    return tuple(names)


def _by_contents(rows: Sequence[Sequence[str]]) -> Columns | None:
    width = max(map(len, rows))
    if width < 2:
        return None
    kinds = [_kind([row[number] for row in rows if number < len(row)]) for number in range(width)]
    ru, en, mixed = ([number for number, kind in enumerate(kinds) if kind == each] for each in ("ru", "en", "mixed"))
    if len(ru) == 1 and en:
        kept = {ru[0], min(en, key=lambda number: abs(number - ru[0]))}
    elif len(ru) + len(en) + len(mixed) == 1 and ("language" in kinds or ("id" in kinds and not mixed)):
        kept = {*ru, *en, *mixed}
    else:
        return None
    kinds = [kind if kind not in {"ru", "en", "mixed"} or number in kept else None for number, kind in enumerate(kinds)]
    names = tuple(_key(kind, number) for number, kind in enumerate(kinds, 1))
    languages = tuple(number for number, kind in enumerate(kinds) if kind == "language")
    return Columns(names, has_names=False, languages=languages, kinds=tuple(kinds))


def _key(kind: Kind, number: int) -> str:
    if kind in {"ru", "en"}:
        return f"text_{kind}"
    return "text" if kind == "mixed" else "credits" if kind == "credits" else f"column {number}"


def _kind(values: Sequence[str]) -> Kind:
    cells = [value.strip() for value in values if value.strip()]
    if not cells:
        return None
    if all(map(str.isdecimal, cells)):
        return "id"
    if all(map(_CODE.fullmatch, cells)) and any(map(language_of, cells)):
        return "language"
    if all(map(_LICENCE.search, cells)):
        return "credits"
    cyrillic, latin = count_letters("".join(cells))
    share = cyrillic / (cyrillic + latin) if cyrillic + latin else 0.5
    if cyrillic + latin == 0:
        return None
    return "ru" if share >= _MIN_SCRIPT_SHARE else "en" if share <= 1 - _MIN_SCRIPT_SHARE else "mixed"
