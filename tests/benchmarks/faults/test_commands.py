"""The command `faults`."""

from __future__ import annotations

from click.testing import CliRunner

from benchmarks.faults.commands import faults_command
from benchmarks.faults.suite import KINDS


def test_an_unknown_kind_is_refused_with_the_list_of_kinds() -> None:
    done = CliRunner().invoke(faults_command, ["--kind", "none"])
    assert done.exit_code == 2
    assert all(kind in done.stderr for kind in KINDS)
