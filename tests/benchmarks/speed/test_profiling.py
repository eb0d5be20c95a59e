"""Attributing time to modules."""

from __future__ import annotations

from benchmarks.speed.profiling import PACKAGE, by_module, loaded


def test_the_modules_that_a_program_loads_are_timed() -> None:
    modules = loaded(["-c", "import json.decoder"])
    assert {"json", "json.decoder"} < modules.keys()
    assert all(seconds >= 0 for seconds in modules.values())


def test_the_time_of_a_library_is_attributed_to_the_modules_that_call_it() -> None:
    blocks, words = (str(PACKAGE / f"storage/{name}.py") for name in ("blocks", "words"))
    samples = [
        (["main.py", blocks], 2.0),
        (["main.py", blocks, "json/__init__.py", "json/decoder.py"], 3.75),
        (["main.py", blocks, words], 1.0),
        (["main.py", words, "json/__init__.py"], 1.25),
        (["main.py", "json/__init__.py"], 9.0),  # not called by the package
    ]
    assert by_module(samples) == {"storage/blocks": 2.0 + 3.75, "storage/words": 1.0 + 1.25}
