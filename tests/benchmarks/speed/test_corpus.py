"""The synthetic corpus."""

from __future__ import annotations

from benchmarks.speed.corpus import Pair, passages


def test_a_larger_corpus_starts_with_the_smaller_one_and_has_a_larger_vocabulary() -> None:
    texts = (
        ("Посольство получило письмо из министерства.", "The embassy received a letter from the ministry."),
        ("Телеграмма отправлена в Москву.", "The telegram was sent to Moscow."),
    )
    pairs = [Pair(pair, ((0, 11), (4,))) for pair in texts]
    small, large = list(passages(pairs, 100)), list(passages(pairs, 2000))
    assert large[:100] == small
    words = [len({word for ru, _ in made for word in ru.split()}) for made in (small, large)]
    assert words[1] > 2 * words[0]
