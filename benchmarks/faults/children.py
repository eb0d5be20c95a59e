"""The program in a child that is forked from this process, whose modules and dictionaries are loaded.

A run then takes a tenth of the time that it takes from the shell, and all of it is the command's own work.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import traceback
from typing import TYPE_CHECKING

from bisearch.__main__ import main

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# A child may take this many seconds by the clock before it is killed and counts as hung.
PATIENCE = 120


class Child:
    """A run of the command line, forked and waiting to be let go.

    Args:
        arguments: of the program.
        printed: file for what it prints.

    Attributes:
        pid: of its process.
    """

    def __init__(self, arguments: Sequence[str], printed: Path) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        gate, self._key = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._key)
            _become(arguments, printed, gate)
        os.close(gate)

    def go(self) -> None:
        """Let it run."""
        os.close(self._key)

    def wait(self) -> int:
        """Return its exit code, or the number of the signal that killed it, negative, as `subprocess` has it."""
        descriptor = os.pidfd_open(self.pid)
        try:
            if not select.select([descriptor], [], [], PATIENCE)[0]:
                os.kill(self.pid, signal.SIGKILL)
        finally:
            os.close(descriptor)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def _become(arguments: Sequence[str], printed: Path, gate: int) -> None:
    """Be the program, and never return."""
    code = 1
    try:
        file = printed.open("w", encoding="utf-8", buffering=1)
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
        sys.stdout = sys.stderr = file
        sys.argv = ["bisearch", *arguments]
        os.read(gate, 1)  # until whoever started it closes the other end
        main()
    except SystemExit as leave:
        code = int(leave.code or 0)
    except BaseException:  # noqa: BLE001 -- whatever it is, it is shown, and the parent's own code must not go on here
        traceback.print_exc()
    finally:
        os._exit(code)
