from __future__ import annotations

from bisearch.model import Document, Metadata, Passage, PassageText, Sentence, other


def test_a_sentence_is_a_half_open_span_of_its_text() -> None:
    assert Sentence(4, 8).of("Да. Нет. Да.") == "Нет."


def test_each_side_has_the_other_as_its_opposite() -> None:
    assert (other("ru"), other("en")) == ("en", "ru")


def test_a_document_and_a_passage_give_their_sides_by_language() -> None:
    document = Document(Metadata("1"), "Да.", None)
    assert (document.text("ru"), document.text("en")) == ("Да.", None)
    english = PassageText("Yes.", (Sentence(0, 4),))
    passage = Passage(1, None, english)
    assert (passage.side("ru"), passage.side("en")) == (None, english)
