from __future__ import annotations

from bisearch.alignment.ibm_model1 import train_model1
from bisearch.similarity.skeletons import cognate_score

# Each word recurs with its translation among changing others.
BEADS = [
    (["атомный", "энергия"], ["atomic", "energy"]),
    (["атомный", "бомба"], ["atomic", "bomb"]),
    (["контроль", "энергия"], ["energy", "control"]),
    (["контроль", "бомба"], ["bomb", "control"]),
]


def test_words_that_keep_together_are_each_others_translation() -> None:
    table = {(row.ru, row.en): row for row in train_model1(BEADS)}
    for ru, en in [("атомный", "atomic"), ("энергия", "energy"), ("бомба", "bomb"), ("контроль", "control")]:
        others = [row.to_en for (left, right), row in table.items() if left == ru and right != en]
        assert table[ru, en].to_en > 2 * max(others, default=0.0)
        assert table[ru, en].beads == 2


def test_probabilities_are_probabilities_and_the_table_is_in_order() -> None:
    table = train_model1(BEADS)
    assert table == sorted(table)
    assert all(0 < row.to_en <= 1 and 0 < row.to_ru <= 1 for row in table)
    for word in {row.ru for row in table}:
        assert sum(row.to_en for row in table if row.ru == word) <= 1.001


def test_nothing_is_learned_from_nothing() -> None:
    assert train_model1([]) == []
    assert train_model1([([], ["word"])]) == []


def test_a_name_met_once_is_known_by_its_looks() -> None:
    table = {
        (row.ru, row.en): row.to_en
        for row in train_model1([(["трумэн", "принять", "посол"], ["truman", "receive", "envoy"])])
    }
    assert max(table, key=table.__getitem__) == ("трумэн", "truman")


def test_looks_across_scripts() -> None:
    assert cognate_score("деканозов", "dekanozov") == 1
    assert cognate_score("смирнов", "smirnova") == 1
    assert cognate_score("1946", "1946") == 1
    assert cognate_score("1946", "1947") == 0
    assert cognate_score("дом", "energy") == 0
