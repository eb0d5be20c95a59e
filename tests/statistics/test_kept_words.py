"""The words of a commit are read once for all counts, unless they are many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import bisearch
from bisearch.deadline import NO_DEADLINE
from bisearch.statistics import kept_words
from bisearch.statistics.kept_words import KeptWords

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from bisearch.statistics.side_tokens import SideTokens


def tokens_twice(folder: Path) -> tuple[SideTokens, SideTokens]:
    with bisearch.open(folder) as index, index._open_snapshot() as snapshot:  # noqa: SLF001 -- what a count uses
        words = KeptWords(snapshot.store)
        known = len(words.forms().forms)
        return words.tokens("ru", known, NO_DEADLINE), words.tokens("ru", known, NO_DEADLINE)


def test_few_words_are_read_once(counted_folders: dict[str, Path]) -> None:
    first, second = tokens_twice(counted_folders["whoosh"])
    assert first is second


def test_many_words_are_not_kept(counted_folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_words, "MOST_WORDS", 3)
    monkeypatch.setattr(kept_words, "MOST_FORMS", 3)
    first, second = tokens_twice(counted_folders["whoosh"])
    assert first is not second
    assert first.forms.tolist() == second.forms.tolist()


def test_a_count_after_a_commit_counts_the_new_words(tmp_path: Path) -> None:
    index = tmp_path / "index"
    options = bisearch.BuildOptions(jobs=1)
    (tmp_path / "a.ru.txt").write_text("Завод стоит.", encoding="utf-8")
    bisearch.build([tmp_path], index, options)
    with bisearch.open(index) as opened:
        assert opened.concordance("завод").total == 1
        (tmp_path / "b.ru.txt").write_text("Новый завод. Этот завод велик.", encoding="utf-8")
        bisearch.build([tmp_path], index, options)
        assert opened.concordance("завод").total == 1
        assert opened.refresh()
        assert opened.concordance("завод").total == 3
        assert opened.concordance("завод", filters="id:b").total == 2
