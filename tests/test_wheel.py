"""The built wheel works by itself: in an environment of its own, outside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command without anything of this environment on its path."""
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "BISEARCH_INDEX"}}
    return subprocess.run(
        list(map(str, command)), cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def pip(*arguments: str | Path, folder: Path, python: Path | str = sys.executable) -> None:
    """Run pip; skip the test if the package registry cannot be reached."""
    done = run(python, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments, folder=folder)
    if done.returncode and any(sign in done.stderr for sign in ("NewConnectionError", "Temporary failure in name")):
        pytest.skip("the package registry cannot be reached")
    assert done.returncode == 0, done.stderr


@pytest.mark.timeout(1_200)
def test_the_wheel_runs_the_demonstration_in_an_empty_environment(tmp_path: Path) -> None:
    pip("wheel", "--no-deps", "--wheel-dir", tmp_path, ROOT, folder=tmp_path)
    (wheel,) = tmp_path.glob("bisearch_archive-*.whl")
    venv.create(tmp_path / "empty", with_pip=True)
    binaries = tmp_path / "empty" / "bin"
    pip("install", wheel, folder=tmp_path, python=binaries / "python")
    found = run(binaries / "python", "-c", "import bisearch; print(bisearch.__file__)", folder=tmp_path)
    assert Path(found.stdout.strip()).is_relative_to(tmp_path)
    done = run(binaries / "bisearch", "demo", "--index", "index", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "43 added" in done.stdout
    assert "**atomic** **energy**" in done.stdout
