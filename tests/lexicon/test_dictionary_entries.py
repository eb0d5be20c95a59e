from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.errors import SourceError
from bisearch.lexicon.dictionary_entries import read_entries

if TYPE_CHECKING:
    from pathlib import Path


def read(folder: Path, text: str) -> dict[tuple[str, str], tuple[float, float]]:
    path = folder / "table.tsv"
    path.write_text(text, encoding="utf-8")
    return {(entry.ru, entry.en): (entry.to_en, entry.to_ru) for entry in read_entries(path, Lemmatizer())}


def test_a_table_may_have_weights_and_either_order_of_languages(tmp_path: Path) -> None:
    found = read(tmp_path, "# a comment\nмир\tpeace\t3\nworld\tмир\nвселенная\tworld\t0.5\n\n")
    assert found == {
        ("мир", "peace"): (0.75, 1.0),
        ("мир", "world"): (0.25, pytest.approx(2 / 3)),
        ("вселенная", "world"): (1.0, pytest.approx(1 / 3)),
    }


def test_words_become_lemmas_and_a_phrase_divides_its_weight(tmp_path: Path) -> None:
    assert read(tmp_path, "книги\tbooks\nколхоз\tcollective farm\n") == {
        ("книга", "book"): (1.0, 1.0),
        ("колхоз", "collective"): (0.5, 1.0),
        ("колхоз", "farm"): (0.5, 1.0),
    }


def test_an_exported_table_can_be_imported(tmp_path: Path) -> None:
    assert read(tmp_path, "энергия\tenergy\t0.9312\t0.9312\t4\n") == {("энергия", "energy"): (1.0, 1.0)}


@pytest.mark.parametrize("line", ["мир", "мир\tмир", "мир\tpeace\t-1", "мир\tpeace\tnan", "1\t2"])
def test_a_malformed_line_is_reported_with_its_number(tmp_path: Path, line: str) -> None:
    with pytest.raises(SourceError, match=r"table\.tsv:2: "):
        read(tmp_path, f"мир\tpeace\n{line}\n")


def test_a_word_among_weights_is_reported_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"table\.tsv:3: the weight 'much' is not a number"):
        read(tmp_path, "мир\tpeace\t1\nмир\tworld\t2\nмир\tpeace\tmuch\n")


def test_an_empty_table_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="empty"):
        read(tmp_path, "")
