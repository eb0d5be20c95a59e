"""Asks a cluster: what nobody answers, or what is turned away for want of room, is asked again for a bounded time."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConnectionTimeout,
    ImproperlyConfigured,
    SSLError,
    TransportError,
)
from opensearchpy.exceptions import ConnectionError as NodeGoneError

from bisearch.deadline import NO_DEADLINE
from bisearch.engines.opensearch.options import CA_CERT, CREDENTIALS, HOSTS, PASSWORD, TOKEN, USER, Credentials
from bisearch.errors import ClusterError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bisearch.deadline import Deadline
    from bisearch.engines.opensearch.options import ClusterOptions

# The client logs each refusal as a warning, which Python prints if nobody has said where warnings go.
logging.getLogger("opensearch").addHandler(logging.NullHandler())
# Seconds that a search and a change go on asking a cluster that does not answer or has no room.
SEARCH_PATIENCE, WRITE_PATIENCE = 60.0, 120.0
# Seconds that one node may take to answer; then another one is asked.
ANSWER = 20.0
# Connections to each node that are kept open.
THREADS = 16
# The first pause before asking again, in seconds; each further one is twice as long, up to the greatest.
PAUSE, GREATEST_PAUSE = 0.05, 2.0
# Statuses of what another node, or the same one later, may answer.
PASSING = frozenset({429, 502, 503, 504})
# Part of a message if disks are so full that nothing is written any more; waiting does not help.
FULL_DISK = "disk usage exceeded flood-stage watermark"


class NotThereError(ClusterError):
    """The cluster has no index or document of that name."""


class AlreadyThereError(ClusterError):
    """The cluster already has an index of that name: perhaps of a try whose answer was lost."""


class ConflictError(ClusterError):
    """Somebody else has changed a document since it was read."""


class OutOfPatienceError(ClusterError):
    """The cluster did not answer for too long."""


class Waiting:
    """The pauses between the tries of one request.

    Args:
        patience: seconds after which it is given up.
        deadline: when the search must end.

    Attributes:
        deadline: when the search must end.
    """

    def __init__(self, patience: float, deadline: Deadline = NO_DEADLINE) -> None:
        self._ends = time.monotonic() + patience
        self._patience = patience
        self.deadline = deadline
        self._pause = PAUSE

    @property
    def seconds_left(self) -> float:
        """How long a node may take to answer."""
        left = self.deadline.seconds_left
        return max(0.1, min(ANSWER, self._ends - time.monotonic(), ANSWER if left is None else left))

    def pause(self, hosts: Sequence[str], reason: str) -> None:
        """Pause before the next try.

        Raises:
            OutOfPatienceError: it has taken too long.
            SearchTimeoutError: the search must end.
        """
        self.deadline.check()
        if time.monotonic() + self._pause > self._ends:
            raise OutOfPatienceError(
                f"the cluster at {', '.join(hosts)} did not do what was asked within {self._patience:g} s: {reason};"
                f" check that its nodes run, or give other addresses with --hosts or {HOSTS}"
            )
        time.sleep(self._pause)
        self._pause = min(GREATEST_PAUSE, 2 * self._pause)


class Connection:
    """A connection to the nodes of a cluster; safe to share between threads.

    Args:
        options: the addresses, and the certificate that they are trusted by.

    Raises:
        ClusterError: no address is known, or the certificate or the credentials cannot be read.
    """

    def __init__(self, options: ClusterOptions) -> None:
        if not options.hosts:
            raise ClusterError(f"no address of a cluster is known; give them with --hosts or {HOSTS}")
        self.hosts = options.hosts
        credentials = Credentials.of_environment()
        arguments: dict[str, Any] = {}
        if credentials.token:
            arguments["headers"] = {"Authorization": f"Bearer {credentials.token}"}
        elif credentials.user:
            arguments["http_auth"] = (credentials.user, credentials.password)
        if options.ca_cert is not None:
            arguments["ca_certs"] = options.ca_cert
        try:
            # Each process that asks has few threads; each keeps one connection to each node.
            arguments["pool_maxsize"] = THREADS
            # A request that fails is sent again here, so that the pauses and their end are the same for all. The client
            # leaves out a node that did not answer in time only if it may send requests again.
            self._client = OpenSearch(list(options.hosts), max_retries=0, retry_on_timeout=True, **arguments)
        except (OSError, ValueError, ImproperlyConfigured) as error:
            raise ClusterError(f"{options.ca_cert}: the certificate cannot be used: {error}") from error

    def request(
        self,
        method: str,
        path: str,
        body: object = None,
        params: Mapping[str, object] | None = None,
        waiting: Waiting | None = None,
    ) -> Any:
        """Send a request and return the answer's JSON.

        Args:
            method: the method of HTTP.
            path: the path, from ``/``.
            body: what is sent as JSON, or lines of JSON.
            params: the parameters of the request.
            waiting: the pauses between the tries; None takes those of a change.

        Raises:
            NotThereError: the cluster lacks what is asked for.
            ConflictError: somebody else has changed it.
            OutOfPatienceError: no node has answered in time.
            ClusterError: the cluster refuses.
        """
        waiting = waiting or Waiting(WRITE_PATIENCE)
        while True:
            asked = {**(params or {}), "request_timeout": waiting.seconds_left}
            try:
                return self._client.transport.perform_request(method, path, params=asked, body=body)
            except SSLError as error:
                raise ClusterError(
                    f"the certificate of {', '.join(self.hosts)} is not trusted: {_last_line(error)};"
                    f" give the certificate that signed it with --ca-cert or {CA_CERT}"
                ) from None
            except (AuthenticationException, AuthorizationException) as error:
                raise self._refused(error) from None
            except TransportError as error:
                reason = self._passing_reason(error)
            waiting.pause(self.hosts, reason)

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def _passing_reason(self, error: TransportError) -> str:
        """Return why a request failed if it is worth sending again; otherwise raise the error that says why not."""
        if isinstance(error, ConnectionTimeout):
            return "a node did not answer in time"
        if isinstance(error, NodeGoneError):
            return "no connection to a node"
        reason = reason_of(error.info) or str(error.error)
        if FULL_DISK in reason:
            raise ClusterError(f"the cluster's disks are full: {reason}; free some space on its nodes") from None
        if error.status_code in PASSING or is_passing(error.info):
            return reason
        if "resource_already_exists_exception" in reason:
            raise AlreadyThereError(reason) from None
        if error.status_code == 404:
            raise NotThereError(f"the cluster at {', '.join(self.hosts)}: {reason}") from None
        if error.status_code == 409:
            raise ConflictError(f"the cluster at {', '.join(self.hosts)}: {reason}") from None
        raise ClusterError(f"the cluster at {', '.join(self.hosts)} refuses: {reason}") from None

    def _refused(self, error: TransportError) -> ClusterError:
        status = "does not know the user or token" if error.status_code == 401 else "does not allow it"
        return ClusterError(
            f"the cluster at {', '.join(self.hosts)} {status} (status {error.status_code}); set {USER} and {PASSWORD},"
            f" or {TOKEN}, or name a file with them in {CREDENTIALS}"
        )


def reason_of(info: object) -> str:
    """Return the reason in an answer that is an error, in one line; empty if it has none."""
    found: list[str] = []

    def collect(value: object) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("reason"), str):
                found.append(f"{value.get('type', 'error')}: {value['reason']}")
            for each in value.values():
                collect(each)
        elif isinstance(value, list):
            for each in value:
                collect(each)

    collect(info)
    return " ".join("; ".join(dict.fromkeys(found[-2:])).split()).rstrip(";")[:300]


def is_passing(info: object) -> bool:
    """Return whether an answer says that a node or a part of an index is away, which another try may not meet."""
    text = str(info)
    kinds = ("node_", "no_shard_available", "transport", "unavailable_shards", "not_cluster_manager", "shard_not_found")
    return any(f"'type': '{kind}" in text for kind in kinds)


def _last_line(error: Exception) -> str:
    return " ".join(str(error).split())[-200:]
