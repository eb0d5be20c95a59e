"""The library changes nothing that belongs to the whole process."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """
import codecs, csv, gc, json, signal, sys

def handler(name):
    try:
        return repr(codecs.lookup_error(name))
    except LookupError:
        return None

def state():
    return {
        "missing modules": sorted(name for name, module in sys.modules.items() if module is None),
        "signal handlers": [repr(signal.getsignal(number)) for number in sorted(signal.valid_signals())],
        "garbage collection": [gc.isenabled(), gc.get_threshold()],
        "unraisable hook": repr(sys.unraisablehook),
        "csv limit": csv.field_size_limit(),
        "codec error handlers": [handler(name) for name in ("strict", "surrogateescape", "bisearch")],
    }

before = state()
import bisearch
bisearch.build([sys.argv[1]], sys.argv[2])
with bisearch.open(sys.argv[2]) as index:
    assert index.search("атомная energy").total
print(json.dumps([before, state()]))
"""


def test_building_opening_and_searching_change_no_setting_of_the_process(archive: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(archive), str(tmp_path / "index")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, timeout=120)
    before, after = json.loads(done.stdout)
    assert after == before
