"""README's generated blocks, which benchmarks write and nobody else."""

from __future__ import annotations

import re
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"


def write_block(name: str, text: str) -> None:
    """Put a text into a block of README.

    Args:
        name: of the block, as in ``<!-- generated: NAME -->``.
        text: Markdown, ending in a line end.

    Raises:
        ValueError: README has no such block.
    """
    block = re.compile(rf"(<!-- generated: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    old = README.read_text(encoding="utf-8")
    new, count = block.subn(lambda match: match.group(1) + text + match.group(2), old)
    if not count:
        raise ValueError(f"README has no block {name!r}")
    README.write_text(new, encoding="utf-8")
