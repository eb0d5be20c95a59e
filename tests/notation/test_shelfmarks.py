from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bisearch.model import Reference
from bisearch.notation.shelfmarks import (
    ReferenceKey,
    find_reference,
    find_shelfmarks,
    parse_shelfmark,
    reference_key,
    spellings,
    text_key,
)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ф. 558 оп. 11", [[("fond", "558"), ("opis", "11")]]),
        ("f. 558, op. 11, d. 102", [[("fond", "558"), ("opis", "11"), ("delo", "102")]]),
        ("Фонд 72, опись 3; дело 118а, л.14", [[("fond", "72"), ("opis", "3"), ("delo", "118а"), ("list", "14")]]),
        ("РГАСПИ, ф.558", [[("fond", "558")]]),
        ("ф. 1 и ф. 2", [[("fond", "1")], [("fond", "2")]]),
        ("оп. 2, д. 5", [[("opis", "2"), ("delo", "5")]]),
        ("д. 5", []),
        ("в 46 г. и 5 л.", []),
    ],
)
def test_a_text_holds_these_shelfmarks(text: str, parts: list[list[tuple[str, str]]]) -> None:
    found = list(find_shelfmarks(text))
    assert [list(mark.parts) for mark in found] == parts
    assert all(text[mark.start : mark.end][-1].isalnum() for mark in found)


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        (
            '"Letter," July 8, 1949, Wilson Center, APRF: F. 45, Op. 1, D. 346, Ll. 1-3. Translated for CWIHP.',
            Reference("APRF: F. 45, Op. 1, D. 346, Ll. 1-3", "APRF", "45", "1", delo="346", list="1-3"),
        ),
        (
            "Hoover Institution Archives, Fond 89, Opis 28, Reel 1.1007.",
            Reference(
                "Hoover Institution Archives, Fond 89, Opis 28, Reel 1.1007", "Hoover Institution Archives", "89", "28"
            ),
        ),
        (
            "Archive, RGASPI, f. 558, op. 11, d. 102, ll. 0106. Contributed",
            Reference("RGASPI, f. 558, op. 11, d. 102, ll. 0106", "RGASPI", "558", "11", delo="102", list="0106"),
        ),
        (
            "ГАПИ, ф. 72, оп. 3, д. 118, лл. 14-15",
            Reference("ГАПИ, ф. 72, оп. 3, д. 118, лл. 14-15", "ГАПИ", "72", "3", delo="118", list="14-15"),
        ),
        ("F. 558. Op. 11", Reference("F. 558. Op. 11", "", "558", "11")),
        ("ф.72 оп.3 л. 14об.", Reference("ф.72 оп.3 л. 14об.", "", "72", "3", list="14об.")),
    ],
)
def test_a_reference_is_found_with_its_parts(text: str, reference: Reference) -> None:
    assert find_reference(text) == reference


def test_a_text_without_a_fond_has_no_reference() -> None:
    assert find_reference("a letter of 1946") is None


# References as editions and catalogues print them, and their parts, read by hand.
REFERENCES = {
    "AVP RF, f. 0102, op. 6, p. 22, d. 49, ll. 60-65": {
        "archive": "AVP RF", "fond": "0102", "opis": "6", "folder": "22", "delo": "49", "list": "60-65"},
    "РГАНИ, ф. 3, оп. 10, ед. хр. 25, л. 4": {
        "archive": "РГАНИ", "fond": "3", "opis": "10", "delo": "25", "list": "4"},
    "ЦАМО РФ, фонд 208, опись 2511, дело 13": {"archive": "ЦАМО РФ", "fond": "208", "opis": "2511", "delo": "13"},
    "ГАРФ, ф. Р-9401, оп. 2, д. 64": {"archive": "ГАРФ", "fond": "Р-9401", "opis": "2", "delo": "64"},
    "ГАРФ. Ф. Р5446. Оп. 1а. Д. 12": {"archive": "ГАРФ", "fond": "Р5446", "opis": "1а", "delo": "12"},
    "РГАНИ. Ф. 3. Оп. 66. Д. 328. Л. 1-5.": {
        "archive": "РГАНИ", "fond": "3", "opis": "66", "delo": "328", "list": "1-5"},
    "АВП РФ. Ф. 06. Оп. 8. П. 22. Д. 335. Л. 5 об.": {
        "archive": "АВП РФ", "fond": "06", "opis": "8", "folder": "22", "delo": "335", "list": "5 об."},
    "АВП РФ, ф. 0129, оп. 30, порция 204, д. 5": {
        "archive": "АВП РФ", "fond": "0129", "opis": "30", "folder": "204", "delo": "5"},
    "Архив Президента РФ, ф. 45, оп. 1, д. 331, лл. 12-15": {
        "archive": "Архив Президента РФ", "fond": "45", "opis": "1", "delo": "331", "list": "12-15"},
    "АП РФ. Ф. 3. Оп. 1/п. Д. 5": {"archive": "АП РФ", "fond": "3", "opis": "1/п", "delo": "5"},
    "АП РФ, перечень 53, документ 17": {"archive": "АП РФ", "document": "53, 17"},
    "RGANI, fond 89, perechen 53, dokument 17": {"archive": "RGANI", "fond": "89", "document": "53, 17"},
    "ЦГАИПД СПб. Ф. 24. Оп. 2в. Д. 7023. Лл. 1, 3–5 об., 8": {
        "archive": "ЦГАИПД СПб", "fond": "24", "opis": "2в", "delo": "7023", "list": "1, 3–5 об., 8"},
    "РГАСПИ, F. 82 (Molotov), Op. 2, D. 1157": {"archive": "РГАСПИ", "fond": "82", "opis": "2", "delo": "1157"},
    "AVPRF, Fond 06, Opis’ 8, Papka 22, Delo 335, ll. 1-5ob": {
        "archive": "AVPRF", "fond": "06", "opis": "8", "folder": "22", "delo": "335", "list": "1-5ob"},
    "Russian State Archive of Contemporary History (RGANI), Fond 5, Opis 30, Delo 229, List 38": {
        "archive": "Russian State Archive of Contemporary History (RGANI)",
        "fond": "5", "opis": "30", "delo": "229", "list": "38"},
    "Государственный архив Пензенской области, ф. 72, оп. 3": {
        "archive": "Государственный архив Пензенской области", "fond": "72", "opis": "3"},
    "ЦА ФСБ РФ, ф. 3-ос, оп. 6, д. 6, л. б/н": {
        "archive": "ЦА ФСБ РФ", "fond": "3-ос", "opis": "6", "delo": "6", "list": "б/н"},
    "РГВА, ф. № 4, оп. № 1, дд. 5–7": {"archive": "РГВА", "fond": "4", "opis": "1", "delo": "5–7"},
    "АВП РФ, фонд Молотова, оп. 6, д. 3": {"archive": "АВП РФ", "fond": "Молотова", "opis": "6", "delo": "3"},
    "ф. 17, оп. 162, д. 38, лл. 5, 12 ноября 1946 г.": {"fond": "17", "opis": "162", "delo": "38", "list": "5"},
    "Source: APRF, f. 3, op. 64, d. 803, l. 14, in CWIHP Bulletin 6": {
        "archive": "APRF", "fond": "3", "opis": "64", "delo": "803", "list": "14"},
    "Hoover Institution Archives, Fond 89, Opis 28, Delo 5, Reel 1.1007": {
        "archive": "Hoover Institution Archives", "fond": "89", "opis": "28", "delo": "5"},
    "Российский государственный военный архив. Фонд 1 п. Опись 5 е. Дело 3": {
        "archive": "Российский государственный военный архив", "fond": "1 п", "opis": "5 е", "delo": "3"},
    "ГАРФ. Ф. Р-8131сч. Оп. 32. Д. 4041. Л. 73–73об.": {
        "archive": "ГАРФ", "fond": "Р-8131сч", "opis": "32", "delo": "4041", "list": "73–73об."},
    "Архив внешней политики Российской Федерации (далее — АВП РФ). Ф. 0100. Оп. 46. П. 374.": {
        "archive": "Архив внешней политики Российской Федерации (далее — АВП РФ)",
        "fond": "0100", "opis": "46", "folder": "374"},
    "РГАСПИ. Ф. 17. Оп. 3. Д. 1078. П. 5": {  # a point of an agenda
        "archive": "РГАСПИ", "fond": "17", "opis": "3", "delo": "1078"},
    "Ф.17.Оп.3.Д.5.Л.12": {"fond": "17", "opis": "3", "delo": "5", "list": "12"},
    "TNA, FO 371/56763, N6092/605/38": {"archive": "TNA"},
    "NARA, RG 59, Central Decimal Files 1945-49, 711.61/3-547": {"archive": "NARA"},
    "Hoover Institution Archives, Volkogonov Papers, Box 5, Folder 3": {"archive": "Hoover Institution Archives"},
}  # fmt: skip


@pytest.mark.parametrize(("text", "parts"), REFERENCES.items())
def test_a_reference_is_kept_as_written_with_its_parts_beside_it(text: str, parts: dict[str, str]) -> None:
    assert parse_shelfmark(text) == Reference(text, **parts)


@pytest.mark.parametrize(
    "text", ["FO 371/56763", "FRUS, 1946, vol. VI, doc. 475", "Приложение 2", "см. т. 2, с. 15", ""]
)
def test_a_reference_of_another_kind_has_no_parts(text: str) -> None:
    assert parse_shelfmark(text) is None


numbers = st.integers(1, 99_999).map(str) | st.sampled_from(["Р-9401", "1/п", "118а", "0102", "46/1"])
ARCHIVES = ["РГАСПИ", "ЦАМО РФ", "АВП РФ", "Архив Президента РФ", "ЦГАИПД СПб"]
WORDS = [
    ("ф.", "оп.", "д.", "л."),
    ("Ф.", "Оп.", "Д.", "Л."),
    ("фонд", "опись", "дело", "лист"),
    ("f.", "op.", "d.", "l."),
]


STYLES = st.tuples(st.sampled_from(WORDS), st.sampled_from([", ", ". ", " ", "; "]))


@given(st.sampled_from(ARCHIVES), st.tuples(numbers, numbers, numbers), st.integers(1, 300), STYLES)
def test_a_shelfmark_in_any_style_is_read_and_found_whole(
    archive: str, values: tuple[str, str, str], leaf: int, style: tuple[tuple[str, ...], str]
) -> None:
    words, separator = style
    parts = (f"{word} {value}" for word, value in zip(words, (*values, str(leaf)), strict=True))
    text = separator.join([archive, *parts])
    fond, opis, delo = values
    assert parse_shelfmark(text) == Reference(text, archive, fond, opis, delo=delo, list=str(leaf))
    around = f"Записка. {text}. Подлинник."
    (found,) = find_shelfmarks(around)
    assert around[found.archive_start : found.end] == text
    citation = find_reference(around)
    assert citation is not None
    assert citation.text == text


def finds(asked: str, reference: str) -> bool:
    """Return whether what is asked finds a reference, whose key is stored as text."""
    key = reference_key(parse_shelfmark(reference) or Reference(reference))
    return ReferenceKey.from_text(key.to_text()).has(text_key(asked))


@pytest.mark.parametrize(
    ("reference", "asked"),
    [
        ("AVP RF, f. 0102, op. 6, p. 22, d. 49, ll. 60-65", "АВП РФ|AVPRF|ф. 0102, д. 49|п. 22"),
        ("AVP RF, f. 0102, op. 6, p. 22, d. 49, ll. 60-65", "f. 0102, op. 6, p. 22, d. 49"),
        ("AVP RF, f. 0102, op. 6, p. 22, d. 49, ll. 60-65", "л. 62|0102|RF|Архив внешней политики РФ, ф. 0102"),
        ("ГАРФ, ф. Р-9401, оп. 2, д. 64", "f. R-9401|ф. Р9401|ф. 9401|GARF|ГА РФ, д. 64"),
        ("RGASPI, f. 558, op. 11, d. 102", "РГАСПИ|f. 558, d. 102|ф. 0558|102|Фонд 558, дело 102"),
        ("РГАСПИ, фонд 82 (В. М. Молотов), опись 2", "Молотов|F. 82 (Molotov), Op. 2|ф. 82, оп. 2"),
        ("АП РФ. Ф. 3. Оп. 1/п. Д. 5", "op. 1/p|Архив Президента РФ|APRF, f. 3"),
        ("РГАСПИ. Ф. 17. Оп. 3. Д. 1; Ф. 558. Оп. 11. Д. 5", "ф. 558, д. 5|ф. 17, д. 1"),
        ("ГАПИ, ф. 72, оп. 3, д. 118, лл. 14-15", "GAPI|GAPI, f. 72|л. 15"),
        ("FO 371/56763", "FO 371|371/56763|фо 371"),
        ("NARA, RG 59, box 5, folder 3", "NARA|RG 59|box 5|folder 3|коробка 5"),
    ],
)  # fmt: skip
def test_any_part_in_either_script_finds_a_reference(reference: str, asked: str) -> None:
    assert [each for each in asked.split("|") if not finds(each, reference)] == []


@pytest.mark.parametrize(
    ("reference", "asked"),
    [
        ("AVP RF, f. 0102, op. 6, p. 22, d. 49, ll. 60-65", "ф. 0102, оп. 7|л. 70|д. 6|РГАСПИ"),
        ("ГАРФ, ф. Р-9401, оп. 2, д. 64", "оп. 64|РГАСПИ, ф. Р-9401|ф. 940"),
        ("РГАСПИ. Ф. 17. Оп. 3. Д. 1; Ф. 558. Оп. 11. Д. 5", "ф. 17, д. 5|ф. 558, д. 1"),
        ("РГАСПИ, ф. 17, оп. 66а", "оп. 66"),
        ("FO 371/56763", "FO 56763|FO 37"),
    ],
)
def test_another_part_does_not_find_a_reference(reference: str, asked: str) -> None:
    assert [each for each in asked.split("|") if finds(each, reference)] == []


def test_parts_that_the_source_gives_separately_find_a_reference() -> None:
    key = reference_key(Reference("Сталинский фонд", archive="РГАСПИ", fond="558", opis="11"))
    assert key.has(text_key("RGASPI, f. 558"))
    assert not key.has(text_key("RGASPI, f. 17"))


def test_the_letters_of_a_number_are_spelled_in_both_scripts() -> None:
    assert spellings("р") == ("р", "r")
    assert spellings("r") == ("r", "р")
    assert spellings("9401") == ("9401",)
