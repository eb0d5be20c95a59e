from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch import Document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bisearch.audit.findings import Finding, Kind

    Pairs = list[tuple[str, str]]

# Enough pairs of common words for a lexicon to be learned from; the institute and its people are invented.
ORDINARY: Pairs = [
    ("Институт получил приборы из Ленинграда.", "The institute received the instruments from Leningrad."),
    ("Директор подписал приказ о поездке.", "The director signed the order on the journey."),
    ("Сотрудники отправились на станцию.", "The employees set off for the station."),
    ("Лаборатория проверила старые журналы.", "The laboratory checked the old logbooks."),
    ("Комиссия приняла решение о ремонте.", "The commission took a decision on repairs."),
]


@pytest.fixture
def audit(tmp_path: Path) -> Callable[..., list[Finding]]:
    """Return a function that audits a document of some pairs among ordinary ones."""

    def run(pairs: Pairs, *kinds: Kind, query: str = "") -> list[Finding]:
        documents = [Document(id="letter-1", passages=[*ORDINARY, *pairs, *ORDINARY])]
        bisearch.build(documents, tmp_path / "index", bisearch.BuildOptions(jobs=1))
        with bisearch.open(tmp_path / "index") as index:
            return list(index.audit(query, kinds or None))

    return run
