"""Signals in the command's own process."""

from __future__ import annotations

import subprocess
import sys

import pytest

# Python swallows an exception raised in a __del__; this one runs for a while.
SWALLOWED = """
import os, signal, sys, time
from bisearch.cli import process

class Slow:
    def __del__(self):
        os.kill(os.getpid(), signal.SIG{name})
        for _ in range(1000):
            pass

process.handle_signals()
try:
    Slow()
    time.sleep(30)
except KeyboardInterrupt:
    process.ignore_signals()
    sys.exit(process.exit_code())
"""


@pytest.mark.parametrize(("name", "code"), [("INT", 130), ("TERM", 143)])
def test_an_interrupt_that_python_swallows_is_raised_again(name: str, code: int) -> None:
    program = SWALLOWED.format(name=name)
    command = ["bash", "-c", 'trap - INT; exec "$@"', "bash", sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (code, "")


def test_other_errors_in_a_destructor_are_still_printed() -> None:
    program = (
        "from bisearch.cli import process\nclass Bad:\n"
        " def __del__(self): raise ZeroDivisionError\nprocess.handle_signals()\nBad()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "ZeroDivisionError" in done.stderr
