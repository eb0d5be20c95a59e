"""Without an extra, the command that needs it says in one line what to install."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

# Python imports no module whose place in `sys.modules` is taken by None.
RUN = "import sys; sys.modules[{package!r}] = None; from bisearch.cli.main import main; sys.exit(main())"
WEB, MCP, BOTH = (f"pip install 'bisearch-archive[{extras}]'" for extras in ("web", "mcp", "mcp,web"))


@pytest.mark.parametrize(
    ("arguments", "package", "message"),
    [
        (["serve"], "uvicorn", f"the pages need uvicorn, which is not installed; {WEB}"),
        (["serve"], "fastapi", f"the pages need fastapi, which is not installed; {WEB}"),
        (["serve"], "jinja2", f"the pages need jinja2, which is not installed; {WEB}"),
        (["serve"], "babel", f"the pages need babel, which is not installed; {WEB}"),
        (["serve", "--mcp"], "mcp", f"assistants need mcp, which is not installed; {BOTH}"),
        (["mcp"], "mcp", f"assistants need mcp, which is not installed; {MCP}"),
        (["mcp"], "pydantic", f"assistants need pydantic, which is not installed; {MCP}"),
    ],
)
def test_a_missing_package_is_named_with_what_installs_it(
    tmp_path: Path, arguments: list[str], package: str, message: str
) -> None:
    command = [sys.executable, "-c", RUN.format(package=package), *arguments]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (3, "", f"bisearch: {message}\n")
