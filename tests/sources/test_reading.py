from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bisearch.model import Bead, Reference, Sentence
from bisearch.sources.accounting import Notice
from bisearch.sources.reading import READERS, read, reader_of, total_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.errors import SourceError
    from bisearch.model import Document

RU, EN = "Смит вернулся.", "Smith returned."


def read_all(*paths: Path, encoding: str | None = None) -> tuple[list[Document], list[SourceError]]:
    faults: list[SourceError] = []
    return list(read(paths, encoding=encoding, on_error=faults.append)), faults


def write(folder: Path, **files: str) -> Path:
    """Write files given by name, with a double underscore for each dot."""
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return folder


def test_a_text_pair_is_one_document(tmp_path: Path) -> None:
    about = json.dumps({"title": "Letter", "date": "14 March 1951", "reference": "ф. 72, оп. 3"})
    (document,), faults = read_all(write(tmp_path, a__ru__txt=RU, a__en__txt=EN, a__json=about))
    assert faults == []
    assert (document.metadata.id, document.text_ru, document.text_en) == ("a", RU, EN)
    assert (document.metadata.title, document.metadata.date) == ("Letter", "1951-03-14")
    assert document.metadata.reference == Reference("ф. 72, оп. 3", fond="72", opis="3")
    assert document.alignment is None


def test_one_file_of_a_pair_is_a_document_in_one_language(tmp_path: Path) -> None:
    (document,), _ = read_all(write(tmp_path, a__en__txt=EN))
    assert (document.text_ru, document.text_en) == (None, EN)


def test_a_pair_is_read_once_whichever_file_is_named(tmp_path: Path) -> None:
    write(tmp_path, a__ru__txt=RU, a__en__txt=EN)
    (document,), faults = read_all(tmp_path / "a.en.txt", tmp_path / "a.ru.txt")
    assert document.text_ru == RU
    assert faults == []


@pytest.mark.parametrize(
    ("ru", "en"),
    [("a_ru.txt", "a_en.txt"), ("a-RU.txt", "a-EN.txt"), ("a.RU.TXT", "a.EN.TXT"), ("a.ru.txt", "a.EN.TXT")],
)
def test_a_pair_is_recognized_by_several_separators_in_either_case(tmp_path: Path, ru: str, en: str) -> None:
    (tmp_path / ru).write_text(RU, encoding="utf-8")
    (tmp_path / en).write_text(EN, encoding="utf-8")
    for named in (tmp_path, tmp_path / en):
        (document,), faults = read_all(named)
        assert faults == []
        assert (document.metadata.id, document.text_ru, document.text_en) == ("a", RU, EN)
    assert total_bytes([tmp_path]) == len(RU.encode()) + len(EN)


def test_one_file_of_a_loose_pair_is_a_page_named_by_its_whole_name(tmp_path: Path) -> None:
    (document,), _ = read_all(write(tmp_path, a_ru__txt=RU))
    assert (document.metadata.id, document.text_ru, document.text_en) == ("a_ru", RU, None)


def test_a_line_pair_may_have_upper_case_suffixes(tmp_path: Path) -> None:
    (document,), _ = read_all(write(tmp_path, a__RU=RU, a__EN=EN))
    assert (document.text_ru, document.text_en) == (RU, EN)


@pytest.mark.parametrize(("name", "separator"), [("t.csv", ","), ("t.CSV", ";"), ("t.tsv", "\t")])
def test_a_row_of_a_spreadsheet_is_a_document(tmp_path: Path, name: str, separator: str) -> None:
    rows = [
        ["ID", "Text_RU", "text_en", "title", "date", "shelf"],
        ["a", '"Смит\nвернулся."', EN, "Cable", "14 March 1951", "7"],
        ["", "", "", "", "", ""],
        ["b", "", '"He said: ""No."""'],
        ["", RU],
        ["c", RU, EN, "1", "2", "3", "4"],
    ]
    (tmp_path / name).write_text("\n".join(map(separator.join, rows)), encoding="cp1251")
    (first, second), faults = read_all(tmp_path)
    assert (first.metadata.id, first.metadata.title, first.metadata.date) == ("a", "Cable", "1951-03-14")
    assert (first.text_ru, first.text_en) == ("Смит\nвернулся.", EN)
    assert (second.text_ru, second.text_en) == (None, 'He said: "No."')
    assert [(fault.line, fault.reason) for fault in faults] == [
        (6, "no id"),
        (7, "7 cells, but the first row names 6 columns"),
    ]


def test_files_of_unsupported_formats_are_reported(tmp_path: Path) -> None:
    write(
        tmp_path, a__ru__txt=RU, a__json='{"title": "Letter"}', b__json="{}", scan__XYZ="x", README__pdf="x", note="x"
    )
    others: list[Path] = []
    list(read([tmp_path], on_error=lambda _: None, on_unsupported=others.append))
    assert {path.name for path in others} == {"scan.XYZ", "note"}


def test_a_line_pair_gives_its_alignment(tmp_path: Path) -> None:
    (document,), _ = read_all(
        write(tmp_path, a__ru="Первая строка.\n\nТретья  строка.\n", a__en="First line.\nSecond.\nThird.\n")
    )
    assert document.text_ru == "Первая строка.\nТретья строка."
    assert document.alignment is not None
    assert document.alignment.sentences_ru == (Sentence(0, 14), Sentence(15, 29))
    assert document.alignment.beads == (Bead((0,), (0,)), Bead((), (1,)), Bead((1,), (2,)))


def test_each_line_of_jsonl_is_a_document(tmp_path: Path) -> None:
    aligned = {
        "id": "b",
        "text_ru": "А. Б.",
        "text_en": "C.",
        "sentences_ru": [[0, 2], [3, 5]],
        "sentences_en": [[0, 2]],
    }
    records = [{"id": "a", "text_ru": RU, "url": "https://archive.example"}, {**aligned, "beads": [[[0, 1], [0]]]}]
    (first, second), faults = read_all(write(tmp_path, x__jsonl="\n\n".join(map(json.dumps, records))))
    assert faults == []
    assert first.metadata.url == "https://archive.example"
    assert second.alignment is not None
    assert second.alignment.beads == (Bead((0, 1), (0,)),)


TMX = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="ru"/><body>
<tu><note>n</note><tuv xml:lang="RU"><seg>Смит <hi>очень</hi> болен<ph>&lt;br/&gt;</ph>.</seg></tuv>
<tuv xml:lang="en-US"><seg>Smith is very ill.</seg></tuv></tu>
<tu><tuv xml:lang="de"><seg>Nichts</seg></tuv></tu>
<tu><tuv lang="ru"><seg>Нет.</seg></tuv></tu>
</body></tmx>"""


def test_tmx_units_are_beads(tmp_path: Path) -> None:
    (document,), faults = read_all(write(tmp_path, memory__tmx=TMX))
    assert faults == []
    assert (document.metadata.id, document.text_ru, document.text_en) == (
        "memory",
        "Смит очень болен.\nНет.",
        "Smith is very ill.",
    )
    assert document.alignment is not None
    assert document.alignment.beads == (Bead((0,), (0,)), Bead((1,), ()))


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE t [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    '<tmx><body><tu><tuv xml:lang="ru"><seg>&b;</seg></tuv></tu></body></tmx>'
)


@pytest.mark.parametrize(
    ("name", "text", "reason", "line"),
    [
        ("a.ru.txt", "", "empty", None),
        ("a.ru.txt", "English all along.", "not in Cyrillic", None),
        ("a.en.txt", "Русский текст.", "in Cyrillic", None),
        ("a.md", "1946", "no text", None),
        ("a.jsonl", "\n{oops", "malformed JSON, column 2", 2),
        ("a.jsonl", "[1]", "not a JSON object", 1),
        ("a.jsonl", '{"id": [1], "text_ru": "Слово"}', "id should be text or a number", 1),
        ("a.jsonl", '{"id": "a"}', "no text in either language", 1),
        ("a.jsonl", '{"id": "a", "text_ru": 5}', "text_ru should be text", 1),
        ("a.jsonl", '{"id": "a", "text_ru": "Слово", "reference": [1]}', "reference should be", 1),
        ("a.jsonl", '{"id": "a", "text_ru": "Слово", "beads": 1}', "beads need", 1),
        (
            "a.jsonl",
            '{"id": "a", "text_ru": "Слово", "sentences_ru": [[0, 9]], "sentences_en": [], "beads": []}',
            "within",
            1,
        ),
        (
            "a.jsonl",
            '{"id": "a", "text_ru": "Слово", "sentences_ru": [[0, 5]], "sentences_en": [], "beads": []}',
            "one bead",
            1,
        ),
        ("a.csv", "id,note\na,b", "no column is named text_ru or text_en; the columns: 'id', 'note'", 1),
        ("a.csv", 'id,text_ru\na,"b"c', "malformed table", 2),
        ("a.tmx", "", "empty", 1),
        ("a.tmx", "<tmx>\n<body>", "malformed XML", 2),
        ("a.tmx", "<tmx/>", "no text in either language", None),
        ("a.tmx", BOMB, "unsafe", None),
    ],
)
def test_an_error_is_reported_and_the_other_files_are_read(
    tmp_path: Path, name: str, text: str, reason: str, line: int | None
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    (good,), (fault,) = read_all(write(tmp_path, z__ru__txt=RU))
    assert good.metadata.id == "z"
    assert fault.path == str(tmp_path / name)
    assert reason in fault.reason
    assert fault.line == line


@pytest.mark.parametrize(
    ("sentences_ru", "beads", "reason"),
    [
        ([[0, 2], [3, 5]], [[[0], [0]], [[1], []], [[], []]], "a bead has no sentence"),
        ([[0, 0], [0, 5]], [[[0, 1], [0]]], "a sentence of ru is empty"),
        ([[2, 3], [3, 5]], [[[0, 1], [0]]], "a sentence of ru is empty"),
        ([[0, 2], [3, 5]], [[[1, 0], [0]]], "sentences of a bead must ascend"),
        ([[0, 2], [1, 5]], [[[0, 1], [0]]], "sentences must ascend without overlap"),
        ([[0, 2], [3, 5]], [[[0, True], [0]]], "whole numbers"),
        ([[0, 1.9], [3, 5]], [[[0, 1], [0]]], "whole numbers"),
        ([[0, 2], [3, 5]], [["01", [0]]], "whole numbers"),
    ],
)
def test_invalid_beads_are_an_error(
    tmp_path: Path, sentences_ru: list[list[float]], beads: list[list[list[int]]], reason: str
) -> None:
    record = {"id": "b", "text_ru": "А. Б.", "text_en": "C.", "sentences_ru": sentences_ru, "sentences_en": [[0, 2]]}
    _, (fault,) = read_all(write(tmp_path, x__jsonl=json.dumps({**record, "beads": beads})))
    assert reason in fault.reason
    assert fault.line == 1


def test_different_numbers_of_lines_are_an_error(tmp_path: Path) -> None:
    _, (fault,) = read_all(write(tmp_path, a__ru="Один.\nДва.\n", a__en="One.\n"))
    assert (fault.line, fault.reason) == (2, "2 lines, but a.en has 1")


def test_swapped_texts_are_reported_as_swapped(tmp_path: Path) -> None:
    _, (fault,) = read_all(write(tmp_path, a__ru__txt=EN, a__en__txt=RU))
    assert "swapped" in fault.reason


def test_a_second_record_with_the_same_id_is_skipped_in_one_file_and_named_after_the_file_in_another(
    tmp_path: Path,
) -> None:
    record = json.dumps({"id": "a", "text_en": EN})
    write(tmp_path, a__ru__txt=RU, b__jsonl=f"{record}\n{record}")
    documents, (fault,) = read_all(tmp_path)
    assert [(document.metadata.id, document.text_ru) for document in documents] == [("a", RU), ("b/a", None)]
    assert str(tmp_path / "b.jsonl") in fault.reason


def test_missing_and_unsupported_files_are_errors_only_if_named(tmp_path: Path) -> None:
    write(tmp_path, a__ru__txt=RU, image__png="x", README__md="Заметка.", __hidden__md="Слово.")
    assert read_all(tmp_path)[1] == []
    _, faults = read_all(tmp_path / "image.png", tmp_path / "none.md")
    assert {fault.reason.partition(";")[0] for fault in faults} == {
        "this file format is not supported", "no such file or folder",
    }  # fmt: skip


def test_a_given_encoding_applies_to_every_text_file(tmp_path: Path) -> None:
    (tmp_path / "a.ru.txt").write_bytes(RU.encode("koi8-r"))
    (document,), _ = read_all(tmp_path, encoding="koi8-r")
    assert document.text_ru == RU


def test_the_table_has_one_reader_for_each_format(tmp_path: Path) -> None:
    names = [reader.name for reader in READERS]
    assert len(names) == len(set(names))
    for name, kind in [
        ("a.ru.txt", "text pair"),
        ("a.EN", "line pair"),
        ("a.txt", "archive page"),
        ("a.MD", "archive page"),
    ]:
        reader = reader_of(tmp_path / name)
        assert reader is not None
        assert reader.name == kind
    assert reader_of(tmp_path / "a.png") is None


@pytest.mark.parametrize("date", ["one day", "1950-13-45", "31 февраля 1946 г."])
def test_a_date_that_cannot_be_read_is_kept_as_written(tmp_path: Path, date: str) -> None:
    record = json.dumps({"id": "a", "text_ru": "Слово", "date": date})
    (document,) = read_all(write(tmp_path, a__jsonl=record))[0]
    metadata = document.metadata
    assert metadata.date_text == date
    assert (metadata.date, metadata.date_edtf, metadata.date_earliest, metadata.date_latest) == ("", "", "", "")


def test_a_date_and_a_reference_are_kept_as_written_and_read_beside_it(tmp_path: Path) -> None:
    record = {"id": "a", "text_ru": "Слово", "date": "November-December 1946", "reference": " АВП РФ, ф. 06, п. 2. "}
    (document,) = read_all(write(tmp_path, a__jsonl=json.dumps(record)))[0]
    metadata = document.metadata
    assert metadata.date == ""
    assert metadata.date_text == record["date"]
    assert (metadata.date_edtf, metadata.date_earliest, metadata.date_latest) == (
        "1946-11/1946-12", "1946-11-01", "1946-12-31",
    )  # fmt: skip
    assert metadata.reference == Reference(" АВП РФ, ф. 06, п. 2. ", "АВП РФ", "06", folder="2")


def test_a_date_that_cannot_be_read_is_noticed_and_one_that_says_undated_is_not(tmp_path: Path) -> None:
    dates = {"a": "the war years", "b": "n.d.", "c": "1946"}
    records = (json.dumps({"id": id_, "text_ru": "Слово", "date": date}) for id_, date in dates.items())
    folder = write(tmp_path, a__jsonl="\n".join(records))
    notices: list[Notice] = []
    faults: list[SourceError] = []
    assert len(list(read([folder], on_error=faults.append, on_notice=notices.append))) == 3
    assert faults == []
    reason = "a: cannot read the date 'the war years'; kept as written, not found by date:"
    assert notices == [Notice(str(folder / "a.jsonl"), reason)]


def test_a_link_without_a_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    errors: list[SourceError] = []
    assert list(read([tmp_path], on_error=errors.append)) == []
    assert [error.reason for error in errors] == ["a link to a file that does not exist"]
