"""A file is converted by its suffix, and a file of another form than its name says is reported."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from bisearch.conversion.forms import TO_INSTALL, convert, form_of
from bisearch.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_form_is_found_by_its_suffix_in_any_letter_case(tmp_path: Path) -> None:
    form = form_of(tmp_path / "Letter.HTML")
    assert form is not None
    assert form.name == "HTML"
    assert form_of(tmp_path / "letter.txt") is None


def test_without_the_extra_the_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "letter.html"
    path.write_text("<p>Smith returned.", encoding="utf-8")
    for name in list(sys.modules):
        if name.startswith(("lxml", "bisearch.conversion.")) and name != "bisearch.conversion.forms":
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "lxml", None)
    with pytest.raises(SourceError) as error:
        convert(path)
    assert error.value.reason == f"HTML files need lxml; install it: {TO_INSTALL}"
