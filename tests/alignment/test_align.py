from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bisearch
from bisearch import Alignment, AlignmentError, align
from bisearch.model import Document
from bisearch.sources.archive_page import read_page

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


def test_an_omitted_sentence_is_a_one_sided_bead() -> None:
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
def test_texts_in_the_wrong_language_are_an_error(ru: str, en: str, reason: str) -> None:
    with pytest.raises(AlignmentError, match=reason):
        align(ru, en)


def test_a_text_ten_times_as_long_as_the_other_is_aligned() -> None:
    assert_sound(align(" ".join(RU * 10), " ".join(EN)))


WORDS_RU = st.sampled_from(["Смит", "сказал", "12", "Москва.", "Нет.", "ноября", "\n\n", "✓", "т.", "К о п и я\n"])
WORDS_EN = st.sampled_from(["Smith", "said", "12", "Moscow.", "No.", "November", "\n\n", "Mr.", "Copy\n"])


@given(st.lists(WORDS_RU, max_size=30), st.lists(WORDS_EN, max_size=30))
def test_every_sentence_is_in_exactly_one_bead_in_order(ru: list[str], en: list[str]) -> None:
    assert_sound(bisearch.align(" ".join(ru), " ".join(en)))


def test_a_users_dictionary_raises_the_confidence_of_its_beads() -> None:
    ru, en = "Куздра бокрит.\n\nСнег идет.", "The glokk is here.\n\nIt snows."
    without, with_it = align(ru, en), align(ru, en, {"куздра": {"glokk": 0.5}})
    first = [next(bead.confidence for bead in found.beads if bead.ru == (0,)) for found in (without, with_it)]
    assert first[1] > first[0]


def test_a_dictionary_file_is_used_like_its_pairs_of_lemmas(tmp_path: Path) -> None:
    ru, en = "Куздра бокрит.\n\nСнег идет.", "The glokk is here.\n\nIt snows."
    (tmp_path / "terms.tsv").write_text("куздра\tglokk\n", encoding="utf-8")
    assert align(ru, en, tmp_path / "terms.tsv") == align(ru, en, {"куздра": {"glokk": 0.5}})


PAGE = Path(__file__).parent.parent.parent / "data" / "cable-641.md"

# Each bead by the first words of its sentences. Omitted sentences are one-sided; stamps cross.
GOLD = [
    (["К о п и я"], ["Copy"]),
    (["Сов. секретно"], ["Top Secret"]),
    (["Ш И Ф Р О М"], ["BY CIPHER"]),
    (["Товарищу СТАЛИНУ."], ["to Cde. STALIN"]),
    (["18 ноября я принял"], ["On 18 November I received"]),
    (["Смит сообщил, что"], ["Smith reported that"]),
    (["Смит выразил пожелание"], ["Smith expressed a desire"]),
    (["После этого Смит довел бы"], ["After this Smith would inform"]),
    (["Смит добавил"], ["Smith added"]),
    (["Я сказал Смигу"], ["I told Smith"]),
    (["Смит ответил"], ["Smith replied"]),
    (["После этого Смит перешел"], ["Afterwards Smith turned"]),
    (["№ 641/ш."], ["Nº 641/sh"]),
    (["✓"], []),
    (["ДЕКАНОЗОВ."], ["DEKANOZOV"]),
    (["ЦК ВКП(б)"], ["VKP(b) CC"]),
    (["20.XI.46г.", "Верно: Смирнова (Смирнова)"], ["20 November 1946 Authenticated: [illegible signature]"]),
    (["1-сн"], ["1-sn"]),
]


def test_every_bead_of_the_sample_page_is_right() -> None:
    (document,) = (each for each in read_page(PAGE) if isinstance(each, Document))
    ru, en = document.text_ru or "", document.text_en or ""
    alignment = align(ru, en)
    found = [
        ([alignment.sentences_ru[i].of(ru) for i in bead.ru], [alignment.sentences_en[j].of(en) for j in bead.en])
        for bead in alignment.beads
    ]
    assert len(found) == len(GOLD)
    for (found_ru, found_en), (gold_ru, gold_en) in zip(found, GOLD, strict=True):
        assert len(found_ru) == len(gold_ru)
        assert len(found_en) == len(gold_en)
        for sentence, beginning in zip([*found_ru, *found_en], [*gold_ru, *gold_en], strict=True):
            assert sentence.startswith(beginning)
