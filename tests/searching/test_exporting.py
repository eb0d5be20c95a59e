"""Exports of hits and of referenced passages: complete, in the order of a search, and the same each time."""

from __future__ import annotations

import csv
import datetime
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

import bisearch
from bisearch.searching.hits import HitBuilder
from bisearch.searching.search import rank
from bisearch.storage.permanent_references import permanent_reference_to

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bisearch import Index
    from bisearch.searching.search import RankedSearch

DAY = datetime.date(2026, 11, 26)
LETTERS = 250


@pytest.fixture(scope="module", params=["whoosh", "tantivy"])
def letters(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Yield an index of letters of two passages; every passage has the words ящик and crate."""
    if request.param == "tantivy":
        pytest.importorskip("tantivy")
    documents = [
        bisearch.Document(
            id=f"letter-{number}",
            title=f"Letter {number}" if number % 2 else "",
            date=f"19{40 + number % 20}" if number % 3 else "",
            reference="ГАПИ, ф. 72, оп. 3, лл. 014",
            passages=[(f"Ящик {number} прибыл.", f"Crate {number} has arrived."), ("Это ящик.", "This is a crate.")],
        )
        for number in range(1, LETTERS + 1)
    ]
    folder = tmp_path_factory.mktemp("letters") / "index"
    bisearch.build(documents, folder, bisearch.BuildOptions(engine=request.param))
    with bisearch.open(folder) as opened:
        yield opened


def exported(index: Index, source: Any, **options: Any) -> tuple[bisearch.ExportReport, list[dict[str, Any]]]:
    stream = io.StringIO()
    report = index.export(source, "jsonl", stream, date=DAY, **options)
    return report, [json.loads(line) for line in stream.getvalue().splitlines()]


def places(records: list[dict[str, Any]]) -> list[tuple[str, int]]:
    return [(each["document"]["id"], each["passage"]["number"]) for each in records]


@pytest.mark.parametrize("options", [{}, {"sort": "date"}, {"lang": "ru"}, {"group": "document", "best": 1}])
def test_all_hits_are_exported_as_a_search_returns_them(letters: Index, options: dict[str, Any]) -> None:
    report, records = exported(letters, "ящик", **options)
    hits = letters.search("ящик", limit=10_000, **options).hits
    assert records == [json.loads(json.dumps(hit.to_dict())) for hit in hits]
    assert report.exported == len(hits)
    assert report.total == 2 * LETTERS


def test_an_export_is_paged_as_a_search(letters: Index) -> None:
    hits = letters.search("ящик", limit=7, offset=120).hits
    report, records = exported(letters, "ящик", limit=7, offset=120)
    assert records == [json.loads(json.dumps(hit.to_dict())) for hit in hits]
    assert dict(report.header)["exported"] == "121-127 of 500"
    stream = io.StringIO()
    letters.export("ящик", "csv", stream, limit=7, offset=120)
    assert [row["number"] for row in csv.DictReader(io.StringIO(stream.getvalue()))] == [
        str(number) for number in range(121, 128)
    ]


def test_a_query_is_ranked_once_for_all_hits(letters: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def counted(query: str, *given: Any) -> RankedSearch:
        calls.append(query)
        return rank(query, *given)

    monkeypatch.setattr("bisearch.searching.exporting.rank", counted)
    assert exported(letters, "ящик")[0].exported == 2 * LETTERS
    assert len(calls) == 1


def test_a_filter_alone_exports_passages(letters: Index) -> None:
    assert places(exported(letters, "id:letter-7")[1]) == [("letter-7", 1), ("letter-7", 2)]


def test_a_sample_is_the_same_for_a_seed_in_any_order_and_another_for_another(letters: Index) -> None:
    report, first = exported(letters, "ящик", sample=20, seed=1)
    assert report.exported == len(first) == 20
    assert dict(report.header)["exported"] == "a random sample of 20 (seed 1) from all 500"
    assert exported(letters, "ящик", sample=20, seed=1)[1] == first
    by_date = exported(letters, "ящик", sample=20, seed=1, sort="date")[1]
    assert sorted(places(by_date)) == sorted(places(first))
    assert places(exported(letters, "ящик", sample=20, seed=2)[1]) != places(first)


def test_a_sample_keeps_the_order_and_the_numbers_of_the_hits(letters: Index) -> None:
    stream = io.StringIO()
    letters.export("ящик", "csv", stream, sample=20)
    numbers = [int(row["number"]) for row in csv.DictReader(io.StringIO(stream.getvalue()))]
    assert numbers == sorted(set(numbers))
    all_places = [(hit.document.id, hit.passage.number) for hit in letters.search("ящик", limit=1000)]
    assert [all_places[number - 1] for number in numbers] == places(exported(letters, "ящик", sample=20)[1])


def test_a_sample_larger_than_all_hits_is_all_hits(letters: Index) -> None:
    assert exported(letters, "id:letter-7", sample=5)[0].exported == 2


def test_the_header_says_the_query_its_options_the_counts_and_the_index(letters: Index) -> None:
    report, records = exported(letters, "ящик", lang="ru", date_from="1950", names=False)
    header = dict(report.header)
    assert header["found"] == f"{len(records)} passages"
    assert header["exported"] == f"all {len(records)}"
    assert header["query"] == "ящик"
    assert header["options"] == "lang ru, names False, date_from 1950"
    assert header["not searched"] == "83 undated documents"
    assert header["index"].startswith("generation 1, 250 documents, engine ")
    assert header["date"] == "2026-11-26"
    assert header["program"] == f"bisearch {bisearch.__version__}"


def test_hits_by_translation_are_counted(letters: Index) -> None:
    found = dict(exported(letters, "ящик")[0].header)["found"]
    results = letters.search("ящик", limit=0)
    literal, translated = results.total_literal, results.total_by_translation
    assert found == "500 passages" + (f" ({literal:,} as typed, {translated:,} by translation)" if translated else "")


def test_a_row_has_the_title_or_id_the_shelfmark_as_written_and_the_reasons(letters: Index) -> None:
    stream = io.StringIO()
    letters.export("ящик id:letter-8", "csv", stream)
    row = next(csv.DictReader(io.StringIO(stream.getvalue())))
    passage = letters.document("letter-8").passages[int(row["reference"].partition("/")[2][0]) - 1]  # type: ignore[union-attr]
    assert row["title"] == "letter-8"
    assert row["shelfmark"] == "ГАПИ, ф. 72, оп. 3, лл. 014"
    assert row["date"] == "1948"
    assert row["reference"] == str(permanent_reference_to("letter-8", passage))
    assert "lemma of ящик" in row["why"]
    assert "**" in row["russian"]


def test_progress_runs_from_the_beginning_to_the_end(letters: Index) -> None:
    shares: list[float] = []
    exported(letters, "ящик", progress=shares.append)
    assert shares[0] == 0.0
    assert shares == sorted(shares)
    assert shares[-1] == 0.8


def test_references_are_exported_in_their_order_with_the_way_they_were_found(letters: Index) -> None:
    stream = io.StringIO()
    passage = letters.document("letter-3").passages[1]  # type: ignore[union-attr]
    moved = f"letter-3/9-{str(permanent_reference_to('letter-3', passage)).rpartition('-')[2]}"
    report = letters.export(["letter-9/2", moved, "letter-1"], "csv", stream, date=DAY)
    rows = list(csv.DictReader(io.StringIO(stream.getvalue())))
    assert [row["reference"].rpartition("-")[0] for row in rows] == [
        "letter-9/2",
        "letter-3/2",
        "letter-1/1",
        "letter-1/2",
    ]
    assert [row["why"] for row in rows] == [
        "by number", "by reference; the passage has another number now", "by id", "by id",
    ]  # fmt: skip
    assert report.header[:3] == (("references", "3"), ("found", "4 passages"), ("exported", "all 4"))


def test_references_are_sorted_by_date_and_paged(letters: Index) -> None:
    wanted = ["letter-3/1", "letter-19/1", "letter-1/1"]
    assert [id_ for id_, _ in places(exported(letters, wanted, sort="date")[1])] == [
        "letter-1",
        "letter-19",
        "letter-3",
    ]
    report, records = exported(letters, wanted, offset=1, limit=1)
    assert places(records) == [("letter-19", 1)]
    assert dict(report.header)["exported"] == "2 of 3"


def test_each_reference_to_nothing_is_named_and_nothing_is_written(letters: Index, tmp_path: Path) -> None:
    wanted = ["letter-1/1", "letter-0/1-aaaaa", "nonsense", "letter-2/7", "letter-2/1-zzzzz"]
    with pytest.raises(bisearch.PermanentReferenceError) as caught:
        letters.export(wanted, None, tmp_path / "out.csv")
    lines = str(caught.value).split("\n")
    assert len(lines) == 4
    assert [any(name in line for line in lines) for name in wanted[1:]] == [True] * 4
    assert list(tmp_path.iterdir()) == []


def test_references_to_nothing_can_be_left_out_and_are_named_in_the_export(letters: Index) -> None:
    report, records = exported(letters, ["nonsense", "letter-1/1"], skip_missing=True)
    assert places(records) == [("letter-1", 1)]
    assert len(report.missing) == 1
    assert "nonsense" in dict(report.header)["missing"]


def test_nothing_found_writes_no_file(letters: Index, tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text("old")
    for name in ("old.csv", "new.xlsx"):
        report = letters.export("дирижабль", None, tmp_path / name)
        assert (report.exported, report.total) == (0, 0)
    assert [path.name for path in tmp_path.iterdir()] == ["old.csv"]
    assert (tmp_path / "old.csv").read_text() == "old"


def test_a_mistake_in_a_query_or_an_option_writes_no_file(letters: Index, tmp_path: Path) -> None:
    with pytest.raises(bisearch.QueryError):
        letters.export('"ящик', None, tmp_path / "out.csv")
    with pytest.raises(ValueError, match="sample must be"):
        letters.export("ящик", None, tmp_path / "out.csv", sample=0)
    with pytest.raises(ValueError, match="format must be one of"):
        letters.export("ящик", "pdf", tmp_path / "out.pdf")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="'smaple'; did you mean 'sample'"):
        letters.export("ящик", None, tmp_path / "out.csv", smaple=3)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="source must be a text"):
        letters.export([3], None, tmp_path / "out.csv")  # type: ignore[list-item]
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_text_in_the_middle_leaves_no_half_written_file(
    letters: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build, count = HitBuilder.hit, iter(range(1000))

    def fail(builder: HitBuilder, ranked: Any) -> Any:
        if next(count) == 300:
            raise bisearch.IndexDamagedError("damaged")
        return build(builder, ranked)

    monkeypatch.setattr(HitBuilder, "hit", fail)
    for name in ("out.csv", "out.docx"):
        count = iter(range(1000))
        with pytest.raises(bisearch.IndexDamagedError):
            letters.export("ящик", None, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_every_format_is_the_same_each_time(letters: Index) -> None:
    for name in ("csv", "xlsx", "jsonl", "tmx", "docx", "markdown", "html"):
        streams = io.BytesIO(), io.BytesIO()
        for stream in streams:
            letters.export("ящик", name, stream, date=DAY, sample=30)
        assert streams[0].getvalue() == streams[1].getvalue() != b"", name


def test_citations_are_in_the_style_asked_for(letters: Index) -> None:
    for style in ("chicago", "gost"):
        stream = io.StringIO()
        letters.export(["letter-7/1"], "markdown", stream, style=style)
        note = letters.cite("letter-7/1", style).split("\n\n")[0]
        assert note.replace("[", r"\[").replace("]", r"\]") in stream.getvalue()
