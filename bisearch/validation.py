"""Checks of the options that a program gives; a wrong one is its slip, so it is told by `ValueError`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


def check_counts(least: int, **values: object) -> None:
    """Raise `ValueError` for an option, given by name, that is no whole number of at least `least`."""
    for name, value in values.items():
        if not isinstance(value, int) or value < least:
            raise ValueError(f"{name} must be a whole number, at least {least}, not {value!r}")


def check_choice(choices: Collection[str], **values: object) -> None:
    """Raise `ValueError` for an option, given by name, that is none of some values; None, for no choice, is allowed."""
    for name, value in values.items():
        if value is not None and value not in choices:
            raise ValueError(f"{name} must be one of {', '.join(choices)}, not {value!r}")
