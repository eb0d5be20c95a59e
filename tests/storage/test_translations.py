from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.storage.document_writer import DocumentWriter
from bisearch.storage.documents import DocumentStore

if TYPE_CHECKING:
    from pathlib import Path


def test_cached_link_probabilities_equal_the_first_answer(tmp_path: Path) -> None:
    rows = [
        ("атом", "atom", 0.9, 0.8, 3, 0.85),
        ("атом", "atomic", 0.1, 0.5, 1, 0.2),
        ("мир", "peace", 0.6, 0.7, 2, 0.65),
    ]
    with DocumentWriter(tmp_path / "documents.sqlite") as writer:
        writer.replace_translations(rows)
        writer.commit()
    with DocumentStore(tmp_path / "documents.sqlite") as store:
        assert store.translations.link_probabilities(["атом", "дом"]) == {
            "атом": {"atom": 0.85, "atomic": 0.2}, "дом": {},
        }  # fmt: skip
        again = store.translations.link_probabilities(["мир", "атом"])
        assert (again["мир"], again["атом"]) == ({"peace": 0.65}, {"atom": 0.85, "atomic": 0.2})


def test_only_translations_that_occur_in_the_collection_are_returned(tmp_path: Path) -> None:
    path = tmp_path / "documents.sqlite"
    rows = [
        ("дом", "house", 0.8, 0.6, 3, 0.7),
        ("дом", "home", 0.2, 0.4, 1, 0.3),
        ("домик", "house", 0.1, 0.1, 0, 0.1),
    ]
    with DocumentWriter(path) as writer:
        writer.add_forms({"houses": ("house",), "дома": ("дом",)})
        assert writer.lemmas() == {"house", "дом"}
        writer.replace_translations(rows)
        writer.commit()
    with DocumentStore(path) as store:
        assert store.translations.translate("ru", ["дом"]) == {"house": pytest.approx(0.7)}
        assert store.translations.translate("en", ["house", "home"]) == {"дом": pytest.approx(0.7)}
        with_prefix = {row[:2]: row[2] for row in store.translations.translate_prefix("ru", "дом", 5)}
        assert with_prefix == pytest.approx({("дом", "house"): 0.7, ("домик", "house"): 0.1})
        assert {row[0] for row in store.translations.translate_prefix("ru", "дом", 4)} == {"дом"}
