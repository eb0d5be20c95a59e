"""The synthetic corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.speed.corpus import Pair, passages, write_pages

if TYPE_CHECKING:
    from pathlib import Path


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


def test_pages_have_all_sentences_of_the_corpus_in_two_files_each_and_some_are_long(tmp_path: Path) -> None:
    pairs = [Pair((f"Письмо {number} получено.", f"Letter {number} received."), ((), ())) for number in range(50)]
    pages = write_pages(pairs, 3_000, tmp_path / "pages")
    made = list(passages(pairs, 3_000))
    for place, side in enumerate(("ru", "en")):
        texts = [
            (tmp_path / "pages" / f"page-{number:06}.{side}.txt").read_text(encoding="utf-8") for number in range(pages)
        ]
        assert (
            " ".join(text.replace("\n", " ") for text in texts).split()
            == " ".join(pair[place] for pair in made).split()
        )
        lengths = sorted(text.count(".") for text in texts)
        assert lengths[-1] > 10 * lengths[len(lengths) // 2]
    assert len(list((tmp_path / "pages").iterdir())) == 2 * pages
    first = [(tmp_path / "pages" / f"page-000000.{side}.txt").read_text(encoding="utf-8") for side in ("ru", "en")]
    assert first[0].count("\n\n") == first[1].count("\n\n")
