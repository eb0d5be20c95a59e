"""The command `serve`."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import urllib.request
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


def serve(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bisearch", "serve", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_the_server_says_its_address_answers_and_ends_on_a_signal(index_folder: Path) -> None:
    command = [sys.executable, "-m", "bisearch", "serve", str(index_folder), "--port", "0", "--title", "Архив"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            address = process.stderr.readline().split()[0]
            with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 -- our own server
                assert "Архив" in answer.read().decode()
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0
        finally:
            process.kill()


def test_a_port_in_use_is_one_line(index_folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = serve(index_folder, "--port", str(port))
    assert result.returncode == 3
    expected = f"bisearch: cannot listen at 127.0.0.1:{port}: the port is in use; choose another one with --port\n"
    assert result.stderr == expected


def test_a_missing_index_is_one_line(tmp_path: Path) -> None:
    result = serve(tmp_path / "none", "--port", "0")
    assert result.returncode == 3
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--host", "0.0.0.0"], "--allow-host"),  # noqa: S104 -- it is refused
        (["--host", "0.0.0.0", "--allow-host", "archive.example"], "--public"),  # noqa: S104
        (["--host", "::", "--public"], "--allow-host"),
    ],
)
def test_others_are_let_in_only_on_purpose(index_folder: Path, arguments: list[str], said: str) -> None:
    result = serve(index_folder, *arguments)
    assert result.returncode == 2
    assert said in result.stderr


def test_a_token_is_one_word_of_a_file(index_folder: Path, tmp_path: Path) -> None:
    for content in ("", "two words", "\n"):
        (tmp_path / "token").write_text(content, encoding="utf-8")
        result = serve(index_folder, "--token-file", tmp_path / "token")
        assert result.returncode == 2
        assert "must hold one token" in result.stderr
