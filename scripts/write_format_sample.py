"""Write the small index in the current format that the tests use; run it whenever the format has changed.

Run: python scripts/write_format_sample.py. The samples of older formats are not touched: tests check that they are
refused with a message that says what to do, and that they can be upgraded.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import chdir
from pathlib import Path

import bisearch
from bisearch.storage.index_folder import FORMAT
from bisearch.storage.locks import WRITER_LOCK

FORMATS = Path(__file__).parent.parent / "tests" / "storage" / "formats"


def main() -> None:
    """Write tests/storage/formats/format-N."""
    # A relative path, so that the sample does not hold the name of a folder on this machine.
    with tempfile.TemporaryDirectory() as temporary, chdir(temporary):
        shutil.copy(FORMATS / "records.jsonl", ".")
        index = Path("index")
        bisearch.build(["records.jsonl"], index)
        (index / WRITER_LOCK).unlink()
        target = FORMATS / f"format-{FORMAT}"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(index, target)
    print(target)


if __name__ == "__main__":
    main()
