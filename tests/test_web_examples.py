"""The examples of web servers in docs/library.md run, each in its framework's own test client."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import bisearch
from bisearch.cli.demo_archive import archive

PAGE = Path(__file__).parent.parent / "docs" / "library.md"
# A block ```python FRAMEWORK needs that framework; `make docs` runs only plain ```python blocks.
BLOCKS = dict(re.findall(r"^```python (\w+)\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the index of the demonstration archive."""
    folder = tmp_path_factory.mktemp("web")
    bisearch.build(archive(), folder / "index")
    return folder


def test_there_is_an_example_for_each_framework() -> None:
    assert set(BLOCKS) == {"flask", "fastapi"}


@pytest.mark.parametrize("framework", BLOCKS)
def test_the_example_of_a_framework_runs(place: Path, framework: str) -> None:
    needed = ("fastapi", "httpx") if framework == "fastapi" else (framework,)
    for name in needed:
        pytest.importorskip(name, reason=f"{name} is not installed; it is in the extra dev")
    command = [sys.executable, "-W", "error::DeprecationWarning:__main__", "-c", BLOCKS[framework]]
    done = subprocess.run(command, cwd=place, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("framework", BLOCKS)
def test_the_example_of_a_framework_passes_strict_type_checking(tmp_path: Path, framework: str) -> None:
    pytest.importorskip(framework, reason=f"{framework} is not installed; it is in the extra dev")
    (tmp_path / f"{framework}_example.py").write_text(BLOCKS[framework], encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", str(tmp_path / f"{framework}_example.py")]
    done = subprocess.run(command, cwd=PAGE.parent.parent, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout
