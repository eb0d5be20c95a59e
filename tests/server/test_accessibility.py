"""Every page passes the checkers of accessibility and of HTML."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.server.browser import AXE, VNU, browser, needs_axe, needs_browser, needs_vnu, prefer, resize

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.server.conftest import RunningServer

PAGES = [
    "/", "/search?q=энергия", "/search?q=energy&context=2&ui=ru", "/search?q=energy&view=documents",
    "/concordance?q=энергия", "/frequencies?q=энергия&q=energy",
    "/frequencies", "/collocates?q=энергия", "/keywords?target=date:1946", "/keywords", "/audit", "/words/энергия",
    "/search?q=nothingofthekind", "/search?q=энергия&only=archive:GAPI&from=1946",
    "/d/cable-1/1?q=Смит", "/d/cable-1?hide=ru", "/d/memo-4", "/selection?p=cable-1/1", "/selection", "/help",
    "/nothing", "/search?q=x&limit=x", "/like",
]  # fmt: skip


@pytest.fixture(scope="module")
def driver() -> Iterator[Any]:
    with browser() as started:
        yield started


def violations(driver: Any) -> list[str]:
    """Return the violations that axe-core finds on the present page."""
    driver.execute_script(AXE.read_text(encoding="utf-8"))
    found: list[str] = driver.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "axe.run().then(r => done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' '))))"
    )
    return found


@needs_browser
@needs_axe
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_hinders_anybody(driver: Any, server: RunningServer, scheme: str, width: int) -> None:
    resize(driver, width)
    prefer(driver, scheme)
    for page in PAGES:
        driver.get(server.address + page)
        assert violations(driver) == [], page


@needs_browser
@needs_axe
def test_the_checker_sees_a_violation(driver: Any, server: RunningServer) -> None:
    driver.get(server.address)
    driver.execute_script("document.querySelector('input[type=search]').removeAttribute('aria-label')")
    assert [each for each in violations(driver) if each.startswith("label")]


@needs_vnu
def test_every_page_is_valid_html(server: RunningServer, tmp_path: Path) -> None:
    for number, page in enumerate(PAGES):
        (tmp_path / f"{number}.html").write_text(server.get(page).text, encoding="utf-8")
    (tmp_path / "wrong.html").write_text("<!doctype html><title>x</title><b></i>", encoding="utf-8")
    checked = subprocess.run(
        ["java", "-jar", VNU, "--skip-non-html", tmp_path], capture_output=True, text=True, timeout=300, check=False
    )
    lines = [line for line in checked.stderr.splitlines() if "wrong.html" not in line]
    assert "wrong.html" in checked.stderr  # the checker does see mistakes
    assert lines == []
