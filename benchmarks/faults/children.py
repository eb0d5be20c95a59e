"""Runs the command line in a child forked from this process, which has the modules and dictionaries loaded already.

A forked run takes a tenth of the time of a run from the shell, because only the command's own work is left.
"""

from __future__ import annotations

import io
import os
import select
import signal
import socket
import sys
import traceback
from contextlib import suppress
from typing import TYPE_CHECKING

from bisearch.cli.main import main
from bisearch.storage.manifest import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Seconds of wall time after which a child is killed and counts as hung.
TIME_LIMIT = 120
# Seconds that the output of a child that has ended may take to arrive.
SECONDS_FOR_OUTPUT = 10
# What a child sends around its commit; see `report_commit`.
BEFORE_COMMIT, AFTER_COMMIT = b"\x01", b"\x02"


class Child:
    """A run of the command line, forked and waiting for `go`.

    Args:
        arguments: the arguments of the command line.
        before: called in the child just before the command runs, with the socket to the parent.

    Attributes:
        pid: process id of the child.
    """

    def __init__(self, arguments: Sequence[str], before: Callable[[socket.socket], None] | None = None) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        self._socket, theirs = socket.socketpair()
        self.pid = os.fork()
        if self.pid == 0:
            self._socket.close()
            _run_and_exit(arguments, theirs, before)
        theirs.close()
        self._socket.settimeout(TIME_LIMIT)

    def go(self) -> None:
        """Start the command, or continue it where it waits."""
        self._socket.sendall(b"\n")

    def await_byte(self, byte: bytes) -> bool:
        """Wait until the child sends a byte; return whether it did so before it ended or was killed for hanging."""
        try:
            while received := self._socket.recv(1):
                if received == byte:
                    return True
        except TimeoutError:
            os.kill(self.pid, signal.SIGKILL)
        return False

    def wait(self) -> tuple[int, str]:
        """Return the exit code, or the negative number of the signal that killed the child, and its output."""
        descriptor = os.pidfd_open(self.pid)
        try:
            if not select.select([descriptor], [], [], TIME_LIMIT)[0]:
                os.kill(self.pid, signal.SIGKILL)
        finally:
            os.close(descriptor)
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return code, self._printed()

    def _printed(self) -> str:
        received = bytearray()
        # Processes that the child started may outlive it, and keep its output open.
        self._socket.settimeout(SECONDS_FOR_OUTPUT)
        # A child that was killed before it started resets the connection.
        with self._socket, suppress(ConnectionResetError, TimeoutError):
            while block := self._socket.recv(1 << 16):
                received += block
        return received.decode(errors="replace")


def report_commit(theirs: socket.socket) -> None:
    """Make this process send a byte right before a commit and wait for `go`, and send one right after it.

    For `Child`'s `before`.
    """
    replace = os.replace

    def replacing(source: str, target: str) -> None:
        is_commit = os.path.basename(target) == MANIFEST  # noqa: PTH119 -- it may be bytes or text
        if is_commit:
            theirs.sendall(BEFORE_COMMIT)
            theirs.recv(1)
        replace(source, target)
        if is_commit:
            theirs.sendall(AFTER_COMMIT)

    os.replace = replacing  # type: ignore[assignment]


def _run_and_exit(
    arguments: Sequence[str], theirs: socket.socket, before: Callable[[socket.socket], None] | None
) -> None:
    """Run the program and exit; never returns.

    The output is sent at the end in one `send` call, so that it is not mistaken for a write to a file.
    """
    printed = io.BytesIO()
    code = 1
    try:
        os.dup2(theirs.fileno(), 1)
        os.dup2(theirs.fileno(), 2)
        sys.stdout = sys.stderr = io.TextIOWrapper(printed, encoding="utf-8", write_through=True)
        sys.argv = ["bisearch", *arguments]
        theirs.recv(1)
        if before is not None:
            before(theirs)
        code = main()
    except BaseException:  # noqa: BLE001 -- print it; the parent's code must not continue in the child
        traceback.print_exc()
    finally:
        try:
            theirs.sendall(printed.getvalue())
        finally:
            os._exit(code)  # also if the parent has gone
