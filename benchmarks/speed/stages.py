"""The time of each stage of indexing, or of other work, measured in one process while it runs.

A stage is a few functions. While one of them runs, its stage's clock runs and that of its caller's stage waits. The
clocks add about a hundredth to the time of indexing.
"""

from __future__ import annotations

import functools
import inspect
import time
from contextlib import ExitStack, contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any
from unittest import mock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

REST = "other"
_PROCESSOR, _WRITER = "bisearch.indexing.document_processor", "bisearch.storage.document_writer"
# For each stage, the functions that it consists of: their module and their name in it.
STAGES: dict[str, tuple[tuple[str, str], ...]] = {
    "reading files": (("bisearch.indexing.source_reader", "SourceReader.documents"),),
    "sentences and beads": ((_PROCESSOR, "align_texts"), (_PROCESSOR, "passages")),
    "words, dates, readings": ((_PROCESSOR, "DocumentProcessor._analyse"),),
    "lemmas of new words": (("bisearch.analysis.lemmatizer", "Lemmatizer.lemmas"),),
    "postings": (
        ("bisearch.engines.whoosh.engine", "WhooshWriter.add"),
        ("bisearch.engines.whoosh.engine", "WhooshWriter.commit"),
        ("bisearch.engines.tantivy.engine", "TantivyWriter.add"),
        ("bisearch.engines.tantivy.engine", "TantivyWriter.commit"),
    ),
    "texts and metadata": (
        (_PROCESSOR, "pack_block"), (_WRITER, "DocumentWriter.add"), (_WRITER, "DocumentWriter.add_tokens"),
        (_WRITER, "DocumentWriter.add_forms"), (_WRITER, "DocumentWriter.commit"),
    ),
    "vocabulary": ((_PROCESSOR, "DocumentProcessor.write_vocabulary"),),
    "learning words": (
        (_PROCESSOR, "DocumentProcessor.train"), (_WRITER, "DocumentWriter.replace_translations"),
        ("bisearch.indexing.generation_writer", "GenerationWriter._training_beads"),
    ),
    "learning phrases": (
        ("bisearch.lexicon.training", "learn_phrases"),
        ("bisearch.indexing.generation_writer", "listed_phrases"),
        (_WRITER, "DocumentWriter.replace_phrases"),
    ),
    "checking and committing": (
        ("bisearch.storage.index_folder", "IndexFolder.verify"),
        ("bisearch.storage.index_folder", "IndexFolder.commit"),
    ),
}  # fmt: skip


class Clocks:
    """Clocks of which one runs at a time.

    Args:
        names: the clocks besides that of the rest.
        timer: returns the present time in seconds; None takes the CPU time of this process.

    Attributes:
        spent: seconds by clock.
    """

    def __init__(self, names: Iterable[str] = STAGES, timer: Callable[[], float] | None = None) -> None:
        self.spent = dict.fromkeys((*names, REST), 0.0)
        self._running = [REST]
        self._now = timer or time.process_time
        self._began = self._now()

    def start(self, name: str) -> None:
        """Let a clock run, and the one that runs wait."""
        self._read()
        self._running.append(name)

    def stop(self) -> None:
        """Stop the clock that runs; the one that waits goes on."""
        self._read()
        self._running.pop()

    def seconds(self) -> dict[str, float]:
        """Return the seconds by clock."""
        self._read()
        return {name: round(seconds, 3) for name, seconds in self.spent.items()}

    def _read(self) -> None:
        now = self._now()
        self.spent[self._running[-1]] += now - self._began
        self._began = now


@contextmanager
def clocks(
    stages: Mapping[str, tuple[tuple[str, str], ...]] = STAGES, timer: Callable[[], float] | None = None
) -> Iterator[Clocks]:
    """Measure the stages of what runs in this process.

    Args:
        stages: for each stage, the functions that it consists of: their module and their name in it.
        timer: returns the present time in seconds; None takes the CPU time of this process.
    """
    running = Clocks(stages, timer)
    with ExitStack() as stack:
        for stage, functions in stages.items():
            for module, name in functions:
                owner: Any = import_module(module)
                *path, last = name.split(".")
                for part in path:
                    owner = getattr(owner, part)
                timed = _timed(getattr(owner, last), stage, running)
                stack.enter_context(mock.patch.object(owner, last, timed))
        yield running


def _timed(function: Callable[..., Any], stage: str, running: Clocks) -> Callable[..., Any]:
    # The time of a generator is that of its steps; `documents` returns one that other functions make.
    if function.__name__ == "documents" or inspect.isgeneratorfunction(function):
        return _timed_generator(function, stage, running)

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        running.start(stage)
        try:
            return function(*args, **kwargs)
        finally:
            running.stop()

    return call


def _timed_generator(function: Callable[..., Any], stage: str, running: Clocks) -> Callable[..., Any]:
    @functools.wraps(function)
    def steps(*args: Any, **kwargs: Any) -> Iterator[Any]:
        items = function(*args, **kwargs)
        while True:
            running.start(stage)
            try:
                item = next(items)
            except StopIteration:
                return
            finally:
                running.stop()
            yield item

    return steps
