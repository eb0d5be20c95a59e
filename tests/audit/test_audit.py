from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch import Document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bisearch.audit.findings import Finding

LOST = ("Чай был без сахара, и проводник извинился перед всеми.", "")
NUMBER = ("Отпущено 18 кубометров дров.", "80 cubic meters of firewood were released.")


def build(folder: Path, *documents: Document) -> bisearch.Index:
    bisearch.build(documents, folder, bisearch.BuildOptions(jobs=1))
    return bisearch.open(folder)


def test_sentences_without_counterpart_come_last_and_name_their_passage(audit: Callable[..., list[Finding]]) -> None:
    number, lost = audit([LOST, NUMBER])
    assert (number.kind, lost.kind) == ("number", "omission")
    assert lost.text == LOST[0]
    assert lost.passage.en is None
    assert lost.reference.startswith("letter-1/6-")


def test_a_document_in_one_language_has_no_omissions(tmp_path: Path) -> None:
    with build(tmp_path / "index", Document(id="one", text_ru="Чай был без сахара. Проводник извинился.")) as index:
        assert list(index.audit()) == []


def test_the_key_of_a_finding_survives_other_numbers_and_another_build(tmp_path: Path) -> None:
    first = ("Институт получил приборы.", "The institute received the instruments.")
    keys = []
    for name, pairs in (("a", [NUMBER]), ("b", [first, first, NUMBER])):
        with build(tmp_path / name, Document(id="letter", passages=pairs)) as index:
            keys.append([finding.key for finding in index.audit()])
    assert keys[0] == keys[1]
    assert len(keys[0]) == 1


def test_a_query_and_filters_choose_the_passages(tmp_path: Path) -> None:
    documents = [
        Document(id="one", passages=[NUMBER, ("Прибыло 7 ящиков.", "9 crates arrived.")], date="1946"),
        Document(id="two", passages=[NUMBER], date="1950"),
    ]
    with build(tmp_path / "index", *documents) as index:
        assert [finding.document.id for finding in index.audit("дрова")] == ["one", "two"]
        assert [finding.text for finding in index.audit("ящик")] == ["7"]
        assert [finding.document.id for finding in index.audit(date_from="1949")] == ["two"]
        assert [finding.document.id for finding in index.audit("id:two")] == ["two"]


def test_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    with (
        build(tmp_path / "index", Document(id="one", passages=[NUMBER])) as index,
        pytest.raises(ValueError, match="kind"),
    ):
        index.audit(kinds=["verdict"])  # type: ignore[list-item]


def test_a_finding_is_a_record_for_json(tmp_path: Path) -> None:
    with build(tmp_path / "index", Document(id="one", passages=[NUMBER], title="A letter")) as index:
        record = next(index.audit()).to_dict()
    assert record["document"] == {"id": "one", "title": "A letter", "date": ""}
    assert record["passage"]["ru"]["marks"] == [[9, 11]]
    assert record["passage"]["permanent_reference"] == record["reference"]


def test_a_dismissed_finding_stays_dismissed_after_a_rebuild_and_returns_when_undone(tmp_path: Path) -> None:
    documents = [Document(id="one", passages=[NUMBER, ("Прибыло 7 ящиков.", "9 crates arrived.")])]
    with build(tmp_path / "index", *documents) as index:
        keys = [finding.key for finding in index.audit()]
        assert len(keys) == 2
    corrections = bisearch.Corrections(tmp_path / "index")
    made = corrections.dismiss(keys[0])
    bisearch.build(documents, tmp_path / "index", bisearch.BuildOptions(jobs=1, rebuild=True))
    with bisearch.open(tmp_path / "index") as index:
        assert [finding.key for finding in index.audit()] == keys[1:]
        corrections.undo(made.id)
        assert [finding.key for finding in index.audit()] == keys
