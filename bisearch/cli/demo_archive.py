"""The demonstration archive: its folder and two queries."""

from __future__ import annotations

from pathlib import Path

QUERIES = ("контроль над атомной энергией", "atomic energy")
_PACKAGE = Path(__file__).parent.parent


def archive() -> Path:
    """Return the archive's folder: inside an installed package, or beside the package in a checkout."""
    installed = _PACKAGE / "demo_archive"
    return installed if installed.is_dir() else _PACKAGE.parent / "data"
