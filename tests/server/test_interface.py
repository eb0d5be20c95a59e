"""The messages of the interface are the same in both languages, and each is used."""

from __future__ import annotations

import re
from pathlib import Path

import bisearch.server
from bisearch.server.interface import messages, preferred

SERVER = Path(bisearch.server.__file__).parent
# Messages whose names are put together of a part and one of these ends or beginnings.
COMPOSED = re.compile(r"(?:ru|en)_(?:side|none)|hide_(?:ru|en)|matched_\w+|\w+_view")


def test_both_languages_have_the_same_messages() -> None:
    english, russian = messages("en"), messages("ru")
    assert english.keys() == russian.keys()
    for key, message in english.items():
        assert isinstance(message, dict) == isinstance(russian[key], dict)
        if isinstance(message, dict) and not key.startswith("count_"):  # the plural forms differ
            assert message.keys() == russian[key].keys()


def test_both_languages_name_the_same_values() -> None:
    for key, message in messages("en").items():
        if isinstance(message, str):
            assert sorted(re.findall(r"\{\w+\}", message)) == sorted(re.findall(r"\{\w+\}", messages("ru")[key]))


def test_each_message_is_used() -> None:
    files = [path for path in SERVER.rglob("*") if path.suffix in {".py", ".html"}]
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    named = set(re.findall(r"[\"'](\w+)[\"']", text))
    assert [key for key in messages("en") if key not in named and not COMPOSED.fullmatch(key)] == []


def test_the_first_language_that_the_interface_has_is_preferred() -> None:
    assert preferred("de, ru;q=0.8, en;q=0.7") == "ru"
    assert preferred("en-GB,ru") == "en"
    assert preferred("") == preferred("fr") == "en"
