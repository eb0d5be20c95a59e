"""Permanent references lead to the same sentence after the archive has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch import PermanentReferenceError
from bisearch.storage.permanent_references import permanent_reference_to, sentence_hash

if TYPE_CHECKING:
    from pathlib import Path

SENTENCES = ["Ящик прибыл в Диксон.", "Два термометра разбиты.", "Верно.", "Лед встал рано.", "Верно."]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "letters").mkdir()
    write(tmp_path / "letters", SENTENCES)
    bisearch.build([tmp_path / "letters"], tmp_path / "index")
    return tmp_path


def write(folder: Path, sentences: list[str]) -> None:
    (folder / "letter-12.ru.txt").write_text("\n\n".join(sentences), encoding="utf-8")


def rebuild(folder: Path, sentences: list[str], *, whole: bool = False) -> None:
    write(folder / "letters", sentences)
    bisearch.build([folder / "letters"], folder / "index", bisearch.BuildOptions(rebuild=whole))


def lookup(folder: Path, number: int, text: str) -> tuple[int, str]:
    with bisearch.open(folder / "index") as index:
        found = index.passage(f"letter-12/{number}-{sentence_hash(text)}")
        assert found.document.id == "letter-12"
        assert found.reference == str(permanent_reference_to("letter-12", found.passage))
        return found.passage.number, found.found


@pytest.fixture(params=[False, True], ids=["update", "rebuild"])
def whole(request: pytest.FixtureRequest) -> bool:
    is_rebuild: bool = request.param
    return is_rebuild


def test_every_passage_is_found_by_its_reference(folder: Path) -> None:
    with bisearch.open(folder / "index") as index:
        found = index.document("letter-12")
        assert found is not None
        for passage in found[1]:
            reference = str(permanent_reference_to("letter-12", passage))
            assert index.passage(reference).passage == passage
            assert index.passage(reference).found == "unchanged"
            assert index.passage(f"letter-12/{passage.number}").found == "number"


def test_a_passage_that_has_moved_is_found_by_its_sentence(folder: Path, whole: bool) -> None:  # noqa: FBT001
    rebuild(folder, ["Новое начало.", *SENTENCES], whole=whole)
    assert lookup(folder, 2, SENTENCES[1]) == (3, "moved")


def test_of_equal_sentences_the_nearest_is_taken(folder: Path) -> None:
    rebuild(folder, [*SENTENCES[:2], "Новое.", *SENTENCES[2:]])
    assert lookup(folder, 3, "Верно.") == (4, "moved")
    assert lookup(folder, 6, "Верно.") == (6, "unchanged")


def test_a_corrected_sentence_is_found_and_said_to_have_changed(folder: Path, whole: bool) -> None:  # noqa: FBT001
    rebuild(folder, [SENTENCES[0], "Два термометра были разбиты.", *SENTENCES[2:]], whole=whole)
    assert lookup(folder, 2, SENTENCES[1]) == (2, "changed")


def test_successors_are_kept_through_several_commits(folder: Path, whole: bool) -> None:  # noqa: FBT001
    rebuild(folder, [SENTENCES[0], "Два термометра были разбиты.", *SENTENCES[2:]], whole=whole)
    rebuild(folder, ["Начало.", SENTENCES[0], "Два термометра были разбиты в пути.", *SENTENCES[2:]], whole=whole)
    rebuild(folder, ["Начало.", SENTENCES[0], "Два термометра были разбиты в пути.", "Конец."], whole=whole)
    assert lookup(folder, 2, SENTENCES[1]) == (3, "changed")


def test_a_sentence_that_is_gone_is_an_error_that_says_so(folder: Path, whole: bool) -> None:  # noqa: FBT001
    rebuild(folder, [SENTENCES[0], *SENTENCES[2:]], whole=whole)
    with pytest.raises(PermanentReferenceError, match="no longer has this sentence; passage 2 is now another one"):
        lookup(folder, 2, SENTENCES[1])


def test_a_sentence_that_returns_is_found_again(folder: Path) -> None:
    rebuild(folder, [SENTENCES[0], "Два термометра были разбиты.", *SENTENCES[2:]])
    rebuild(folder, SENTENCES)
    assert lookup(folder, 2, SENTENCES[1]) == (2, "unchanged")


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        ("letter-13/1-aaaaa", "the index has no document 'letter-13'"),
        ("letter-12/9", "the document has only 5 passages"),
        ("letter-12/9-aaaaa", "no longer has this sentence; passage 9 does not exist"),
        ("letter-12", "not a permanent reference"),
    ],
)
def test_a_reference_to_nothing_says_what_is_missing(folder: Path, reference: str, reason: str) -> None:
    with bisearch.open(folder / "index") as index, pytest.raises(PermanentReferenceError, match=reason):
        index.passage(reference)


def test_one_call_finds_a_document_or_a_passage(folder: Path) -> None:
    with bisearch.open(folder / "index") as index:
        document, passage = index.find("letter-12")
        assert (document.metadata.id, len(document.passages), passage) == ("letter-12", 5, None)
        document, passage = index.find("letter-12/2")
        assert passage is not None
        assert (document.metadata.id, passage.passage.number) == ("letter-12", 2)
        assert index.find("LETTER", by_beginning=True)[0].metadata.id == "letter-12"
        assert index.find("letter-12/2", by_beginning=True)[1] == passage
        for missing in ("letter", "letter-13"):
            with pytest.raises(bisearch.DocumentIdError):
                index.find(missing)
        with pytest.raises(bisearch.DocumentIdError):
            index.find("memo/2", by_beginning=True)
        for gone in ("letter-12/9", "letter-12/x"):
            with pytest.raises(PermanentReferenceError):
                index.find(gone, by_beginning=True)
        with pytest.raises(PermanentReferenceError):
            index.find("letter-13/2")
