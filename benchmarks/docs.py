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
    path, text_before = _page(page)
    new, count = _block(name).subn(lambda match: match.group(1) + text + match.group(3), text_before)
    if not count:
        raise ValueError(f"{path} has no generated block {name!r}")
    path.write_text(new, encoding="utf-8")


def read_block(name: str, page: str = "benchmarks.md") -> str:
    """Return the content of a generated block.

    Args:
        name: the block's name.
        page: file in docs/.

    Raises:
        ValueError: the page has no such block.
    """
    path, text = _page(page)
    found = _block(name).search(text)
    if found is None:
        raise ValueError(f"{path} has no generated block {name!r}")
    return found.group(2)


def _page(page: str) -> tuple[Path, str]:
    path = DOCS / page
    return path, path.read_text(encoding="utf-8")


def _block(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- generated: {name} -->\n)(.*?)(<!-- end -->)", re.DOTALL)
