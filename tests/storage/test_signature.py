"""The signature of an index names its commit."""

from __future__ import annotations

from bisearch.storage.manifest import FORMAT, Manifest
from bisearch.storage.signature import signature_of


def test_a_signature_names_the_index_the_commit_and_the_analyzer() -> None:
    signature = signature_of(Manifest(4, "whoosh", "forms 6; nltk 3.10", index_id="a" * 32, commit_id="b" * 32))
    assert str(signature) == "index aaaaaaaa, commit 4 (bbbbbbbb), forms 6; nltk 3.10"
    assert signature.to_dict() == {
        "index_id": "a" * 32,
        "commit_id": "b" * 32,
        "generation": 4,
        "format": FORMAT,
        "analyzer": "forms 6; nltk 3.10",
    }
