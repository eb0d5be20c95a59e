"""A cluster behind TLS and a password: nginx stands before the nodes, as a proxy or the security plugin would."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

import pytest

import bisearch
from benchmarks.cluster.nodes import free_ports
from bisearch.engines.opensearch import connection
from bisearch.engines.opensearch.options import (
    CA_CERT,
    CREDENTIALS,
    HOSTS,
    PASSWORD,
    TOKEN,
    USER,
    ClusterOptions,
    Credentials,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.cluster.nodes import Cluster

SECRET, BEARER = "raccoon-7431", "token-2258"
# The end of a command.
LIMIT = 120


class Proxy(NamedTuple):
    """Two addresses before the same nodes, one for a user and one for a token, and their certificate."""

    with_user: str
    with_token: str
    certificate: Path


@pytest.fixture(scope="module")
def proxy(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    for tool in ("nginx", "openssl"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    folder = tmp_path_factory.mktemp("nginx")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=search", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "cert.pem"],
        cwd=folder, check=True, capture_output=True, timeout=LIMIT,
    )  # fmt: skip
    (folder / "users").write_text(f"reader:{{PLAIN}}{SECRET}\n", encoding="utf-8")
    user, token = free_ports(2)
    nodes = "".join(f"server {host.removeprefix('http://')};" for host in cluster.hosts)
    places = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("proxy", "fastcgi", "uwsgi", "scgi"))
    tls = f"ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem; client_max_body_size 50m;"
    (folder / "nginx.conf").write_text(
        f"""
        daemon off; pid {folder}/pid; error_log {folder}/errors; user root; events {{}}
        http {{
          access_log off; client_body_temp_path {folder}/body; {places}
          upstream nodes {{ {nodes} }}
          server {{
            listen 127.0.0.1:{user} ssl; {tls} auth_basic search; auth_basic_user_file {folder}/users;
            location / {{ proxy_pass http://nodes; proxy_set_header Authorization ""; }}
          }}
          server {{
            listen 127.0.0.1:{token} ssl; {tls}
            if ($http_authorization != "Bearer {BEARER}") {{ return 401; }}
            location / {{ proxy_pass http://nodes; }}
          }}
        }}
        """,
        encoding="utf-8",
    )
    process = subprocess.Popen(["nginx", "-p", folder, "-c", folder / "nginx.conf"], stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", user)):
                    break
            time.sleep(0.1)
        yield Proxy(f"https://127.0.0.1:{user}", f"https://127.0.0.1:{token}", folder / "cert.pem")
    finally:
        process.terminate()
        process.wait(LIMIT)


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in (HOSTS, CA_CERT, CREDENTIALS, PASSWORD, TOKEN, USER):
        monkeypatch.delenv(variable, raising=False)


def run(*args: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bisearch", *map(str, args)]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", check=False, env={**os.environ, **environment}, timeout=LIMIT
    )


def text(folder: Path) -> Path:
    folder.mkdir()
    (folder / "a.ru.txt").write_text("Енот получил письмо.", encoding="utf-8")
    return folder


def test_a_password_is_read_from_the_environment_and_written_nowhere(proxy: Proxy, tmp_path: Path) -> None:
    index = tmp_path / "index"
    identity = {USER: "reader", PASSWORD: SECRET}
    built = run(
        "index", text(tmp_path / "s"), "--engine", "opensearch", "--hosts", proxy.with_user, "--ca-cert",
        proxy.certificate, "--shards", 1, "--jobs", 1, "--index", index, **identity,
    )  # fmt: skip
    assert (built.returncode, built.stderr) == (0, "")
    found = run("search", "--index", index, "письма", **identity)
    assert (found.returncode, found.stderr) == (0, "")
    assert "**письмо**" in found.stdout
    for path in index.rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes()
    refused = run("search", "--index", index, "письма")
    assert refused.returncode == 3
    assert refused.stderr.count("\n") == 1
    assert f"does not know the user or token (status 401); set {USER}" in refused.stderr
    wrong = run("search", "--index", index, "письма", **{**identity, PASSWORD: "other-9911"})
    assert wrong.returncode == 3
    assert "other-9911" not in wrong.stderr
    removed = run("delete-index", "--yes", "--index", index, **identity)
    assert (removed.returncode, removed.stderr) == (0, "")


def test_a_token_is_read_from_a_file(proxy: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = tmp_path / "secrets"
    secrets.write_text(f"# of the archive\ntoken: {BEARER}\n", encoding="utf-8")
    secrets.chmod(0o600)
    monkeypatch.setenv(CREDENTIALS, str(secrets))
    address = ClusterOptions((proxy.with_token,), str(proxy.certificate), shards=1)
    index = tmp_path / "index"
    bisearch.build([text(tmp_path / "s")], index, bisearch.BuildOptions(engine="opensearch", cluster=address, jobs=1))
    with bisearch.open(index) as opened:
        assert opened.search("енот").total == 1
    bisearch.delete_index(index)
    secrets.write_text("token: of somebody else\n", encoding="utf-8")
    with pytest.raises(bisearch.ClusterError, match="does not know the user or token"):
        connection.Connection(address).request("GET", "/")


def test_a_certificate_that_nobody_known_has_signed_is_not_trusted(proxy: Proxy) -> None:
    with pytest.raises(bisearch.ClusterError, match=r"is not trusted.*--ca-cert"):
        connection.Connection(ClusterOptions((proxy.with_user,))).request("GET", "/")


@pytest.mark.parametrize(
    ("content", "mode", "message"),
    [
        ("user: reader\npassword: x\n", 0o644, "other users may read it"),
        ("user: reader\n", 0o600, "without a password"),
        ("name: reader\n", 0o600, ":1: must be user:"),
        (None, 0o600, "cannot be read"),
    ],
)
def test_a_file_of_credentials_with_a_mistake_is_refused(
    content: str | None, mode: int, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "secrets"
    if content is not None:
        path.write_text(content, encoding="utf-8")
        path.chmod(mode)
    monkeypatch.setenv(CREDENTIALS, str(path))
    with pytest.raises(bisearch.ClusterError, match=message):
        Credentials.of_environment()


def test_credentials_show_no_secret() -> None:
    assert SECRET not in repr(Credentials("reader", SECRET, BEARER))


@pytest.mark.parametrize(
    ("host", "message"),
    [
        ("https://reader:secret@node:9200", "must not contain a user or a password"),
        ("node:9200", "is no address"),
        ("ftp://node", "is no address"),
        ("https://node:9200?x=1", "is no address"),
    ],
)
def test_an_address_has_a_scheme_and_no_password(host: str, message: str) -> None:
    with pytest.raises(ValueError, match=message) as error:
        ClusterOptions((host,))
    assert "secret" not in str(error.value)


def test_a_command_with_a_malformed_address_is_wrong_usage() -> None:
    done = run("index", "x", "--hosts", "https://reader:secret@node:9200")
    assert done.returncode == 2
    assert "--hosts: an address must not contain" in done.stderr
    assert "secret" not in done.stderr


@pytest.mark.parametrize(
    "host", ["https://node:9200", "http://10.0.0.1:9200", "https://node.example.org/search", "http://[::1]:9200"]
)
def test_an_address_may_name_a_port_and_a_path(host: str) -> None:
    assert ClusterOptions((host,)).hosts == (host,)
