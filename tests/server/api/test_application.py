"""Programs get the library's records, pages of lists that fit together, and problems that say what to do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

import jsonschema
import pytest

import bisearch
from tests.server.conftest import running

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.conftest import RunningServer

API = "/api/v1"


def test_a_search_has_the_record_of_the_command(server: RunningServer, index_folder: Path) -> None:
    got = server.get(f"{API}/search?query=энергия&limit=3&context=1&facets=year").json()
    with bisearch.open(index_folder) as index:
        wanted = index.search("энергия", limit=3, context=1, facets=("year",)).to_dict()
    del got["next"], got["seconds"], wanted["seconds"]
    assert got == json.loads(json.dumps(wanted))


@pytest.mark.parametrize(("call", "key"), [
    ("documents?limit=2", "documents"), ("search?query=энергия OR мир OR energy&limit=1", "hits"),
    ("concordance?query=энергия OR мир OR energy&limit=1", "lines"),
    ("audit?kinds=number&kinds=omission&kinds=name&limit=1", "findings"),
    ("search?query=энергия OR мир OR energy&group=document&limit=1", "documents"),
])  # fmt: skip
def test_the_pages_of_a_list_make_the_whole_list(server: RunningServer, call: str, key: str) -> None:
    address: str | None = f"{API}/{call}"
    pages: list[list[object]] = []
    while address is not None and len(pages) < 200:
        answer = server.get(address)
        assert answer.status_code == 200, answer.text
        pages.append(answer.json()[key])
        address = answer.json()["next"]
    whole = [json.dumps(each) for page in pages for each in page]
    once = server.get(f"{API}/{call.rpartition('limit')[0]}limit=100").json()[key]
    assert whole[: len(once)] == [json.dumps(each) for each in once]
    assert len(set(whole)) == len(whole)


def test_a_page_of_a_commit_that_is_gone_is_a_conflict(server: RunningServer) -> None:
    answer = server.get(f"{API}/search?query=энергия OR мир OR energy&offset=10&commit=older")
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_mistake_in_a_query_has_its_position_and_a_query_without_it(server: RunningServer) -> None:
    answer = server.get(f"{API}/search?query={quote('мир (война')}")
    problem = answer.json()
    assert answer.status_code == problem["status"] == 400
    assert (problem["query"], problem["position"]) == ("мир (война", 4)
    assert problem["instead"] in problem["remedy"]


@pytest.mark.parametrize(("address", "status"), [
    ("search?query=a&limit=x", 422), ("search?query=a&limit=-1", 422), ("search?query=a&limit=101", 422),
    ("search?query=a&unknown=1", 422), ("search?query=a&date_from=nodate", 400), ("search?query=a&fields=x", 400),
    ("facets?by=nope", 400), ("documents/nope", 404), ("passages/nope", 404), ("passage?reference=nope/1-aaaaa", 404),
    ("nope", 404), ("", 404), ("frequencies", 422), ("export?format=csv", 400), ("export?query=a&format=exe", 422),
    ("concordance?query=", 400), ("keywords?target=слово", 400), ("translate?word=", 400),
])  # fmt: skip
def test_an_error_is_a_problem(server: RunningServer, address: str, status: int) -> None:
    answer = server.get(f"{API}/{address}")
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert problem["remedy"]
    schema = server.get(f"{API}/openapi.json").json()
    jsonschema.validate(problem, {"$ref": "#/components/schemas/ProblemRecord", "components": schema["components"]})


def test_a_method_that_an_address_lacks_is_a_problem(server: RunningServer) -> None:
    answer = server.request("DELETE", f"{API}/search")
    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_same_commit_is_not_sent_again(server: RunningServer) -> None:
    first = server.get(f"{API}/search?query=мир")
    again = server.get(f"{API}/search?query=мир", if_none_match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")


def test_documents_of_any_id_are_found_by_path_or_parameter(hostile_server: RunningServer) -> None:
    listed = hostile_server.get(f"{API}/documents?limit=100").json()["documents"]
    for id_ in (each["document"]["id"] for each in listed):
        by_parameter = hostile_server.get(f"{API}/document?id={quote(id_, safe='')}").json()
        assert by_parameter["document"]["id"] == id_
        reference = by_parameter["passages"][0]["permanent_reference"]
        found = hostile_server.get(f"{API}/passage?reference={quote(reference, safe='')}").json()
        assert found["passage"]["permanent_reference"] == reference
        if ".." not in id_.split("/"):
            assert hostile_server.get(f"{API}/documents/{quote(id_, safe='')}").json() == by_parameter
            assert hostile_server.get(f"{API}/passages/{quote(reference, safe='')}").json() == found


def test_a_side_without_counterpart_is_null(server: RunningServer) -> None:
    lists = server.get(f"{API}/documents?limit=100").json()["documents"]
    one_sided = [each["document"]["id"] for each in lists if len(each["sides"]) == 1]
    sides = [
        passage[side]
        for id_ in one_sided
        for passage in server.get(f"{API}/document?id={quote(id_)}").json()["passages"]
        for side in ("ru", "en")
    ]
    assert not one_sided or None in sides


def test_an_export_is_a_file_of_all_hits(server: RunningServer) -> None:
    answer = server.get(f"{API}/export?query=энергия OR мир OR energy&format=jsonl")
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    assert "attachment" in answer.headers["content-disposition"]
    total = server.get(f"{API}/search?query=энергия OR мир OR energy&limit=0").json()["total"]
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert len([line for line in lines if "passage" in line]) == total


def test_references_are_cited_and_exported_in_their_order(server: RunningServer) -> None:
    hits = server.get(f"{API}/search?query=энергия OR мир OR energy&limit=2").json()["hits"]
    references = [hit["passage"]["permanent_reference"] for hit in reversed(hits)]
    asked = "&".join(f"reference={quote(each, safe='')}" for each in references)
    assert server.get(f"{API}/cite?{asked}&style=gost").json()["citations"].strip()
    text = server.get(f"{API}/export?{asked}&format=csv").text
    assert text.index(references[0]) < text.index(references[1])


def test_statistics_do_not_name_the_folders_of_the_server(server: RunningServer) -> None:
    assert "sources" not in server.get(f"{API}/stats").json()


def test_a_manuscript_is_compared(server: RunningServer) -> None:
    answer = server.request("POST", f"{API}/verify", json={"manuscript": "He said “there is no such sentence here”."})
    assert answer.json()["quotations"][0]["status"] == "not found"


def test_the_document_describes_every_address_with_schemas(server: RunningServer) -> None:
    document = server.get(f"{API}/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert document["servers"] == [{"url": API}]
    for address, methods in document["paths"].items():
        for method in methods.values():
            assert method["description"], address
            content = method["responses"]["200"]["content"]
            schemas = [each["schema"] for each in content.values()]
            assert all(schemas), address
            assert {"400", "404", "409", "422", "500", "503"} <= set(method["responses"])


def test_a_refusal_of_the_server_is_a_problem(index_folder: Path) -> None:
    token = "invented"  # noqa: S105 -- it guards nothing
    bearer = f"Bearer {token}"
    with running([index_folder], read_token=token) as guarded:
        large = guarded.request("POST", f"{API}/verify", content=b"x" * 70_000, headers={"authorization": bearer})
        for answer, status in (
            (guarded.get(f"{API}/stats"), 401),
            (guarded.get(f"{API}/stats", host="evil.example"), 400),
            (large, 413),
        ):
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["status"] == answer.status_code == status
        assert "www-authenticate" in guarded.get(f"{API}/stats").headers
        assert guarded.get(f"{API}/stats", authorization=bearer).status_code == 200
