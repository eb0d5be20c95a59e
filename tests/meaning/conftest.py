"""Vectors that need no encoder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from bisearch.meaning.encoder import DIMENSIONS, quantized

if TYPE_CHECKING:
    from bisearch.meaning.encoder import Vectors


@pytest.fixture(scope="session")
def random_vectors() -> Vectors:
    """Return four hundred vectors, some of them equal."""
    vectors = quantized(np.random.default_rng(7).normal(size=(400, DIMENSIONS)))
    vectors[300:] = vectors[:100]
    return vectors
