"""Checks of the options of library calls.

A mistake here is a bug of the calling program. An impossible option raises `ValueError`. An unknown keyword raises
`TypeError`, and so does a part of a document that has another type.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection


def check_counts(minimum: int, **values: object) -> None:
    """Check that each option is an integer of at least `minimum`.

    Args:
        minimum: the smallest allowed value.
        values: the options by name.

    Raises:
        ValueError: an option is not an integer or is smaller; the message names it.
    """
    for name, value in values.items():
        if not isinstance(value, int) or isinstance(value, bool) or value < minimum:
            raise ValueError(f"{name} must be a whole number, at least {minimum}, not {value!r}")


def check_choice(choices: Collection[str], **values: object) -> None:
    """Check that each option is one of `choices` or None.

    Args:
        choices: the allowed values.
        values: the options by name; None means that the option was not given.

    Raises:
        ValueError: an option has another value; the message names it and lists the choices.
    """
    for name, value in values.items():
        if value is not None and not (isinstance(value, str) and value in choices):
            raise ValueError(f"{name} must be one of {', '.join(choices)}, not {value!r}")


def check_flags(**values: object) -> None:
    """Check that each option is True or False.

    Args:
        values: the options by name.

    Raises:
        ValueError: an option has another value; the message names it.
    """
    for name, value in values.items():
        if value is not True and value is not False:
            raise ValueError(f"{name} must be True or False, not {value!r}")


def check_text(**values: object) -> None:
    """Check that each argument is a text.

    Args:
        values: the arguments by name.

    Raises:
        TypeError: an argument is of another type; the message names it.
    """
    for name, value in values.items():
        if not isinstance(value, str):
            raise TypeError(f"{name} must be a text, not {value!r:.60}")


def listed(value: object, name: str) -> list[Any]:
    """Return a single text or path, or several of them, as a list.

    Raises:
        TypeError: it is neither; the message names it.
    """
    if isinstance(value, str | os.PathLike):
        return [value]
    if not isinstance(value, Iterable) or isinstance(value, bytes):
        raise TypeError(f"{name} must be a text or several, not {value!r:.60}")
    return list(value)


def path_of(value: object, name: str) -> Path:
    """Return a path that a caller gives.

    Args:
        value: a text or a path.
        name: the argument, for messages.

    Raises:
        TypeError: it is neither.
        ValueError: it is empty or contains a null character or half a surrogate pair, as no file name does.
    """
    if not isinstance(value, str | os.PathLike):
        raise TypeError(f"{name} must be a text or a Path, not {value!r:.60}")
    try:
        is_possible = b"\0" not in os.fsencode(value) and value != ""
    except UnicodeEncodeError:
        is_possible = False
    if not is_possible:
        raise ValueError(f"{name} is not a file name: {str(value)!r:.60}")
    return Path(value)


def check_wait(wait: object) -> None:
    """Raise `ValueError` if a number of seconds to wait is no number of at least 0; it may be infinite."""
    if not isinstance(wait, (int, float)) or isinstance(wait, bool) or not wait >= 0:
        raise ValueError(f"wait must be a number of seconds, at least 0, not {wait!r:.60}")


def check_callable(**values: object) -> None:
    """Raise `TypeError` if a value is no function; None is allowed."""
    for name, value in values.items():
        if value is not None and not callable(value):
            raise TypeError(f"{name} must be a function, not {value!r:.60}")


def check_range(minimum: float, maximum: float, **values: object) -> None:
    """Check that each option is a number from `minimum` to `maximum`, or None.

    Args:
        minimum: the smallest allowed value.
        maximum: the largest allowed value.
        values: the options by name; None means that the option was not given.

    Raises:
        ValueError: an option is no such number; the message names it.
    """
    bounds = f"at least {minimum}" if math.isinf(maximum) else f"from {minimum} to {maximum}"
    for name, value in values.items():
        is_allowed = isinstance(value, (int, float)) and minimum <= value <= maximum and math.isfinite(value)
        if value is not None and (not is_allowed or isinstance(value, bool)):
            raise ValueError(f"{name} must be a number, {bounds}, not {value!r}")


def check_keywords(known: Collection[str], given: Iterable[str], owner: str) -> None:
    """Check that all keywords are known.

    Args:
        known: the keywords that there are.
        given: the keywords of the call.
        owner: the function or class that is called, for the message.

    Raises:
        TypeError: a keyword is unknown; the message suggests the most similar one.
    """
    for name in given:
        if name not in known:
            from difflib import get_close_matches  # noqa: PLC0415 -- only a mistake needs it

            close = get_close_matches(name, known, 1)
            hint = f"; did you mean {close[0]!r}?" if close else f"; there are {', '.join(known)}"
            raise TypeError(f"{owner} has no keyword {name!r}{hint}")


def check_types(noun: str, kind: type | tuple[type, ...], **values: object) -> None:
    """Check that each value is an instance of a type, or None.

    Args:
        noun: what the value must be, for the message.
        kind: the type, or several.
        values: the values by name.

    Raises:
        TypeError: a value has another type; the message names it.
    """
    for name, value in values.items():
        if value is not None and not isinstance(value, kind):
            raise TypeError(f"{name} must be {noun}, not {value!r:.60}")
