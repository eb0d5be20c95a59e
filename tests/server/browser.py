"""A real browser and checkers of pages, where they are installed."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

if TYPE_CHECKING:
    from collections.abc import Iterator

# `make test` puts them there by npm.
_TOOLS = Path(__file__).parent.parent.parent / ".venv" / "browser" / "node_modules"
AXE = _TOOLS / "axe-core" / "axe.min.js"
VNU = _TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
needs_axe = pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed; make test installs it by npm")
needs_vnu = pytest.mark.skipif(
    not (VNU.exists() and shutil.which("java")), reason="vnu-jar or Java is missing; make test installs vnu-jar by npm"
)
needs_browser = pytest.mark.skipif(
    not (shutil.which("chromium") and shutil.which("chromedriver")),
    reason="chromium is missing; on Debian: apt install chromium chromium-driver",
)


@contextmanager
def browser(*, width: int = 1280, height: int = 1000, scripts: bool = True, **preferences: Any) -> Iterator[Any]:
    """Yield a headless browser."""
    options = Options()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=en",
                     "--force-prefers-reduced-motion", f"--window-size={width},{height}"):  # fmt: skip
        options.add_argument(argument)
    if not scripts:
        preferences["profile.managed_default_content_settings.javascript"] = 2
    options.add_experimental_option("prefs", {"intl.accept_languages": "en", **preferences})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        driver.set_page_load_timeout(60)
        yield driver
    finally:
        driver.quit()


def resize(driver: Any, width: int, height: int = 1000) -> None:
    """Give the page a size in CSS pixels, also one that a window cannot have."""
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
    )


def prefer(driver: Any, scheme: str) -> None:
    """Let the browser prefer a light or a dark page."""
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
