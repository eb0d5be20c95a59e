"""The documents of a test collection in the forms of TREC, BEIR, TSV and bisearch."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from bisearch.errors import CollectionError
from bisearch.evaluation.documents import CollectionDocument, by_script, find_collection, write_records

if TYPE_CHECKING:
    from pathlib import Path

TREC = """<DOC>
<DOCNO> FT911-3 </DOCNO>
<DATE>910514</DATE>
<HEADLINE>FT  14 MAY 91 / Ice</HEADLINE>
<TEXT>
The ice is firm.
<P>Navigation has closed &amp; the port is empty.</P>
</TEXT>
</DOC>
<doc>
<docno>РГ-1</docno>
<text>Лед встал.</text>
</doc>
"""


def read(folder: Path) -> dict[str, CollectionDocument]:
    return {document.id: document for document in find_collection(folder).documents()}


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_trec_documents_are_found_by_their_content(tmp_path: Path) -> None:
    write(tmp_path / "disk1" / "ft911_1", TREC)
    write(tmp_path / "topics.301", "<top><num> 301 <title> ice</top>")
    write(tmp_path / "qrels.txt", "301 0 FT911-3 1\n")
    found = find_collection(tmp_path)
    assert (found.format.name, [path.name for path in found.files]) == ("TREC", ["ft911_1"])
    english = "FT 14 MAY 91 / Ice\n\nThe ice is firm.\n\nNavigation has closed & the port is empty."
    assert found.documents() == [
        CollectionDocument("FT911-3", "FT 14 MAY 91 / Ice", "", english),
        CollectionDocument("РГ-1", "", "Лед встал.", ""),
    ]


def test_trec_text_outside_text_elements_is_kept(tmp_path: Path) -> None:
    write(tmp_path / "a.sgml", "<DOC><DOCNO>1</DOCNO><SUBJECT>Sea ice</SUBJECT>Dikson<TEXT>Firm.</TEXT></DOC>")
    assert read(tmp_path)["1"].text_en.split() == ["Sea", "ice", "Dikson", "Firm."]


def test_a_trec_document_may_have_its_id_in_the_start_tag(tmp_path: Path) -> None:
    write(tmp_path / "a.sgml", '<DOC id="AFP_ENG_1" type="story"><TEXT>Ice.</TEXT></DOC>')
    assert list(read(tmp_path)) == ["AFP_ENG_1"]


def test_a_document_in_both_languages_under_one_id_has_two_sides(tmp_path: Path) -> None:
    write(tmp_path / "en.sgml", "<DOC><DOCNO>1</DOCNO><TEXT>The ice is firm.</TEXT></DOC>")
    write(tmp_path / "ru.sgml", "<DOC><DOCNO>1</DOCNO><TEXT>Лед встал.</TEXT></DOC>")
    assert read(tmp_path) == {"1": CollectionDocument("1", "", "Лед встал.", "The ice is firm.")}


def test_the_text_elements_of_one_document_may_be_in_two_languages(tmp_path: Path) -> None:
    write(tmp_path / "a", "<DOC><DOCNO>1</DOCNO><TEXT>Лед встал.</TEXT><TEXT>The ice is firm.</TEXT></DOC>")
    assert read(tmp_path) == {"1": CollectionDocument("1", "", "Лед встал.", "The ice is firm.")}


def test_a_beir_folder_is_its_corpus(tmp_path: Path) -> None:
    rows = [{"_id": "d1", "title": "Ice", "text": "Firm."}, {"_id": 2, "title": "", "text": "Лед."}]
    write(tmp_path / "corpus.jsonl", "\n".join(map(json.dumps, rows)))
    write(tmp_path / "queries.jsonl", '{"_id": "q", "text": "ice"}')
    write(tmp_path / "qrels" / "test.tsv", "query-id\tcorpus-id\tscore\nq\td1\t1\n")
    assert find_collection(tmp_path).format.name == "BEIR"
    assert read(tmp_path) == {
        "d1": CollectionDocument("d1", "Ice", "", "Ice\n\nFirm."),
        "2": CollectionDocument("2", "", "Лед.", ""),
    }


def test_files_may_be_compressed(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl.gz").write_bytes(gzip.compress(b'{"_id": "d1", "text": "Ice"}\n'))
    assert read(tmp_path)["d1"].text_en == "Ice"


def test_json_lines_may_name_the_text_contents(tmp_path: Path) -> None:
    write(tmp_path / "docs.jsonl", '{"id": "d1", "contents": "Ice"}\n')
    assert find_collection(tmp_path).format.name == "JSONL"
    assert read(tmp_path)["d1"].text_en == "Ice"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1\tIce\n", CollectionDocument("1", "", "", "Ice")),
        ("1\tThe port\tIce\n", CollectionDocument("1", "The port", "", "The port\n\nIce")),
        ("1\tЛед\tIce\n", CollectionDocument("1", "", "Лед", "Ice")),
        ("docid\ttext\n1\tIce\n", CollectionDocument("1", "", "", "Ice")),
        ("pid\tbody\ttitle\n1\tIce\tThe port\n", CollectionDocument("1", "The port", "", "The port\n\nIce")),
    ],
)
def test_tsv_documents_may_have_a_title_a_header_or_both_languages(
    tmp_path: Path, text: str, expected: CollectionDocument
) -> None:
    write(tmp_path / "collection.tsv", text)
    assert read(tmp_path) == {"1": expected}


def test_other_folders_are_read_as_for_indexing(tmp_path: Path) -> None:
    write(tmp_path / "a.ru.txt", "Лед встал.")
    write(tmp_path / "a.en.txt", "The ice is firm.")
    topics = write(tmp_path / "topics.tsv", "1\tice\n")
    found = find_collection(tmp_path, exclude=[topics])
    assert [path.name for path in found.files] == ["a.en.txt", "a.ru.txt"]
    assert found.documents() == [CollectionDocument("a", "", "Лед встал.", "The ice is firm.")]


def test_a_spreadsheet_with_both_texts_is_read_as_for_indexing(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tsv", "id\ttext_ru\ttext_en\n1\tЛед встал.\tThe ice is firm.\n")
    assert find_collection(path).format.name == "bisearch"
    assert read(path) == {"1": CollectionDocument("1", "", "Лед встал.", "The ice is firm.")}


def test_a_title_in_the_other_script_makes_no_side() -> None:
    assert by_script("1", "Dikson", ["Лед встал."]) == CollectionDocument("1", "Dikson", "Dikson\n\nЛед встал.", "")


def test_documents_without_text_are_counted_and_left_out(tmp_path: Path) -> None:
    documents = [CollectionDocument("1", "", "", ""), CollectionDocument("2", "A\nb", "", "Ice")]
    assert write_records(documents, tmp_path / "out.jsonl") == 1
    assert json.loads((tmp_path / "out.jsonl").read_text()) == {"id": "2", "title": "A b", "text_en": "Ice"}


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "a.sgml",
            "<DOC>\n<DOCNO>1</DOCNO></DOC>\n<DOC>\n<TEXT>Ice</TEXT></DOC>",
            "a.sgml:3: <DOC> has no <DOCNO>; wr",
        ),
        ("a.sgml", "<DOC><DOCNO>1</DOCNO>\n<DOC><DOCNO>2</DOCNO></DOC>", "a.sgml:1: <DOC> has no </DOC>; end every"),
        ("corpus.jsonl", '{"_id": "1", "text": "a"}\n{"text": "b"}', "corpus.jsonl:2: document without an id; BEIR's"),
        ("corpus.jsonl", '{"_id": "1", "text": "a"}\n[]', "corpus.jsonl:2: not a JSON object; write one JSON object"),
        ("corpus.jsonl", '{"_id": "1", "words": "a"}', "corpus.jsonl:1: document '1' has no text; name it text"),
        (
            "corpus.jsonl",
            '{"_id": "1", "text": "a"}\n{"_id": "1", "text": "b"}',
            "document '1' occurs twice in English",
        ),
        ("docs.tsv", "1\ta\n2 b\n", "docs.tsv:2: 1 columns; write id, text or id, title, text with tabs"),
        ("docs.tsv", "id\tlanguage\n1\ten\n", "docs.tsv:1: the header has no column text"),
        ("docs.tsv", "id\ttext\n1\ta\tb\n", "docs.tsv:2: 3 columns, but the header names 2"),
        ("docs.tsv", "1\ta\n\tb\n", "docs.tsv:2: document without an id"),
        ("notes.bin", "x", "no documents; write TREC files with <DOC>, corpus.jsonl, TSV"),
    ],
)
def test_a_mistake_is_reported_with_its_line_and_a_remedy(tmp_path: Path, name: str, text: str, message: str) -> None:
    write(tmp_path / name, text)
    with pytest.raises(CollectionError, match=message):
        find_collection(tmp_path).documents()


def test_a_missing_collection_is_reported(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match="no such file or folder; --collection names"):
        find_collection(tmp_path / "none")
