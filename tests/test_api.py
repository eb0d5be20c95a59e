"""The public names."""

from __future__ import annotations

import subprocess
import sys

import bisearch


def test_all_is_sorted_and_every_name_is_there() -> None:
    assert bisearch.__all__ == sorted(bisearch.__all__)
    for name in bisearch.__all__:
        assert getattr(bisearch, name) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    assert not hasattr(bisearch, "no_such_name")


def test_importing_the_package_loads_none_of_its_dependencies() -> None:
    heavy = "{'numpy', 'nltk', 'pymorphy3', 'whoosh', 'click', 'rich'}"
    code = f"import sys, bisearch; print(*sorted({heavy} & sys.modules.keys()))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == ""
