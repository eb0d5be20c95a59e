from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch import BuildOptions, Document, Facets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOCUMENTS = [
    Document(id="one", text_ru="Лед встал. Лед крепок.", text_en="The ice formed. The ice is firm.", date="1946-11-20",
             reference="РГАСПИ, ф. 558, оп. 11", language="Russian", fields={"series": "Telegrams"}),
    Document(id="two", text_ru="Лед тронулся.", date="1946-1948", reference="RGASPI, f. 558, op. 12"),
    Document(id="three", text_en="Ice again.", date="before 1946", reference="RGASPI, f. 17, op. 3"),
    Document(id="four", text_ru="Погода ясная.", text_en="The weather is fine.", author="I. Mokhov"),
    Document(id="five", text_ru="Лед.", text_en="Ice.", fields={"series": "Telegrams"}),
]  # fmt: skip


@pytest.fixture(scope="module", params=["whoosh", "tantivy"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[bisearch.Index]:
    pytest.importorskip(request.param)
    folder = tmp_path_factory.mktemp("facets") / "index"
    bisearch.build(DOCUMENTS, folder, BuildOptions(engine=request.param))
    with bisearch.open(folder) as opened:
        yield opened


def counts(facets: Facets) -> dict[str | None, tuple[int, int]]:
    return {value.value: (value.passages, value.documents) for value in facets.facets[0].values}


def test_passages_and_documents_are_counted_by_year(index: bisearch.Index) -> None:
    found = index.facets("лед", "year")
    assert (found.passages, found.documents) == (5, 4)
    assert counts(found) == {
        "../1945": (1, 1), "1946": (3, 2), "1947": (1, 1), "1948": (1, 1), None: (1, 1),
    }  # fmt: skip
    assert [value.value for value in found.facets[0].values] == ["../1945", "1946", "1947", "1948", None]


def test_the_names_of_an_archive_in_both_scripts_are_one(index: bisearch.Index) -> None:
    assert counts(index.facets("лед", "archive")) == {"RGASPI": (4, 3), None: (1, 1)}


def test_a_fond_is_counted_within_its_archive(index: bisearch.Index) -> None:
    values = index.facets("лед", "fond").facets[0].values
    assert sorted(value.documents for value in values if value.value is not None) == [1, 2]


def test_sides_and_custom_fields_are_facets(index: bisearch.Index) -> None:
    assert counts(index.facets("лед", "sides")) == {"both": (3, 2), "ru": (1, 1), "en": (1, 1)}
    assert counts(index.facets("лед", "series")) == {"Telegrams": (3, 2), None: (2, 2)}


def test_without_a_query_the_whole_index_is_counted(index: bisearch.Index) -> None:
    found = index.facets(by=["author", "language"])
    assert found.documents == 5
    assert {value.value: value.documents for value in found.facets[0].values} == {"I. Mokhov": 1, None: 4}
    assert found.to_dict()["facets"][1]["by"] == "language"


def test_counts_agree_with_the_search(index: bisearch.Index) -> None:
    for query in ("лед", "ice", "ice -again", "date:1946 лед", 'ru:"лед встал"', "погода OR лед", "нет-такого"):
        results = index.search(query, limit=100, titles=False, group="passage")
        found = index.facets(query, "sides")
        assert found.passages == results.total
        assert found.documents == len({hit.document.id for hit in results})
        assert sum(value.documents for value in found.facets[0].values) == found.documents


def test_filters_and_options_narrow_the_counts(index: bisearch.Index) -> None:
    assert index.facets("лед", "year", date_from="1947").documents == 1
    assert index.facets("лед", "year", fields={"series": "telegrams"}).documents == 2
    assert index.facets("лед", "year", translate=False).documents == 3


def test_an_unknown_facet_is_an_error_that_lists_those_there_are(index: bisearch.Index) -> None:
    with pytest.raises(ValueError, match=r"^no facet 'colour'; this index has archive, author, fond, .*year$"):
        index.facets("лед", "colour")


def test_a_changed_document_is_counted_by_its_new_values(tmp_path: Path) -> None:
    bisearch.build(DOCUMENTS, tmp_path / "index")
    with bisearch.open(tmp_path / "index") as opened:
        with opened.writer() as writer:
            writer.add(Document(id="five", text_ru="Лед.", date="1950"))
            writer.delete("one")
        assert counts(opened.facets("лед", "year")) == {
            "../1945": (1, 1), "1946": (1, 1), "1947": (1, 1), "1948": (1, 1), "1950": (1, 1),
        }  # fmt: skip
        assert counts(opened.facets("лед", "sides")) == {"ru": (2, 2), "en": (1, 1)}
