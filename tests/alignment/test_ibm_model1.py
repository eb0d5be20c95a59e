from __future__ import annotations

from bisearch.alignment.ibm_model1 import train_model1

# Each word recurs with its translation among changing others.
BEADS = [
    (["атомный", "энергия"], ["atomic", "energy"]),
    (["атомный", "бомба"], ["atomic", "bomb"]),
    (["контроль", "энергия"], ["energy", "control"]),
    (["контроль", "бомба"], ["bomb", "control"]),
]


def test_words_that_occur_together_translate_each_other() -> None:
    table = {(row.ru, row.en): row for row in train_model1(BEADS)}
    for ru, en in [("атомный", "atomic"), ("энергия", "energy"), ("бомба", "bomb"), ("контроль", "control")]:
        others = [row.to_en for (left, right), row in table.items() if left == ru and right != en]
        assert table[ru, en].to_en > 2 * max(others, default=0.0)
        assert table[ru, en].beads == 2


def test_probabilities_are_valid_and_the_table_is_sorted() -> None:
    table = train_model1(BEADS)
    assert table == sorted(table)
    assert all(0 < row.to_en <= 1 and 0 < row.to_ru <= 1 for row in table)
    for word in {row.ru for row in table}:
        assert sum(row.to_en for row in table if row.ru == word) <= 1.001


def test_no_usable_beads_give_an_empty_table() -> None:
    assert train_model1([]) == []
    assert train_model1([([], ["word"])]) == []


def test_a_name_seen_once_is_recognised_by_its_spelling() -> None:
    table = {
        (row.ru, row.en): row.to_en
        for row in train_model1([(["трумэн", "принять", "посол"], ["truman", "receive", "envoy"])])
    }
    assert max(table, key=table.__getitem__) == ("трумэн", "truman")
