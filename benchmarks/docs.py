"""The generated blocks of docs/: tables that only the benchmarks write."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"


def write_block(name: str, text: str, page: str = "benchmarks.md") -> None:
    """Replace the content of a generated block.

    Args:
        name: the block's name, as in ``<!-- generated: NAME -->``.
        text: Markdown that ends with a newline.
        page: file in docs/.

    Raises:
        ValueError: the page has no such block.
    """
    path = DOCS / page
    block = re.compile(rf"(<!-- generated: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    new, count = block.subn(lambda match: match.group(1) + text + match.group(2), path.read_text(encoding="utf-8"))
    if not count:
        raise ValueError(f"{path} has no generated block {name!r}")
    path.write_text(new, encoding="utf-8")
