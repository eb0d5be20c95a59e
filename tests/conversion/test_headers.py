"""The headers of all forms: what is understood is in the fields of the document, and every other word is reported."""

from __future__ import annotations

import zipfile
from collections import Counter
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bisearch.conversion.forms import convert
from bisearch.conversion.headers import MAX_VALUES
from bisearch.model import MAX_METADATA, Document, Metadata
from bisearch.sources.accounting import PassedOver
from bisearch.sources.reading import read
from tests.conversion.form_files import write_docx, write_epub, write_odt, write_zip

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bisearch.conversion.converted import ConvertedText

MANY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

# An invented letter of an invented archive.
LETTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc>
<titleStmt><title>Letter from Losev</title><title>Письмо Лосева</title><author>Losev, Pyotr</author>
<respStmt><resp>encoded by</resp><name>A. Reader</name></respStmt></titleStmt>
<publicationStmt><publisher>Polar Papers</publisher><idno type="URI">https://archive.example/1</idno>
<availability><licence target="https://licence.example">Free to use</licence></availability></publicationStmt>
<sourceDesc><msDesc><msIdentifier><settlement>Moscow</settlement><repository>Polar Archive</repository>
<idno>f. 72, op. 3, d. 118, l. 14</idno></msIdentifier><history><origin><p>Written
<origDate when="1951-03-05">on the feast of Saint Leo</origDate> at sea</p></origin></history></msDesc></sourceDesc>
</fileDesc>
<encodingDesc><p>Spelling is <hi>un</hi>changed.</p></encodingDesc>
<profileDesc><langUsage><language ident="ru"/></langUsage><correspDesc>
<correspAction type="sent"><persName>Pyotr Losev</persName><placeName>Tarkha</placeName><date when="1951-03-06"/>
</correspAction>
<correspAction type="received"><persName>Olga Kim</persName></correspAction></correspDesc>
<textClass><keywords><term>ice</term><term>ships</term></keywords></textClass></profileDesc>
<revisionDesc><change when="2020-01-01">Checked twice.</change></revisionDesc></teiHeader>
<standOff><listPerson><person><persName>Olga Kim</persName><note>A navigator.</note></person></listPerson></standOff>
<text><body><p>The party returned from the coast.</p></body></text></TEI>"""


def items(path: Path) -> list[Any]:
    found: list[Any] = []
    found += read([path], on_error=found.append, on_passed_over=found.append, on_notice=found.append)
    return found


def metadata_of(path: Path) -> tuple[Metadata, list[str]]:
    """Return the metadata of the one document of a file, and the texts of its header that are reported."""
    found = items(path)
    (document,) = (each for each in found if isinstance(each, Document))
    over = [each.text for each in found if isinstance(each, PassedOver) and each.reason == "metadata"]
    return document.metadata, over


def test_the_header_of_a_tei_letter_fills_the_fields_and_the_rest_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "letter.xml"
    path.write_text(LETTER, encoding="utf-8")
    metadata, over = metadata_of(path)
    assert (metadata.title, metadata.title_ru) == ("Letter from Losev", "Письмо Лосева")
    assert metadata.author == "Losev, Pyotr; Pyotr Losev"
    assert (metadata.recipient, metadata.place, metadata.language) == ("Olga Kim", "Tarkha", "ru")
    assert (metadata.publisher, metadata.url) == ("Polar Papers", "https://archive.example/1")
    assert metadata.credits == "encoded by A. Reader"
    assert metadata.fields == {"rights": "Free to use", "keywords": "ice; ships", "date 2": "1951-03-06"}
    assert over == ["Written", "at sea", "Spelling is unchanged.", "Checked twice.", "Olga Kim A navigator."]


def test_a_date_keeps_its_words_beside_the_meaning_that_the_markup_gives(tmp_path: Path) -> None:
    path = tmp_path / "letter.xml"
    path.write_text(LETTER, encoding="utf-8")
    metadata, _ = metadata_of(path)
    assert (metadata.date_text, metadata.date) == ("on the feast of Saint Leo", "1951-03-05")
    assert (metadata.date_earliest, metadata.date_latest) == ("1951-03-05", "1951-03-05")


@pytest.mark.parametrize(
    ("attributes", "edtf"),
    [
        ('notBefore="1951-03" notAfter="1951-04"', "[1951-03..1951-04]"), ('from="1951" to="1952"', "1951/1952"),
        ('notAfter="1951"', "[..1951]"), ('from="1951"', "1951/.."), ('when="1951-03-05T10:00:00"', "1951-03-05"),
        ('when="--03-05"', ""), ('when="soon"', ""),
    ],
)  # fmt: skip
def test_marked_dates_are_read_as_edtf(tmp_path: Path, attributes: str, edtf: str) -> None:
    path = tmp_path / "letter.xml"
    path.write_text(LETTER.replace('when="1951-03-05"', attributes), encoding="utf-8")
    metadata, _ = metadata_of(path)
    assert metadata.date_text == "on the feast of Saint Leo"
    assert metadata.date_edtf == edtf


def test_the_shelfmark_of_a_tei_letter_has_its_archive_and_parts(tmp_path: Path) -> None:
    path = tmp_path / "letter.xml"
    path.write_text(LETTER, encoding="utf-8")
    reference = metadata_of(path)[0].reference
    assert reference is not None
    assert reference.text == "Moscow, Polar Archive, f. 72, op. 3, d. 118, l. 14"
    assert (reference.archive, reference.fond, reference.opis, reference.list) == ("Polar Archive", "72", "3", "14")


def test_a_corpus_is_a_document_for_each_text_with_its_own_header(tmp_path: Path) -> None:
    texts = "".join(
        f'<TEI xml:id="l{number}"><teiHeader><fileDesc><titleStmt><title>Letter {number}</title></titleStmt></fileDesc>'
        f"<profileDesc><creation><date>{number} March 1951</date></creation></profileDesc></teiHeader>"
        f"<text><body><p>The party returned on day {number}.</p></body></text></TEI>"
        for number in (1, 2)
    )
    header = (
        "<teiHeader><fileDesc><titleStmt><title>Letters</title></titleStmt></fileDesc>"
        "<encodingDesc><p>Unchanged.</p></encodingDesc></teiHeader>"
    )
    (tmp_path / "a.xml").write_text(
        f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{header}{texts}</teiCorpus>', encoding="utf-8"
    )
    found = items(tmp_path / "a.xml")
    documents = [each.metadata for each in found if isinstance(each, Document)]
    assert [(each.id, each.title, each.date) for each in documents] == [
        ("a-l1", "Letter 1", "1951-03-01"), ("a-l2", "Letter 2", "1951-03-02"),
    ]  # fmt: skip
    assert {each.fields["volume"] for each in documents} == {"Letters"}
    assert [each.text for each in found if isinstance(each, PassedOver)] == ["Unchanged."]


# Names that the tables know, alone and in places that they do not know, and names that no table knows.
NAMES = {
    "TEI": ("fileDesc titleStmt title author publicationStmt publisher date idno msIdentifier repository creation p hi"
            " correspAction persName langUsage language encodingDesc abstract keywords term bibl origDate unknown"),
    "FB2": ("title-info author first-name last-name nickname email book-title annotation p date lang src-lang"
            " publish-info publisher document-info id custom-info sequence unknown"),
    "EPUB": "title creator contributor publisher description date language identifier subject meta unknown",
    "ODT": "title subject keyword description creator date initial-creator generator unknown",
    "DOCX": "title subject keywords description creator lastModifiedBy category revision unknown",
    "ALTO": "OCRProcessing processingSoftware softwareName MeasurementUnit sourceImageInformation fileName unknown",
    "PAGE XML": "Creator Created Comments UserDefined unknown",
}  # fmt: skip


@st.composite
def headers(draw: st.DrawFn, form: str) -> tuple[str, list[str]]:
    """Return XML of elements in each other, and its words, each of which is there once."""
    words: list[str] = []

    def text() -> str:
        if not draw(st.booleans()):
            return draw(st.sampled_from(["", " ", "\n"]))
        words.append(f"слово{len(words)}конец")
        return f" {words[-1]} "

    def element(depth: int) -> str:
        name = draw(st.sampled_from(NAMES[form].split()))
        inner = "".join(element(depth - 1) + text() for _ in range(draw(st.integers(0, 3)) if depth else 0))
        type_ = draw(st.sampled_from(["", ' type="sent"', ' type="URI"', ' when="1946"', ' info-type="x"']))
        return f"<{name}{type_}>{text()}{inner}</{name}>"

    return "".join(element(4) for _ in range(draw(st.integers(1, 4)))), words


def write_tei(path: Path, header: str) -> None:
    path.write_text(
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>{header}</teiHeader><text><p>Текст.</p></text></TEI>',
        encoding="utf-8",
    )


def write_fb2(path: Path, header: str) -> None:
    path.write_text(
        '<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0">'
        f"<description>{header}</description><body><section><p>Текст.</p></section></body></FictionBook>",
        encoding="utf-8",
    )


def write_alto(path: Path, header: str) -> None:
    path.write_text(
        f"<alto><Description>{header}</Description><Layout><Page><PrintSpace><TextBlock><TextLine>"
        '<String CONTENT="Текст"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>',
        encoding="utf-8",
    )


def write_page(path: Path, header: str) -> None:
    path.write_text(
        f"<PcGts><Metadata>{header}</Metadata><Page><TextRegion><TextEquiv><Unicode>Текст</Unicode></TextEquiv>"
        "</TextRegion></Page></PcGts>",
        encoding="utf-8",
    )


def write_odt_with(path: Path, header: str) -> None:
    write_odt(path, "<text:p>Текст.</text:p>")
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("meta.xml", f"<document-meta><meta>{header}</meta></document-meta>")


def docx_paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def write_docx_with(path: Path, header: str) -> None:
    write_docx(path, docx_paragraph("Текст."))
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("docProps/core.xml", f"<coreProperties>{header}</coreProperties>")


FORMS: dict[str, tuple[str, Callable[[Path, str], None]]] = {
    "TEI": (".xml", write_tei), "FB2": (".fb2", write_fb2), "ODT": (".odt", write_odt_with),
    "EPUB": (".epub", lambda path, header: write_epub(path, "<p>Текст.</p>", metadata=header)),
    "DOCX": (".docx", write_docx_with), "ALTO": (".xml", write_alto), "PAGE XML": (".xml", write_page),
}  # fmt: skip


def words_of(found: ConvertedText, form: str) -> Counter[str]:
    written = [each.text for each in found.left_out]
    for name, value in found.values.items():
        if name == "fields":
            written += value.values()
        else:
            written.append(value["text"] if isinstance(value, dict) else value)
    if form == "ALTO" and found.places is not None:
        page = found.places.pages[0]
        written += [page.image, page.unit]
    return Counter(word for text in written for word in text.replace(";", " ").replace(",", " ").split())


@pytest.mark.parametrize("form", NAMES)
@MANY
@given(data=st.data())
def test_each_word_of_a_generated_header_is_in_one_field_or_reported_once(
    tmp_path: Path, form: str, data: st.DataObject
) -> None:
    header, words = data.draw(headers(form))
    suffix, write = FORMS[form]
    path = tmp_path / f"a{suffix}"
    write(path, header)
    (found,) = convert(path)
    counted = words_of(found, form)
    assert {word: counted[word] for word in words} == dict.fromkeys(words, 1)


def test_values_without_bounds_are_reported_and_the_document_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    long = "слово " * (MAX_METADATA // 6 + 1)
    terms = "".join(f"<term>т{number}</term>" for number in range(MAX_VALUES + 5))
    header = (
        f"<fileDesc><titleStmt><title>{long}</title></titleStmt></fileDesc>"
        f"<profileDesc><textClass><keywords>{terms}</keywords></textClass></profileDesc>"
    )
    write_tei(path, header)
    metadata, over = metadata_of(path)
    assert metadata.title == ""
    assert over == [long.strip(), *(f"т{MAX_VALUES + number}" for number in range(5))]
    assert len(metadata.fields["keywords"].split("; ")) == MAX_VALUES


def test_the_meta_elements_of_a_page_are_fields_or_reported_and_its_scripts_are_code(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<html><head><title>Записка</title><meta name=DC.creator content=Лосев><meta name='dc.date' content='5.3.1951'>"
        "<meta name=viewport content='width=device'><meta property='og:title' content='Записка'>"
        "<meta name=keywords content='лёд, суда'><script>go()</script></head><body><p>Смит ушёл.</body></html>",
        encoding="utf-8",
    )
    (found,) = convert(path)
    assert (found.values["title"], found.values["author"], found.values["date"]) == ("Записка", "Лосев", "5.3.1951")
    assert found.values["fields"] == {"title of the page": "Записка", "keywords": "лёд, суда"}
    assert found.left_out == (("metadata", "width=device"), ("code", "go()"))


def test_properties_that_people_have_labelled_are_fields_and_never_the_id_or_the_text(tmp_path: Path) -> None:
    write_docx(tmp_path / "a.docx", docx_paragraph("Смит ушёл."))
    labelled = {"Дата": "5 марта 1951", "Фонд": "72", "Опись": "3", "id": "x", "text_ru": "y", "ящик": "12", "": "z"}
    properties = "".join(
        f'<property name="{escape(name)}"><lpwstr>{value}</lpwstr></property>' for name, value in labelled.items()
    )
    with zipfile.ZipFile(tmp_path / "a.docx", "a") as file:
        file.writestr("docProps/custom.xml", f"<Properties>{properties}</Properties>")
        file.writestr("docProps/app.xml", "<Properties><Company>ГАПИ</Company></Properties>")
    metadata, over = metadata_of(tmp_path / "a.docx")
    assert metadata.id == "a"
    assert metadata.date == "1951-03-05"
    assert metadata.reference is not None
    assert (metadata.reference.fond, metadata.reference.opis) == ("72", "3")
    assert metadata.fields == {
        "ящик": "12", "id of the file": "x", "text_ru of the file": "y", "property": "z",
    }  # fmt: skip
    assert over == ["ГАПИ"]


def test_who_saved_a_file_of_rich_text_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(rb"{\rtf1{\info{\title Note}{\author Losev}{\*\company GAPI}}The party returned.}")
    metadata, over = metadata_of(path)
    assert (metadata.title, over) == ("Note", ["Losev", "GAPI"])


def test_the_header_of_a_translation_memory_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    path.write_text(
        '<tmx version="1.4"><header creationtool="Memory" creationid="Losev"><note>Checked.</note></header><body><tu>'
        '<tuv xml:lang="ru"><seg>Смит ушёл.</seg></tuv><tuv xml:lang="en"><seg>Smith left.</seg></tuv></tu></body>'
        "</tmx>",
        encoding="utf-8",
    )
    metadata, over = metadata_of(path)
    assert metadata.fields == {"note": "Checked."}
    assert over == ["Memory", "Losev"]


def test_the_headers_of_a_folder_of_pages_are_reported_for_each_page(tmp_path: Path) -> None:
    folder = tmp_path / "protocol"
    folder.mkdir()
    for number in (1, 2):
        write_alto(folder / f"{number}.xml", f"<OCRProcessing>Reader {number}</OCRProcessing>")
    over = [each for each in items(folder) if isinstance(each, PassedOver)]
    assert [(each.path, each.text, each.reason) for each in over] == [
        (str(folder / f"{number}.xml"), f"Reader {number}", "metadata") for number in (1, 2)
    ]


def test_a_zip_with_a_broken_header_is_one_error(tmp_path: Path) -> None:
    write_zip(tmp_path / "a.odt", {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>",
                                   "meta.xml": "<broken"})  # fmt: skip
    found = items(tmp_path / "a.odt")
    assert len(found) == 1
    assert "broken XML" in str(found[0])
