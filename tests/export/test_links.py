from __future__ import annotations

import pytest

from bisearch.export.links import is_safe_link, split_at_link


@pytest.mark.parametrize("address", ["http://a.example", "HTTPS://a.example/x?y=1&z=%D1%84#p_1"])
def test_addresses_of_the_web_are_safe(address: str) -> None:
    assert is_safe_link(address)


@pytest.mark.parametrize(
    "address",
    ["", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", " https://a.example", "https://a.example/ b",
     'https://a.example/"x', "https://a.example/<b>", "https://a.example/\u202e", "https://a.example\n", "//a.example"],
)  # fmt: skip
def test_other_addresses_are_not(address: str) -> None:
    assert not is_safe_link(address)
    assert split_at_link(f"see {address}.", address) == (f"see {address}.", "", "")


def test_a_text_is_split_at_its_link() -> None:
    assert split_at_link("see http://a.example.", "http://a.example") == ("see ", "http://a.example", ".")
    assert split_at_link("no link", "http://a.example") == ("no link", "", "")
