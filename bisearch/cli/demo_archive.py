"""Where the demonstration archive is, and what to ask it."""

from __future__ import annotations

from pathlib import Path

QUERIES = ("контроль над атомной энергией", "atomic energy")
_PACKAGE = Path(__file__).parent.parent


def archive() -> Path:
    """Return the folder of the demonstration archive: inside an installed package, or beside it in a checkout."""
    installed = _PACKAGE / "demo_archive"
    return installed if installed.is_dir() else _PACKAGE.parent / "data"
