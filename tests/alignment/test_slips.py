from __future__ import annotations

import pytest

from bisearch.alignment.slips import mended
from bisearch.alignment.vocabulary import Vocabulary, read


def slips(*sentences: str) -> dict[str, str]:
    vocabulary = Vocabulary("ru")
    read(sentences, vocabulary)
    return mended(vocabulary)


def test_an_unknown_word_a_letter_off_a_known_one_is_its_slip() -> None:
    assert slips("Он говорил об энергии.", "Контроль над эисргии и энерпии.") == {"энерпии": "энергии"}


@pytest.mark.parametrize("text", ["Приехал Смитон из дома.", "Кот и кит.", "Станция станция."])
def test_names_short_words_and_known_words_are_left_alone(text: str) -> None:
    assert slips("Он говорил о дворе.", text) == {}
