"""SRT subtitles: the text of each cue is a paragraph; numbers and times are left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bisearch.conversion.converted import ConvertedText
from bisearch.conversion.markdown import MarkdownWriter
from bisearch.decoding import read_document_text
from bisearch.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path

_TIME = r"\d{1,3}:\d{2}:\d{2}[,.]\d{1,3}"
_TIMES = re.compile(rf"(?:^[ \t]*\d+[ \t]*\n)?^[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}[^\n]*$", re.MULTILINE)
_STYLE = re.compile(r"</?(?:[biu]|font)\b[^<>]*>|\{\\[^{}]*\}", re.IGNORECASE)


def convert(path: Path, encoding: str | None = None) -> list[ConvertedText]:
    """Return the document of an SRT file; see `forms.Form`."""
    before, *cues = _TIMES.split(read_document_text(path, encoding))
    if not cues:
        raise SourceError(str(path), "no cue with times such as 00:01:02,300 --> 00:01:04,500")
    writer = MarkdownWriter()
    for cue in (before, *cues):
        writer.paragraph(_STYLE.sub("", cue))
    return [ConvertedText(writer.text())]
