from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bisearch
from bisearch import Alignment, AlignmentError, align
from bisearch.similarity.skeletons import anchors, skeleton

RU = [
    "Смит вернулся 12 ноября.",
    "Он был в Вашингтоне.",
    "Трумэн принял его дважды, 3 и 7 октября, в присутствии Бирнса и генерала Маршалла.",
    "Станция «Север» молчит.",
]
EN = [
    "Smith returned on 12 November.",
    "He had been in Washington.",
    "Truman received him twice, on 3 and 7 October, in the presence of Byrnes and General Marshall.",
    "Station North is silent.",
]


def beads(ru: list[str], en: list[str]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.ru, bead.en) for bead in align(" ".join(ru), " ".join(en)).beads]


def assert_sound(alignment: Alignment) -> None:
    assert sorted(i for bead in alignment.beads for i in bead.ru) == list(range(len(alignment.sentences_ru)))
    assert sorted(j for bead in alignment.beads for j in bead.en) == list(range(len(alignment.sentences_en)))
    assert all(bead.ru or bead.en for bead in alignment.beads)
    assert all(0 <= bead.confidence <= 1 for bead in alignment.beads)
    firsts = [bead.ru[0] for bead in alignment.beads if bead.ru]
    assert firsts == sorted(firsts)


def test_clean_text_stays_one_to_one() -> None:
    assert beads(RU, EN) == [((i,), (i,)) for i in range(4)]


def test_an_omission_has_nothing_opposite() -> None:
    assert ((2,), ()) in beads(RU, [EN[0], EN[1], EN[3]])


def test_merged_sentences_are_one_bead() -> None:
    merged = "Smith returned on 12 November, having been in Washington all that time."
    assert beads(RU, [merged, *EN[2:]])[0] == ((0, 1), (0,))


@pytest.mark.parametrize(
    ("ru", "en", "shape"), [("", "", []), ("Слово.", "", [(1, 0)]), ("", "One. Two.", [(0, 1)] * 2)]
)
def test_a_missing_side_gives_one_sided_beads(ru: str, en: str, shape: list[tuple[int, int]]) -> None:
    assert [(len(bead.ru), len(bead.en)) for bead in align(ru, en).beads] == shape


@pytest.mark.parametrize(
    ("ru", "en", "reason"),
    [
        ("English text.", "Русский текст.", "swapped"),
        ("English text.", "English text.", "the Russian text is in Latin"),
        ("Русский текст.", "Русский текст.", "the English text is in Cyrillic"),
    ],
)
def test_texts_of_the_wrong_language_are_refused(ru: str, en: str, reason: str) -> None:
    with pytest.raises(AlignmentError, match=reason):
        align(ru, en)


def test_one_side_ten_times_the_other_is_aligned_all_the_same() -> None:
    assert_sound(align(" ".join(RU * 10), " ".join(EN)))


WORDS_RU = st.sampled_from(["Смит", "сказал", "12", "Москва.", "Нет.", "ноября", "\n\n", "✓", "т.", "К о п и я\n"])
WORDS_EN = st.sampled_from(["Smith", "said", "12", "Moscow.", "No.", "November", "\n\n", "Mr.", "Copy\n"])


@given(st.lists(WORDS_RU, max_size=30), st.lists(WORDS_EN, max_size=30))
def test_every_sentence_is_in_exactly_one_bead_in_order(ru: list[str], en: list[str]) -> None:
    assert_sound(bisearch.align(" ".join(ru), " ".join(en)))


@pytest.mark.parametrize(
    ("ru", "en"),
    [
        ("смитом", "smith"),
        ("деканозов", "dekanozov"),
        ("щербатюк", "scherbatiuk"),
        ("хрящев", "khryashchev"),
        ("трумэна", "truman"),
    ],
)
def test_a_name_has_one_skeleton_across_scripts(ru: str, en: str) -> None:
    assert skeleton(ru) == skeleton(en)


@pytest.mark.parametrize(
    ("ru", "en"),
    [("20.XI.46г.", "20 November 1946"), ("3/II-49 г.", "February 3, 1949"), ("14 марта 1951 г.", "March 14, 1951")],
)
def test_a_date_has_the_same_anchors_in_both_conventions(ru: str, en: str) -> None:
    assert anchors(ru) == anchors(en)


def test_a_users_dictionary_is_evidence() -> None:
    ru, en = "Куздра бокрит.\n\nСнег идет.", "The glokk is here.\n\nIt snows."
    without, with_it = align(ru, en), align(ru, en, {"куздра": {"glokk": 0.5}})
    first = [next(bead.confidence for bead in found.beads if bead.ru == (0,)) for found in (without, with_it)]
    assert first[1] > first[0]
