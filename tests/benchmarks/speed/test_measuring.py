"""Measuring latencies and memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.speed.measuring import latencies, memory


def test_each_round_of_latencies_asks_every_query_once() -> None:
    asked: list[str] = []
    measured = latencies(asked.append, ["one", "two", "longer"], lambda query: str(len(query)), rounds=2)
    assert asked == ["one", "two", "longer"] * 3
    assert list(measured) == ["3", "6"]
    assert all(0 <= each.median <= each.p95 <= each.p99 for each in measured.values())


@pytest.mark.skipif(
    not Path("/proc/self/smaps_rollup").exists(), reason="the system does not report proportional memory"
)
def test_memory_includes_child_processes() -> None:
    code = "held = b'x' * (50 << 20); print('ready', flush=True); input()"
    alone = memory(os.getpid())
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        together = memory(os.getpid())
        process.communicate(b"\n")
    assert together > alone + (50 << 10)
