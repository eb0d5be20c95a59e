from __future__ import annotations

from random import Random

import pytest

from benchmarks.audit.corruptions import corrupt

RU = "12 февраля Жуковецкий не получил 47 ящиков для института."
EN = "On 12 February the physicist Zhukovetskii did not receive 47 crates for the institute."


@pytest.mark.parametrize("kind", ["omission", "number", "date", "name", "negation"])
def test_a_mistake_changes_one_side_and_is_the_same_for_the_same_seed(kind: str) -> None:
    made = [corrupt(kind, RU, EN, Random(3)) for _ in range(2)]  # type: ignore[arg-type]
    assert made[0] is not None
    assert made[0] == made[1]
    assert made[0].old in {RU, EN}
    assert made[0].new != made[0].old


def test_a_passage_without_a_place_for_a_mistake_gets_none() -> None:
    assert corrupt("number", "Лед встал.", "The ice formed.", Random(3)) is None
