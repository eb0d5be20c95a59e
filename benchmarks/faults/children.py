"""The program in a child that is forked from this process, whose modules and dictionaries are loaded.

A run then takes a tenth of the time that it takes from the shell, and all of it is the command's own work.
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

if TYPE_CHECKING:
    from collections.abc import Sequence

# A child may take this many seconds by the clock before it is killed and counts as hung.
PATIENCE = 120


class Child:
    """A run of the command line, forked and waiting to be let go.

    Attributes:
        pid: of its process.
    """

    def __init__(self, arguments: Sequence[str]) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        self._socket, theirs = socket.socketpair()
        self.pid = os.fork()
        if self.pid == 0:
            self._socket.close()
            _become(arguments, theirs)
        theirs.close()

    def go(self) -> None:
        """Let it run."""
        self._socket.sendall(b"\n")

    def wait(self) -> tuple[int, str]:
        """Return its exit code, or the number of the signal that killed it, negative, and what it printed."""
        descriptor = os.pidfd_open(self.pid)
        try:
            if not select.select([descriptor], [], [], PATIENCE)[0]:
                os.kill(self.pid, signal.SIGKILL)
        finally:
            os.close(descriptor)
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        printed = ""
        with (
            self._socket,
            self._socket.makefile(encoding="utf-8", errors="replace") as file,
            suppress(ConnectionResetError),  # it was killed before it had begun
        ):
            printed = file.read()
        return code, printed


def _become(arguments: Sequence[str], theirs: socket.socket) -> None:
    """Be the program, and never return.

    What it prints is sent at the end, in one call of a kind that no file is written by.
    """
    printed = io.BytesIO()
    code = 1
    try:
        os.dup2(theirs.fileno(), 1)
        os.dup2(theirs.fileno(), 2)
        sys.stdout = sys.stderr = io.TextIOWrapper(printed, encoding="utf-8", write_through=True)
        sys.argv = ["bisearch", *arguments]
        theirs.recv(1)
        code = main()
    except BaseException:  # noqa: BLE001 -- whatever it is, it is shown, and the parent's own code must not go on here
        traceback.print_exc()
    finally:
        theirs.sendall(printed.getvalue())
        os._exit(code)
