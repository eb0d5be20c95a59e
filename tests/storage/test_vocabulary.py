from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.analysis.casing import Use
from bisearch.errors import IndexDamagedError
from bisearch.storage.vocabulary import Vocabulary, VocabularyWriter, Word

if TYPE_CHECKING:
    from pathlib import Path


def write(path: Path, *uses: Use) -> None:
    with VocabularyWriter(path) as writer:
        writer.add({use.surface: use for use in uses}, lambda form: form == "деканозов")
        writer.commit()


SMITH = Use("смита", 3, 2, 0)
METAL = Use("смета", 2, 0, 2)
CABLE = Use("деканозов", 1, 0, 0)  # only where any word has a capital
COPY = Use("копия", 1, 0, 0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write(tmp_path / "vocabulary.sqlite", SMITH, METAL, CABLE, COPY)
    return tmp_path / "vocabulary.sqlite"


def test_stored_words_are_found_by_form(path: Path) -> None:
    with Vocabulary(path) as vocabulary:
        assert vocabulary.word("смита") == Word("смита", 3, is_name=True)
        assert vocabulary.word("смета") == Word("смета", 2, is_name=False)
        assert vocabulary.word("смит") is None


def test_the_dictionary_decides_on_names_when_use_does_not(path: Path) -> None:
    with Vocabulary(path) as vocabulary:
        assert [vocabulary.word(form).is_name for form in ("деканозов", "копия")] == [True, False]  # type: ignore[union-attr]


def test_names_are_found_by_their_keys(path: Path) -> None:
    with Vocabulary(path) as vocabulary:
        assert vocabulary.names({"smt", "xyz"}) == {"смита": ("smit", "smita")}


def test_words_within_a_number_of_edits_are_found(path: Path) -> None:
    with Vocabulary(path) as vocabulary:
        assert vocabulary.within_edits("смеша", 1) == {"смета": 2}
        assert vocabulary.within_edits("смеша", 2) == {"смета": 2, "смита": 3}
        assert vocabulary.within_edits("смита", 1) == {"смета": 2, "смита": 3}


def test_later_use_adds_up_and_may_turn_a_name_into_a_word(path: Path) -> None:
    write(path, Use("смита", 4, 0, 4), Use("новое", 1, 0, 1))
    with Vocabulary(path) as vocabulary:
        assert vocabulary.word("смита") == Word("смита", 7, is_name=False)
        assert vocabulary.names({"smt"}) == {}
        assert vocabulary.within_edits("новое", 1) == {"новое": 1}


def test_similar_words_of_several_commits_are_found(path: Path) -> None:
    write(path, Use("смена", 1, 0, 1))
    with Vocabulary(path) as vocabulary:
        assert vocabulary.within_edits("смеша", 1) == {"смета": 2, "смена": 1}


def test_a_file_that_is_not_a_database_is_damage(tmp_path: Path) -> None:
    (tmp_path / "vocabulary.sqlite").write_bytes(b"not a database, whatever its name says" * 9)
    with pytest.raises(IndexDamagedError):
        Vocabulary(tmp_path / "vocabulary.sqlite")
