"""Checks of the options of library calls; a wrong value is a bug of the calling program, so it raises `ValueError`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

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
        if not isinstance(value, int) or value < minimum:
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
        if value is not None and value not in choices:
            raise ValueError(f"{name} must be one of {', '.join(choices)}, not {value!r}")


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
        is_number = isinstance(value, (int, float)) and minimum <= value <= maximum and math.isfinite(value)
        if value is not None and not is_number:
            raise ValueError(f"{name} must be a number, {bounds}, not {value!r}")
