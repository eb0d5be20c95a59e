"""Texts that translate each other share more evidence than others; invented people and institutions."""

from __future__ import annotations

import numpy as np

from bisearch.pairing.shared_evidence import shared_evidence

RU = [
    "Академик Вершинин выехал в Норильск 14 марта 1952 года. Он взял 3 ящика приборов.",
    "Совещание о строительстве плотины отложено. Инженер Яхонтова просила 270 рублей.",
]
EN = [
    "The conference on building the dam was postponed. The engineer Yakhontova asked for 270 roubles.",
    "Academician Vershinin left for Norilsk on 14 March 1952. He took 3 boxes of instruments.",
]


def test_a_text_shares_most_with_its_translation() -> None:
    scores = shared_evidence(RU, EN)
    assert scores.argmax(axis=1).tolist() == [1, 0]
    assert scores.min() < 0.2
    assert scores.max(axis=1).min() > 0.4


def test_scores_are_between_0_and_1_whatever_the_texts() -> None:
    scores = shared_evidence([*RU, "", "—", "Слово " * 500], [*EN, "", "1952"])
    assert scores.shape == (5, 4)
    assert np.isfinite(scores).all()
    assert 0 <= scores.min() <= scores.max() <= 1
    assert not scores[2].any()


def test_there_may_be_no_text_in_a_language() -> None:
    assert shared_evidence([], EN).shape == (0, 2)
    assert shared_evidence(RU, []).shape == (2, 0)


def test_a_dictionary_adds_evidence() -> None:
    ru, en = ["Пургомер сломан."], ["The driftgauge is broken."]
    plain = shared_evidence(ru, en)
    taught = shared_evidence(ru, en, {"пургомер": {"driftgauge": 0.5}})
    assert taught[0, 0] > plain[0, 0]


def test_the_progress_reaches_1() -> None:
    shares: list[float] = []
    shared_evidence(RU, EN, progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
