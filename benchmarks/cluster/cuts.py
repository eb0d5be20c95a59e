"""Cutting a node off the loopback by iptables, as a broken cable would, and undoing it in any case.

The node's ports alone are not enough: over the connections that it opened itself, it would still reach the other nodes.
Its process has a group of its own, so that the rules know its packets.
"""

from __future__ import annotations

import subprocess
from contextlib import suppress
from dataclasses import dataclass

# The group of a node's process is this plus its first port: on a usual machine, no user and no other node has it.
FIRST_GROUP = 2_000_000_000
# Seconds for one command, and seconds that iptables waits for another user of it.
LIMIT, WAIT = 60, 10


class CutError(Exception):
    """A node cannot be cut off, or the rules cannot be removed; the message says why."""


class Guard:
    """A process that runs a command as soon as it is asked, or this process ends in any way.

    Args:
        command: a command of the shell.
    """

    def __init__(self, command: str) -> None:
        self._command = command
        self._process = subprocess.Popen(
            ["sh", "-c", f"cat > /dev/null; {command}"],
            stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    def run(self) -> None:
        """Run the command now.

        Raises:
            CutError: it failed.
        """
        self._process.communicate(timeout=LIMIT)
        if self._process.returncode:
            raise CutError(f"this command failed: {self._command}")


@dataclass(frozen=True, slots=True)
class Cut:
    """The rules that drop each packet to and from one node.

    Attributes:
        ports: the ports that the node listens on.
    """

    ports: tuple[int, ...]

    @property
    def group(self) -> int:
        """The group of the node's process."""
        return FIRST_GROUP + self.ports[0]

    @property
    def removal(self) -> str:
        """The shell's command that removes the rules, also if only some of them were made."""
        chain = self._chain
        return "; ".join(f"iptables -w {WAIT} {each}" for each in (f"-D {self._jump}", f"-F {chain}", f"-X {chain}"))

    def rules(self) -> list[list[str]]:
        """Return the commands that make the rules; only the last one gives them an effect."""
        matches = [f"-m owner --gid-owner {self.group}", *(f"-p tcp --dport {port}" for port in self.ports)]
        changes = [f"-N {self._chain}", *(f"-A {self._chain} {each} -j DROP" for each in matches), f"-I {self._jump}"]
        return [["iptables", "-w", str(WAIT), *each.split()] for each in changes]

    def apply(self) -> Guard:
        """Cut the node off.

        Returns:
            Guard: removes the rules.

        Raises:
            CutError: iptables is missing or refuses; then no rule is left.
        """
        guard = Guard(self.removal)
        try:
            for command in self.rules():
                _run(command)
        except BaseException as error:
            with suppress(CutError):  # perhaps no rule was made
                guard.run()
            if isinstance(error, FileNotFoundError):
                raise CutError("iptables is not installed") from error
            raise
        return guard

    @property
    def _chain(self) -> str:
        return f"bisearch-cut-{self.ports[0]}"

    @property
    def _jump(self) -> str:
        # A packet of the loopback passes OUTPUT as well as INPUT, and INPUT knows no owner.
        return f"OUTPUT -o lo -j {self._chain}"


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=False)
    if done.returncode:
        refused = next(iter(done.stderr.splitlines()), f"exit code {done.returncode}")
        raise CutError(f"iptables refused: {refused}")


def obstacle(ports: tuple[int, ...]) -> str:
    """Return why nodes cannot be cut off on this machine, or nothing if they can.

    Args:
        ports: ports that nothing listens on; their packets are dropped for a moment.
    """
    cut = Cut(ports)
    try:
        cut.apply().run()
    except CutError as error:
        return str(error)
    try:
        subprocess.run(["true"], group=cut.group, timeout=LIMIT, check=True)
    except OSError as error:
        return f"a process cannot get a group of its own: {error.strerror}"
    return ""
