from __future__ import annotations

from bisearch.indexing.reference_upkeep import successors
from bisearch.model import Passage, PassageText, Sentence
from bisearch.storage.permanent_references import Successor, sentence_hash


def passages(*texts: str) -> list[Passage]:
    """Return Russian passages of one sentence each."""
    found, start = [], 0
    for number, text in enumerate(texts, 1):
        found.append(Passage(number, PassageText(text, (Sentence(start, start + len(text)),)), None))
        start += len(text) + 1
    return found


def of(text: str) -> str:
    return sentence_hash(text)


def test_sentences_that_stay_have_no_successors() -> None:
    before = passages("Раз.", "Два.")
    assert list(successors(before, passages("Новое.", "Два.", "Раз."))) == []
    assert list(successors(before, before)) == []


def test_a_text_that_is_split_elsewhere_leads_to_the_sentence_with_the_beginning() -> None:
    parts = ("Прибыл тов. Петров.", "Он здоров.")
    before, after = passages("Начало.", " ".join(parts), "Конец."), passages("Начало.", *parts, "Конец.")
    whole, first, second = of(" ".join(parts)), *map(of, parts)
    assert list(successors(before, after)) == [Successor(whole, first, "split")]
    assert list(successors(after, before)) == [Successor(first, whole, "split"), Successor(second, whole, "split")]


def test_a_corrected_sentence_is_the_successor_of_the_misread_one() -> None:
    misread, corrected = "Прибыл товарищ Пегров с севера.", "Прибыл товарищ Петров с севера."
    before, after = passages("Начало.", misread, "Конец."), passages("Начало.", corrected, "Конец.")
    assert list(successors(before, after)) == [Successor(of(misread), of(corrected), "changed")]


def test_a_sentence_replaced_by_another_has_no_successor() -> None:
    assert list(successors(passages("А.", "Совсем другое дело."), passages("А.", "Погода испортилась."))) == []
