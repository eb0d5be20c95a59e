"""Where a cluster is, how a new index is spread over it, and who asks."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from bisearch.errors import ClusterError
from bisearch.lazy_pattern import lazy_pattern
from bisearch.regular_files import read_regular
from bisearch.validation import check_counts, check_types

# Environment variables. The first two are used instead of the addresses and the certificate that an index remembers.
HOSTS, CA_CERT = "BISEARCH_OPENSEARCH_HOSTS", "BISEARCH_OPENSEARCH_CA_CERT"
USER, PASSWORD, TOKEN = "BISEARCH_OPENSEARCH_USER", "BISEARCH_OPENSEARCH_PASSWORD", "BISEARCH_OPENSEARCH_TOKEN"
CREDENTIALS = "BISEARCH_OPENSEARCH_CREDENTIALS"
# Bytes of a file of credentials; more is a mistake.
_MAX_CREDENTIALS = 1 << 16
_HOST = lazy_pattern(
    r"https?://[\w.-]+(?:\[[0-9a-fA-F:]+\])?(?::\d{1,5})?(?:/[\w./-]*)?|https?://\[[0-9a-fA-F:]+\](?::\d{1,5})?"
)


@dataclass(frozen=True, slots=True)
class ClusterOptions:
    """A cluster, and how a new index is spread over its nodes; an invalid value raises `ValueError`.

    An index remembers the addresses and the certificate's path. Users, passwords and tokens are only read from the
    environment and from a file that it names; see `Credentials`.

    Attributes:
        hosts: the addresses of some or all nodes, as in ``https://search-1.example.org:9200``.
        ca_cert: a file with the certificate that the nodes' certificates are signed with; None trusts the system's.
        shards: number of parts that a new index is divided into.
        replicas: number of further copies of each part of a new index, each on another node.
    """

    hosts: tuple[str, ...] = ()
    ca_cert: str | None = None
    shards: int = 3
    replicas: int = 1

    def __post_init__(self) -> None:
        if not isinstance(self.hosts, list | tuple) or not all(isinstance(host, str) for host in self.hosts):
            raise ValueError(f"hosts must be several addresses, not {self.hosts!r}")
        check_types("the path of a file", (str, os.PathLike), ca_cert=self.ca_cert)
        for host in self.hosts:
            if "@" in host:
                raise ValueError(f"an address must not contain a user or a password; set {USER} and {PASSWORD}")
            if not _HOST.fullmatch(host):
                raise ValueError(f"{host!r} is no address of a node, as in https://search-1.example.org:9200")
        check_counts(1, shards=self.shards)
        check_counts(0, replicas=self.replicas)

    @classmethod
    def of_environment(cls) -> ClusterOptions:
        """Return the addresses and the certificate that the environment names.

        Raises:
            ClusterError: an address is malformed.
        """
        try:
            return cls(hosts_of(os.environ.get(HOSTS, "")), os.environ.get(CA_CERT) or None)
        except ValueError as error:
            raise ClusterError(f"{HOSTS}: {error}") from error


def hosts_of(text: str) -> tuple[str, ...]:
    """Return the addresses in a text, separated by commas."""
    return tuple(host.strip().rstrip("/") for host in text.split(",") if host.strip())


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """Who asks a cluster. Neither an index nor a message ever contains them.

    Attributes:
        user: the user's name; empty if there is none.
        password: the user's password.
        token: a token to give instead of a user and a password; empty if there is none.
    """

    user: str = ""
    password: str = ""
    token: str = ""

    @classmethod
    def of_environment(cls) -> Credentials:
        """Return the credentials that the environment has, or that a file has which it names.

        The file has lines as in ``user: reader``, ``password: secret`` or ``token: ...``. Only its owner may read it.

        Raises:
            ClusterError: the file cannot be read, other users may read it, or a line is malformed.
        """
        named = os.environ.get(CREDENTIALS)
        values = _read(Path(named)) if named else {}
        for key, variable in (("user", USER), ("password", PASSWORD), ("token", TOKEN)):
            values[key] = os.environ.get(variable) or values.get(key, "")
        found = cls(**values)
        if found.user and not found.password:
            raise ClusterError(
                f"a user is given without a password; set {PASSWORD}, or add it to the file of credentials"
            )
        return found


def _read(path: Path) -> dict[str, str]:
    try:
        if os.name != "nt" and path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
            raise ClusterError(f"{path}: other users may read it; run: chmod 600 {path}")
        lines = read_regular(path, _MAX_CREDENTIALS).decode("utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise ClusterError(f"{path}: the file of credentials cannot be read: {error}") from error
    values = {}
    for number, line in enumerate(lines, 1):
        key, colon, value = line.partition(":")
        if not line.strip() or line.startswith("#"):
            continue
        if not colon or key.strip() not in {"user", "password", "token"}:
            raise ClusterError(f"{path}:{number}: must be user:, password: or token:, and a value")
        values[key.strip()] = value.strip()
    return values
