from __future__ import annotations

import random
import string

import pytest

from bisearch.analysis.english import EnglishLemmatizer, WordNetTable
from bisearch.analysis.morphy import MorphyReader
from bisearch.word_lists import data_file

TABLE = WordNetTable()


@pytest.fixture(scope="module")
def morphy() -> MorphyReader:
    return MorphyReader()


def test_the_shipped_table_has_the_lemmas_of_nltk(morphy: MorphyReader) -> None:
    rows = data_file("analysis", "forms.en.txt").read_text(encoding="utf-8").splitlines()
    forms = [row.partition("\t")[0] for row in rows]
    assert len(forms) > 200_000
    sample = random.Random(5).sample(forms, 5_000)
    assert [TABLE.lemmas(form) for form in sample] == [morphy.lemmas(form) for form in sample]


def test_every_lemma_and_every_irregular_form_is_in_the_table(morphy: MorphyReader) -> None:
    known = [*morphy.lemma_parts, *(form for forms in morphy.irregular_forms.values() for form in forms)]
    sample = random.Random(6).sample(known, 5_000)
    assert [TABLE.lemmas(form) for form in sample] == [morphy.lemmas(form) for form in sample]


def test_the_table_lacks_the_words_that_nltk_does_not_know(morphy: MorphyReader) -> None:
    """Each word is a lemma with a letter changed or an ending added, so some are known by chance."""
    chance = random.Random(7)
    lemmas = chance.sample(sorted(morphy.lemma_parts), 2_000)
    for lemma in lemmas:
        at = chance.randrange(len(lemma))
        changed = lemma[:at] + chance.choice(string.ascii_lowercase) + lemma[at + 1 :]
        for form in (changed, lemma + chance.choice(["s", "es", "ed", "ing", "er", "ers", "ly"])):
            assert TABLE.lemmas(form) == morphy.lemmas(form), form


@pytest.mark.parametrize("form", ["'", "0", "a", "zzz", "я", "", "\n", "\t", "a\tb", "'hood", "zygotes"])
def test_the_ends_of_the_table_and_strange_forms_are_looked_up_alike(morphy: MorphyReader, form: str) -> None:
    assert TABLE.lemmas(form) == morphy.lemmas(form)


def test_an_unknown_word_has_its_form_and_its_stem() -> None:
    assert EnglishLemmatizer().lemmas("zhvanetskying") == ("zhvanetskying", "zhvanetski")


def test_auxiliaries_and_function_words_are_not_looked_up_in_wordnet() -> None:
    lemmatizer = EnglishLemmatizer()
    assert lemmatizer.lemmas("was") == ("be",)
    assert lemmatizer.lemmas("us") == ("us",)
