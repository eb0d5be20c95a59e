"""The demonstration collection is complete and has not changed since its version was fixed."""

from __future__ import annotations

from itertools import product

import pytest

from benchmarks.relevance.agreement import read_grades
from benchmarks.relevance.datasets import default_data, open_collection
from benchmarks.relevance.demo_collection import (
    CHECKSUMS,
    QRELS,
    README,
    SECOND_QRELS,
    agreement_figures,
    checksums,
    document_paths,
    figures,
    judged_twice,
    read_fields,
)
from bisearch.model import SIDES

TOPICS = {side: read_fields(side) for side in SIDES}
ALL_TOPICS = [*TOPICS["ru"], *TOPICS["en"]]


@pytest.mark.parametrize("side", SIDES)
def test_each_language_has_sixty_topics_with_a_title_and_a_description(side: str) -> None:
    topics = read_fields("ru" if side == "ru" else "en")
    assert len(topics) == 60
    assert all(
        id_.startswith(side) and title and description.endswith(".") for id_, (title, description) in topics.items()
    )


def test_every_document_is_judged_for_every_topic() -> None:
    assert set(read_grades(QRELS)) == set(product(ALL_TOPICS, document_paths()))


def test_grades_are_0_1_and_2() -> None:
    assert set(read_grades(QRELS).values()) == {0, 1, 2}


def test_every_topic_has_a_document_of_the_highest_grade() -> None:
    answered = {topic for (topic, _), grade in read_grades(QRELS).items() if grade == 2}
    assert answered == set(ALL_TOPICS)


def test_shelfmark_topics_follow_the_citations() -> None:
    grades = read_grades(QRELS)
    for topic, fond in (("en56", "118"), ("ru56", "205")):
        cited = {
            id_ for id_, path in document_paths().items() if f"GAPI, f. {fond}," in path.read_text(encoding="utf-8")
        }
        assert {document for (id_, document), grade in grades.items() if id_ == topic and grade} == cited


def test_a_second_judging_covers_the_topics_drawn_for_it() -> None:
    if not SECOND_QRELS.exists():
        pytest.skip("there is no second judging yet")
    assert set(read_grades(SECOND_QRELS)) == set(product(judged_twice(), document_paths()))


def test_the_checksums_match_the_files() -> None:
    assert CHECKSUMS.read_text(encoding="utf-8") == checksums(), "run python -m benchmarks.relevance.demo_collection"


def test_the_readme_has_the_figures_of_the_files() -> None:
    page = README.read_text(encoding="utf-8")
    assert figures() in page
    assert agreement_figures() in page


@pytest.mark.parametrize(("dataset", "topics"), [("demo", 60), ("demo-v1", 30)])
def test_the_benchmark_reads_both_versions(dataset: str, topics: int) -> None:
    collection, _ = open_collection(dataset, default_data(dataset))
    assert {side: len(queries) for side, queries in collection.queries.items()} == {"ru": topics, "en": topics}
    assert set(collection.judgements["en"]) == {query.id for query in collection.queries["en"]}
    assert not any("\t" in query.text for queries in collection.queries.values() for query in queries)
    assert len(collection.texts) == 43
