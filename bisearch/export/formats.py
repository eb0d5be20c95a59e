"""The table of formats; each is written by a module of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

from bisearch.errors import ExportError

if TYPE_CHECKING:
    from pathlib import Path

ExportFormat: TypeAlias = Literal["csv", "xlsx", "jsonl", "tmx", "docx", "markdown", "html"]
FORMAT_NAMES: tuple[ExportFormat, ...] = get_args(ExportFormat)


class Format(NamedTuple):
    """A format of export.

    Attributes:
        suffixes: the ends of its files' names in lower case.
        module: the module of this room that writes it; it is imported by the first export in the format.
        writer: the function of the module that writes an export.
        is_text: whether the writer writes text; otherwise bytes.
    """

    suffixes: tuple[str, ...]
    module: str
    writer: str
    is_text: bool = True


FORMATS: dict[ExportFormat, Format] = {
    "csv": Format((".csv",), "csv_table", "write_csv"),
    "xlsx": Format((".xlsx",), "xlsx", "write_xlsx", is_text=False),
    "jsonl": Format((".jsonl", ".ndjson"), "json_lines", "write_jsonl"),
    "tmx": Format((".tmx",), "bitext", "write_tmx"),
    "docx": Format((".docx",), "docx", "write_docx", is_text=False),
    "markdown": Format((".md", ".markdown"), "markdown", "write_markdown"),
    "html": Format((".html", ".htm"), "html_fragment", "write_html"),
}


def format_of(path: Path) -> ExportFormat:
    """Return the format that the end of a file's name stands for.

    Raises:
        ExportError: it stands for none.
    """
    for name, each in FORMATS.items():
        if path.suffix.lower() in each.suffixes:
            return name
    known = ", ".join(suffix for each in FORMATS.values() for suffix in each.suffixes)
    raise ExportError(f"{path}: no format has the ending {path.suffix!r}; name the format, or end the name in {known}")
