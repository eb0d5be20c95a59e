"""The floor of indexing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import nltk.corpus.reader.wordnet
import pymorphy3

from benchmarks.speed.floor import floor

if TYPE_CHECKING:
    import pytest


def test_each_different_word_is_looked_up_once_by_the_library_of_its_language(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    parse = pymorphy3.MorphAnalyzer.parse
    morphy = nltk.corpus.reader.wordnet.WordNetCorpusReader._morphy  # noqa: SLF001 -- NLTK's lemmatizer

    def parsed(self: pymorphy3.MorphAnalyzer, word: str) -> object:
        asked.append(word)
        return parse(self, word)

    def lemmatized(self: object, form: str, part: str) -> object:
        if part == "n":
            asked.append(form)
        return morphy(self, form, part)

    monkeypatch.setattr(pymorphy3.MorphAnalyzer, "parse", parsed)
    monkeypatch.setattr(nltk.corpus.reader.wordnet.WordNetCorpusReader, "_morphy", lemmatized)
    spent = floor(["Еноты пишут, еноты спят.", "raccoons write 1946", "еноты"])
    assert sorted(asked) == ["raccoons", "write", "еноты", "пишут", "слово", "спят"]
    assert set(spent) == {"splitting into words", "dictionary look-ups"}
