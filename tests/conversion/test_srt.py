from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.conversion.forms import convert
from bisearch.errors import SourceError
from bisearch.sources.reading import read

if TYPE_CHECKING:
    from pathlib import Path

RU = "1\n00:00:01,000 --> 00:00:02,500\n<i>Лёд встал.</i>\n\n2\n00:00:03,000 --> 00:00:04,000 X1:5\nЖдём\nпарохода.\n"
EN = RU.replace("Лёд встал.", "The ice formed.").replace("Ждём\nпарохода.", "We wait for the 1947\nsteamer.")


def test_numbers_times_and_styles_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_text(RU, encoding="cp1251")
    (found,) = convert(tmp_path / "a.srt")
    assert found.text == "Лёд встал.\n\nЖдём\nпарохода."


def test_two_files_and_one_file_with_both_languages_give_the_same_texts(tmp_path: Path) -> None:
    for folder, texts in {"pair": {"film.ru.srt": RU, "film.en.srt": EN}, "both": {"film.srt": RU + "\n" + EN}}.items():
        (tmp_path / folder).mkdir()
        for name, text in texts.items():
            (tmp_path / folder / name).write_text(text, encoding="utf-8")
        errors: list[SourceError] = []
        (document,) = read([tmp_path / folder], on_error=errors.append)
        assert errors == []
        assert document.metadata.id == "film"
        assert document.text_ru == "Лёд встал.\n\nЖдём\nпарохода."
        assert document.text_en == "The ice formed.\n\nWe wait for the 1947\nsteamer."


def test_a_file_without_times_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_text("Лёд встал.", encoding="utf-8")
    with pytest.raises(SourceError, match="no cue with times"):
        convert(tmp_path / "a.srt")
