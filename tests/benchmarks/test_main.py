"""The benchmarks' command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import COMMANDS

ROOT = Path(__file__).parents[2]


def help_of(*arguments: str) -> str:
    command = [sys.executable, "-X", "importtime", "-m", "benchmarks", *arguments, "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert not {"numpy", "scipy", "nltk", "ir_measures"} & {
        line.rpartition("|")[2].strip() for line in done.stderr.splitlines()
    }
    return done.stdout


def test_help_lists_every_command_and_loads_no_benchmark() -> None:
    listed = help_of()
    assert all(str(command.name) in listed for command in COMMANDS)


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_the_help_of_a_command_loads_no_benchmark(name: str) -> None:
    assert name in help_of(name)
