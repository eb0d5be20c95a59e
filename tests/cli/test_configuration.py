"""The configuration file: where it is, which values it may have, and what comes before it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from bisearch.cli.commands import COMMANDS, cli
from bisearch.cli.configuration import KEYS, configuration_file, default_map, read_configuration
from bisearch.engines.registry import ENGINES

if TYPE_CHECKING:
    from pathlib import Path


def bisearch(cwd: Path, *args: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bisearch", *map(str, args)]
    plain = {"PATH": "/usr/bin:/bin", "HOME": str(cwd / "home")}
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", env={**plain, **environment}, check=False, cwd=cwd, timeout=120
    )


def test_every_key_is_an_option_of_a_command() -> None:
    context = click.Context(cli)
    commands = [cli.get_command(context, name) for name in COMMANDS]
    commands += [inner for each in commands if isinstance(each, click.Group) for inner in each.commands.values()]
    names = {parameter.name for command in commands if command is not None for parameter in command.params}
    assert set(KEYS) <= names
    for engine in ENGINES:
        assert KEYS["engine"].is_valid(engine)


def test_the_nearest_file_comes_before_those_above_and_the_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tmp_path / "a" / "b"
    (tmp_path / "xdg" / "bisearch").mkdir(parents=True)
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    monkeypatch.delenv("BISEARCH_CONFIG", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    assert configuration_file() is None
    for folder in (tmp_path / "xdg" / "bisearch", tmp_path, inner):
        (folder / "bisearch.toml").write_text("limit = 3\n")
        assert configuration_file() == folder / "bisearch.toml"
    monkeypatch.setenv("BISEARCH_CONFIG", "")
    assert configuration_file() is None
    assert default_map(("search",)) == {}


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("limit = 3\nlimti = 4\n", 2, "unknown key 'limti'; did you mean limit?"),
        ("\n\nlimit = 'x'\n", 3, "limit must be a whole number from 1, not 'x'"),
        ("limit = true", 1, "limit must be a whole number"),
        ("lang = 'fr'", 1, 'lang must be "ru" or "en", not \'fr\''),
        ("translate = 1", 1, "translate must be true or false"),
        ("index = ''", 1, "index must be a text in quotes"),
        ("[search]\nlimit = 3", 1, "unknown key 'search'"),
        ("limit = 3\nnames =\n", 2, "not TOML"),
    ],
)
def test_a_mistake_is_reported_with_its_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    path = tmp_path / "bisearch.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(click.UsageError) as raised:
        read_configuration(path)
    assert str(raised.value).startswith(f"{path}:{line}: ")
    assert reason in str(raised.value)


@pytest.mark.parametrize("content", [b"limit = 3 # \xff", b"\xef\xbb\xbflimit = 3", b"limit", b"[" * 5_000])
def test_a_file_that_is_not_toml_is_reported_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bisearch.toml"
    path.write_bytes(content)
    done = bisearch(tmp_path, "search", "x")
    assert done.returncode == 2
    assert str(path) in done.stderr
    assert "Traceback" not in done.stderr


def test_the_command_line_comes_before_the_environment_and_the_file(tmp_path: Path, index_folder: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "index").symlink_to(index_folder)
    (tmp_path / "bisearch.toml").write_text('index = "index"\nlimit = 1\n')
    assert "1 of " in bisearch(inner, "search", "энергии").stdout
    assert "1 of " not in bisearch(inner, "search", "--limit", "5", "энергии").stdout
    assert bisearch(inner, "stats", BISEARCH_INDEX="none").returncode == 3
    assert bisearch(inner, "stats", "--index", index_folder, BISEARCH_INDEX="none").returncode == 0
    shown = bisearch(inner, "config").stdout
    assert shown.splitlines() == [f"{tmp_path / 'bisearch.toml'}:", f'  index = "{tmp_path / "index"}"', "  limit = 1"]


def test_help_is_printed_in_spite_of_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "bisearch.toml").write_text("x")
    assert bisearch(tmp_path, "--help").returncode == 0
