"""Documents of which only a title or the summary matches follow all matches in the text."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch import SearchOptions
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.searching.headings import HeadingMatcher

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bisearch import Index
    from bisearch.searching.results import Group

RECORDS = [
    {"id": "text", "date": "1950", "title": "Note", "text_en": "The reactor at Obninsk started.\n\nIt was late."},
    {"id": "both", "date": "1952", "title": "Reactor of the plant", "text_en": "A reactor was built.\n\nIt snowed."},
    {"id": "title", "date": "1951", "title": "Report on the reactors", "text_en": "Nothing was said.\n\nIt rained."},
    {"id": "russian", "title_ru": "Доклад о реакторе 1953 года", "text_ru": "Ничего не сказано."},
    {"id": "summary", "date": "1949", "summary": "Describes the reactor. Report by mail.", "text_en": "It is late."},
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("headings")
    (folder / "records.jsonl").write_text("\n".join(map(json.dumps, RECORDS)), encoding="utf-8")
    bisearch.build([folder / "records.jsonl"], folder / "index")
    return folder / "index"


@pytest.fixture(scope="module")
def index(folder: Path) -> Iterator[Index]:
    with bisearch.open(folder) as opened:
        yield opened


def found(index: Index, query: str, **options: object) -> list[str]:
    """Return the documents of the hits, in order, with a star after those of which only the heading matches."""
    results = index.search(query, SearchOptions(**options))  # type: ignore[arg-type]
    hits = results.documents or results.hits
    return [hit.document.id + ("*" if hit.matched == "heading" else "") for hit in hits]


def test_documents_found_by_their_heading_follow_the_matches_in_the_text(index: Index) -> None:
    assert found(index, "reactor") == [*found(index, "reactor", titles=False), "russian*", "summary*", "title*"]
    assert sorted(found(index, "reactor", titles=False)) == ["both", "text"]


@pytest.mark.parametrize("group", ["passage", "document"])
def test_hits_in_the_text_stay_the_same(index: Index, group: Group) -> None:
    with_titles = index.search("reactor", SearchOptions(group=group))
    without = index.search("reactor", SearchOptions(group=group, titles=False))
    assert with_titles.hits[:2] == without.hits
    assert with_titles.documents[:2] == without.documents[:2]


def test_each_document_found_by_its_heading_counts_once(index: Index) -> None:
    assert index.search("reactor").total == 5
    assert index.search("reactor", SearchOptions(titles=False)).total == 2
    documents = index.search("reactor", SearchOptions(group="document"))
    assert (documents.total, documents.total_documents) == (5, 5)


def test_a_hit_by_the_heading_is_the_first_passage_without_marks_and_with_score_0(index: Index) -> None:
    (hit,) = index.search('"report on the reactor"', SearchOptions(context=1, translate=False)).hits
    assert (hit.document.id, hit.matched, hit.passage.number) == ("title", "heading", 1)
    assert hit.marks_ru == hit.marks_en == ()
    assert hit.score == 0
    assert [passage.number for passage in hit.after] == [2]


def test_a_document_found_by_its_heading_has_no_matching_passage_but_shows_its_first(index: Index) -> None:
    last = index.search("reactor", SearchOptions(group="document")).documents[-1]
    assert (last.document.id, last.passages, last.matched) == ("title", 0, "heading")
    assert [hit.passage.number for hit in last.hits] == [1]
    assert index.search("reactor", SearchOptions(group="document", best=0)).documents[-1].hits == ()


def test_a_word_is_looked_for_in_headings_of_the_other_language_as_its_translation(index: Index) -> None:
    assert "title*" in found(index, "реактор")
    assert "title*" not in found(index, "реактор", translate=False)
    assert found(index, "реактор", lang="ru") == ["russian*"]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("+report +reactor", ["russian*", "summary*", "title*"]),
        ("+report +Obninsk", []),
        ('"report on the reactor"', ["russian*", "title*"]),
        ('"reactor report"', ["russian*", "summary*"]),
        ('"report reactor"', ["russian*"]),
        ('"report reactor"~2', ["russian*", "summary*", "title*"]),
        ('en:"report on the reactor"', ["title*"]),
        ('en:"report reactor"', []),
        ("exact:reactors", ["title*"]),
        ("report -mail", ["russian*", "title*"]),
        ("report -id:title", ["russian*", "summary*"]),
        ("report date:1951", ["title*"]),
        ("ref:RGASPI report", []),
        ("докл*", ["russian*"]),
        ("1953", ["russian*"]),
        ("title:report", ["title"]),
        ("summary:report", ["summary"]),
    ],
)
def test_headings_are_matched_by_the_query_language(index: Index, query: str, ids: list[str]) -> None:
    assert sorted(found(index, query)) == ids


def test_headings_with_more_or_rarer_words_of_the_query_come_first(index: Index) -> None:
    assert found(index, "reactor mail")[2] == "summary*"
    assert found(index, "reactor 1953")[2] == "russian*"


def test_by_date_all_hits_are_in_one_order(index: Index) -> None:
    assert found(index, "reactor", sort="date") == ["summary*", "text", "title*", "both", "russian*"]
    by_document = found(index, "reactor", sort="date", group="document")
    assert by_document == ["summary*", "text", "title*", "both", "russian*"]


@pytest.mark.parametrize("sort", ["score", "date"])
@pytest.mark.parametrize("group", ["passage", "document"])
def test_pages_of_hits_join_into_the_whole_list(index: Index, sort: str, group: str) -> None:
    pages = [found(index, "reactor", limit=2, offset=offset, sort=sort, group=group) for offset in (0, 2, 4)]
    assert [id_ for page in pages for id_ in page] == found(index, "reactor", sort=sort, group=group)
    assert index.search("reactor", SearchOptions(limit=0)).total == 5


def test_headings_count_on_a_page_that_does_not_show_all_matches_in_the_text(index: Index) -> None:
    results = index.search("reactor OR it", SearchOptions(limit=1))
    assert (len(results), results.total) == (1, 7)
    assert found(index, "reactor OR it", limit=9)[6:] == ["russian*"]


def test_a_word_that_only_a_heading_has_gets_no_suggestion(index: Index) -> None:
    assert index.search("report").suggestions == ()


def test_matching_headings_loads_no_dictionary(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a dictionary was loaded")

    monkeypatch.setattr(Lemmatizer, "lemmas", refuse)
    with bisearch.open(folder) as opened:
        assert found(opened, '"report on the reactors"', translate=False) == ["title*"]


def test_a_removed_document_is_not_found_by_its_heading(tmp_path: Path) -> None:
    source = tmp_path / "records.jsonl"
    source.write_text("\n".join(map(json.dumps, RECORDS)), encoding="utf-8")
    bisearch.build([source], tmp_path / "index")
    source.write_text("\n".join(map(json.dumps, RECORDS[:2])), encoding="utf-8")
    bisearch.build([source], tmp_path / "index", bisearch.BuildOptions(prune=True))
    with bisearch.open(tmp_path / "index") as opened:
        assert sorted(found(opened, "reactor")) == ["both", "text"]


def test_every_engine_finds_headings(index_folders: dict[str, Path]) -> None:
    for each in index_folders.values():
        with bisearch.open(each) as opened:
            assert found(opened, "cable") == ["cable-1*"]
            assert found(opened, "Smirnova letter", limit=1)[0] == "letter-2"


def test_a_page_full_of_matches_in_the_text_counts_those_in_headings_too(index: Index) -> None:
    first = index.search("reactor", SearchOptions(limit=2))
    assert [hit.matched for hit in first.hits] == ["text", "text"]
    assert first.total == 5
    second = index.search("reactor", SearchOptions(limit=2, offset=2))
    assert [hit.document.id for hit in second.hits] == ["russian", "summary"]


ENGLISH = ["reactor", "report", "plant", "mail", "1953", "snow"]
RUSSIAN = ["реактор", "доклад", "завод", "почта", "1953", "снег"]
QUERIES = [
    *ENGLISH, *RUSSIAN, "report mail", "report | plant", "re*", "зав*", "plant~1", '"report plant"', "+report +plant",
    "report -mail", '"report plant" mail', '"завод доклад" | снег', "завод почта", "1953 plant", "en:report",
    "ru:завод", "title:mail report",
]  # fmt: skip


def _random_records(seed: int, count: int) -> list[dict[str, str]]:
    draw = random.Random(seed)

    def text(words: list[str], most: int) -> str:
        return " ".join(draw.choices(words, k=draw.randint(1, most)))

    return [
        {
            "id": f"d{number}", "title": text(ENGLISH, 3), "title_ru": text(RUSSIAN, 2),
            "summary": text([*RUSSIAN, *ENGLISH], 2),
            "text_ru": f"Это {text(RUSSIAN, 3)}.\n\nТам {text(RUSSIAN, 2)}.",
            "text_en": f"This {text(ENGLISH, 3)}.\n\nThere {text(ENGLISH, 2)}.",
        }
        for number in range(count)
    ]  # fmt: skip


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
@pytest.mark.parametrize("seed", range(3))
def test_words_kept_as_only_in_headings_find_what_a_look_at_all_headings_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str, seed: int
) -> None:
    if engine == "tantivy":
        pytest.importorskip("tantivy")
    source, records = tmp_path / "records.jsonl", _random_records(seed, 60)
    options = bisearch.BuildOptions(engine=engine)
    source.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    bisearch.build([source], tmp_path / "index", options)
    changed = [*_random_records(seed + 100, 20), *records[20:50]]  # some are changed, and some are gone
    source.write_text("\n".join(map(json.dumps, changed)), encoding="utf-8")
    bisearch.build([source], tmp_path / "index", options)
    with bisearch.open(tmp_path / "index") as opened:
        opened.delete(["d49"])

    def answers() -> list[tuple[int, list[tuple[str, int, str]]]]:
        with bisearch.open(tmp_path / "index") as opened:
            results = [
                opened.search(query, SearchOptions(group=group, sort=sort, limit=limit))
                for query in QUERIES
                for group in ("passage", "document")
                for sort in ("score", "date")
                for limit in (5, 100)
            ]
        return [
            (each.total, [(hit.document.id, hit.passage.number, hit.matched) for hit in each.hits]) for each in results
        ]

    expected = answers()
    assert any(hit[2] == "heading" for _, hits in expected for hit in hits)
    monkeypatch.setattr(HeadingMatcher, "_may_match", lambda self, node: set(self.matches(node)))
    assert answers() == expected
