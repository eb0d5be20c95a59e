"""Fixtures for running the command line, and an index of a document with terminal escapes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

import bisearch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

ESCAPE = "\x1b]0;owned\x07\x9b31m\u202e\u2066"


@pytest.fixture(scope="session")
def run() -> Run:
    """Return a function that runs bisearch with arguments, and with environment variables as keyword arguments."""

    def run(*args: object, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "bisearch", *map(str, args)]
        unset = ("BISEARCH", "LC_", "COLUMNS")
        plain = {name: value for name, value in os.environ.items() if not name.startswith(unset)}
        return subprocess.run(
            command, capture_output=True, encoding="utf-8", env={**plain, **environment}, check=False, timeout=120
        )

    return run


@pytest.fixture(scope="session")
def escape() -> str:
    """Return characters that change a terminal's title and colours and the direction of its text."""
    return ESCAPE


@pytest.fixture(scope="session")
def hostile_record() -> dict[str, Any]:
    """Return a record whose values send terminal escapes if they are printed unchanged."""
    return {
        "id": f"../../x\u202e{'y' * 5}",
        "title": f"Cable{ESCAPE} [bold]x[/]",
        "url": f"https://x/{ESCAPE}",
        "citation": ESCAPE,
        "summary": ESCAPE,
        "text_ru": f"Смит{ESCAPE} вернулся.",
        "text_en": f"Smith{ESCAPE} returned.",
    }


@pytest.fixture(scope="session")
def hostile_index(hostile_record: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an index of `hostile_record`."""
    folder = tmp_path_factory.mktemp("hostile")
    file = folder / f"name{ESCAPE}.jsonl".replace("\x07", "")
    file.write_text(json.dumps(hostile_record), encoding="utf-8")
    bisearch.build([folder], folder / "index")
    return folder / "index"
