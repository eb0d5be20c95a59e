from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bisearch.notation.dates import day_range, day_range_of_text, find_date, parse_date
from bisearch.notation.edtf import edtf_bounds

RU_MONTHS = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
RU_NOMINATIVE = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
]
EN_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]

DAY = "1946-11-20"
# What each form of a day, a month or a year is in ISO 8601.
PRECISE = {
    "1946-11-20": DAY,
    "1946-11-20T00:00:00Z": DAY,
    "1946-11-20T10:30:00.5+03:00": DAY,
    "1946-11-20 10:30": DAY,
    "1946.11.20": DAY,
    "1946/11/20": DAY,
    "19461120": DAY,
    "20.XI.46г.": DAY,
    "20.ХІ.46 г.": DAY,  # in Cyrillic letters
    "20/XI-46": DAY,
    "20 XI 1946": DAY,
    "20.11.46": DAY,
    "20.11.1946 г.": DAY,
    "20/11/1946": DAY,
    "11/20/1946": DAY,
    "20-11-1946": DAY,
    "20 ноября 1946 г.": DAY,
    "«20» ноября 1946 г.": DAY,
    "20» ноября 1946 г.": DAY,
    "“20” ноября 1946 года": DAY,
    "20-го ноября 1946 г.": DAY,
    "1946 г., ноября 20 дня": DAY,
    "1946 г., 20 ноября": DAY,
    "Москва, 20 ноября 1946 г.": DAY,
    "г. Москва, 20 ноября 1946 г.": DAY,
    "20 ноября 1946 г., Москва": DAY,
    "20 ноября 1946 г., 22 час. 30 мин.": DAY,
    "November 20, 1946—3 p.m.": DAY,
    "November 20, 1946, 10:30–11:45 a.m.": DAY,
    "November 20, 1946, noon": DAY,
    "среда, 20 ноября 1946 г.": DAY,
    "November 20, 1946": DAY,
    "Nov. 20, 1946": DAY,
    "20 November 1946": DAY,
    "20th of November 1946": DAY,
    "1946 November 20": DAY,
    "Moscow, November 20, 1946": DAY,
    "Wednesday, November 20, 1946": DAY,
    "20 November 1946 (Wednesday)": DAY,
    "20 November 1946, 10:30 a.m.": DAY,
    "1946-11": "1946-11",
    "ноябрь 1946 г.": "1946-11",
    "в ноябре 1946 г.": "1946-11",
    "1946 г., ноябрь": "1946-11",
    "November 1946": "1946-11",
    "May, 1946": "1946-05",
    "11.1946": "1946-11",
    "XI.1946": "1946-11",
    "1946": "1946",
    "1946 г.": "1946",
    "1946 год": "1946",
    "1946-й год": "1946",
    "в 1946 году": "1946",
    # The old calendar is given in the new one.
    "25 октября (7 ноября) 1917": "1917-11-07",
    "7 ноября (25 октября) 1917 г.": "1917-11-07",
    "25 октября/7 ноября 1917 г.": "1917-11-07",
    "25.10/07.11.1917": "1917-11-07",
    "25.10.1917 (07.11.1917)": "1917-11-07",
    "October 25 (November 7), 1917": "1917-11-07",
    "25 October (7 November) 1917": "1917-11-07",
    "1 (14) марта 1917": "1917-03-14",
    "1/14 марта 1917 г.": "1917-03-14",
    "20 декабря 1916 г. (2 января 1917 г.)": "1917-01-02",
    "25 октября 1917 г. (ст. ст.)": "1917-11-07",
    "7 ноября 1917 г. н. ст.": "1917-11-07",
    "29 февраля (13 марта) 1900": "1900-03-13",  # a day that only the old calendar has
    "14 (26) декабря 1825": "1825-12-26",
}
# The EDTF, the first and the last day of all other forms, read by hand.
IMPRECISE = {
    "12-14 мая 1956": ("1956-05-12/1956-05-14", "1956-05-12", "1956-05-14"),
    "12–14 мая 1956 г.": ("1956-05-12/1956-05-14", "1956-05-12", "1956-05-14"),
    "May 12-14, 1956": ("1956-05-12/1956-05-14", "1956-05-12", "1956-05-14"),
    "12th-14th May 1956": ("1956-05-12/1956-05-14", "1956-05-12", "1956-05-14"),
    "12 мая - 3 июня 1956 г.": ("1956-05-12/1956-06-03", "1956-05-12", "1956-06-03"),
    "May 12 - June 3, 1956": ("1956-05-12/1956-06-03", "1956-05-12", "1956-06-03"),
    "с 5 по 12 мая 1946 г.": ("1946-05-05/1946-05-12", "1946-05-05", "1946-05-12"),
    "from 5 to 12 May 1946": ("1946-05-05/1946-05-12", "1946-05-05", "1946-05-12"),
    "20-21.XI.1946": ("1946-11-20/1946-11-21", "1946-11-20", "1946-11-21"),
    "12.05-14.05.1956": ("1956-05-12/1956-05-14", "1956-05-12", "1956-05-14"),
    "20.11-5.12.1946": ("1946-11-20/1946-12-05", "1946-11-20", "1946-12-05"),
    "22 июня 1941 - 9 мая 1945": ("1941-06-22/1945-05-09", "1941-06-22", "1945-05-09"),
    "23/24 августа 1939 г.": ("1939-08-23/1939-08-24", "1939-08-23", "1939-08-24"),
    "1/14 мая 1956": ("1956-05-01/1956-05-14", "1956-05-01", "1956-05-14"),  # no old calendar any more
    "November-December 1946": ("1946-11/1946-12", "1946-11-01", "1946-12-31"),
    "ноябрь-декабрь 1946 г.": ("1946-11/1946-12", "1946-11-01", "1946-12-31"),
    "1946, November-December": ("1946-11/1946-12", "1946-11-01", "1946-12-31"),
    "August 5, 1953 to September 1954": ("1953-08-05/1954-09", "1953-08-05", "1954-09-30"),
    "1946-1947": ("1946/1947", "1946-01-01", "1947-12-31"),
    "1946/1947": ("1946/1947", "1946-01-01", "1947-12-31"),
    "1946–1947 гг.": ("1946/1947", "1946-01-01", "1947-12-31"),
    "1946-47": ("1946/1947", "1946-01-01", "1947-12-31"),
    "1946/47": ("1946/1947", "1946-01-01", "1947-12-31"),
    "1911/12": ("1911/1912", "1911-01-01", "1912-12-31"),
    "1948-1950": ("1948/1950", "1948-01-01", "1950-12-31"),
    "с 1946 по 1950 г.": ("1946/1950", "1946-01-01", "1950-12-31"),
    "1946-": ("1946/..", "1946-01-01", ""),
    "1946/..": ("1946/..", "1946-01-01", ""),
    "1940s": ("194X", "1940-01-01", "1949-12-31"),
    "the 1940's": ("194X", "1940-01-01", "1949-12-31"),
    "1940-е": ("194X", "1940-01-01", "1949-12-31"),
    "1930-е гг.": ("193X", "1930-01-01", "1939-12-31"),
    "30-е годы": ("193X", "1930-01-01", "1939-12-31"),
    "50-е гг. XIX в.": ("185X", "1850-01-01", "1859-12-31"),
    "1930-1940-е гг.": ("1930/1949", "1930-01-01", "1949-12-31"),
    "конец 1940-х гг.": ("194X", "1940-01-01", "1949-12-31"),
    "1900s": ("19XX", "1900-01-01", "1999-12-31"),  # a decade or a century
    "194X": ("194X", "1940-01-01", "1949-12-31"),
    "XIX век": ("1801/1900", "1801-01-01", "1900-12-31"),
    "19th century": ("1801/1900", "1801-01-01", "1900-12-31"),
    "XIX-XX вв.": ("1801/2000", "1801-01-01", "2000-12-31"),
    "конец XIX - начало XX в.": ("1801/2000", "1801-01-01", "2000-12-31"),
    "вторая половина XIX в.": ("1851/1900", "1851-01-01", "1900-12-31"),
    "before 1946": ("[..1945]", "", "1945-12-31"),
    "до 20 ноября 1946 г.": ("[..1946-11-19]", "", "1946-11-19"),
    "до 1917 г. включительно": ("[..1917]", "", "1917-12-31"),
    "ранее ноября 1946": ("[..1946-10]", "", "1946-10-31"),
    "after 20 November 1946": ("[1946-11-21..]", "1946-11-21", ""),
    "после 1946 г.": ("[1947..]", "1947-01-01", ""),
    "не ранее 1946": ("[1946..]", "1946-01-01", ""),
    "не позднее 20 ноября 1946 г.": ("[..1946-11-20]", "", "1946-11-20"),
    "[Не позднее 20 ноября 1946 г.]": ("[..1946-11-20]", "", "1946-11-20"),
    "no later than November 1946": ("[..1946-11]", "", "1946-11-30"),
    "1946 г. и позднее": ("[1946..]", "1946-01-01", ""),
    "не ранее 5 и не позднее 20 ноября 1946 г.": ("[1946-11-05..1946-11-20]", "1946-11-05", "1946-11-20"),
    "не ранее 5 мая - не позднее 20 июня 1946 г.": ("[1946-05-05..1946-06-20]", "1946-05-05", "1946-06-20"),
    "между 5 и 20 ноября 1946 г.": ("[1946-11-05..1946-11-20]", "1946-11-05", "1946-11-20"),
    "between 5 May and 20 June 1946": ("[1946-05-05..1946-06-20]", "1946-05-05", "1946-06-20"),
    "[..1946]": ("[..1946]", "", "1946-12-31"),
    "около 1946": ("1946~", "1946-01-01", "1946-12-31"),
    "ок. 1946 г.": ("1946~", "1946-01-01", "1946-12-31"),
    "ca. 1946": ("1946~", "1946-01-01", "1946-12-31"),
    "c. 1946": ("1946~", "1946-01-01", "1946-12-31"),
    "circa November 1946": ("1946-11~", "1946-11-01", "1946-11-30"),
    "1946~": ("1946~", "1946-01-01", "1946-12-31"),
    "1946?": ("1946?", "1946-01-01", "1946-12-31"),
    "1946 (?)": ("1946?", "1946-01-01", "1946-12-31"),
    "[1946]": ("1946?", "1946-01-01", "1946-12-31"),
    "[ca. 1946]": ("1946%", "1946-01-01", "1946-12-31"),
    "20 ноября [1946 г.]": ("1946-11-20?", "1946-11-20", "1946-11-20"),
    "probably 1946": ("1946?", "1946-01-01", "1946-12-31"),
    "б.д. [1946 г.]": ("1946?", "1946-01-01", "1946-12-31"),
    "spring 1946": ("1946-21", "1946-03-01", "1946-05-31"),
    "осень 1946 г.": ("1946-23", "1946-09-01", "1946-11-30"),
    "зима 1946/47 г.": ("1946-12/1947-02", "1946-12-01", "1947-02-28"),
    "лето-осень 1946 г.": ("1946-06/1946-11", "1946-06-01", "1946-11-30"),
    "I квартал 1946 г.": ("1946-33", "1946-01-01", "1946-03-31"),
    "Q2 1946": ("1946-34", "1946-04-01", "1946-06-30"),
    "первое полугодие 1946 г.": ("1946-40", "1946-01-01", "1946-06-30"),
    "second half of 1946": ("1946-41", "1946-07-01", "1946-12-31"),
    "первая половина ноября 1946 г.": ("1946-11-01/1946-11-15", "1946-11-01", "1946-11-15"),
    "early 1946": ("1946", "1946-01-01", "1946-12-31"),
    "late November 1946": ("1946-11", "1946-11-01", "1946-11-30"),
    "1946 or 1947": ("[1946,1947]", "1946-01-01", "1947-12-31"),
    "20 или 21 ноября 1946 г.": ("[1946-11-20,1946-11-21]", "1946-11-20", "1946-11-21"),
    "5/6/1946": ("[1946-05-06,1946-06-05]", "1946-05-06", "1946-06-05"),  # American or European
    "5, 8 и 12 мая 1956 г.": ("{1956-05-05,1956-05-08,1956-05-12}", "1956-05-05", "1956-05-12"),
    "1946, 1948": ("{1946,1948}", "1946-01-01", "1948-12-31"),
}
UNDATED = ["n.d.", "n. d.", "б.д.", "б. д.", "б/д", "[б.д.]", "undated", "Без даты", "no date"]
UNREADABLE = [
    "31 февраля 1946",
    "1946-02-30",
    "1946 or so",
    "the war years",
    "1946 (translated 1991)",
    "25 октября (8 ноября) 1917",  # the two days are not one
    "1947-1946",
    "до 1946 или 1947",
    "20 ноября",
    "5-6 мая и 8 июня 1946",
    "20 ноября 1946 г. № 5",
    "в ночь на 20 ноября 1946 г.",
    "",
    "А-" * 90,
    "1" * 500,
]


@pytest.mark.parametrize(("text", "iso"), PRECISE.items())
def test_a_day_a_month_or_a_year_is_read_in_every_form(text: str, iso: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert (found.text, found.iso, found.edtf) == (text, iso, iso)
    assert (found.earliest, found.latest) == day_range(iso)


@pytest.mark.parametrize(("text", "meaning"), IMPRECISE.items())
def test_a_date_that_is_no_day_month_or_year_keeps_its_bounds(text: str, meaning: tuple[str, str, str]) -> None:
    found = parse_date(text)
    assert found is not None
    assert (found.text, found.iso) == (text, "")
    assert (found.edtf, found.earliest, found.latest) == meaning


@pytest.mark.parametrize("text", UNDATED)
def test_an_undated_document_has_a_readable_date_without_bounds(text: str) -> None:
    assert parse_date(text) == (text, "", "", "", "")


@pytest.mark.parametrize("text", UNREADABLE)
def test_a_date_that_is_not_understood_as_a_whole_is_not_read(text: str) -> None:
    assert parse_date(text) is None


def test_at_least_eighty_forms_are_read() -> None:
    assert len(PRECISE) + len(IMPRECISE) >= 80


days = st.dates(date(1700, 1, 1), date(2099, 12, 31))
years = st.integers(1700, 2099)


def written(day: date) -> list[str]:
    """Return a day in all forms of both languages that give the whole year."""
    d, m, y = day.day, day.month, day.year
    return [
        f"{y}-{m:02}-{d:02}",
        f"{y}.{m:02}.{d:02}",
        f"{d} {RU_MONTHS[m - 1]} {y} г.",
        f"«{d}» {RU_MONTHS[m - 1]} {y} года",
        f"{EN_MONTHS[m - 1]} {d}, {y}",
        f"{d} {EN_MONTHS[m - 1][:3]}. {y}",
        f"{d:02}.{m:02}.{y}",
        f"{d}.{ROMAN[m - 1]}.{y}",
        f"{d}/{ROMAN[m - 1]} {y}",
        f"{y} г., {d} {RU_MONTHS[m - 1]}",
    ]


@given(days)
def test_a_day_in_any_form_is_that_day(day: date) -> None:
    for text in written(day):
        found = parse_date(text)
        assert found is not None, text
        assert (found.iso, found.earliest, found.latest) == (day.isoformat(),) * 3, text


@given(years, st.integers(1, 12))
def test_a_month_in_any_form_is_that_month(year: int, month: int) -> None:
    last = f"{year}-{month:02}-{monthrange(year, month)[1]}"
    for text in (
        f"{RU_NOMINATIVE[month - 1]} {year} г.",
        f"{EN_MONTHS[month - 1]} {year}",
        f"{month:02}.{year}",
        f"{ROMAN[month - 1]}.{year}",
    ):
        found = parse_date(text)
        assert found is not None, text
        assert (found.iso, found.earliest, found.latest) == (f"{year}-{month:02}", f"{year}-{month:02}-01", last), text


@given(days, days, st.data())
def test_an_interval_of_days_in_any_form_has_its_first_and_last_day(
    one: date, other: date, data: st.DataObject
) -> None:
    first, last = min(one, other), max(one, other)
    form = data.draw(st.integers(0, len(written(first)) - 1))
    joined = data.draw(st.sampled_from(["{} - {}", "{} – {}", "{} to {}", "с {} по {}", "from {} to {}"]))
    found = parse_date(joined.format(written(first)[form], written(last)[form]))
    if first == last:
        assert found is None or found.earliest == found.latest
        return
    assert found is not None
    assert (found.iso, found.earliest, found.latest) == ("", first.isoformat(), last.isoformat())


@given(days, st.integers(1, 27))
def test_an_interval_within_a_month_or_a_year_has_its_first_and_last_day(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    d, e, m, n, y = first.day, last.day, first.month, last.month, first.year
    texts = []
    if (first.month, first.year) == (last.month, last.year):
        texts = [
            f"{d}-{e} {RU_MONTHS[m - 1]} {y} г.",
            f"{EN_MONTHS[m - 1]} {d}-{e}, {y}",
            f"{d}-{e} {EN_MONTHS[m - 1]} {y}",
            f"{d}–{e}.{m:02}.{y}",
            f"{d}-{e}.{ROMAN[m - 1]}.{y}",
            f"с {d} по {e} {RU_MONTHS[m - 1]} {y} г.",
        ]
    elif first.year == last.year:
        texts = [
            f"{d} {RU_MONTHS[m - 1]} - {e} {RU_MONTHS[n - 1]} {y} г.",
            f"{EN_MONTHS[m - 1]} {d} - {EN_MONTHS[n - 1]} {e}, {y}",
            f"{d:02}.{m:02}-{e:02}.{n:02}.{y}",
        ]
    for text in texts:
        found = parse_date(text)
        assert found is not None, text
        assert (found.iso, found.earliest, found.latest) == ("", first.isoformat(), last.isoformat()), text


@given(days)
def test_a_day_before_or_after_bounds_one_side(day: date) -> None:
    before, after = (day - timedelta(days=1)).isoformat(), (day + timedelta(days=1)).isoformat()
    for text in written(day):
        for lead, bounds in (
            ("before", ("", before)),
            ("ранее", ("", before)),
            ("after", (after, "")),
            ("после", (after, "")),
            ("не позднее", ("", day.isoformat())),
            ("no later than", ("", day.isoformat())),
            ("не ранее", (day.isoformat(), "")),
        ):
            found = parse_date(f"{lead} {text}")
            assert found is not None, text
            assert (found.iso, found.earliest, found.latest) == ("", *bounds), text


@given(st.dates(date(1700, 4, 1), date(1918, 1, 31)))
def test_a_day_of_both_calendars_is_the_one_of_the_new(new: date) -> None:
    behind = 11 if new < date(1800, 3, 12) else 12 if new < date(1900, 3, 13) else 13
    old = new - timedelta(days=behind)
    if (old.month, old.day) in {(2, 28), (2, 29), (3, 1)} and old.year % 100 == 0:
        return  # where the calendars drift apart, the difference is not that of this simple table
    found = parse_date(
        f"{old.day} {RU_MONTHS[old.month - 1]} {old.year} ({new.day} {RU_MONTHS[new.month - 1]} {new.year})"
    )
    assert found is not None
    assert found.iso == new.isoformat()
    if old.year == new.year:
        found = parse_date(f"{EN_MONTHS[old.month - 1]} {old.day} ({EN_MONTHS[new.month - 1]} {new.day}), {new.year}")
        assert found is not None
        assert found.iso == new.isoformat()


@given(st.text(max_size=60) | st.from_regex(r"[0-9 .,/\[\]XYгдв.«»a-яA-Z()?~-]{1,40}", fullmatch=True))
def test_what_is_read_from_any_text_is_sound(text: str) -> None:
    found = parse_date(text)
    if found is None or not (found.earliest or found.latest):
        return
    assert found.text == text
    assert not (found.earliest and found.latest) or found.earliest <= found.latest
    assert edtf_bounds(found.edtf) == (found.earliest, found.latest)
    assert not found.iso or day_range(found.iso) == (found.earliest, found.latest)


@pytest.mark.parametrize(
    ("text", "meaning"), [*IMPRECISE.items(), *((text, (iso, *day_range(iso))) for text, iso in PRECISE.items())]
)
def test_the_edtf_of_a_date_has_the_same_bounds(text: str, meaning: tuple[str, str, str]) -> None:
    assert edtf_bounds(meaning[0]) == meaning[1:], text


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1946", "1946-01-01", "1946-12-31"),
        ("1946-11", "1946-11-01", "1946-11-30"),
        ("1948-02", "1948-02-01", "1948-02-29"),
        ("1946-11-20", "1946-11-20", "1946-11-20"),
    ],
)
def test_a_date_of_limited_precision_is_a_span_of_days(text: str, first: str, last: str) -> None:
    assert day_range(text) == (first, last)


@pytest.mark.parametrize("text", ["", "46", "1946-13", "1946-02-30", "1946-1", "0000", "1946-11-20T00:00"])
def test_a_text_that_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- its text is the date itself
        day_range(text)


def test_an_open_side_of_a_wanted_date_is_the_end_of_the_calendar() -> None:
    assert day_range_of_text("before 1946") == ("0001-01-01", "1945-12-31")
    with pytest.raises(ValueError, match=r"n\.d\."):
        day_range_of_text("n.d.")


@pytest.mark.parametrize(
    ("text", "written", "iso"),
    [
        ("November 20, 1946", "November 20, 1946", "1946-11-20"),
        ("on 20 November 1946 in Moscow", "20 November 1946", "1946-11-20"),
        ("20.XI.46г.", "20.XI.46г.", "1946-11-20"),
        ("3/II-49 г.", "3/II-49 г.", "1949-02-03"),
        ("14 марта 1951 г.", "14 марта 1951 г.", "1951-03-14"),
        ("ноябрь 1946 г.", "ноябрь 1946 г.", "1946-11"),
        ('"Report," 1946, RGASPI', "1946", "1946"),
        ("Records, 12-14 мая 1956 г., РГАНИ", "12-14 мая 1956 г.", ""),
        ("Letter between 5 and 20 May 1946, FRUS", "between 5 and 20 May 1946", ""),
        ("Телеграмма от 25 октября (7 ноября) 1917 г.", "25 октября (7 ноября) 1917 г.", "1917-11-07"),
        ("Letter from 20 May 1946", "20 May 1946", "1946-05-20"),
    ],
)
def test_the_date_of_a_citation_is_found_with_all_its_words(text: str, written: str, iso: str) -> None:
    found = find_date(text)
    assert found is not None
    assert (found.text, found.iso) == (written, iso)


@pytest.mark.parametrize("text", ["no date, f. 558", "31 февраля 1946 г.", "Published in 1998", "FO 371/1946", ""])
def test_a_citation_without_a_date_has_none(text: str) -> None:
    assert find_date(text) is None
