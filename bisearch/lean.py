"""What processes of our own do without."""

from __future__ import annotations

import sys


def without_scipy() -> None:
    """Keep NLTK from loading scipy, where it is installed, for statistics that nobody asks for here: half a second.

    Not for a host program's process, which may want it.
    """
    sys.modules.setdefault("scipy", None)  # type: ignore[arg-type]  # what Python takes for one that is not there
