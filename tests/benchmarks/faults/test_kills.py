"""Killing indexing."""

from __future__ import annotations

import os
import shutil
import time
from random import Random
from typing import TYPE_CHECKING

from benchmarks.faults import kills
from bisearch.storage.manifest import write_manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    import pytest

    from benchmarks.faults.outcome import Outcome
    from bisearch.storage.manifest import Manifest

    Check = Callable[[Iterable[Outcome], int], None]


def test_a_kill_at_any_moment_loses_nothing(tmp_path: Path, engine: str, assert_survived: Check) -> None:
    outcomes = kills.run(tmp_path, engine, 2, Random(1))
    assert_survived(outcomes, 2)
    assert outcomes[-1].notes["left the new state"]


def test_a_writer_that_removes_the_old_state_early_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a fault on purpose: the committed generation is removed just before the commit."""

    def too_early(folder: Path, manifest: Manifest) -> None:
        for old in folder.glob("generation-*"):
            if not old.name.endswith(f"{manifest.generation:06}"):
                shutil.rmtree(old)
        write_manifest(folder, manifest)

    replace = os.replace

    def slow_replace(source: str, target: str) -> None:
        time.sleep(0.3)  # so that most kills around the commit hit this moment
        replace(source, target)

    monkeypatch.setattr("bisearch.storage.index_folder.write_manifest", too_early)
    monkeypatch.setattr(os, "replace", slow_replace)
    _, around = kills.run(tmp_path, "whoosh", 4, Random(1))
    assert around.failures
