"""Errors for programs and assistants: what is wrong, where, and what to do about it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, NamedTuple

from bisearch.errors import (
    BisearchError,
    ClusterError,
    CorrectionsFileError,
    DocumentIdError,
    EncoderError,
    ExportError,
    IndexLockedError,
    PermanentReferenceError,
    QueryCostError,
    QueryError,
    SearchTimeoutError,
    SourceError,
)
from bisearch.sanitizing import clean, clean_lines
from bisearch.server.work import BusyError

if TYPE_CHECKING:
    from collections.abc import Mapping

PROBLEM_TYPE = "application/problem+json"
_LOG = logging.getLogger(__name__)
_SHOWN = 2000


class ArchiveChangedError(Exception):
    """The archive has changed since the first page of a list."""


class Problem(NamedTuple):
    """An error as RFC 9457 describes one.

    Attributes:
        status: the HTTP status.
        kind: the kind of error, in one word.
        title: the kind of error, in English; the same for each error of a kind.
        detail: what is wrong.
        remedy: what to do about it.
        more: further members, such as the position of a mistake.
    """

    status: int
    kind: str
    title: str
    detail: str
    remedy: str
    more: Mapping[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        """Return the members of the JSON object."""
        return {
            "type": f"urn:bisearch:problem:{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "remedy": self.remedy,
            **self.more,
        }


def problem_of(error: Exception) -> Problem:
    """Return what is known of an error; one that the caller cannot mend is logged."""
    detail = clean_lines(str(error))[:_SHOWN]
    match error:
        case QueryError():
            kind, title = ("cost", "The query asks for too much") if isinstance(error, QueryCostError) else _MISTAKE
            return Problem(400, kind, title, detail, _query_remedy(error), _query_members(error))
        case SearchTimeoutError():
            return Problem(503, "timeout", "The work took too long", detail, "Ask for less: add a filter by date.")
        case BusyError() | ClusterError() | IndexLockedError():
            return _passing(error)
        case DocumentIdError():
            return Problem(404, "document", "There is no such document", detail, "Take an id from a search or a list.")
        case EncoderError():
            return Problem(404, "vectors", "The archive cannot be searched by meaning", detail, "Search by words.")
        case PermanentReferenceError():
            return Problem(404, "reference", "The reference leads to nothing", detail, "Take one from a search.")
        case ArchiveChangedError():
            return Problem(
                409,
                "changed",
                "The archive has changed",
                "the archive has changed since the first page",
                "Start again.",
            )
        case ExportError() | SourceError() | ValueError() | TypeError():
            return Problem(400, "argument", "An argument has an impossible value", detail, "Change the argument.")
        case BisearchError() if not isinstance(error, CorrectionsFileError):
            _LOG.error("%s", clean(str(error)))
        case _:
            _LOG.error("%s", clean(f"{type(error).__name__}: {error}"))
    return Problem(500, "server", "The server failed", "the server could not answer", "Ask the archive's keeper.")


def _passing(error: BusyError | ClusterError | IndexLockedError) -> Problem:
    """Return the problem of an error that may be gone soon; the addresses of a cluster are only logged."""
    if isinstance(error, BusyError):
        return Problem(503, "busy", "Too many requests wait", "the server has no room", "Ask again in two seconds.")
    if isinstance(error, IndexLockedError):
        detail = "another process is writing to the index"
        return Problem(503, "busy", "The archive is being changed", detail, "Ask again in a minute.")
    _LOG.error("%s", clean(str(error)))
    title = "The archive cannot be searched now"
    return Problem(503, "cluster", title, "its cluster does not answer", "Ask again in a minute.")


def invalid(name: str, reason: str) -> Problem:
    """Return the problem of an argument of the wrong form.

    Args:
        name: the name of the argument.
        reason: what is wrong with it.
    """
    detail = clean_lines(f"{name}: {reason}")[:_SHOWN]
    return Problem(422, "argument", "An argument has an impossible value", detail, "Change the argument.", {
        "argument": clean(name)[:_SHOWN],
    })  # fmt: skip


_MISTAKE = ("query", "The query has a mistake")


def _query_remedy(error: QueryError) -> str:
    if error.instead:
        return f"Ask instead: {clean(error.instead)[:_SHOWN]}"
    return "Correct the query at the position, or put the words in quotation marks."


def _query_members(error: QueryError) -> dict[str, Any]:
    mending = error.mending._asdict() if error.mending is not None else None
    return {
        "query": error.query,
        "position": error.position,
        "reason": error.reason,
        "mending": mending,
        "instead": error.instead,
    }
