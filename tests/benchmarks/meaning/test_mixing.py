"""The comparison of searches by words with searches by words and meaning."""

from __future__ import annotations

from benchmarks.meaning.mixing import Outcome, examples
from benchmarks.meaning.report import outcome_table
from benchmarks.relevance.collections import Collection, Query, Text, Unit

# Five invented documents, one for each fold, each with the answer of one question.
TEXTS = tuple(Text(f"a{number}", (Unit((f"Ответ {number}.",), (f"Answer {number}.",)),)) for number in range(5))
QUERIES = tuple(Query(f"q{number}", f"Question {number}?", f"a{number}") for number in range(5))
COLLECTION = Collection("sentences", TEXTS, {"en": QUERIES, "ru": ()}, {"en": {}, "ru": {}})
OUTCOME = Outcome(
    "bilingual", "en",
    {"q0": 0.0, "q1": 1.0, "q2": 0.5, "q3": 0.0, "q4": 1.0}, {"q0": 1.0, "q1": 1.0, "q2": 0.0, "q3": 1.0, "q4": 1.0},
)  # fmt: skip


def test_folds_are_kept_apart() -> None:
    assert OUTCOME.of_folds(COLLECTION, [0]).words == {"q0": 0.0}
    assert sorted(OUTCOME.of_folds(COLLECTION, [1, 2]).mixed) == ["q1", "q2"]


def test_a_question_asked_of_several_indexes_counts_for_its_fold() -> None:
    tagged = OUTCOME._replace(words={"q0@3": 1.0, "q1@3": 0.0}, mixed={"q0@3": 1.0, "q1@3": 0.0})
    assert list(tagged.of_folds(COLLECTION, [1]).words) == ["q1@3"]


def test_examples_are_held_back_and_begin_with_the_clearest() -> None:
    gained, lost = examples(COLLECTION, [OUTCOME])
    assert "Question 0?" not in {each.question for each in (*gained, *lost)}
    assert (gained[0].question, lost[0].question) == ("Question 3?", "Question 2?")


def test_the_table_has_both_means_and_those_of_both_groups_of_folds() -> None:
    row = outcome_table([(COLLECTION, [OUTCOME])]).splitlines()[2]
    assert row.startswith("| sentences, bilingual | en | .5000 | .8000 |")
    assert row.endswith("| .0000 → 1.000 | .6250 → .7500 |")
