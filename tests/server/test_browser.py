"""The pages as people use them, in a real browser."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import WebDriverWait

import bisearch
from tests.server.browser import browser, needs_browser, resize
from tests.server.conftest import RunningServer, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = needs_browser


@pytest.fixture(scope="module")
def driver() -> Iterator[Any]:
    with browser() as started:
        yield started


def texts(driver: Any, selector: str) -> list[str]:
    return [element.text for element in driver.find_elements(By.CSS_SELECTOR, selector)]


def ask(driver: Any, query: str) -> None:
    field = driver.find_element(By.NAME, "q")
    field.clear()
    field.send_keys(query, Keys.ENTER)
    WebDriverWait(driver, 20).until(staleness_of(field))


def follow(driver: Any, selector: str) -> None:
    """Click a link or a button that leads to another page, and wait for that page."""
    element = driver.find_element(By.CSS_SELECTOR, selector)
    element.click()
    WebDriverWait(driver, 20).until(staleness_of(element))


def test_a_reader_searches_in_both_languages(driver: Any, server: RunningServer) -> None:
    driver.get(server.address)
    ask(driver, "атомная энергия")
    assert "атомной" in texts(driver, "mark")
    assert "atomic" in texts(driver, "mark.r")
    ask(driver, "atomic energy")
    assert "atomic" in texts(driver, "mark")
    assert "атомной" in texts(driver, "mark.r")


def test_a_year_narrows_the_results(driver: Any, server: RunningServer) -> None:
    driver.get(f"{server.address}/search?q=энергия")
    follow(driver, "figure.years a[href*='from=1946']")
    assert len(texts(driver, "article.hit")) == 1
    assert "1946" in texts(driver, ".filters")[0]
    follow(driver, ".filters a")
    assert len(texts(driver, "article.hit")) > 1


def test_a_hit_leads_to_its_document_with_the_passage_highlighted(driver: Any, server: RunningServer) -> None:
    driver.get(f"{server.address}/search?q=Трумэн")
    follow(driver, "article.hit .meta a")
    (row,) = texts(driver, "tr.here")
    assert "Трумэн вернулся" in row
    assert "Truman returned" in row
    assert "Трумэн" in texts(driver, "tr.here mark")
    follow(driver, ".back a")
    assert driver.find_element(By.NAME, "q").get_attribute("value") == "Трумэн"


def test_a_permanent_link_leads_to_its_passage_after_a_rebuild(driver: Any, archive: Path, tmp_path: Path) -> None:
    source, folder = tmp_path / "records.jsonl", tmp_path / "index"
    records = (archive / "records.jsonl").read_text(encoding="utf-8")
    source.write_text(records, encoding="utf-8")
    bisearch.build([source], folder)
    with running([folder]) as server:
        driver.get(f"{server.address}/search?q=Трумэн")
        link = driver.find_element(By.CSS_SELECTOR, "article.hit a[rel=bookmark]").get_attribute("href")
        changed = records.replace("Смит сообщил о контроле", "Копия.\\n\\nСмит сообщил о контроле")
        source.write_text(changed, encoding="utf-8")
        bisearch.build([source], folder, bisearch.BuildOptions(rebuild=True))
        for _ in range(50):  # a new commit is taken up within a second
            driver.get(link)
            if texts(driver, ".flag"):
                break
            time.sleep(0.1)
        (row,) = texts(driver, "tr.here")
        assert "Трумэн вернулся" in row
        assert "3" in row.split()
        assert "moved" in texts(driver, ".flag")[0]


def test_a_citation_is_shown_and_copied(driver: Any, server: RunningServer) -> None:
    driver.get(f"{server.address}/search?q=Трумэн")
    driver.execute_cdp_cmd(
        "Browser.grantPermissions",
        {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"], "origin": server.address},
    )
    driver.find_element(By.CSS_SELECTOR, "article.hit .acts button").click()
    box = driver.find_element(By.CSS_SELECTOR, ".box:popover-open")
    assert "“Cable on atomic energy,”" in box.text
    button = box.find_element(By.CSS_SELECTOR, ".cp")
    button.click()
    WebDriverWait(driver, 10).until(lambda _: button.text == "Copied")
    copied = driver.execute_async_script("navigator.clipboard.readText().then(arguments[0])")
    assert copied.startswith("“Cable on atomic energy,”")
    box.find_element(By.CSS_SELECTOR, ".shut").click()
    assert not driver.find_elements(By.CSS_SELECTOR, ".box:popover-open")


def test_three_hits_are_selected_and_exported(driver: Any, server: RunningServer) -> None:
    driver.get(f"{server.address}/search?q=энергия energy")
    for box in driver.find_elements(By.NAME, "p")[:3]:
        box.click()
    follow(driver, "#pick button")
    assert len(texts(driver, "article.hit")) == 3
    address = driver.find_element(By.CSS_SELECTOR, "a[href*='format=csv']").get_attribute("href")
    assert server.get(address.removeprefix(server.address)).text.count("\n") >= 4


def test_the_language_is_switched_and_stays(driver: Any, server: RunningServer) -> None:
    driver.get(f"{server.address}/search?q=энергия")
    follow(driver, ".tongue a")
    assert driver.find_element(By.CSS_SELECTOR, "button.go").text == "Найти"
    ask(driver, "Смит")
    assert driver.find_element(By.CSS_SELECTOR, "button.go").text == "Найти"
    assert "Смит" in texts(driver, "mark")


def test_the_page_is_used_by_keyboard_alone(driver: Any, server: RunningServer) -> None:
    driver.get(f"{server.address}/search?q=энергия")
    body = driver.find_element(By.TAG_NAME, "body")
    body.send_keys("/")
    assert driver.switch_to.active_element.get_attribute("name") == "q"
    driver.switch_to.active_element.send_keys(Keys.TAB)
    driver.switch_to.active_element.send_keys("j")
    assert driver.execute_script("return document.activeElement.closest('article').id") == "h1"
    driver.switch_to.active_element.send_keys("j")
    assert driver.execute_script("return document.activeElement.closest('article').id") == "h2"
    driver.switch_to.active_element.send_keys("k")
    driver.switch_to.active_element.send_keys("c")
    assert driver.find_element(By.CSS_SELECTOR, "#h1 .box:popover-open")
    driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert not driver.find_elements(By.CSS_SELECTOR, ".box:popover-open")
    driver.get(f"{server.address}/search?q=энергия")
    driver.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    assert driver.switch_to.active_element.get_attribute("class") == "skip"
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    assert driver.current_url.endswith("#results")


def test_without_scripts_everything_works(server: RunningServer) -> None:
    with browser(scripts=False) as driver:
        driver.get(server.address)
        ask(driver, "энергия")
        assert len(texts(driver, "article.hit")) > 1
        driver.find_element(By.CSS_SELECTOR, "article.hit summary").click()
        assert texts(driver, "article.hit .why li")[0]
        driver.find_element(By.CSS_SELECTOR, "article.hit .acts button").click()
        assert driver.find_element(By.CSS_SELECTOR, ".box:popover-open").text
        assert not [button for button in driver.find_elements(By.CSS_SELECTOR, ".box .cp") if button.is_displayed()]
        driver.get(f"{server.address}/search?q=энергия")
        driver.find_element(By.NAME, "p").click()
        follow(driver, "#pick button")
        assert len(texts(driver, "article.hit")) == 1


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 2560])
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/search?q=энергия energy",
        "/concordance?q=энергия",
        "/frequencies?q=энергия&q=energy",
        "/collocates?q=энергия",
        "/d/cable-1/1",
    ],
)
def test_no_page_is_wider_than_the_screen(driver: Any, server: RunningServer, width: int, address: str) -> None:
    resize(driver, width)
    driver.get(server.address + address)
    assert driver.execute_script("return document.documentElement.scrollWidth") <= width
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_print_shows_the_texts_and_the_citation_without_controls(driver: Any, server: RunningServer) -> None:
    driver.get(f"{server.address}/d/cable-1")
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert not driver.find_element(By.CSS_SELECTOR, "header.top").is_displayed()
        assert not driver.find_element(By.CSS_SELECTOR, ".doc .acts").is_displayed()
        assert "“Cable on atomic energy,”" in driver.find_element(By.CSS_SELECTOR, ".cite-print").text
        assert "Трумэн вернулся" in driver.find_element(By.CSS_SELECTOR, "table.beads").text
    finally:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_hostile_texts_run_nothing(driver: Any, hostile_server: RunningServer) -> None:
    for address in (
        "/search?q=атомная",
        "/search?q=raccoon badger otter",
        "/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
    ):
        driver.get(hostile_server.address + address)
        for link in [element.get_attribute("href") for element in driver.find_elements(By.CSS_SELECTOR, "h2 a")]:
            driver.get(link)
            assert driver.title
    messages = [entry["message"] for entry in driver.get_log("browser")]
    assert not [message for message in messages if "Refused" in message]
