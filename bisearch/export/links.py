"""Addresses from untrusted documents, made safe to link to."""

from __future__ import annotations

import re

# Only addresses of the web: others, such as javascript:, may run programs.
_WEB_ADDRESS = re.compile(r"https?://[!-~]+", re.IGNORECASE)
_QUOTING = re.compile(r"[\"'<>\\^`{|}]")


def is_safe_link(address: str) -> bool:
    """Return whether an address can be a link in any format."""
    return _WEB_ADDRESS.fullmatch(address) is not None and _QUOTING.search(address) is None


def split_at_link(text: str, address: str) -> tuple[str, str, str]:
    """Return a text before an address, the address, and the text after it.

    The address and the rest are empty if the text lacks the address, or if it is not safe to link to.
    """
    return text.partition(address) if is_safe_link(address) else (text, "", "")
