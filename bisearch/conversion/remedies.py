"""What to do with files of forms that are not read, by their suffixes."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_AS_DOCX = "soffice --headless --convert-to docx NAME.SUFFIX"
_AS_XLSX = "soffice --headless --convert-to xlsx NAME.SUFFIX"
_AS_PDF = "soffice --headless --convert-to pdf NAME.SUFFIX"
_AS_EPUB = "ebook-convert NAME.SUFFIX NAME.epub"
_RECOGNIZE = "recognize the text: ocrmypdf -l rus+eng --image-dpi 300 NAME.SUFFIX NAME.pdf"
_UNPACK = "unpack it and index the folder"

# For each suffix without its dot: a command, or another instruction. NAME.SUFFIX is the file.
_REMEDIES = {
    **dict.fromkeys(("doc", "dot", "wps", "wpd", "sxw", "wri", "lwp"), _AS_DOCX),
    **dict.fromkeys(("xls", "ods", "xlsb", "numbers"), _AS_XLSX),
    **dict.fromkeys(("ppt", "pptx", "odp"), _AS_PDF),
    **dict.fromkeys(("mobi", "azw", "azw3", "lit", "prc", "chm", "lrf"), _AS_EPUB),
    **dict.fromkeys(("djvu", "djv"), "djvutxt NAME.SUFFIX NAME.txt"),
    **dict.fromkeys(("jpg", "jpeg", "png", "tif", "tiff", "bmp", "jp2"), _RECOGNIZE),
    **dict.fromkeys(("zip", "rar", "7z", "tar", "gz", "tgz"), _UNPACK),
    **dict.fromkeys(("mht", "mhtml", "webarchive"), "save the page as HTML"),
    **dict.fromkeys(("tex", "rst", "org", "textile"), "pandoc NAME.SUFFIX -o NAME.docx"),
    **dict.fromkeys(("eml", "msg"), "save the message as HTML or text"),
    "pages": "export it as Word from Pages",
    "ps": "ps2pdf NAME.SUFFIX NAME.pdf",
    "xml": "of XML, TEI, ALTO, PAGE and FineReader files are read",
}
REMEDIES = MappingProxyType({f".{suffix}": remedy.replace("SUFFIX", suffix) for suffix, remedy in _REMEDIES.items()})


def remedy_for(path: Path, suffix: str | None = None) -> str:
    """Return what to do with a file that is not read; empty if that is unknown.

    Args:
        path: the file.
        suffix: the suffix that its content should have, with the dot; None takes the file's own.
    """
    remedy = REMEDIES.get((suffix or path.suffix).lower(), "")
    return remedy.replace("NAME", _quoted(path.stem))


def _quoted(name: str) -> str:
    """Return a file's name as a shell takes it."""
    return name if name.replace("-", "").replace("_", "").replace(".", "").isalnum() else f'"{name}"'
