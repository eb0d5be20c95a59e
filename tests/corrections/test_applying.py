"""Corrections applied to the passages of a document: every sentence stays, in exactly one passage."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bisearch.alignment.passages import passages as divide
from bisearch.corrections.applying import apply_corrections, by_document, digest_of
from bisearch.corrections.proposals import divided_beads, link_of
from bisearch.corrections.records import BeadKind, Correction
from bisearch.errors import CorrectionError
from bisearch.model import SIDES, Alignment, Bead, Passage, Sentence, Side, WordReading

RU = "Смит вернулся.\n\nЕнот спит. Да. Трумзн молчал. Да."
EN = "Smith returned.\n\nThe raccoon sleeps. Yes. Truman kept silent. Yes."


def spans(text: str) -> tuple[Sentence, ...]:
    found, at = [], 0
    for part in text.replace("\n\n", " ").split(". "):
        start = text.index(part.rstrip("."), at)
        at = start + len(part.rstrip(".")) + 1
        found.append(Sentence(start, at))
    return tuple(found)


def base() -> list[Passage]:
    """Return five passages of one sentence on each side; the third and the fifth are equal."""
    beads = tuple(Bead((number,), (number,), 0.9) for number in range(5))
    return list(divide(RU, EN, Alignment(spans(RU), spans(EN), beads)))


def corrected(passages: list[Passage], number: int, kind: BeadKind, id_: str = "aaa2", **options: object) -> Correction:
    numbers, new = divided_beads(passages, number, kind, **options)  # type: ignore[arg-type]
    old = tuple(link_of(passages[each - 1]) for each in numbers)
    sentences = tuple(hash_ for bead in old for hash_ in (*bead.ru, *bead.en))
    return Correction(id_, kind, "Петрова", "2026-11-26T12:00:00+00:00", "d", numbers[0], sentences, None, old, new)


def texts(passages: list[Passage], side: Side) -> list[str | None]:
    return [half.text if (half := passage.side(side)) is not None else None for passage in passages]


def test_a_merge_joins_two_passages_with_the_whitespace_of_their_text() -> None:
    merge = corrected(base(), 1, "merge")
    found, orphans = apply_corrections(base(), [merge])
    assert orphans == ()
    assert texts(found, "ru")[:2] == ["Смит вернулся.\n\nЕнот спит.", "Да."]
    assert texts(found, "en")[0] == "Smith returned.\n\nThe raccoon sleeps."
    assert (found[0].confidence, found[0].corrections) == (1.0, (merge.of_passage,))
    assert [each.number for each in found] == [1, 2, 3, 4]
    assert found[1] == base()[2]._replace(number=2)


def test_a_split_undoes_a_merge() -> None:
    merge = corrected(base(), 1, "merge")
    merged = apply_corrections(base(), [merge]).passages
    split = corrected(merged, 1, "split", "bbb2", split_at=1)
    found, orphans = apply_corrections(base(), [merge, split])
    assert (orphans, texts(found, "ru"), texts(found, "en")) == ((), texts(base(), "ru"), texts(base(), "en"))
    assert [each.ru.opens_paragraph for each in found if each.ru][:2] == [True, True]


def test_a_split_may_leave_a_passage_without_counterpart() -> None:
    merged = apply_corrections(base(), [corrected(base(), 1, "merge")]).passages
    found = apply_corrections(merged, [corrected(merged, 1, "split", split_at=(2, 1))]).passages
    assert texts(found, "en")[:2] == ["Smith returned.", "The raccoon sleeps."]
    assert texts(found, "ru")[:2] == ["Смит вернулся.\n\nЕнот спит.", None]


def test_an_unlinked_passage_becomes_two_and_a_link_joins_them_again() -> None:
    unlink = corrected(base(), 2, "unlink")
    found = apply_corrections(base(), [unlink]).passages
    assert texts(found, "ru")[:3] == ["Смит вернулся.", "Енот спит.", None]
    assert texts(found, "en")[:3] == ["Smith returned.", None, "The raccoon sleeps."]
    link = corrected(found, 2, "link", "bbb2", other=3)
    again, orphans = apply_corrections(base(), [unlink, link])
    assert (orphans, texts(again, "ru"), texts(again, "en")) == ((), texts(base(), "ru"), texts(base(), "en"))


def test_linked_sentences_that_are_not_adjacent_are_joined_by_a_line_break() -> None:
    found = apply_corrections(base(), [corrected(base(), 1, "link", other=4)]).passages
    assert texts(found, "ru")[0] == "Смит вернулся.\nТрумзн молчал."


def test_of_equal_passages_the_nearest_to_the_number_is_corrected() -> None:
    for number in (3, 5):
        found = apply_corrections(base(), [corrected(base(), number, "unlink")]).passages
        assert [each.number for each in found if each.en is None] == [number]


def test_a_correction_whose_sentence_is_gone_is_an_orphan_and_the_others_apply() -> None:
    first, second = corrected(base(), 1, "merge"), corrected(base(), 4, "unlink", "bbb2")
    russian = RU.replace("Енот", "Барсук")
    beads = tuple(Bead((number,), (number,), 0.9) for number in range(5))
    changed = list(divide(russian, EN, Alignment(spans(russian), spans(EN), beads)))
    found, orphans = apply_corrections(changed, [first, second])
    assert [(each.correction.id, "no longer has the sentence" in each.reason) for each in orphans] == [("aaa2", True)]
    assert len(found) == 6


def test_a_correction_of_beads_that_are_aligned_in_another_way_is_an_orphan() -> None:
    merge, unlink = corrected(base(), 1, "merge"), corrected(base(), 2, "unlink", "bbb2")
    orphans = apply_corrections(base(), [unlink, merge]).orphans
    assert [each.reason for each in orphans] == ["its sentences are aligned in another way now"]


def test_a_correction_that_the_aligner_has_made_by_itself_applies() -> None:
    merge = corrected(base(), 1, "merge")
    already = apply_corrections(base(), [merge]).passages
    plain = [each._replace(corrections=()) for each in already]
    assert apply_corrections(plain, [merge]) == (already, ())


def test_a_reading_is_beside_the_word_of_the_source() -> None:
    (hash_,) = link_of(base()[3]).ru
    word = Correction(
        "aaa2", "word", "Петрова", "2026-11-26T12:00:00+00:00", "d", 4, (hash_,), "ru", "Трумзн", "Трумэн"
    )
    found, orphans = apply_corrections(base(), [word])
    assert orphans == ()
    assert found[3].ru is not None
    assert found[3].ru.text == "Трумзн молчал."
    assert found[3].ru.readings == (WordReading(0, 6, "Трумэн", "aaa2"),)
    merged = apply_corrections(base(), [word, corrected(base(), 3, "merge", "bbb2")]).passages
    assert merged[2].ru is not None
    assert [each.start for each in merged[2].ru.readings] == [4]


def test_a_reading_of_a_part_of_a_word_is_an_orphan() -> None:
    (hash_,) = link_of(base()[3]).ru
    word = Correction("aaa2", "word", "П", "2026-11-26T12:00:00+00:00", "d", 4, (hash_,), "ru", "Трум", "Трумэн")
    assert "no longer has the word 'Трум'" in apply_corrections(base(), [word]).orphans[0].reason


KINDS = st.sampled_from(["merge", "split", "link", "unlink"])


@given(
    st.lists(st.tuples(KINDS, st.integers(1, 6), st.integers(1, 6), st.integers(0, 3), st.integers(0, 3)), max_size=8)
)
def test_any_corrections_keep_every_sentence_once_and_in_order(
    asked: list[tuple[BeadKind, int, int, int, int]],
) -> None:
    made: list[Correction] = []
    for place, (kind, number, other, ru, en) in enumerate(asked):
        now = apply_corrections(base(), made).passages
        options: Any = {"split": {"split_at": (ru, en)}, "link": {"other": other}}.get(kind, {})
        if number <= len(now) and other <= len(now):
            try:
                made.append(corrected(now, number, kind, f"id{place}", **options))
            except CorrectionError:
                continue
    found, orphans = apply_corrections(base(), made)
    assert orphans == ()
    for side, text in zip(SIDES, (RU, EN), strict=True):
        halves = [half for passage in found if (half := passage.side(side)) is not None]
        assert sorted(span for half in halves for span in half.sentences) == sorted(spans(text))
        for half in halves:
            assert half.sentence_texts() == [span.of(text) for span in half.sentences]
            assert list(half.sentences) == sorted(half.sentences)
    firsts = [passage.ru.sentences[0] for passage in found if passage.ru is not None]
    assert firsts == sorted(firsts)
    assert [passage.number for passage in found] == list(range(1, len(found) + 1))


def test_corrections_are_grouped_by_document_and_have_a_digest() -> None:
    merge = corrected(base(), 1, "merge")
    name = Correction("bbb2", "name", "П", "2026-11-26T12:00:00+00:00", old="Смит", new="Smith")
    assert by_document([merge, name]) == {"d": (merge,)}
    assert digest_of(()) == ""
    assert digest_of([merge]) != digest_of([merge, merge])
