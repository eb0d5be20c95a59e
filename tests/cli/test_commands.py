"""The list of commands and their help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.cli.commands import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[str]]


def test_every_command_is_listed_on_one_line_and_has_help(run: Run) -> None:
    listed = [line.split(maxsplit=1) for line in run("--help").stdout.split("Commands:\n")[1].splitlines()]
    assert [name for name, _ in listed] == sorted(COMMANDS)
    for name, says in listed:
        assert says.endswith(".")
        assert run(name, "--help").returncode == 0
