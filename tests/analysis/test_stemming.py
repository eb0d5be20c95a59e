from __future__ import annotations

import random
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Literal

import pytest
from snowballstemmer.english_stemmer import EnglishStemmer
from snowballstemmer.russian_stemmer import RussianStemmer

from bisearch.analysis import stemming
from bisearch.analysis.fingerprint import installed_versions
from bisearch.analysis.russian_dictionary import RussianDictionary
from bisearch.analysis.stemming import stemmer
from bisearch.word_lists import data_file

if TYPE_CHECKING:
    from collections.abc import Sequence

IN_PYTHON = {"russian": RussianStemmer(), "english": EnglishStemmer()}
HOSTILE = (
    "",
    "ь",
    "ё",
    "'s",
    "ями",
    "щ" * 64,
    "y" * 64,
    "про6оула",
    "cs137",
    "naïve",
    "a\x00b",
    "\U0001f600",
    "обще-",
    "е\u0301",
)


def some_words(language: str) -> Sequence[str]:
    chance = random.Random(18)
    if language == "english":
        rows = data_file("analysis", "forms.en.txt").read_text(encoding="utf-8").splitlines()
        known = [row.partition("\t")[0] for row in chance.sample(rows, 3_000)]
    else:
        known = chance.sample(list(RussianDictionary(mapped=True)._words.keys("пере")), 3_000)  # noqa: SLF001
    letters = "абвгеёийлмнопрстушщыьюя" if language == "russian" else "abcdeghilnorstuy'"
    invented = ["".join(chance.choices(letters, k=chance.randint(1, 14))) for _ in range(3_000)]
    return [*known, *invented, *HOSTILE]


@pytest.mark.parametrize("language", ["russian", "english"])
def test_the_stems_are_those_of_snowballstemmer(language: Literal["english", "russian"]) -> None:
    words, stem = some_words(language), stemmer(language)
    assert [stem(word) for word in words] == [IN_PYTHON[language].stemWord(word) for word in words]


def fake_pystemmer(release: str) -> ModuleType:
    class Stemmer:
        def __init__(self, *arguments: object) -> None:
            self.arguments = arguments

        def stemWord(self, word: str) -> str:  # noqa: N802 -- PyStemmer's name
            return f"compiled {word}"

    module = ModuleType("Stemmer")
    module.__dict__.update(Stemmer=Stemmer, version=lambda: release)
    return module


def test_pystemmer_is_used_only_if_it_is_of_the_same_release(monkeypatch: pytest.MonkeyPatch) -> None:
    major, minor, *_ = installed_versions(["snowballstemmer"])["snowballstemmer"].split(".")
    monkeypatch.setitem(sys.modules, "Stemmer", fake_pystemmer(f"{major}.{minor}.99"))
    assert stemming.stemmer("russian")("станции") == "compiled станции"
    monkeypatch.setitem(sys.modules, "Stemmer", fake_pystemmer(f"{major}.{int(minor) + 1}.0"))
    assert stemming.stemmer("russian")("станции") == "станц"


def test_without_pystemmer_the_stems_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "Stemmer", None)
    assert stemmer("russian")("станциями") == "станц"
    assert stemmer("english")("stations") == "station"
