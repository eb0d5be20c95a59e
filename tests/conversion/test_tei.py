from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.model import Document
from bisearch.sources.accounting import PassedOver
from bisearch.sources.archive_page import read_page

if TYPE_CHECKING:
    from pathlib import Path

# An invented volume with the structure of "Foreign Relations of the United States" on history.state.gov.
VOLUME = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0" xml:id="volx">
<teiHeader><fileDesc><titleStmt><title type="complete">Foreign Relations, 1951, Volume X</title><title>X</title>
</titleStmt></fileDesc></teiHeader><facsimile><graphic url="1.png"/></facsimile>
<text><front><div type="section" xml:id="preface"><head>Preface</head><p>This volume is invented.</p></div></front>
<body><div type="compilation" xml:id="comp1"><head>Polar Affairs</head>
 <div type="chapter" xml:id="ch1"><head>The Coast</head><p>An introduction.</p><pb n="3" xml:id="pg_3"/>
  <div type="document" xml:id="d1" n="1"
    frus:doc-dateTime-min="1951-03-05T00:00:00-05:00">
   <head>1. Telegram From Losev<note n="1" xml:id="d1fn1" type="source">Source: GAPI, Central Files, 072.3/3–551.
    Secret.</note></head>
   <opener><dateline><placeName>Tarkha</placeName>, <date when="1951-03-05">March 5, 1951</date>—3
    p.m.</dateline></opener>
   <list type="participants"><head>PARTICIPANTS</head><item>Mr. Losev</item></list>
   <p>The party<note n="2" xml:id="d1fn2">Of twelve men. See <ref target="#d2">Document 2</ref>.</note>
    re<pb n="4"/>turned from the <hi rend="italic">coast</hi>.</p>
   <closer><signed><persName>Losev</persName></signed></closer></div>
  <div type="document" xml:id="d2" n="2" frus:doc-dateTime-min="1951-04-01T00:00:00-05:00">
   <head>2. Editorial Note</head><p>Nothing is printed here.</p></div></div></div></body>
<back><div type="index" xml:id="index"><head>Index</head><list><item>Losev, 3</item></list></div></back></text></TEI>"""


def read(path: Path, content: str) -> list[Document]:
    (path / "volx.xml").write_text(content, encoding="utf-8")
    return [each for each in read_page(path / "volx.xml") if isinstance(each, Document)]


def test_a_volume_becomes_one_document_for_each_of_its_documents_and_other_parts(tmp_path: Path) -> None:
    documents = read(tmp_path, VOLUME)
    assert [document.metadata.id for document in documents] == [
        "volx-preface", "volx-ch1-1", "volx-d1", "volx-d2", "volx-index",
    ]  # fmt: skip


def test_a_document_has_its_title_date_place_and_source(tmp_path: Path) -> None:
    document = next(each for each in read(tmp_path, VOLUME) if each.metadata.id == "volx-d1")
    metadata = document.metadata
    assert metadata.title == "1. Telegram From Losev"
    assert (metadata.date, metadata.place) == ("1951-03-05", "Tarkha")
    assert metadata.reference is not None
    assert metadata.reference.text == "Source: GAPI, Central Files, 072.3/3–551. Secret."
    assert metadata.fields["section"] == "Polar Affairs / The Coast"
    assert metadata.fields["volume"] == "Foreign Relations, 1951, Volume X"


def test_notes_follow_their_paragraph_and_page_ends_divide_no_word(tmp_path: Path) -> None:
    document = next(each for each in read(tmp_path, VOLUME) if each.metadata.id == "volx-d1")
    assert document.text_en is not None
    assert document.text_en.endswith(
        "PARTICIPANTS\n\nMr. Losev\n\nThe party[2] returned from the coast.\n\n[2] Of twelve men. See Document 2."
        "\n\nLosev"
    )


def test_a_document_without_a_dateline_is_dated_by_its_division(tmp_path: Path) -> None:
    document = next(each for each in read(tmp_path, VOLUME) if each.metadata.id == "volx-d2")
    assert document.metadata.date == "1951-04-01"


def test_a_file_without_such_divisions_is_one_document(tmp_path: Path) -> None:
    plain = VOLUME.replace('type="document"', 'type="letter"')
    (document,) = read(tmp_path, plain)
    assert document.metadata.id == "volx"
    assert document.text_en is not None
    assert "returned from the coast." in document.text_en
    assert "Nothing is printed here." in document.text_en


def test_only_the_first_note_on_the_source_is_the_shelfmark_and_a_further_one_is_text(tmp_path: Path) -> None:
    second = '<note type="source">A copy is in the Tarkha archive.</note>'
    document = next(
        each
        for each in read(tmp_path, VOLUME.replace("Secret.</note>", f"Secret.</note>{second}"))
        if each.metadata.id == "volx-d1"
    )
    assert document.metadata.reference is not None
    assert "Tarkha archive" not in document.metadata.reference.text
    assert document.text_en is not None
    assert document.text_en.count("A copy is in the Tarkha archive") == 1
    assert "072.3" not in document.text_en


def test_a_note_in_the_head_of_a_division_is_kept_with_its_documents(tmp_path: Path) -> None:
    volume = VOLUME.replace("<head>The Coast</head>", "<head>The Coast<note>Continued from volume IX.</note></head>")
    fields = {each.metadata.id: each.metadata.fields for each in read(tmp_path, volume)}
    assert fields["volx-d1"]["section"] == "Polar Affairs / The Coast"
    assert fields["volx-d1"]["notes of the section"] == "Continued from volume IX."
    assert "notes of the section" not in fields["volx-preface"]


TRANSCRIPTION = """<sourceDoc><surface n="1"><zone><line>Енот подписал письмо и</line><line>отправил его барсуку.</line>
</zone><zone><line>Лист второй.</line></zone></surface></sourceDoc>"""


def test_a_transcription_is_the_text_of_an_edition_without_another(tmp_path: Path) -> None:
    (document,) = read(
        tmp_path, f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>{TRANSCRIPTION.replace(chr(10), "")}</TEI>'
    )
    assert document.text_ru == "Енот подписал письмо и отправил его барсуку.\n\nЛист второй."


def test_a_transcription_beside_a_text_is_reported_as_its_variant(tmp_path: Path) -> None:
    body = '<text xml:lang="ru"><body><p>Енот подписал письмо.</p></body></text>'
    path = tmp_path / "volx.xml"
    path.write_text(
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>{TRANSCRIPTION}{body}</TEI>', encoding="utf-8"
    )
    items = list(read_page(path))
    assert [each.text_ru for each in items if isinstance(each, Document)] == ["Енот подписал письмо."]
    ((reason, text),) = [(each.reason, each.text) for each in items if isinstance(each, PassedOver)]
    assert (reason, text.split()[-1]) == ("variant", "второй.")
