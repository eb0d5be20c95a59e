from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from bisearch import safe_xml
from bisearch.sources import limits
from bisearch.sources.limits import replace_undecodable
from bisearch.sources.reading import read

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.errors import SourceError


def fault(path: Path) -> SourceError:
    faults: list[SourceError] = []
    assert list(read([path], on_error=faults.append)) == []
    (found,) = faults
    return found


def refuse(error: SourceError) -> None:
    raise error


def record(tmp_path: Path, **values: Any) -> Path:
    path = tmp_path / "r.jsonl"
    path.write_text(json.dumps({"id": "x", "text_en": "Smith is ill.", **values}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("limit", "values", "reason"),
    [
        ("MAX_ID", {"id": "abcdef"}, "the id has 6 characters"),
        ("MAX_METADATA", {"title": "abcdef"}, "title has 6 characters"),
        ("MAX_METADATA", {"reference": {"text": "abcdef"}}, "reference text has 6 characters"),
        ("MAX_TEXT", {}, "the English text has 13 characters"),
        ("MAX_STOPS", {"text_en": "A. B. C. D. E. F."}, "the English text has more than 5 sentence"),
    ],
)
def test_a_document_over_a_limit_is_skipped_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, values: dict[str, Any], reason: str
) -> None:
    path = record(tmp_path, **values)
    assert list(read([path], on_error=refuse))
    monkeypatch.setattr(limits, limit, 5)
    found = fault(path)
    assert found.reason.startswith(reason)
    assert found.line == 1


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"id": "a\x1bb"}, "the id contains a control character"),
        ({"title": "\ud800"}, "title contains half a surrogate pair, which is not a character"),
        ({"text_en": "Smith \udfff"}, "English text contains half a surrogate pair, which is not a character"),
    ],
)
def test_a_document_with_invalid_characters_is_skipped(tmp_path: Path, values: dict[str, Any], reason: str) -> None:
    assert fault(record(tmp_path, **values)).reason == reason


def test_deeply_nested_xml_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "m.tmx"
    path.write_text('<tmx><body><tu><tuv xml:lang="en"><seg><hi>Smith</hi></seg></tuv></tu></body></tmx>')
    assert list(read([path], on_error=refuse))
    monkeypatch.setattr(safe_xml, "MAX_XML_DEPTH", 5)
    assert fault(path).reason == "XML elements may be nested at most 5 deep"


def test_undecodable_bytes_of_a_file_name_are_replaced(tmp_path: Path) -> None:
    path = tmp_path / b"\xf1\xec\xe8\xf2.en.txt".decode("utf-8", "surrogateescape")
    path.write_text("Smith is ill.")
    (document,) = read([path], on_error=refuse)
    assert document.metadata.id == replace_undecodable("\udcf1\udcec\udce8\udcf2") == "\ufffd" * 4
    assert document.metadata.path.endswith("\ufffd.en.txt")


def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    path = tmp_path / "pipe.md"
    os.mkfifo(path)
    assert fault(path).reason == "not a file or folder"


def test_the_order_of_the_paths_does_not_matter(tmp_path: Path) -> None:
    for name in "cab":
        (tmp_path / f"{name}.en.txt").write_text("Smith is ill.")
    paths = [tmp_path / f"{name}.en.txt" for name in "cab"]
    ids = [document.metadata.id for document in read(paths, on_error=refuse)]
    assert ids == [document.metadata.id for document in read([tmp_path], on_error=refuse)] == ["a", "b", "c"]


def test_an_unreadable_folder_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.scandir

    def deny(path: str) -> Any:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    (tmp_path / "closed").mkdir()
    monkeypatch.setattr(os, "scandir", deny)
    found = fault(tmp_path)
    assert (found.path, found.reason) == (str(tmp_path / "closed"), "permission denied")
