from __future__ import annotations

import time
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from bisearch.deadline import Deadline
from bisearch.engines.nodes import AnyTerm
from bisearch.engines.registry import TO_INSTALL_TANTIVY
from bisearch.errors import PhraseTooWideError, SearchTimeoutError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

engine = pytest.importorskip("bisearch.engines.tantivy.engine", reason=TO_INSTALL_TANTIVY)

from bisearch.engines.tantivy.query import MAX_STATES, _pattern_groups  # noqa: E402 -- tantivy may be missing

# Longer than tantivy takes to see a commit, in seconds.
SEEN = 0.8


def _index(folder: Path) -> None:
    with engine.TantivyWriter(folder) as writer:
        writer.add(1, {"en": [("smith",)]})
        writer.commit()


def test_a_pattern_has_no_more_states_than_tantivy_takes() -> None:
    draw = Random(3)
    words = {"".join(draw.choices("абвгдежз", k=draw.randint(1, 20))) for _ in range(500)}
    groups = list(_pattern_groups(words))
    assert sorted(word for group, _ in groups for word in group) == sorted(words)
    for group, states in groups:
        assert states <= MAX_STATES
        assert states == len({word.encode()[:end] for word in group for end in range(1, len(word.encode()) + 1)})


def test_a_word_that_no_pattern_can_have_is_refused() -> None:
    with pytest.raises(PhraseTooWideError, match="too long"):
        list(_pattern_groups(["слово", "я" * MAX_STATES]))


def test_a_search_looks_at_the_time_limit_after_each_call_of_tantivy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _index(tmp_path)
    reader = engine.TantivyReader(tmp_path)
    clock = [0.0]
    monkeypatch.setattr("bisearch.deadline.time.monotonic", lambda: clock[0])
    searcher = reader._searcher  # noqa: SLF001 -- to make its calls slow

    class Slow:
        """A searcher each of whose searches takes two seconds."""

        def __getattr__(self, name: str) -> object:
            return getattr(searcher, name)

        def search(self, *arguments: Any, **options: Any) -> Any:
            clock[0] += 2.0
            return searcher.search(*arguments, **options)

    smith = AnyTerm("en", ("smith",))
    asked: tuple[Callable[[Any], object], ...] = (
        lambda each: each.search(smith),
        lambda each: each.search(smith, 5),
        lambda each: each.search(smith, 0),
        lambda each: each.passages(smith),
        lambda each: each.weights(smith),
    )
    for ask in asked:
        limited = reader.for_search(Deadline(1))
        limited._searcher = Slow()  # noqa: SLF001
        with pytest.raises(SearchTimeoutError):
            ask(limited)
    reader.close()


def test_a_writer_leaves_no_file_to_lock_however_long_it_lives(tmp_path: Path) -> None:
    with engine.TantivyWriter(tmp_path) as writer:
        writer.add(1, {"en": [("smith",)]})
        writer.commit()
        time.sleep(SEEN)
        assert not list(tmp_path.glob("*.lock"))


def test_reading_neither_needs_nor_touches_a_file_to_lock(tmp_path: Path) -> None:
    _index(tmp_path)
    lock = tmp_path / ".tantivy-meta.lock"
    lock.mkdir()  # which cannot be opened as a file
    assert engine.TantivyReader(tmp_path).passage_count == 1
    lock.rmdir()
    lock.symlink_to(tmp_path / "nowhere")
    assert engine.TantivyReader(tmp_path).passage_count == 1
    assert not (tmp_path / "nowhere").exists()
