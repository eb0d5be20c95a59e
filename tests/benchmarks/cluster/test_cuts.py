"""Cutting a node off makes rules for its packets alone, and removes them in any case."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from benchmarks.cluster import cuts
from benchmarks.cluster.cuts import Cut, CutError
from benchmarks.cluster.faults import FAULTS, Harness

if TYPE_CHECKING:
    from pathlib import Path

CUT = Cut((45001, 45002))
CHAIN = "bisearch-cut-45001"
REMOVED = [f"-D OUTPUT -o lo -j {CHAIN}", f"-F {CHAIN}", f"-X {CHAIN}"]
LIMIT = 30
# Writes its arguments into a file, and refuses those that have the text in the file "refused".
FAKE = """#!/bin/sh
echo "$*" >> "{folder}/log"
if [ -f "{folder}/refused" ] && echo "$*" | grep -q -e "$(cat "{folder}/refused")"; then
    echo "iptables: Permission denied (you must be root)." >&2
    exit 4
fi
"""
CUTS = "import sys, time; from benchmarks.cluster.cuts import Cut; kept = Cut((45001, 45002)).apply(); time.sleep(100)"


class Iptables:
    """An iptables that only notes what it is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        program = folder / "iptables"
        program.write_text(FAKE.format(folder=folder), encoding="utf-8")
        program.chmod(0o755)

    def refuse(self, text: str) -> None:
        """Refuse each command that has a text from now on."""
        (self._folder / "refused").write_text(text, encoding="utf-8")

    @property
    def asked(self) -> list[str]:
        """The commands so far, without the waiting for other users of iptables."""
        log = self._folder / "log"
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        assert all(line.startswith("-w 10 ") for line in lines)
        return [line.removeprefix("-w 10 ") for line in lines]


@pytest.fixture
def iptables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iptables:
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return Iptables(tmp_path)


@pytest.fixture
def own_group(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the processes the group that they have anyway, which needs no rights."""
    monkeypatch.setattr(cuts, "FIRST_GROUP", os.getgid() - CUT.ports[0])


def test_the_rules_drop_what_the_nodes_process_sends_and_what_others_send_to_its_ports() -> None:
    assert [" ".join(command) for command in CUT.rules()] == [
        f"iptables -w 10 -N {CHAIN}",
        f"iptables -w 10 -A {CHAIN} -m owner --gid-owner 2000045001 -j DROP",
        f"iptables -w 10 -A {CHAIN} -p tcp --dport 45001 -j DROP",
        f"iptables -w 10 -A {CHAIN} -p tcp --dport 45002 -j DROP",
        f"iptables -w 10 -I OUTPUT -o lo -j {CHAIN}",
    ]


def test_two_nodes_share_neither_chain_nor_group() -> None:
    other = Cut((45003, 45004))
    assert other.group != CUT.group
    assert not {tuple(command) for command in other.rules()} & {tuple(command) for command in CUT.rules()}


def test_the_longest_chain_name_is_short_enough_for_iptables() -> None:
    (name,) = (command[-1] for command in Cut((65535, 1)).rules() if "-N" in command)
    assert len(name) < 29


def test_the_guard_removes_the_rules_when_it_is_asked(iptables: Iptables) -> None:
    guard = CUT.apply()
    made = [" ".join(command[3:]) for command in CUT.rules()]
    assert iptables.asked == made
    guard.run()
    assert iptables.asked == made + REMOVED


def test_the_rules_are_removed_when_the_process_that_made_them_is_killed(iptables: Iptables) -> None:
    with subprocess.Popen([sys.executable, "-c", CUTS]) as process:
        _wait_for(iptables, f"-I OUTPUT -o lo -j {CHAIN}")
        assert REMOVED[0] not in iptables.asked
        process.kill()
    _wait_for(iptables, REMOVED[-1])
    assert iptables.asked[-3:] == REMOVED


def _wait_for(iptables: Iptables, command: str) -> None:
    ends = time.monotonic() + LIMIT
    while command not in iptables.asked:
        assert time.monotonic() < ends
        time.sleep(0.02)


def test_rules_that_were_made_before_one_is_refused_are_removed(iptables: Iptables) -> None:
    iptables.refuse("--gid-owner")
    with pytest.raises(CutError, match=r"^iptables refused: iptables: Permission denied \(you must be root\)\.$"):
        CUT.apply()
    assert iptables.asked == [f"-N {CHAIN}", f"-A {CHAIN} -m owner --gid-owner 2000045001 -j DROP", *REMOVED]


def test_rules_that_cannot_be_removed_are_an_error_with_the_command(iptables: Iptables) -> None:
    guard = CUT.apply()
    iptables.refuse(f"-X {CHAIN}")
    with pytest.raises(CutError, match=f"iptables -w 10 -X {CHAIN}"):
        guard.run()


@pytest.mark.usefixtures("own_group")
def test_a_machine_that_takes_the_rules_has_no_obstacle_and_keeps_none_of_them(iptables: Iptables) -> None:
    assert not cuts.obstacle(CUT.ports)
    assert iptables.asked[-3:] == REMOVED


@pytest.mark.usefixtures("iptables")
def test_a_process_that_cannot_get_a_group_is_an_obstacle(monkeypatch: pytest.MonkeyPatch) -> None:
    run = subprocess.run

    def refuse(*args: object, **options: object) -> object:
        if "group" in options:
            raise PermissionError(1, "Operation not permitted")
        return run(*args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", refuse)
    assert cuts.obstacle(CUT.ports) == "a process cannot get a group of its own: Operation not permitted"


@pytest.fixture
def path_without_iptables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("sh", "cat"):
        (tmp_path / name).symlink_to(shutil.which(name) or "")
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.usefixtures("path_without_iptables")
def test_a_fault_that_the_machine_does_not_permit_is_skipped_with_the_reason(tmp_path: Path) -> None:
    said: list[str] = []
    faults = [each for each in FAULTS if "cut off" in each]
    assert len(faults) == 2
    outcomes = Harness(tmp_path / "harness", 10, 10, said.append).run(faults, times=3)
    assert [(each.fault, each.count, each.obstacle) for each in outcomes] == [
        (fault, 0, "iptables is not installed") for fault in faults
    ]
    assert said == [f"{fault}: not tried: iptables is not installed" for fault in faults]
    assert not (tmp_path / "harness").exists()


def test_a_refusal_of_iptables_is_an_obstacle(iptables: Iptables) -> None:
    iptables.refuse("-N")
    assert cuts.obstacle(CUT.ports) == "iptables refused: iptables: Permission denied (you must be root)."
