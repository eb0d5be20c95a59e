"""A processor that dies or is slow at some documents; the workers of the tests import it from this folder."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from bisearch.indexing.document_processor import DocumentProcessor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.indexing.document_processor import CorrectedDocument
    from bisearch.indexing.prepared_documents import PreparedBatch


class TroubledProcessor(DocumentProcessor):
    """Has a trouble with some documents.

    Attributes:
        troubles: by the id of a document: "dies", a number of seconds to sleep, or a file that is made before the
            process dies, so that it dies once.
    """

    troubles: ClassVar[dict[str, str | float | Path]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own_troubles = dict(self.troubles)

    def _analyse(self, batch: Iterable[CorrectedDocument], *, is_new: bool) -> PreparedBatch:
        documents = list(batch)
        for document in documents:
            match self.own_troubles.get(document.metadata.id):
                case float() as seconds:
                    time.sleep(seconds)
                case "dies":
                    os.kill(os.getpid(), signal.SIGKILL)
                case Path() as place if not place.exists():
                    place.touch()
                    os.kill(os.getpid(), signal.SIGKILL)
        return super()._analyse(documents, is_new=is_new)


class Calculator:
    """An object to serve."""

    def __init__(self) -> None:
        self.calls = 0

    def halved(self, number: int) -> tuple[int, int, int]:
        """Return this process, how many calls the object has had, and the half of an even number."""
        self.calls += 1
        if number % 2:
            raise ValueError(f"{number} is odd")
        return os.getpid(), self.calls, number // 2


def refuse_files_in(folder: str) -> None:
    """Let this process open and list nothing in a folder from now on."""

    def refuse(_event: str, arguments: tuple[object, ...]) -> None:
        if any(isinstance(each, str | bytes) and folder in os.fsdecode(each) for each in arguments):
            raise PermissionError(f"a worker opens a file in {folder}")

    sys.addaudithook(refuse)
