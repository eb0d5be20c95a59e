"""ALTO, hOCR, PAGE XML and FineReader XML by Tesseract and made here; the text of the commission is invented."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from bisearch.conversion.forms import convert, form_of

if TYPE_CHECKING:
    from bisearch.conversion.converted import ConvertedText

SCANS = Path(__file__).parent / "scans"


def converted(tmp_path: Path, name: str, text: str) -> ConvertedText:
    (tmp_path / name).write_text(text, encoding="utf-8")
    (found,) = convert(tmp_path / name)
    return found


def places(found: ConvertedText) -> list[tuple[str, int, tuple[float, ...]]]:
    assert found.places is not None
    words = found.places.words(0, len(found.text))
    return [(found.text[word.start : word.end], word.page.number, word[3:]) for word in words]


def test_the_forms_of_one_scan_have_the_same_text_and_the_same_places() -> None:
    (alto,), (hocr,) = convert(SCANS / "protocol.alto.xml"), convert(SCANS / "protocol.hocr")
    assert alto.text == hocr.text
    assert places(alto) == places(hocr)
    strings = [
        each.get("CONTENT")
        for each in ElementTree.parse(SCANS / "protocol.alto.xml").iter()
        if "CONTENT" in each.attrib
    ]
    assert alto.text.split() == [each for each in strings if each and each.strip()]
    assert alto.places is not None
    assert alto.places.pages[0][2:] == (1241, 1754, "pixel", "ru-1.png")


def alto(body: str, version: str = "http://www.loc.gov/standards/alto/ns-v4#", order: str = "") -> str:
    return (
        f'<?xml version="1.0"?><alto xmlns="{version}"><Description><MeasurementUnit>mm10</MeasurementUnit>'
        f"<sourceImageInformation><fileName>0001.tif</fileName></sourceImageInformation></Description>{order}"
        f"<Layout>{body}</Layout></alto>"
    )


def block(id_: str, *lines: str) -> str:
    written = "".join(f"<TextLine>{line}</TextLine>" for line in lines)
    return f'<TextBlock ID="{id_}">{written}</TextBlock>'


def string(text: str, x: int = 0, more: str = "") -> str:
    return f'<String CONTENT="{text}" HPOS="{x}" VPOS="5" WIDTH="20" HEIGHT="10" {more}/>'


@pytest.mark.parametrize(
    "version",
    [
        "http://www.loc.gov/standards/alto/ns-v2#",
        "http://www.loc.gov/standards/alto/ns-v3#",
        "http://schema.ccs-gmbh.com/ALTO",
    ],
)
def test_each_version_of_alto_is_read(tmp_path: Path, version: str) -> None:
    line = string("Лёд") + "<SP/>" + string("встал.", 30)
    size = 'WIDTH="100" HEIGHT="200" PRINTED_IMG_NR="121"'
    page = f"<Page {size}><PrintSpace>{block('b', line)}</PrintSpace></Page>"
    found = converted(tmp_path, "a.xml", alto(page, version))
    assert found.text == "Лёд встал."
    assert places(found) == [("Лёд", 1, (0, 5, 20, 15)), ("встал.", 1, (30, 5, 50, 15))]
    assert found.places is not None
    assert found.places.pages == ((1, "121", 100, 200, "mm10", "0001.tif"),)


@pytest.mark.parametrize(
    ("first", "cut"),
    [
        (string("присо", more='SUBS_TYPE="HypPart1" SUBS_CONTENT="присоединении"') + '<HYP CONTENT="-"/>', "присо-"),
        (string("присо-", more='SUBS_TYPE="HypPart1"') + '<HYP CONTENT="-"/>', "присо-"),
        (string("присо", more='SUBS_TYPE="HypPart1"'), "присо\u00ad"),
        (string("присо") + '<HYP CONTENT="¬"/>', "присо¬"),
    ],
)
def test_a_word_cut_at_a_line_end_has_one_hyphen_and_two_places(tmp_path: Path, first: str, cut: str) -> None:
    second = string("единении", more='SUBS_TYPE="HypPart2" SUBS_CONTENT="присоединении"')
    found = converted(tmp_path, "a.xml", alto(f"<Page><PrintSpace>{block('b', first, second)}</PrintSpace></Page>"))
    assert found.text == f"{cut}\nединении"
    assert [word for word, *_ in places(found)] == [cut, "единении"]


def test_margins_and_the_order_of_reading_decide_where_a_block_is_read(tmp_path: Path) -> None:
    blocks = "".join(block(name, string(name)) for name in ("второй", "первый"))
    page = (
        f"<Page><BottomMargin>{block('низ', string('12'))}</BottomMargin><TopMargin>{block('верх', string('Отчёт'))}"
        f"</TopMargin><PrintSpace><ComposedBlock>{blocks}</ComposedBlock></PrintSpace></Page>"
    )
    assert converted(tmp_path, "a.xml", alto(page)).text.split() == ["Отчёт", "второй", "первый", "12"]
    references = "".join(f'<ElementRef REF="{name}"/>' for name in ("верх", "первый", "второй", "низ"))
    order = f'<ReadingOrder><OrderedGroup ID="g">{references}</OrderedGroup></ReadingOrder>'
    assert converted(tmp_path, "a.xml", alto(page, order=order)).text.split() == ["Отчёт", "первый", "второй", "12"]


def page_xml(body: str, order: str = "") -> str:
    namespace = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15"
    return (
        f'<PcGts xmlns="{namespace}"><Page imageFilename="л 5.jpg" imageWidth="1000" imageHeight="2000">'
        f"{order}{body}</Page></PcGts>"
    )


def equivalent(text: str, index: str = "") -> str:
    return f"<TextEquiv{index}><Unicode>{text}</Unicode></TextEquiv>"


COORDINATES = '<Coords points="10,20 90,20 90,44 10,44"/>'


def test_the_text_of_a_line_is_taken_before_that_of_its_words(tmp_path: Path) -> None:
    word = f'<Word><Coords points="10,20 40,20 40,44"/>{equivalent("Лсд")}</Word>'
    other = f'<Word><Coords points="50,20 90,20 90,44"/>{equivalent("встал")}</Word>'
    line = f"<TextLine>{COORDINATES}{word}{other}{{}}</TextLine>"
    region = f"<TextRegion>{line}</TextRegion>"
    found = converted(tmp_path, "a.xml", page_xml(region.format(equivalent("Лёд встал."))))
    assert places(found) == [("Лёд", 1, (10, 20, 40, 44)), ("встал.", 1, (50, 20, 90, 44))]
    found = converted(tmp_path, "a.xml", page_xml(region.format("")))
    assert [each[0] for each in places(found)] == ["Лсд", "встал"]
    found = converted(tmp_path, "a.xml", page_xml(region.format(equivalent("Лёд"))))
    assert places(found) == [("Лёд", 1, (10, 20, 90, 44))]


def test_regions_and_lines_are_in_the_order_of_reading_and_the_page_number_is_kept(tmp_path: Path) -> None:
    def region(id_: str, *texts: str, kind: str = "paragraph") -> str:
        lines = "".join(f"<TextLine>{COORDINATES}{equivalent(text)}</TextLine>" for text in texts)
        return f'<TextRegion id="{id_}" type="{kind}">{lines}{equivalent(texts[0])}</TextRegion>'

    body = region("n", "121", kind="page-number") + region("b", "Туман.") + region("a", "Лёд встал.", "Ждём.")
    order = (
        '<ReadingOrder><OrderedGroup id="g"><RegionRefIndexed index="2" regionRef="n"/>'
        '<RegionRefIndexed index="1" regionRef="b"/><RegionRefIndexed index="0" regionRef="a"/></OrderedGroup>'
        "</ReadingOrder>"
    )
    found = converted(tmp_path, "a.xml", page_xml(body, order))
    assert found.text == "Лёд встал.\nЖдём.\n\nТуман.\n\n121"
    assert found.places is not None
    assert found.places.pages == ((1, "121", 1000, 2000, "pixel", "л 5.jpg"),)


def test_of_several_readings_the_first_is_taken_and_a_region_without_lines_is_read(tmp_path: Path) -> None:
    readings = equivalent("Лсд", " index='1'") + equivalent("Лёд", " index='0'")
    line = f"<TextLine>{COORDINATES}{readings}</TextLine>"
    bare = f"<TextRegion>{COORDINATES}{equivalent('Туман.' + chr(10) + 'Ветер.')}</TextRegion>"
    found = converted(tmp_path, "a.xml", page_xml(f"<TextRegion>{line}</TextRegion>{bare}"))
    assert found.text == "Лёд\n\nТуман.\nВетер."


def test_the_characters_of_finereader_become_words(tmp_path: Path) -> None:
    def characters(text: str, x: int) -> str:
        return "".join(
            f'<charParams l="{x + 10 * place}" t="5" r="{x + 10 * place + 8}" b="15">{character}</charParams>'
            for place, character in enumerate(text)
        )

    body = (
        '<page width="1000" height="2000"><block blockType="Text"><text><par><line l="0" t="5" r="99" b="15">'
        f'<formatting lang="Russian">{characters("Лёд вс", 0)}</formatting>'
        f'<formatting lang="Russian" bold="1">{characters("тал.", 60)}</formatting></line></par></text></block>'
        '<block blockType="Table"><row><cell><text><par><line l="1" t="2" r="3" b="4"><formatting>Туман ушёл.'
        "</formatting></line></par></text></cell></row></block></page>"
    )
    head = '<document xmlns="http://www.abbyy.com/FineReader_xml/FineReader10-schema-v1.xml" version="1.0">'
    found = converted(tmp_path, "a.xml", f"{head}{body}{body}</document>")
    assert found.text == "Лёд встал.\n\nТуман ушёл.\n\n\fЛёд встал.\n\nТуман ушёл."
    assert places(found)[1] == ("встал.", 1, (40, 5, 98, 15))
    assert places(found)[4][1] == 2


@pytest.mark.parametrize("name", ["a.hocr", "a.html"])
def test_hocr_is_recognized_by_its_classes(tmp_path: Path, name: str) -> None:
    text = (
        "<html><body><div class='ocr_page' title='image \"a 1.png\"; bbox 0 0 640 480; ppageno 0; lpageno 12'>"
        "<p class='ocr_par'><span class='ocr_line' title='bbox 1 2 30 40'>"
        "<span class='ocrx_word' title='bbox 1 2 10 40; x_wconf 9'>Лёд</span> "
        "<span class='ocrx_word' title='bbox 12 2 30 40'><strong>встал</strong>.</span></span></p>"
        "<p class='ocr_par'><span class='ocr_line' title='bbox 1 50 30 60'>Без слов</span></p></div></body></html>"
    )
    found = converted(tmp_path, name, text)
    form = form_of(tmp_path / name)
    assert form is not None
    assert form.name == "hOCR"
    assert found.text == "Лёд встал.\n\nБез слов"
    assert found.places is not None
    assert found.places.pages == ((1, "12", 640, 480, "pixel", "a 1.png"),)
    assert places(found)[1:3] == [("встал.", 1, (12, 2, 30, 40)), ("Без", 1, (1, 50, 30, 60))]


def test_signs_of_markdown_in_a_scan_stay_text(tmp_path: Path) -> None:
    words = ["#", "*Примечание*", "снег_и_лёд", "[см.](там)"]
    found = converted(
        tmp_path, "a.xml", alto(f"<Page><PrintSpace>{block('b', *map(string, words))}</PrintSpace></Page>")
    )
    assert re.sub(r"\\(?=[^\s])", "", found.text).split("\n") == words
