"""A click on a facet keeps the documents that it counts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import bisearch

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORDS = [
    {"id": "a", "date": "1946-11-20", "reference": "ГАПИ, ф. 72, оп. 1, д. 2", "author": "Волков",
     "text_ru": "Атомная станция.", "text_en": "An atomic station."},
    {"id": "b", "date": "1946/1948", "reference": "GAPI, f. 72, op. 3, d. 1", "text_ru": "Атомный ледокол."},
    {"id": "c", "date": "1950", "reference": "RGASPI, f. 17, op. 1", "author": "Volkov, A.", "text_en": "Atomic ice."},
    {"id": "d", "text_ru": "Атомное ядро. Второе предложение.", "text_en": "An atomic nucleus. A second sentence."},
]  # fmt: skip


@pytest.fixture(scope="module", params=["whoosh", "tantivy"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[bisearch.Index]:
    folder = tmp_path_factory.mktemp("facets")
    (folder / "r.jsonl").write_text("\n".join(json.dumps(record) for record in RECORDS), encoding="utf-8")
    bisearch.build([folder / "r.jsonl"], folder / "index", bisearch.BuildOptions(engine=request.param))
    with bisearch.open(folder / "index") as opened:
        yield opened


@pytest.mark.parametrize("query", ["атомный", "", "title:nothing OR atomic"])
@pytest.mark.parametrize("facet", ["year", "archive", "fond", "sides", "author"])
def test_each_value_of_a_facet_keeps_as_much_as_the_facet_counts(index: bisearch.Index, query: str, facet: str) -> None:
    for value in index.facets(query, by=facet).facets[0].values:
        kept = index.facets(query, by=facet, facet_values={facet: value.value})
        assert (kept.passages, kept.documents) == (value.passages, value.documents)


def test_an_archive_is_kept_under_each_of_its_spellings(index: bisearch.Index) -> None:
    for spelling in ("GAPI", "ГАПИ"):
        found = index.search("", facet_values={"archive": spelling}, limit=10)
        assert sorted(hit.document.id for hit in found.documents) == ["a", "b"]


def test_several_facets_and_a_date_must_all_hold(index: bisearch.Index) -> None:
    found = index.search("атомный", facet_values={"archive": "GAPI", "sides": "both"}, date_from="1946")
    assert [hit.document.id for hit in found] == ["a"]


def test_an_unknown_value_keeps_nothing_and_an_unknown_facet_is_an_error(index: bisearch.Index) -> None:
    assert index.search("атомный", facet_values={"year": "1812"}).total == 0
    with pytest.raises(ValueError, match="no facet 'colour'; this index has"):
        index.search("атомный", facet_values={"colour": "red"})
    with pytest.raises(TypeError):
        index.search("атомный", facet_values={"year": 1946})  # type: ignore[dict-item]
