"""The fingerprint of everything that determines the terms."""

from __future__ import annotations

import hashlib
import importlib.metadata
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch.analysis import fingerprint as module
from bisearch.analysis.fingerprint import PACKAGES, VERSION, check_fingerprint, fingerprint, installed_versions
from bisearch.errors import IndexVersionError

if TYPE_CHECKING:
    from collections.abc import Callable

# The shipped tables that determine lemmas, for the current VERSION.
TABLES = "9321f67ad2da4730"


def test_versions_are_those_that_the_package_metadata_gives() -> None:
    assert installed_versions(PACKAGES) == {name: importlib.metadata.version(name) for name in PACKAGES}


def test_a_package_outside_the_folders_of_the_path_is_looked_up_in_its_metadata(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    monkeypatch.setattr(importlib.metadata, "version", lambda _: "7")
    assert installed_versions(["nltk"]) == {"nltk": "7"}


@pytest.mark.parametrize("folder", ["nltk-9.9.dist-info", "NLTK-9.9-py3.13.egg-info"])
def test_the_first_folder_of_the_path_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    assert installed_versions(["nltk"]) == {"nltk": "9.9"}


def test_the_message_names_only_the_differences_and_the_command() -> None:
    older = fingerprint().replace("nltk ", "nltk 0.")
    with pytest.raises(IndexVersionError) as raised:
        check_fingerprint("letters", older)
    message = str(raised.value)
    assert message.startswith("letters: built with nltk 0.")
    assert message.endswith("bisearch upgrade")
    assert "pymorphy3" not in message


def test_changed_tables_need_a_new_version() -> None:
    """When this fails, increase VERSION, so that indexes say that they need an upgrade, and update TABLES."""
    data = Path(module.__file__).parent / "data"
    names = (
        "wordnet/exceptions.txt", "wordnet/lemmas.txt", "verbs.en.txt", "prereform.txt",
        "designations.txt", "dotted.txt", "number_endings.txt", "yat_endings.txt",
    )  # fmt: skip
    found = hashlib.sha256(b"".join((data / name).read_bytes() for name in names)).hexdigest()[:16]
    assert (VERSION, found) == (6, TABLES)


@pytest.mark.parametrize(
    "use",
    [
        lambda index: index.search("energy"),
        lambda index: index.search("no-such-word"),
        lambda index: index.search("date:1946"),
        lambda index: index.translate("energy"),
    ],
)
def test_an_index_of_other_dictionaries_says_so_whatever_the_query(
    index_folder: Path, monkeypatch: pytest.MonkeyPatch, use: Callable[[bisearch.Index], object]
) -> None:
    monkeypatch.setattr(module, "VERSION", 99)
    with bisearch.open(index_folder) as index:
        with pytest.raises(IndexVersionError, match=r"built with forms \d+, but .* forms 99; .*bisearch upgrade"):
            use(index)
        assert index.document("cable-1") is not None
        assert "forms" in index.stats().analyzer
