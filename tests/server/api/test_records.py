"""The types of the records are those of the records that the library returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from pydantic import TypeAdapter

import bisearch
from bisearch.server import records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUERIES = ["энергия", '"атомная энергия"', "energy OR peace", "Смит", "date:1946", "nosuchword", "1946", "атом*"]
MANUSCRIPT = (
    'Смит пишет: «Он сообщил о контроле над атомной энергией», see "the control of atomic energy" [1].\n\n'
    "[1] GAPI, f. 1."
)


@pytest.fixture(scope="module")
def index(index_folder: Path) -> Iterator[bisearch.Index]:
    with bisearch.open(index_folder) as opened:
        yield opened


def exact(kind: Any) -> dict[str, Any]:
    """Return the schema of a type, which allows no property that the type does not name."""
    schema = TypeAdapter(kind).json_schema()
    for each in [schema, *schema.get("$defs", {}).values()]:
        if "properties" in each:
            each["additionalProperties"] = False
    return schema


def check(kind: Any, record: dict[str, Any]) -> None:
    jsonschema.validate(record, exact(kind))


@pytest.mark.parametrize("group", [None, "passage", "document"])
@pytest.mark.parametrize("query", QUERIES)
def test_results_have_the_type_of_their_record(index: bisearch.Index, query: str, group: Any) -> None:
    results = index.search(query, group=group, context=1, facets=("year", "sides"))
    check(records.ResultsRecord, results.to_dict())
    check(records.ResultsRecord, results.to_dict(explain=True))


@pytest.mark.parametrize("query", QUERIES)
def test_counts_of_a_query_have_the_type_of_their_record(index: bisearch.Index, query: str) -> None:
    check(records.FacetsRecord, index.facets(query).to_dict())
    check(records.AccountRecord, index.account(query, limit=0).to_dict())


@pytest.mark.parametrize("word", ["энергия", "energy", "nosuchword", '"atomic energy"'])
def test_counts_of_words_have_the_types_of_their_records(index: bisearch.Index, word: str) -> None:
    check(records.ConcordanceRecord, index.concordance(word, widen=("translations",)).to_dict())
    check(records.FrequenciesRecord, index.frequencies([word, "и"], by="year").to_dict())
    check(records.FrequenciesRecord, index.frequencies(word, by="sides", filters="date:1946").to_dict())
    check(records.CollocatesRecord, index.collocates(word, function_words=True).to_dict())
    if '"' not in word:
        check(records.TranslationsRecord, index.translate(word).to_dict())
        check(records.TranslationsRecord, index.translate(word, passages=0).to_dict())


@pytest.mark.parametrize("side", ["ru", "en"])
def test_keywords_have_the_type_of_their_record(index: bisearch.Index, side: Any) -> None:
    check(records.KeywordsRecord, index.keywords("date:1946", side=side).to_dict())


def test_documents_and_passages_have_the_types_of_their_records(index: bisearch.Index) -> None:
    for summary in index.documents():
        check(records.DocumentSummaryRecord, summary.to_dict())
        document = index.find_document(summary.id)
        check(records.DocumentRecord, document.to_dict())
        reference = document.to_dict()["passages"][0]["permanent_reference"]
        check(records.FoundPassageRecord, index.passage(reference).to_dict())


def test_findings_have_the_type_of_their_record(index: bisearch.Index) -> None:
    for finding in index.audit(kinds=["omission", "number", "date", "name", "negation"]):
        check(records.FindingRecord, finding.to_dict())


def test_a_verification_has_the_type_of_its_record(index: bisearch.Index) -> None:
    check(records.VerificationRecord, index.verify(MANUSCRIPT).to_dict())


def test_a_corrected_passage_has_the_type_of_its_record(tmp_path: Path) -> None:
    source = tmp_path / "letters.jsonl"
    source.write_text(
        '{"id": "letter", "text_ru": "Енот спит в поле. Барсук ест.", '
        '"text_en": "The raccoon sleeps. The badger eats."}\n',
        encoding="utf-8",
    )
    bisearch.build([source], tmp_path / "index")
    from bisearch.indexing.correcting import Corrections  # noqa: PLC0415

    with bisearch.open(tmp_path / "index") as opened:
        reference = opened.search("енот")[0].to_dict()["passage"]["permanent_reference"]
    Corrections(tmp_path / "index").word(reference, "поле", "норе")
    with bisearch.open(tmp_path / "index") as opened:
        record = opened.search("енот").to_dict()
        assert record["hits"][0]["passage"]["corrections"]
        check(records.ResultsRecord, record)
