"""Attributing time to modules."""

from __future__ import annotations

from benchmarks.speed.profiling import PACKAGE, by_module, loaded


def test_the_modules_that_a_program_loads_are_timed() -> None:
    modules = loaded(["-c", "import json.decoder"])
    assert {"json", "json.decoder"} < modules.keys()
    assert all(seconds >= 0 for seconds in modules.values())


def test_the_time_of_a_library_is_attributed_to_the_modules_that_call_it() -> None:
    ours, theirs = (str(PACKAGE / f"storage/{name}.py") for name in ("blocks", "words"))
    one, two = (ours, 1, "f"), (theirs, 1, "g")
    loads, decode = ("json/__init__.py", 1, "loads"), ("json/decoder.py", 1, "decode")
    stats = {
        one: (1, 1, 2.0, 6.0, {}),
        two: (1, 1, 1.0, 2.0, {}),
        loads: (4, 4, 1.0, 5.0, {one: (3, 3, 0.75, 4.0), two: (1, 1, 0.25, 1.0)}),
        decode: (4, 4, 4.0, 4.0, {loads: (4, 4, 4.0, 4.0)}),
    }
    assert by_module(stats) == {"storage/blocks": 2.0 + 0.75 * 5, "storage/words": 1.0 + 0.25 * 5}
