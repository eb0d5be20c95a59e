"""Regular expressions that are compiled when they are first used.

Compiling takes longer than most searches: the modules of a search have eighty patterns, of which it uses a few.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    lazy_pattern = re.compile
else:

    class lazy_pattern:  # noqa: N801 -- takes the place of a function
        """Return a pattern like `re.compile`; a mistake in it is raised at its first use.

        Args:
            pattern: the regular expression.
            flags: as for `re.compile`.
        """

        def __init__(self, pattern: str, flags: int = 0) -> None:
            self._source = pattern, flags

        def __getattr__(self, name: str) -> Any:
            """Compile the pattern and keep the method that is asked for."""
            found = getattr(re.compile(*self._source), name)
            setattr(self, name, found)
            return found
