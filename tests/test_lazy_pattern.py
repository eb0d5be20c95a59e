from __future__ import annotations

import re

import pytest

from bisearch.lazy_pattern import lazy_pattern


def test_a_lazy_pattern_matches_like_a_compiled_one() -> None:
    lazy, compiled = lazy_pattern(r"(?P<year>\d{4})г?", re.IGNORECASE), re.compile(r"(?P<year>\d{4})г?", re.IGNORECASE)
    text = "В 1946Г и 1947."
    assert lazy.findall(text) == compiled.findall(text)
    assert lazy.sub(r"\g<year>", text) == compiled.sub(r"\g<year>", text)
    found = lazy.search(text)
    assert found is not None
    assert found["year"] == "1946"
    assert (lazy.pattern, lazy.flags, lazy.groups) == (compiled.pattern, compiled.flags, compiled.groups)


def test_a_lazy_pattern_is_compiled_once_and_only_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_now = re.compile

    def compile_and_note(pattern: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(pattern)
        return compile_now(pattern, flags)

    monkeypatch.setattr(re, "compile", compile_and_note)
    lazy = lazy_pattern("а+")
    assert compiled == []
    assert [bool(lazy.match(text)) for text in ("а", "б", "аа")] == [True, False, True]
    assert compiled == ["а+"]


def test_a_mistake_in_a_lazy_pattern_is_raised_when_it_is_used() -> None:
    lazy = lazy_pattern("(")
    with pytest.raises(re.error):
        lazy.match("а")


def test_a_lazy_pattern_has_no_other_attributes_than_a_compiled_one() -> None:
    with pytest.raises(AttributeError):
        _ = lazy_pattern("а").missing  # type: ignore[attr-defined]
