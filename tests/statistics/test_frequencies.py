"""Frequencies are those of a count of the texts, word by word."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pytest
from scipy import stats

import bisearch
from tests.statistics.plain_counts import plain_sentences

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.model import Side
    from bisearch.statistics.frequencies import CountedSeries


def by_value(found: bisearch.Frequencies, series: CountedSeries) -> dict[str | None, tuple[int, int]]:
    return {value: (each.occurrences, each.words) for value, each in zip(found.values, series.frequencies, strict=True)}


def test_words_are_counted_by_lemma_in_each_year(counted: bisearch.Index) -> None:
    found = counted.frequencies("завод")
    (series,) = found.series
    assert (series.query, series.side) == ("завод", "ru")
    assert dict(series.forms) == {"завод": 3, "завода": 2}
    # letter-3 is of 1946 or 1947, so its six words are in both; note-4 is undated.
    assert by_value(found, series) == {"1946": (2, 15), "1947": (2, 14), None: (1, 4)}
    assert found.several == 1
    assert (series.total.occurrences, series.total.words, series.total.documents) == (5, 27, 3)


def test_several_queries_and_both_languages_are_in_one_table(counted: bisearch.Index) -> None:
    found = counted.frequencies(["уголь", "coal", "1946"])
    assert [(series.query, series.side) for series in found.series] == [
        ("уголь", "ru"), ("coal", "en"), ("1946", "ru"), ("1946", "en"),
    ]  # fmt: skip
    assert found.values == ("1946", "1947", "1950", None)
    assert by_value(found, found.series[1]) == {"1946": (4, 24), "1947": (2, 26), "1950": (1, 3), None: (0, 0)}
    assert found.series[2].total.occurrences == 0


def test_the_interval_is_that_of_scipy(counted: bisearch.Index) -> None:
    total = counted.frequencies("уголь").series[0].total
    expected = stats.binomtest(total.occurrences, total.words).proportion_ci(0.95, method="wilson")
    assert total.low == pytest.approx(1e6 * expected.low, rel=1e-10)
    assert total.high == pytest.approx(1e6 * expected.high, rel=1e-10)


@pytest.mark.parametrize(
    ("query", "forms"),
    [
        ("завод", {"завод": 3, "завода": 2}),
        ("exact:завод", {"завод": 3}),
        ('"завода"', {"завод": 3, "завода": 2}),
        ("завод*", {"завод": 3, "завода": 2}),
        ("уг?ль", {"уголь": 3}),
        ("угля~1", {"угля": 1}),
        ("новый завод", {"новый завод": 1}),
        ('"директор завод"', {"директор завода": 1}),
        ('"уголь плох"~2', {"уголь плох": 1}),
        ("хлеб OR уголь", {"уголь": 3, "угля": 1, "хлеба": 2}),
        ('завод OR "новый завод"', {"завод": 2, "завода": 2, "новый завод": 1}),
        ("завод author:Смирнов", {"завод": 2, "завода": 2}),
        ("завод AND date:1947", {"завод": 1, "завода": 1}),
        ("завод -author:Смирнов", {"завод": 1}),
        ("стать", {"стали": 1}),
        ("leave", {"left": 1}),
        ("left OR leave", {"left": 1}),
        ("ru:coal", {}),
        ("нигдеибо", {}),
    ],
)
def test_a_query_counts_these_forms(counted: bisearch.Index, query: str, forms: dict[str, int]) -> None:
    (series,) = counted.frequencies(query).series
    assert dict(series.forms) == forms
    assert series.total.occurrences == sum(forms.values())


def test_a_phrase_does_not_go_on_in_the_next_passage(counted: bisearch.Index) -> None:
    assert counted.frequencies('"уголь рабочий"').series[0].total.occurrences == 0


def test_words_are_not_widened_unless_asked(counted: bisearch.Index) -> None:
    assert [series.side for series in counted.frequencies("уголь").series] == ["ru"]
    widened = counted.frequencies("уголь", widen=("translations",))
    assert [series.side for series in widened.series] == ["ru", "en"]
    assert dict(widened.series[1].forms) == {"coal": 5}
    assert widened.basis.widened == ("translations",)
    (named,) = counted.frequencies("уголь", side="en", widen=("translations",)).series
    assert (named.side, named.total.occurrences) == ("en", 5)


def test_filters_narrow_both_the_occurrences_and_the_words(counted: bisearch.Index) -> None:
    for found in (
        counted.frequencies("завод", filters="author:Смирнов"),
        counted.frequencies("завод", fields={"author": "Смирнов"}),
        counted.frequencies("завод", facet_values={"author": "Смирнов"}),
    ):
        assert (found.series[0].total.occurrences, found.series[0].total.words, found.basis.documents) == (4, 17, 2)
    dated = counted.frequencies("завод", date_from="1946", date_to="1949")
    assert (dated.basis.documents, dated.basis.undated) == (3, 1)
    assert dated.basis.filters == "date:1946..1949"
    (one, all_) = counted.frequencies(["завод date:1947", "завод"]).series
    assert (one.total.words, all_.total.words) == (14, 27)


def test_any_field_can_divide_the_counts(counted: bisearch.Index) -> None:
    found = counted.frequencies("coal", by="translator")
    assert by_value(found, found.series[0]) == {"Green": (0, 16), "Brown": (2, 14), None: (3, 13)}
    for name in ("no such field", "'; DROP TABLE facets; --", "год\0", ""):
        with pytest.raises(ValueError, match="no facet"):
            counted.frequencies("coal", by=name)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("завод AND уголь", "needs a word, a phrase"),
        ("завод -уголь", "cannot leave out words"),
        ("date:1946", "no word to count"),
        ("", "no word"),
        ("угля~1 хлеб", "cannot be one phrase"),
        ("ru:завод en:plant", "one side"),
    ],
)
def test_a_query_that_has_no_count_is_refused(counted: bisearch.Index, query: str, reason: str) -> None:
    with pytest.raises(bisearch.QueryError, match=reason):
        counted.frequencies(query)


def test_only_filters_can_choose_the_documents(counted: bisearch.Index) -> None:
    with pytest.raises(bisearch.QueryError, match="only filters"):
        counted.frequencies("завод", filters="уголь")
    with pytest.raises(bisearch.QueryError, match="no field"):
        counted.frequencies("завод", filters="shoesize:9")


def test_a_hyphenated_word_is_counted_as_a_whole_even_if_it_is_widened(tmp_path: Path) -> None:
    text = "Северо-восточный ветер. Восточный ветер. Северо-восточный берег."
    bisearch.build([bisearch.Document(id="a", text_ru=text)], tmp_path / "index")
    with bisearch.open(tmp_path / "index") as index:
        for widen in ((), ("translations", "names", "synonyms")):
            series = index.frequencies("северо-восточный", side="ru", widen=widen).series
            assert [each.total.occurrences for each in series] == [2]


def test_impossible_options_are_refused(counted: bisearch.Index) -> None:
    with pytest.raises(ValueError, match="widen"):
        counted.frequencies("завод", widen=("everything",))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="no keyword 'filter'; did you mean 'filters'"):
        counted.frequencies("завод", filter="date:1946")  # type: ignore[call-arg]
    with pytest.raises(bisearch.SearchTimeoutError):
        counted.frequencies("завод", timeout=0)


def test_the_table_names_the_index_that_it_counts(counted: bisearch.Index) -> None:
    signature = counted.frequencies("завод").basis.signature
    stats_of_index = counted.stats()
    assert (signature.generation, signature.analyzer) == (stats_of_index.generation, stats_of_index.analyzer)
    assert len(signature.commit_id) == 32


def test_an_empty_archive_and_one_of_one_language_have_counts_of_zero(tmp_path: Path) -> None:
    (tmp_path / "note.en.txt").write_text("Coal is dear.", encoding="utf-8")
    bisearch.build([tmp_path / "note.en.txt"], tmp_path / "index", bisearch.BuildOptions(jobs=1))
    with bisearch.open(tmp_path / "index") as index:
        (series,) = index.frequencies("уголь").series
        assert (series.total.occurrences, series.total.words, series.dispersion) == (0, 0, None)
        index.delete(["note"])
        found = index.frequencies("coal")
        assert found.values == ()
        assert found.series[0].total.words == 0


@pytest.mark.parametrize("side", ["ru", "en"])
def test_lemmas_of_the_demonstration_archive_are_counted_as_its_texts_have_them(
    demonstration: bisearch.Index, side: Side
) -> None:
    words_of: Counter[str] = Counter()
    places: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)  # the years and places of each lemma
    place = 0
    for sentence in plain_sentences(demonstration)[side]:
        first, last = sentence.document.date_earliest[:4], sentence.document.date_latest[:4]
        years = [str(year) for year in range(int(first), int(last) + 1)] if first else ["undated"]
        words_of.update(dict.fromkeys(years, len(sentence.forms)))
        for lemmas in sentence.lemmas:
            place += 1
            for lemma in lemmas:
                places[lemma].update((year, place) for year in years)
    some = sorted(lemma for lemma in places if lemma.isalpha() and len(lemma) > 3)[::90]
    assert len(some) > 15
    with demonstration._open_snapshot() as snapshot:  # noqa: SLF001 -- a lemma as a word has lemmas of its own
        lemmas_of = snapshot.forms.lemmas(some)
    queries = [f'"{lemma}"' for lemma in some]
    found = demonstration.frequencies(queries, side=side)
    for lemma, series in zip(some, found.series, strict=True):
        expected = Counter(year for year, _ in set().union(*(places[each] for each in lemmas_of[lemma])))
        for value, frequency in zip(found.values, series.frequencies, strict=True):
            year = value or "undated"
            assert (frequency.occurrences, frequency.words) == (expected[year], words_of[year]), (lemma, year)
