"""Returns freed memory to the system: the C library keeps it, in pieces that may fit no later use."""

from __future__ import annotations

import ctypes
import sys


def return_freed_memory() -> None:
    """Return freed memory to the system; without glibc, which alone must be asked, do nothing."""
    if sys.platform != "linux":
        return
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):
        return
    trim(0)
