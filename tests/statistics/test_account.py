"""The account of a search: what was looked up, near misses, and the state of what was searched."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch.engines.registry import LOCAL_ENGINES
from bisearch.query.parser import parse
from bisearch.statistics.account import described
from bisearch.statistics.counted_query import filters_beside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RECORDS = [
    {
        "id": "cable-1", "date": "1946-11-20",
        "text_ru": "Смит вернулся в город.\n\nЛедокол ушёл на север.\n\nЕнот спит.",
        "text_en": "Smith returned to the town.\n\nThe icebreaker went north.",
    },
    {"id": "note-2", "text_ru": "Дедокол стоит в порту. Ледохол тоже. Лвдокуд ждалш прхрзт квмнцук."},
    {"id": "memo-3", "date": "1950", "text_en": "Stoves are cold."},
]  # fmt: skip


@pytest.fixture(scope="module", params=LOCAL_ENGINES)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("account")
    lines = (json.dumps(record, ensure_ascii=False) for record in RECORDS)
    (place / "records.jsonl").write_text("\n".join(lines), encoding="utf-8")
    bisearch.build([place / "records.jsonl"], place / "index", bisearch.BuildOptions(engine=request.param))
    return place / "index"


@pytest.fixture
def index(folder: Path) -> Iterator[bisearch.Index]:
    with bisearch.open(folder) as opened:
        yield opened


def test_an_account_says_what_each_word_was_looked_up_as_and_how_many_passages_have_it(index: bisearch.Index) -> None:
    account = index.account("ледоколы")
    assert account.results.total == index.search("ледоколы").total
    counted = {(each.side, form): passages for each in account.looked_up for form, _, passages in each.alternatives}
    assert counted["ru", "ледокол"] == 1
    assert counted["en", "icebreaker"] == 1


def test_words_that_a_scanner_may_have_made_of_a_word_are_named_with_their_counts(index: bisearch.Index) -> None:
    found = {each.form: each.passages for each in index.account("ледоколом").near_misses}
    assert found["ледохол"] == 1
    assert found["дедокол"] == 1
    assert "ледокол" not in found


def test_the_state_of_the_archive_is_counted(index: bisearch.Index) -> None:
    state = index.account("отсутствующее").state
    assert (state.documents_in_all, state.documents, state.undated) == (3, 3, 1)
    assert (state.ru.documents, state.ru.alone, state.ru.alone_passages) == (2, 1, 1)
    assert (state.en.documents, state.en.alone, state.en.alone_passages) == (2, 1, 0)
    assert state.ru.words == 20
    assert state.en.doubtful_words == 0
    assert state.doubtful_documents == 1


def test_with_filters_only_the_documents_that_they_keep_are_accounted_for(index: bisearch.Index) -> None:
    for account in (
        index.account("ледокол date:1946"),
        index.account("ледокол", date_from="1946", date_to="1946"),
        index.account("+ледокол +date:1946"),
    ):
        assert (account.state.documents, account.state.documents_in_all, account.left_undated) == (1, 3, 1)
        assert account.filters.startswith("date:1946")
        assert "date:1946" in account.sentence_en
        assert "date:1946" in account.sentence_ru
    assert index.account("ледокол").filters == ""
    assert index.account("ледокол -id:note-2").state.documents == 2


def test_the_sentences_cite_the_query_the_index_and_the_days(index: bisearch.Index, folder: Path) -> None:
    account = index.account("Смигунов")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    today = datetime.now(UTC).date().isoformat()
    for sentence in (account.sentence_en, account.sentence_ru):
        assert "\n" not in sentence
        assert {"Смигунов", manifest["index_id"][:8], manifest["commit_id"][:8], account.committed} <= {
            part for part in (
                "Смигунов", manifest["index_id"][:8], manifest["commit_id"][:8], account.committed
            ) if part in sentence
        }  # fmt: skip
    assert "found no passage in 3 documents" in account.sentence_en
    assert "ничего не найдено" in account.sentence_ru
    assert account.made == today


def test_the_record_is_json(index: bisearch.Index) -> None:
    record = json.loads(json.dumps(index.account("ледокол").to_dict()))
    assert set(record) == {
        "looked_up", "near_misses", "filters", "left_undated", "archive", "index", "made", "sentence_en", "sentence_ru"
    }  # fmt: skip
    assert record["index"]["generation"] == 1


@pytest.mark.parametrize("query", ["и", "*", "date:1946", "1946", '"и в"', "CCCP", "ф. 558", "x" * 3000, "a AND NOT b"])
def test_any_query_that_a_search_takes_can_be_accounted_for(index: bisearch.Index, query: str) -> None:
    try:
        expected = index.search(query).total
    except bisearch.QueryError:
        with pytest.raises(bisearch.QueryError):
            index.account(query)
    else:
        assert index.account(query).results.total == expected


def test_a_lenient_account_accounts_for_the_query_that_was_run(index: bisearch.Index) -> None:
    account = index.account("(ледокол", lenient=True)
    assert account.results.total == 1
    assert account.results.notes


def test_an_account_ends_at_its_time_limit(index: bisearch.Index) -> None:
    with pytest.raises(bisearch.SearchTimeoutError):
        index.account("ледокол", timeout=0)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("a title:cable", "title:cable"),
        ('a title:"long cable"', 'title:"long cable"'),
        ("a date:1946", "date:1946-01-01..1946-12-31"),
        ("a date:1946-11-20", "date:1946-11-20"),
        ("a автор:Громыко", "автор:Громыко"),
        ("a +(title:x OR title:y)", "(title:x OR title:y)"),
    ],
)
def test_a_filter_is_described_as_a_query_has_it(query: str, expected: str) -> None:
    (kept,), _ = filters_beside(parse(query))
    assert described(kept) == expected
