"""Articles like those of printed dictionaries, with labels, numbers, remarks and examples."""

from __future__ import annotations

import pytest

from bisearch.lexicon.dictionary_articles import glosses


@pytest.mark.parametrize(
    ("headword", "text", "expected"),
    [
        ("peace", "мир", ["мир"]),
        ("energy", "[ˈenədʒɪ] _n.\n 1) энергия; сила; мощность 2) _pl. силы (в борьбе и т.п.)",
         ["энергия", "сила", "мощность", "силы"]),
        ("advise", "_v. 1) советовать; to advise with smb. советоваться с кем-л. 2) извещать, сообщать",
         ["советовать", "извещать", "сообщать"]),
        ("state", "1) пышность; in a state\n а) в беспорядке; б) в затруднении 2) положение",
         ["пышность", "положение"]),
        ("advised", "1. _p-p. от advise 2. _a. _уст. 1) обдуманный", ["обдуманный"]),
        ("from", "_prp. от, из", ["от", "из"]),
        ("kolkhoz", "коллективное хозяйство в СССР до 1991 года, колхоз", ["колхоз"]),
        ("reactor", "тех. реактор; воен. ядерный котел", ["реактор", "ядерный котел"]),
        ("энергия", "ж. energy; power (physics)", ["energy", "power"]),
        ("мир", "1. peace; в мире in peace 2. world, universe", ["peace", "world", "universe"]),
        ("rain", "дождь, дождь", ["дождь"]),
        ("odd", "see strange", []),
    ],
)  # fmt: skip
def test_labels_remarks_and_examples_are_removed_from_an_article(headword: str, text: str, expected: list[str]) -> None:
    assert [" ".join(gloss.forms) for gloss in glosses(headword, text)] == expected


def test_earlier_translations_have_higher_weights() -> None:
    weights = [gloss.weight for gloss in glosses("house", "дом, жилище, здание")]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] == 1
    assert all(weight > 0 for weight in weights)
