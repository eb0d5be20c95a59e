"""The names and versions of everything that determines the terms of a text; an index keeps those that built it."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

from bisearch.errors import IndexVersionError
from bisearch.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

# Increased whenever tokens or lemmas of the same text change, also by a change of the shipped tables.
VERSION = 6
PACKAGES = ("pymorphy3", "pymorphy3-dicts-ru", "nltk", "snowballstemmer")
UPGRADE = "upgrade it from its own texts with: bisearch upgrade"
_INFO_FOLDER = lazy_pattern(r"(.+?)-([^-]+)(?:-.+)?\.(?:dist|egg)-info")


def fingerprint() -> str:
    """Return the names and versions of everything installed that determines the terms."""
    packages = "; ".join(f"{name} {version}" for name, version in installed_versions(PACKAGES).items())
    return f"forms {VERSION}; {packages}; WordNet 3.0"


def installed_versions(packages: Iterable[str]) -> dict[str, str]:
    """Return the versions of installed packages by their names.

    Reads the names of folders, since loading `importlib.metadata` takes a third as long as a whole search.

    Raises:
        PackageNotFoundError: a package is not installed.
    """
    found: dict[str, str] = {}
    for folder in sys.path:
        found = _versions_in(folder or os.curdir) | found
    versions = {}
    for package in packages:
        version = found.get(_normalized(package))
        if version is None:  # from a zip file, for example
            from importlib.metadata import version as version_of  # noqa: PLC0415 -- a search seldom needs it

            version = version_of(package)
        versions[package] = version
    return versions


def check_fingerprint(index: object, built_with: str) -> None:
    """Raise `IndexVersionError` if an index was built with another fingerprint than this installation has.

    Args:
        index: the index's folder.
        built_with: the fingerprint that the index keeps.
    """
    installed = fingerprint()
    if built_with != installed:
        raise IndexVersionError(f"{index}: built with {_differences(built_with, installed)}; {UPGRADE}")


def _versions_in(folder: str) -> dict[str, str]:
    """Return the versions of the packages in a folder of ``sys.path``, by their normalized names."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 -- names are enough
    except OSError:
        return {}
    matches = map(_INFO_FOLDER.fullmatch, names)
    return {_normalized(found[1]): found[2] for found in matches if found is not None}


def _normalized(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


def _differences(built_with: str, installed: str) -> str:
    """Return the parts of a fingerprint that differ: ``nltk 3.9, but nltk 3.10 is installed``."""
    before, now = built_with.split("; "), installed.split("; ")
    old, new = ([each for each in parts if each not in others] for parts, others in ((before, now), (now, before)))
    return f"{', '.join(old) or 'fewer dictionaries'}, but this installation has {', '.join(new) or 'fewer'}"
