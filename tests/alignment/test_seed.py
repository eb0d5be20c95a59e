"""The seed page, against gold written by hand: every bead of it."""

from __future__ import annotations

from pathlib import Path

from bisearch.alignment.align import align
from bisearch.sources.archive_page import read_page

PAGE = Path(__file__).parent.parent.parent / "data" / "cable-641.md"

# Each bead by how its sentences begin; what a translator left out has nothing opposite, and stamps cross.
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


def test_every_bead_of_the_seed_page_is_right() -> None:
    (document,) = read_page(PAGE)
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
