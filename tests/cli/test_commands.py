"""The list of commands and their help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        (["serach", "x"], "No such command 'serach'. Did you mean search?"),
        (["Truman"], "No such command 'Truman'. To search for words: bisearch search WORDS"),
        (["lexicon", "imprt"], "No such command 'imprt'. Did you mean import?"),
        (["help", "idnex"], "No such command 'idnex'. Did you mean index?"),
        (["search", "--limti", "3", "x"], "--limit"),
    ],
)
def test_a_mistyped_name_gets_a_suggestion(run: Run, args: list[str], hint: str) -> None:
    done = run(*args)
    assert (done.returncode, done.stdout) == (2, "")
    assert hint in done.stderr


@pytest.mark.parametrize("names", [["search"], ["lexicon", "import"], ["help"]])
def test_help_prints_what_the_option_prints(run: Run, names: list[str]) -> None:
    done = run("help", *names)
    assert done.returncode == 0
    assert done.stdout == run(*names, "--help").stdout


def test_help_without_a_command_lists_the_commands(run: Run) -> None:
    assert run("help").stdout == run("--help").stdout


@pytest.mark.parametrize("group", [[], ["correct"], ["lexicon"], ["bench"]])
def test_a_group_without_a_command_prints_its_help_line_by_line(run: Run, group: list[str]) -> None:
    done, asked = run(*group), run(*group, "--help")
    assert done.returncode == 2
    assert done.stderr == asked.stdout
    assert len(done.stderr.splitlines()) > 5
