from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.errors import SourceError
from bisearch.verification.manuscripts import manuscript_of, read_manuscript

if TYPE_CHECKING:
    from pathlib import Path


def test_notes_are_read_apart_from_the_paragraphs() -> None:
    text = "Первый абзац.[1]\n\n[1] Первая сноска.\n[2] Вторая.\n\nВторой абзац."
    found = manuscript_of(text)
    assert [(note.mark, note.text) for note in found.notes] == [("1", "Первая сноска."), ("2", "Вторая.")]
    assert [text[span.start : span.end] for span in found.paragraphs] == ["Первый абзац.[1]", "Второй абзац."]


def test_the_offset_of_a_note_leads_to_its_text() -> None:
    text = "Абзац.[^a]\n\n[^a]: Текст сноски."
    (note,) = manuscript_of(text).notes
    assert text[note.start :].startswith("Текст")


def test_of_several_notes_with_a_mark_the_next_one_is_taken() -> None:
    found = manuscript_of("А.[1]\n\n[1] Раз.\n\nБ.[1]\n\n[1] Два.")
    notes = [found.note("1", 0), found.note("1", 12), found.note("1", 1000)]
    assert [note.text for note in notes if note is not None] == ["Раз.", "Два.", "Раз."]
    assert found.note("9", 0) is None


def test_line_ends_of_windows_separate_paragraphs_too() -> None:
    assert len(manuscript_of("Раз.\r\n\r\nДва.").paragraphs) == 2


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "chapter.docx"
    path.write_bytes(b"no archive at all")
    with pytest.raises(SourceError):
        read_manuscript(path)
