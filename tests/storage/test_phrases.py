from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.lexicon.phrases import PhraseTranslation
from bisearch.storage.document_writer import DocumentWriter
from bisearch.storage.documents import DocumentStore

if TYPE_CHECKING:
    from pathlib import Path


def test_phrases_are_found_by_the_lemmas_of_either_side(tmp_path: Path) -> None:
    rows = [
        ("сельский хозяйство", "agriculture", "сельское хозяйство", "agriculture", 0.8, 1.0, 4),
        ("железный занавес", "iron curtain", "железный занавес", "iron curtain", 0.9, 0.9, 0),
    ]
    with DocumentWriter(tmp_path / "documents.sqlite") as writer:
        writer.replace_phrases([("старый", "old", "старый", "old", 1.0, 1.0, 1)])
        writer.replace_phrases(rows)
        writer.commit()
    with DocumentStore(tmp_path / "documents.sqlite") as store:
        (found,) = store.phrases.translate("ru", ["сельский хозяйство", "старый", "нет"])
        assert found == PhraseTranslation("сельский хозяйство", "agriculture", "agriculture", 0.9, 4)
        assert [each.text for each in store.phrases.translate("en", ["iron curtain"])] == ["железный занавес"]
