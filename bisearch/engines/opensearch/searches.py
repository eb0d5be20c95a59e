"""Sends searches to a cluster, and accepts only complete answers from copies that have the generation's commit.

A node that was paused, or that is cut off from the others, may answer with an older state for a while. So every request
also asks for the mark of the commit, which each shard has, and names the copies to ask by one preference: the answer
counts only if all marks are there.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from bisearch.deadline import NO_DEADLINE
from bisearch.engines.opensearch.connection import (
    PASSING,
    SEARCH_PATIENCE,
    OutOfPatienceError,
    Waiting,
    is_passing,
    reason_of,
)
from bisearch.engines.opensearch.writer import gone_message
from bisearch.errors import ClusterError, PhraseTooWideError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bisearch.deadline import Deadline
    from bisearch.engines.opensearch.connection import Connection
    from bisearch.engines.opensearch.state import ClusterState

# Seconds to go on asking if all answers come from copies without the commit: no node stays behind for longer.
STALE_PATIENCE = 10.0
# Passages of one page, where all that match are asked for.
PAGE = 10_000


class StaleError(ClusterError):
    """The copies that answer do not have the commit."""


class _PassingError(Exception):
    """A search failed in a way that another try may not; the message says how."""


class Searches:
    """Searches in one generation of a cluster's index; safe to share between threads.

    Args:
        connection: the cluster.
        state: the generation.
        patience: seconds to go on asking.

    Attributes:
        requests: number of requests sent so far.
    """

    # Whether an answer without some shards is accepted; only a benchmark sets it, to see that it would notice.
    accepts_partial = False

    def __init__(self, connection: Connection, state: ClusterState, patience: float = SEARCH_PATIENCE) -> None:
        self._connection = connection
        self._state = state
        self._patience = patience
        self.requests = 0
        self._mark = {"size": 0, "track_total_hits": True, "query": {"term": {"commit": state.commit_id}}}

    def ask(self, bodies: Sequence[dict[str, Any]], deadline: Deadline = NO_DEADLINE) -> list[dict[str, Any]]:
        """Return the answers to some searches, which are sent in one request.

        Args:
            bodies: the searches.
            deadline: when they must end.

        Raises:
            ClusterError: the cluster does not give complete answers of the generation for too long.
            SearchTimeoutError: the searches took longer than the deadline allows.
        """
        waiting, stale = Waiting(self._patience, deadline), Waiting(STALE_PATIENCE, deadline)
        while True:
            deadline.check()
            try:
                return self._asked(bodies, waiting)
            except _PassingError as error:
                waiting.pause(self._connection.hosts, str(error))
            except StaleError as error:
                try:
                    stale.pause(self._connection.hosts, str(error))
                except OutOfPatienceError:
                    raise error from None

    def _asked(self, bodies: Sequence[dict[str, Any]], waiting: Waiting) -> list[dict[str, Any]]:
        """Send the searches once, and return their answers if they count."""
        header = {
            "index": self._state.index,
            "preference": os.urandom(6).hex(),
            "allow_partial_search_results": self.accepts_partial,
        }
        lines = [json.dumps(each, ensure_ascii=False) for body in (*bodies, self._mark) for each in (header, body)]
        self.requests += 1
        answered = self._connection.request("POST", "/_msearch", "\n".join(lines) + "\n", waiting=waiting)["responses"]
        for answer in answered:
            self._require_complete(answer)
        answers: list[dict[str, Any]] = answered[:-1]
        mark = answered[-1]
        if mark["hits"]["total"]["value"] != len(self._state.routes) and not self.accepts_partial:
            raise StaleError(self._stale_message())
        return answers

    def _require_complete(self, answer: dict[str, Any]) -> None:
        """Raise an error unless a search succeeded in every shard; `_PassingError` if it is worth asking again."""
        if "error" in answer:
            reason = reason_of(answer["error"])
            if answer.get("status") == 404 and "index_not_found" in reason:
                raise ClusterError(gone_message(self._state, self._connection.hosts))
            if "too_many" in reason and "clause" in reason:
                raise PhraseTooWideError("a query has too many words for the cluster; use fewer words or patterns")
            if answer.get("status") in PASSING or is_passing(answer["error"]):
                raise _PassingError(reason)
            raise ClusterError(f"the cluster at {', '.join(self._connection.hosts)} refuses a search: {reason}")
        shards = answer["_shards"]
        is_complete = shards["successful"] == shards["total"] and not (shards["failed"] or answer["timed_out"])
        if not (is_complete or self.accepts_partial):
            raise _PassingError(f"{shards['failed']} of {shards['total']} shards did not answer")

    def _stale_message(self) -> str:
        return (
            f"the cluster's index {self._state.index} lacks commit {self._state.commit_id[:8]} of this index: it is of"
            " another generation; use the newest copy of the index's folder, restore the cluster's index from the"
            " snapshot that belongs to it, or rebuild it from its sources with: bisearch index --rebuild PATH..."
        )
