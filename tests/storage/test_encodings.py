from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bisearch.storage.encodings import decode_lemmas, encode_lemmas

WORDS = st.text(st.characters(blacklist_categories=["Zs", "Cs", "Cc"]), min_size=1, max_size=255)


def test_a_lemma_is_encoded_by_its_different_ending() -> None:
    assert encode_lemmas("стали", ("стать", "сталь")) == "2ть 1ь"
    assert encode_lemmas("1946", ("1946",)) == "0"


@given(WORDS, st.lists(WORDS, min_size=1))
def test_any_lemmas_are_decoded_as_they_were_encoded(form: str, lemmas: list[str]) -> None:
    assert decode_lemmas(form, encode_lemmas(form, lemmas)) == tuple(lemmas)
