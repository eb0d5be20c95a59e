"""The page of a search."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import quote

import bisearch
from bisearch.export.formats import FORMATS
from tests.server.conftest import SCRIPT, RunningServer, running

if TYPE_CHECKING:
    from pathlib import Path


class Tags(HTMLParser):
    """The tags of a page that could run code or load anything: none of ours does."""

    def __init__(self) -> None:
        super().__init__()
        self.unsafe: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"img", "iframe", "object", "embed", "style", "base"} or (tag == "script" and "src" not in given):
            self.unsafe.append(tag)
        self.unsafe += [name for name in given if name.startswith("on") or name == "style"]


def tags(text: str) -> Tags:
    parser = Tags()
    parser.feed(text)
    return parser


def links(text: str) -> list[str]:
    return [unescape(address) for address in re.findall(r'href="([^"]*)"', text)]


def test_both_sides_are_shown_with_marks_on_both(server: RunningServer) -> None:
    text = server.get("/search?q=атомная энергия").text
    assert "контроле над <mark>атомной</mark> <mark>энергией</mark>" in text
    assert '<mark class="r">atomic</mark> <mark class="r">energy</mark>' in text
    assert "No English counterpart" in text


def test_the_interface_speaks_the_language_that_the_browser_or_the_address_names(server: RunningServer) -> None:
    assert "Почему найдено" in server.get("/search?q=energy", accept_language="ru-RU,ru;q=0.9,en;q=0.5").text
    assert "Why this matched" in server.get("/search?q=energy", accept_language="de").text
    named = server.get("/search?q=energy&ui=ru", accept_language="en")
    assert '<html lang="ru">' in named.text
    assert named.headers["content-language"] == "ru"
    inner = [
        link
        for link in links(named.text.partition("<body")[2])
        if link.startswith(("/search", "/d/")) and "ui=en" not in link
    ]
    assert inner
    assert all("ui=ru" in link for link in inner)


def test_a_count_of_a_facet_is_the_number_of_passages_behind_its_link(server: RunningServer) -> None:
    text = server.get("/search?q=энергия").text
    counted = re.findall(r'<a href="(/search[^"]*only=[^"]*)"[^>]*>[^<]* <span>(\d+)</span>', text)
    assert len(counted) > 3
    for address, count in counted:
        behind = server.get(unescape(address)).text
        assert re.search(rf'role="status">\s*{count} passage', behind), address


def test_a_year_is_a_link_and_a_row_of_a_table(server: RunningServer) -> None:
    text = server.get("/search?q=энергия").text
    assert '<a href="/search?q=%D1%8D%D0%BD%D0%B5%D1%80%D0%B3%D0%B8%D1%8F&amp;from=1946&amp;to=1946"' in text
    assert re.search(r'<th scope="row"><a [^>]*>1946</a></th><td>1</td><td>1</td>', text)
    narrowed = server.get("/search?q=энергия&from=1946&to=1946").text
    assert "cable-1" in narrowed
    assert "letter-2" not in narrowed


def test_every_link_of_a_page_leads_somewhere(server: RunningServer) -> None:
    seen = set()
    for start in (
        "/",
        "/search?q=энергия",
        "/concordance?q=энергия",
        "/audit",
        "/words/энергия",
        "/collocates?q=энергия",
        "/search?q=energy&view=documents&ui=ru",
        "/d/cable-1/1?q=energy",
        "/help",
    ):
        for link in links(server.get(start).text):
            if link.startswith("/") and link not in seen:
                seen.add(link)
                assert server.get(link).status_code == 200, link
    assert len(seen) > 60


def test_pages_of_hits_follow_each_other(server: RunningServer) -> None:
    first = server.get("/search?q=энергия energy&limit=2").text
    (following,) = re.findall(r'<a href="([^"]*)" rel="next"', first)
    second = server.get(unescape(following)).text
    shown = [re.findall(r'value="([^"]+/\d+-[^"]+)" form="pick"', text) for text in (first, second)]
    assert shown[0]
    assert shown[1]
    assert not set(shown[0]) & set(shown[1])


def test_a_query_with_a_mistake_is_mended_and_said_to_be(server: RunningServer) -> None:
    answer = server.get('/search?q="energy')
    assert answer.status_code == 200
    assert "Your query was changed" in answer.text


def test_a_wrong_parameter_is_named(server: RunningServer) -> None:
    for address, said in [
        ("/search?q=x&limit=many", "limit must be a number"), ("/search?q=x&view=all", "view must be one of"),
        ("/search?q=x&only=year", "only must be FACET:VALUE"), ("/search?q=x&from=soon", "date_from must be a date"),
        ("/search?q=x&only=colour:red", "no facet"), ("/search?q=x&format=pdf", "format must be one of"),
        ("/search?q=x&offset=-1", "offset must be a number"), ("/search?q=x&from=1950&to=1940", "must not be after"),
    ]:  # fmt: skip
        answer = server.get(address)
        assert answer.status_code == 400, address
        assert said in unescape(answer.text), address


def test_a_page_has_no_more_hits_than_the_server_allows(index_folder: Path) -> None:
    with running([index_folder], page_size=2) as server:
        assert server.get("/search?q=энергия energy&limit=1000000").text.count('<article class="hit"') == 2


def test_each_format_of_export_is_a_link_that_gives_a_file(server: RunningServer) -> None:
    text = server.get("/search?q=энергия").text
    for name in FORMATS:
        (address,) = [link for link in links(text) if link.endswith(f"format={name}")]
        answer = server.get(address)
        assert answer.status_code == 200
        assert answer.headers["content-disposition"].startswith("attachment; filename=")
        assert len(answer.content) > 100


def test_json_is_that_of_the_command_line(server: RunningServer, index_folder: Path) -> None:
    record = server.get("/search?q=энергия&format=json").json()
    with bisearch.open(index_folder) as index:
        expected = index.search("энергия", lenient=True).to_dict()
    del record["seconds"], expected["seconds"], record["facets"]
    assert record == expected


def test_what_was_read_is_not_sent_again_until_the_next_commit(server: RunningServer) -> None:
    first = server.get("/search?q=energy")
    again = server.get("/search?q=energy", if_none_match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")


def test_hostile_texts_are_inert(hostile_server: RunningServer) -> None:
    script = quote(SCRIPT, safe="")
    for address in (
        "/search?q=атомная", f"/search?q={script}", f"/d/{script}", "/search?view=documents&from=1900", f"/{script}",
        f"/search?q=x&only=author:{script}", f"/selection?p={script}/1", f"/d/{script}/1",
    ):  # fmt: skip
        answer = hostile_server.get(address)
        assert "alert(1)" not in answer.text or "&lt;script&gt;" in answer.text
        assert "<script>" not in answer.text
        assert not any(link.startswith("javascript:") for link in links(answer.text))
        assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\x1b]", answer.text), address
        assert not tags(answer.text).unsafe, address


def test_ids_of_any_form_have_addresses(hostile_server: RunningServer) -> None:
    for word, title in [("raccoon", "Path"), ("badger", "Query"), ("otter", "Dots"), ("atomic", "evil")]:
        text = hostile_server.get(f"/search?q={word}").text
        ours = [link for link in links(text) if link.startswith("/d")]
        assert ours
        for link in ours:
            answer = hostile_server.get(link)
            assert answer.status_code == 200, link
            if "format" not in link:
                assert title in answer.text


def test_several_archives_are_side_by_side(archive: Path, hostile_folder: Path, tmp_path: Path) -> None:
    bisearch.build([archive], tmp_path / "письма {1} 50%")
    folders = [tmp_path / "письма {1} 50%", hostile_folder]
    with running(folders, root_path="/archive") as server:
        listed = [link for link in links(server.get("/").text) if "static" not in link and "?ui=" not in link]
        assert len(listed) == 2
        for link in listed:
            page = server.get(link.removeprefix("/archive"))  # a proxy takes its own path away
            assert page.status_code == 200
            for inner in links(page.text):
                if inner.startswith("#"):
                    continue
                assert inner.startswith("/archive/")
                assert server.get(inner.removeprefix("/archive")).status_code == 200, inner


def test_the_list_of_archives_keeps_the_language_that_its_address_names(index_folders: dict[str, Path]) -> None:
    with running([index_folders["whoosh"], index_folders["tantivy"]]) as server:
        listed = server.get("/?ui=ru").text
        assert '<html lang="ru">' in listed
        assert 'href="/?ui=en"' in listed
        addresses = re.findall(r'<li><a href="([^"]+)"', listed)
        assert len(addresses) == 2
        for address in addresses:
            assert '<html lang="ru">' in server.get(address).text
        assert server.get(re.findall(r'rel="icon" href="([^"]+)"', listed)[0]).status_code == 200


def test_an_archives_page_leads_back_to_the_list_if_there_is_one(
    server: RunningServer, index_folders: dict[str, Path]
) -> None:
    with running([index_folders["whoosh"], index_folders["tantivy"]], root_path="/archive") as several:
        listed = re.findall(r'<li><a href="([^"]+)"', several.get("/?ui=ru").text)
        page = several.get(unescape(listed[0]).removeprefix("/archive"))
        assert '<a href="/archive/?ui=ru">Собрания</a>' in page.text
        assert "Собрания" in several.get("/?ui=ru").text
    assert ">Archives</a>" not in server.get("/search?q=энергия").text
