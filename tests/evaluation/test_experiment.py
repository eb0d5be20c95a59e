"""Whole runs of small collections."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bisearch.errors import CollectionError
from bisearch.evaluation.experiment import RunOptions, run
from bisearch.searching.options import SearchOptions

if TYPE_CHECKING:
    from pathlib import Path

# Every document has a title of its own as its first sentence, and a text about the same thing.
THINGS = [
    ("ящик с приборами", "crate of instruments"), ("лед в порту", "ice in the port"), ("белый медведь", "polar bear"),
    ("хлебные карточки", "bread cards"), ("атомная энергия", "atomic energy"), ("письмо посла", "ambassador letter"),
    ("радио и антенна", "radio and aerial"), ("собаки и сани", "dogs and sledges"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    records = [
        {"id": f"d{n}", "text_ru": f"О чем: {ru}.\n\nСообщаем про {ru} подробно.",
         "text_en": f"Subject: {en}.\n\nWe report on {en} in detail."}
        for n, (ru, en) in enumerate(THINGS)
    ]  # fmt: skip
    lines = (json.dumps(record, ensure_ascii=False) for record in records)
    (tmp_path / "documents.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "topics.tsv").write_text("1\tpolar bear\n2\tбелый медведь\n", encoding="utf-8")
    (tmp_path / "qrels").write_text("1 0 d2 1\n2 0 d2 1\n")
    return tmp_path


def options(folder: Path, **others: Any) -> RunOptions:
    return RunOptions(**{"collection": str(folder), "topics": (folder / "topics.tsv",), **others})


def test_a_run_has_the_results_of_each_topic(folder: Path) -> None:
    report = run(options(folder))
    assert {topic: next(iter(found)) for topic, found in report.run.items()} == {"1": "d2", "2": "d2"}
    assert (report.documents, report.empty, report.left_out, report.groups) == (8, 0, [], [])


def test_the_signature_names_version_data_and_settings(folder: Path) -> None:
    first, again = run(options(folder)), run(options(folder))
    other = run(options(folder, search=SearchOptions(group="document", k1=1.2)))
    assert first.signature == again.signature
    assert first.name == again.name != other.name
    assert first.signature["collection"]["form"] == "bisearch"
    assert len(first.signature["collection"]["sha256"]) == 64
    assert other.signature["search"]["k1"] == 1.2
    (folder / "documents.jsonl").write_text('{"id": "d", "text_en": "A polar bear."}')
    assert run(options(folder)).signature["collection"] != first.signature["collection"]


def test_an_index_that_is_kept_is_used_again(folder: Path) -> None:
    (folder / "beir").mkdir()
    (folder / "beir" / "corpus.jsonl").write_text(
        '{"_id": "a", "text": "A polar bear."}\n{"_id": "b", "text": "Ice."}\n'
    )
    asked = options(folder / "beir", topics=(folder / "topics.tsv",), index=folder / "index")
    first = run(asked)
    manifest = (folder / "index" / "manifest.json").read_bytes()
    assert run(asked).run == first.run
    assert (folder / "index" / "manifest.json").read_bytes() == manifest
    (folder / "beir" / "corpus.jsonl").write_text('{"_id": "b", "text": "Ice."}\n')
    assert run(asked).documents == 1


def test_known_items_are_found_by_their_titles_in_both_languages(folder: Path) -> None:
    pytest.importorskip("ir_measures", reason="the extra bench is not installed")
    report = run(RunOptions(str(folder), condition="known-item", seed=3))
    assert report.signature["condition"] == {"name": "known-item", "seed": 3}
    assert [(each.side, each.group, each.topics) for each in report.groups] == [
        ("ru", "bilingual", 4), ("ru", "same language only", 2), ("ru", "other language only", 2),
        ("en", "bilingual", 4), ("en", "same language only", 2), ("en", "other language only", 2),
    ]  # fmt: skip
    assert all(each.scores["Success@1"] == 1.0 for each in report.groups if each.group != "other language only")
    assert report.judgements is not None
    assert set(report.judgements) == {f"d{n}-{side}" for n in range(8) for side in ("ru", "en")}


def test_a_half_translated_collection_is_asked_its_own_topics(folder: Path) -> None:
    pytest.importorskip("ir_measures", reason="the extra bench is not installed")
    report = run(options(folder, condition="half-translated", judgements=folder / "qrels"))
    assert sum(each.topics for each in report.groups) == 2
    assert report.judgements is None


def test_judgements_of_other_topics_are_reported_before_indexing(folder: Path) -> None:
    (folder / "qrels").write_text("301 0 d2 1\n")
    with pytest.raises(CollectionError, match=r"qrels: no judgements for any of the topics .*; do the files belong"):
        run(options(folder, condition="half-translated", judgements=folder / "qrels"))


@pytest.mark.parametrize(
    ("others", "message"),
    [
        ({"topics": ()}, "no topics"),
        ({"topic_fields": ("headline",)}, "topic_fields must be one of title, description, narrative"),
        ({"condition": "other"}, "condition must be one of known-item, half-translated"),
        ({"condition": "known-item"}, "known-item makes its own topics"),
        ({"condition": "half-translated"}, "half-translated needs relevance judgements"),
        ({"engine": "tantivy", "search": SearchOptions(k1=1.0)}, "engine tantivy has a fixed k1 and b; use engine who"),
        ({"condition": "known-item", "topics": (), "search": SearchOptions(group="passage")}, "needs results by docum"),
    ],
)
def test_options_that_do_not_go_together_are_refused(folder: Path, others: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        options(folder, **others)
