from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.lexicon.phrases import PhrasesBeginning, PhraseTranslation, translations_of
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
        found = store.phrases.beginning_with("ru", ["сельский", "старый", "нет"])
        translation = PhraseTranslation("сельский хозяйство", "agriculture", "agriculture", 0.9, 4)
        assert found["сельский"] == PhrasesBeginning({"сельский хозяйство": [translation]}, frozenset({2}))
        assert found["старый"] is found["нет"] is None
        (iron,) = translations_of("iron curtain", store.phrases.beginning_with("en", ["iron"]))
        assert iron.text == "железный занавес"


def test_a_lemma_begins_no_phrase_of_a_longer_lemma(tmp_path: Path) -> None:
    rows = [
        ("дом", "house", "дом", "house", 0.9, 0.9, 2),
        ("дом отдых", "rest home", "дом отдыха", "rest home", 0.9, 0.9, 2),
        ("дом отдых", "resort", "дом отдыха", "resort", 0.9, 0.9, 2),
        ("дом-музей", "museum", "дом-музей", "museum", 0.9, 0.9, 2),
        ("домна", "blast furnace", "домна", "blast furnace", 0.9, 0.9, 2),
    ]
    with DocumentWriter(tmp_path / "documents.sqlite") as writer:
        writer.replace_phrases(rows)
        writer.commit()
    with DocumentStore(tmp_path / "documents.sqlite") as store:
        found = store.phrases.beginning_with("ru", ["дом", "домна", "до"])
        assert found["до"] is None
        assert found["дом"] is not None
        assert found["дом"].lengths == {1, 2}
        assert [each.text for each in found["дом"].translations["дом отдых"]] == ["resort", "rest home"]
        assert list(found["дом"].translations) == ["дом", "дом отдых"]
