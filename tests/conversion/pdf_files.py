"""Writes small PDF files for tests: text in one of the fonts that every viewer has."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

WIDTH, HEIGHT = 600, 800
LINE = 14


def write_pdf(
    path: Path, pages: Sequence[Sequence[str]], encoding: str = "cp1252", *, rotation: int = 0, labels: str = ""
) -> None:
    """Write pages of lines, set in 12 points from 100 points below the upper edge.

    Args:
        path: the file.
        pages: the lines of each page. A line with a tab has its second half in a second column; one that begins with
            ``^`` and a digit has this digit raised in front of it.
        encoding: of the font, which the file says is cp1252.
        rotation: by how many degrees a viewer turns the pages.
        labels: the dictionary of page labels.
    """
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {labels}>>".encode(),
        b"<< /Type /Pages /Kids [%s] /Count %d >>"
        % (b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(pages))), len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        content = b"".join(
            _shown(50 + 280 * column, HEIGHT - 100 - LINE * place, part.encode(encoding))
            for column in (0, 1)
            for place, line in enumerate(lines)
            for part in line.split("\t")[column : column + 1]
        )
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Rotate %d /Resources << /Font << /F1 3 0 R >> >>"
            b" /Contents %d 0 R >>" % (WIDTH, HEIGHT, rotation, 5 + 2 * number),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        ]
    data, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    data += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    path.write_bytes(data)


def _shown(x: int, y: int, text: bytes) -> bytes:
    """Return the operators that show a line at a point."""
    if text.startswith(b"^"):
        return b"BT /F1 7 Tf %d %d Td (%s) Tj ET\n" % (x, y + 6, text[1:2]) + _shown(x + 5, y, text[2:])
    return b"BT /F1 12 Tf %d %d Td (%s) Tj ET\n" % (x, y, text)
