"""Whatever the OpenAPI document allows and forbids, the server answers as the document says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, assume, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

if TYPE_CHECKING:
    from tests.server.conftest import RunningServer

CHECKS = [
    not_a_server_error, content_type_conformance, response_headers_conformance, response_schema_conformance,
    status_code_conformance,
]  # fmt: skip


# The HTTP server itself refuses a head of a request of more than 65,536 bytes, and ends the connection.
LONGEST_REQUEST = 32_000

OPERATIONS = [
    "GET /account", "GET /audit", "GET /cite", "GET /collocates", "GET /concordance", "GET /document", "GET /documents",
    "GET /documents/{id}", "GET /export", "GET /facets", "GET /frequencies", "GET /keywords", "GET /like",
    "GET /passage",
    "GET /passages/{reference}", "GET /search", "GET /stats", "GET /translate", "POST /verify",
]  # fmt: skip


@pytest.fixture(scope="module")
def operations(server: RunningServer) -> dict[str, Any]:
    schema = schemathesis.openapi.from_url(f"{server.address}/api/v1/openapi.json")
    found: list[Any] = list(schema.get_all_operations())
    return {result.ok().label: result.ok() for result in found}


def test_the_document_names_every_operation_that_is_tested(operations: dict[str, Any]) -> None:
    assert sorted(operations) == OPERATIONS


# Any text is a path, and statistics take no argument, so nothing can be wrong there.
ALWAYS_VALID = {"GET /documents/{id}", "GET /passages/{reference}", "GET /stats"}
CASES = [
    pytest.param(label, mode, id=f"{label}-{mode.value}")
    for label in OPERATIONS
    for mode in GenerationMode
    if mode is GenerationMode.POSITIVE or label not in ALWAYS_VALID
]


@pytest.mark.parametrize(("label", "mode"), CASES)
def test_every_answer_is_as_the_document_says(operations: dict[str, Any], label: str, mode: GenerationMode) -> None:
    cases = operations[label].as_strategy(generation_mode=mode)

    @given(cases)
    @settings(
        max_examples=8, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def check(case: Any) -> None:
        assume(len(case.as_curl_command()) < LONGEST_REQUEST)
        case.call_and_validate(checks=CHECKS)

    check()
