"""Write the small index of the present format that tests/ keeps; run it whenever the format was raised.

Run: python scripts/write_format_sample.py. The samples of older formats stay as they were written then: a test opens
each and sees that it is searched, or refused with what to do.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import bisearch
from bisearch.storage.index_folder import FORMAT
from bisearch.storage.locks import WRITER_LOCK

FORMATS = Path(__file__).parent.parent / "tests" / "storage" / "formats"


def main() -> None:
    """Write tests/storage/formats/format-N."""
    with tempfile.TemporaryDirectory() as temporary:
        index = Path(temporary) / "index"
        bisearch.build([FORMATS / "records.jsonl"], index)
        (index / WRITER_LOCK).unlink()
        target = FORMATS / f"format-{FORMAT}"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(index, target)
    print(target)


if __name__ == "__main__":
    main()
