"""Folders of recognized pages; the letters and the minutes are invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch.indexing.options import BuildOptions
from bisearch.sources.page_folders import page_files, read_pages
from bisearch.sources.reading import read

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.errors import SourceError
    from bisearch.model import Document
    from bisearch.sources.accounting import Notice

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"


def page(text: str, label: str = "") -> str:
    words = "".join(
        f'<String CONTENT="{word}" HPOS="{60 * place}" VPOS="100" WIDTH="50" HEIGHT="20"/>'
        for place, word in enumerate(text.split())
    )
    return (
        f'<Page ID="P" PHYSICAL_IMG_NR="1" PRINTED_IMG_NR="{label}" WIDTH="600" HEIGHT="800"><PrintSpace>'
        f'<TextBlock ID="B"><TextLine>{words}</TextLine></TextBlock></PrintSpace></Page>'
    )


def write_alto(path: Path, *pages: str, image: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'<alto xmlns="{NAMESPACE}"><Description><MeasurementUnit>pixel</MeasurementUnit><sourceImageInformation>'
        f"<fileName>{image}</fileName></sourceImageInformation></Description><Layout>{''.join(pages)}</Layout></alto>",
        encoding="utf-8",
    )


def write_pages(folder: Path, texts: dict[int, str]) -> None:
    for number, text in texts.items():
        write_alto(folder / f"scan_{number:04}.xml", page(text), image=f"{number}.tif")


def documents(path: Path, **options: bool) -> tuple[dict[str, Document], list[SourceError], list[Notice]]:
    errors: list[SourceError] = []
    notices: list[Notice] = []
    found = list(read([path], on_error=errors.append, on_notice=notices.append, **options))  # type: ignore[arg-type]
    return {document.metadata.id: document for document in found}, errors, notices


def test_a_folder_of_page_files_is_one_document_named_by_the_folder(tmp_path: Path) -> None:
    write_pages(tmp_path / "ф. 72, оп. 5", {1: "Лёд встал рано.", 2: "Зимовщики ждут писем."})
    (tmp_path / "ф. 72, оп. 5" / "0001.tif").write_bytes(b"image")
    found, errors, notices = documents(tmp_path)
    assert errors == []
    assert found["ф. 72, оп. 5"].text_ru == "Лёд встал рано.\n\nЗимовщики ждут писем."
    assert [notice.text for notice in notices] == [
        "one document of 2 page files; to read each file alone: --separate-pages"
    ]


def test_pages_keep_the_numbers_of_their_files_their_labels_images_and_places(tmp_path: Path) -> None:
    write_alto(tmp_path / "a" / "9.xml", page("Лёд встал", label="xii"), image="left.tif")
    write_alto(tmp_path / "a" / "10.xml", page("Зимовщики ждут"), image="right.tif")
    found = read_pages(tmp_path / "a")
    assert [(each.number, each.label, each.image) for each in found.places.pages] == [
        (9, "xii", "left.tif"),
        (10, "", "right.tif"),
    ]
    words = found.places.words(0, len(found.text))
    assert [(found.text[word.start : word.end], word.page.number, word.x0) for word in words] == [
        ("Лёд", 9, 0), ("встал", 9, 60), ("Зимовщики", 10, 0), ("ждут", 10, 60),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "names", [("minutes.ru", "minutes.en"), ("minutes_ru", "minutes_en"), ("minutes/ru", "minutes/en")]
)
def test_two_folders_whose_names_differ_in_a_language_mark_are_one_document(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    write_pages(tmp_path / names[0], {1: "Лёд встал.", 2: "Ждём писем.", 3: "Орлов."})
    write_pages(tmp_path / names[1], {1: "The ice has formed.", 2: "We wait for letters. Orlov."})
    found, errors, _ = documents(tmp_path)
    assert errors == []
    assert list(found) == ["minutes"]
    places = found["minutes"].places
    assert places is not None
    assert places.ru is not None
    assert places.en is not None
    assert (len(places.ru.pages), len(places.en.pages)) == (3, 2)


def test_a_folder_of_pages_and_a_text_are_one_document(tmp_path: Path) -> None:
    write_pages(tmp_path / "minutes.ru", {1: "Лёд встал.", 2: "Ждём писем."})
    (tmp_path / "minutes.en.txt").write_text("The ice has formed. We wait for letters.")
    found, _, _ = documents(tmp_path)
    assert [(id_, document.text_en) for id_, document in found.items()] == [
        ("minutes", "The ice has formed. We wait for letters.")
    ]


@pytest.mark.parametrize(
    "names",
    [
        ("1.xml",),
        ("letter.xml", "note.xml"),
        ("ice_1.xml", "coal_2.xml"),
        ("1.ru.xml", "2.en.xml"),
        ("1_1.xml", "2_2.xml"),
    ],
)
def test_files_whose_names_differ_in_more_than_one_number_stay_apart(tmp_path: Path, names: tuple[str, ...]) -> None:
    for name in names:
        write_alto(tmp_path / name, page("Лёд встал."))
    assert page_files(tmp_path) == []


def test_numbered_files_of_several_pages_or_of_other_forms_stay_apart(tmp_path: Path) -> None:
    for number in (1, 2):
        write_alto(tmp_path / "volumes" / f"{number}.xml", page("Лёд встал."), page("Ждём писем."))
        (tmp_path / "web").mkdir(exist_ok=True)
        (tmp_path / "web" / f"{number}.html").write_text("<p>Лёд встал.</p>", encoding="utf-8")
    assert page_files(tmp_path / "volumes") == page_files(tmp_path / "web") == []


def test_each_file_is_a_document_if_asked_for(tmp_path: Path) -> None:
    write_pages(tmp_path / "letters", {1: "Лёд встал рано.", 2: "Зимовщики ждут писем."})
    found, _, notices = documents(tmp_path, separate_pages=True)
    assert sorted(found) == ["scan_0001", "scan_0002"]
    assert notices == []


def test_an_index_remembers_that_pages_are_separate_documents(tmp_path: Path) -> None:
    write_pages(tmp_path / "letters", {1: "Лёд встал рано.", 2: "Зимовщики ждут писем."})
    bisearch.build([tmp_path / "letters"], tmp_path / "index", BuildOptions(separate_pages=True))
    report = bisearch.build(None, tmp_path / "index")
    assert (report.unchanged, report.added, report.gone) == (2, [], [])


def test_the_whole_folder_is_read_if_one_page_is_named(tmp_path: Path) -> None:
    write_pages(tmp_path / "letters", {1: "Лёд встал рано.", 2: "Зимовщики ждут писем."})
    found, _, _ = documents(tmp_path / "letters" / "scan_0002.xml")
    assert list(found) == ["letters"]


def test_a_page_that_cannot_be_read_is_reported_and_the_others_are_kept(tmp_path: Path) -> None:
    write_pages(tmp_path / "letters", {1: "Лёд встал.", 2: "Орлов.", 3: "Ждём писем.", 5: "Конец."})
    broken = tmp_path / "letters" / "scan_0002.xml"
    broken.write_text(f'<alto xmlns="{NAMESPACE}"><Layout><Page></Layout></alto>')
    found, errors, notices = documents(tmp_path)
    assert [error.source for error in errors] == [str(broken)]
    assert found["letters"].text_ru == "Лёд встал.\n\nЖдём писем.\n\nКонец."
    assert notices[-1].text == "no files for pages 2, 4"


def test_a_page_that_is_added_changes_the_document(tmp_path: Path) -> None:
    write_pages(tmp_path / "letters", {1: "Лёд встал.", 2: "Ждём писем."})
    bisearch.build([tmp_path / "letters"], tmp_path / "index")
    write_pages(tmp_path / "letters", {3: "Пароход ушёл."})
    report = bisearch.build([tmp_path / "letters"], tmp_path / "index")
    assert (report.changed, report.gone) == (["letters"], [])
    with bisearch.open(tmp_path / "index") as index:
        (hit,) = index.search("пароход")
        assert hit.passage.ru is not None
        assert [each.number for each in hit.passage.ru.pages] == [3]
