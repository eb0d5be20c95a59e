"""Takes the pictures of the pages in docs/screens/, of the demonstration archive.

It needs chromium and chromedriver. The pictures are looked at before they are committed.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from selenium.webdriver.common.by import By

import bisearch
from tests.server.browser import browser, prefer, resize

ROOT = Path(__file__).parent.parent
SCREENS = ROOT / "docs" / "screens"
TITLE = "VIPG Papers"
# The name of a picture, the address, the width and height in pixels, and the colour scheme.
PICTURES = (
    ("search.en", "/search?q=контроль над атомной энергией&ui=en", 1280, 1200, "light"),
    ("search.ru.dark", "/search?q=drift of the ice&ui=ru", 1280, 1000, "dark"),
    ("search.phone", "/search?q=контроль над атомной энергией&ui=en", 390, 844, "light"),
    ("document.en", "/d/vipg-005/12?q=контроль&ui=en", 1280, 1200, "light"),
    ("frequencies.en", "/frequencies?q=станция&q=station&ui=en", 1280, 1000, "light"),
    ("concordance.ru", "/concordance?q=станция&order=opposite&ui=ru", 1280, 800, "light"),
)


def main() -> None:
    """Take all pictures, and one of the box with citations."""
    SCREENS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        bisearch.build([ROOT / "data"], index)
        command = [sys.executable, "-m", "bisearch", "serve", str(index), "--port", "0", "--title", TITLE]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
            assert server.stderr is not None  # noqa: S101 -- it is a pipe
            address = server.stderr.readline().split()[0].rstrip("/")
            with browser() as driver:
                for name, page, width, height, scheme in PICTURES:
                    resize(driver, width, height)
                    prefer(driver, scheme)
                    driver.get(address + page)
                    driver.save_screenshot(str(SCREENS / f"{name}.png"))
                resize(driver, 1280, 800)
                prefer(driver, "light")
                driver.get(address + PICTURES[0][1])
                driver.find_element(By.CSS_SELECTOR, "article.hit .acts button").click()
                driver.save_screenshot(str(SCREENS / "cite.en.png"))
            server.terminate()


if __name__ == "__main__":
    main()
