from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.sources.document_ids import RELATED_DOCUMENTS
from bisearch.sources.reading import read, total_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.errors import SourceError
    from bisearch.model import Document

RU, EN = "Посол прибыл в Москву пятого мая.", "The ambassador arrived in Moscow on the fifth of May."


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def read_all(*paths: Path) -> tuple[dict[str, Document], list[SourceError]]:
    errors: list[SourceError] = []
    return {document.metadata.id: document for document in read(paths, on_error=errors.append)}, errors


def texts(*paths: Path) -> dict[str, tuple[str | None, str | None]]:
    documents, errors = read_all(*paths)
    assert errors == []
    return {id_: (document.text_ru, document.text_en) for id_, document in documents.items()}


def test_pairs_of_every_convention_are_read_from_one_folder(tmp_path: Path) -> None:
    names = ["a_rus.txt", "a_eng.txt", "ru_2.txt", "en_2.txt", "3.ru.md", "3.en.md", "4-original.txt"]
    names += ["4-translation.txt", "ru/5.txt", "en/5.txt", "6 рус.txt", "6 англ.md"]
    is_russian = [True, False] * 6
    write(tmp_path, {name: RU if ru else EN for name, ru in zip(names, is_russian, strict=True)})
    assert texts(tmp_path) == dict.fromkeys(["a", "2", "3", "4", "5", "6"], (RU, EN))


@pytest.mark.parametrize(("original", "translation"), [(RU, EN), (EN, RU)])
def test_the_languages_of_an_original_and_its_translation_are_known_by_their_scripts(
    tmp_path: Path, original: str, translation: str
) -> None:
    write(tmp_path, {"a_original.txt": original, "a_translation.txt": translation})
    assert texts(tmp_path) == {"a": (RU, EN)}


def test_an_original_and_a_translation_in_one_language_are_two_documents(tmp_path: Path) -> None:
    write(tmp_path, {"a_original.txt": EN, "a_translation.txt": EN + " Again."})
    assert texts(tmp_path) == {"a_original": (None, EN), "a_translation": (None, EN + " Again.")}


def test_complete_documents_in_marked_folders_are_not_joined(tmp_path: Path) -> None:
    russian = "\n\n".join([RU] * 3)
    write(tmp_path, {"ru/a.txt": f"{russian}\n\n{EN}", "en/a.txt": EN, "ru/b.md": EN, "en/b.md": RU})
    assert texts(tmp_path) == {"a": (russian, EN), "en/a": (None, EN), "b": (None, EN), "en/b": (RU, None)}


def test_a_file_named_after_the_wrong_language_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, {"a_ru.txt": RU, "a_en.txt": RU, "b.rus.txt": EN, "b.eng.txt": RU})
    documents, errors = read_all(tmp_path)
    assert documents == {}
    assert ["Cyrillic" in errors[0].reason, "swapped" in errors[1].reason] == [True, True]


@pytest.mark.parametrize("given", ["ru", "en", "ru/1946", "en/1946/a.txt", "ru/1946/a.txt"])
def test_a_pair_in_two_folders_is_read_whichever_of_them_is_given(tmp_path: Path, given: str) -> None:
    write(tmp_path, {"ru/1946/a.txt": RU, "en/1946/a.txt": EN, "notes/a.txt": EN})
    assert texts(tmp_path / given) == {"a": (RU, EN)}
    assert total_bytes([tmp_path / given]) == len((RU + EN).encode())


def test_markup_of_markdown_is_not_part_of_a_text(tmp_path: Path) -> None:
    write(
        tmp_path, {"a.ru.md": "# Телеграмма\n\nПосол **прибыл**.\n", "a.en.md": "# Cable\n\nThe *ambassador* arrived."}
    )
    assert texts(tmp_path) == {"a": ("Посол прибыл.", "The ambassador arrived.")}


def test_metadata_is_beside_either_file(tmp_path: Path) -> None:
    write(tmp_path, {"ru/a.txt": RU, "en/a.txt": EN, "en/a.json": '{"title": "Cable"}'})
    unsupported: list[Path] = []
    (document,) = read([tmp_path], on_error=lambda _: None, on_unsupported=unsupported.append)
    assert (document.metadata.title, unsupported) == ("Cable", [])


def test_translations_of_one_original_are_linked_documents(tmp_path: Path) -> None:
    write(tmp_path, {"x_ru.txt": RU, "x_en.txt": EN, "x_en_smith.txt": "The envoy came.", "x.json": '{"date": "1946"}'})
    documents, errors = read_all(tmp_path)
    assert errors == []
    assert {id_: document.text_en for id_, document in documents.items()} == {"x": EN, "x_en_smith": "The envoy came."}
    assert {document.text_ru for document in documents.values()} == {RU}
    assert {document.metadata.date for document in documents.values()} == {"1946"}
    assert [document.metadata.fields[RELATED_DOCUMENTS] for document in documents.values()] == ["x_en_smith", "x"]


def test_a_bad_file_of_a_pair_is_reported(tmp_path: Path) -> None:
    write(tmp_path, {"ru/a.txt": RU, "en/a.txt": ""})
    documents, (error,) = read_all(tmp_path)
    assert (documents, error.path, error.reason) == ({}, str(tmp_path / "en" / "a.txt"), "empty")
