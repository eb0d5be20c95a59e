from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

from bisearch.lexicon.training import train_lexicon

if TYPE_CHECKING:
    from collections.abc import Collection

# Each word recurs with its translation among changing others.
BEADS = [
    (["атомной", "энергии"], ["atomic", "energy"]),
    (["атомная", "бомба"], ["atomic", "bomb"]),
    (["контроль", "энергии"], ["energy", "control"]),
    (["контроль", "бомбы"], ["bomb", "control"]),
]
LEMMAS = {
    "атомной": ("атомный",), "атомная": ("атомный",), "энергии": ("энергия",), "бомбы": ("бомба",),
    "found": ("found", "find"), "finds": ("find",),
}  # fmt: skip


def lemmas(forms: Collection[str]) -> dict[str, tuple[str, ...]]:
    return {form: LEMMAS.get(form, (form,)) for form in forms}


def test_words_that_occur_together_translate_each_other() -> None:
    table = {(row.ru, row.en): row for row in train_lexicon(BEADS, lemmas).table}
    for ru, en in [("атомный", "atomic"), ("энергия", "energy"), ("бомба", "bomb"), ("контроль", "control")]:
        others = [row.to_en for (left, right), row in table.items() if left == ru and right != en]
        assert table[ru, en].to_en > 2 * max(others, default=0.0)
        assert table[ru, en].beads == 2


def test_probabilities_are_valid_and_the_table_is_sorted() -> None:
    table = train_lexicon(BEADS, lemmas).table
    assert table == sorted(table)
    assert all(0 < row.to_en <= 1 and 0 < row.to_ru <= 1 for row in table)
    for word in {row.ru for row in table}:
        assert sum(row.to_en for row in table if row.ru == word) <= 1.001


def test_no_usable_beads_give_an_empty_table() -> None:
    assert train_lexicon([], lemmas).table == []
    assert train_lexicon([([], ["word"])], lemmas).table == []


def test_training_is_deterministic() -> None:
    assert train_lexicon(BEADS, lemmas).table == train_lexicon(BEADS, lemmas).table


def test_a_name_seen_once_is_recognized_by_its_spelling() -> None:
    table = train_lexicon([(["посол", "трумэн", "принял"], ["truman", "received", "envoy"])], lemmas).table
    learned = [row for row in table if row.beads]  # the others are the general glossary's
    assert max((row.to_en, row.ru, row.en) for row in learned)[1:] == ("трумэн", "truman")


def test_derivatives_share_what_is_learned() -> None:
    """The adjectives teach which nouns of the last bead translate each other."""
    beads = [(["советский", "флаг"], ["flag", "soviet"]), (["советский", "герб"], ["crest", "soviet"])] * 2
    table = {
        (row.ru, row.en): row.to_en
        for row in train_lexicon([*beads, (["советы", "нота"], ["note", "soviets"])], lemmas).table
    }
    assert table["советы", "soviets"] > table.get(("советы", "note"), 0.0)


def test_the_most_frequent_of_several_lemmas_is_chosen() -> None:
    beads = [(["находит"], ["finds"]), (["находит", "дом"], ["finds", "house"]), (["нашел"], ["found"])]
    assert ("нашел", "find") in {(row.ru, row.en) for row in train_lexicon(beads, lemmas).table}


def test_a_dictionary_decides_what_the_beads_leave_open() -> None:
    bead = (["резко", "нищета"], ["poverty", "sharply"])
    entries = [("резко", "sharply", 1.0, 1.0), ("нищета", "poverty", 1.0, 0.5), ("кот", "cat", 1.0, 1.0)]
    table = {(row.ru, row.en): row for row in train_lexicon([bead], lemmas, entries).table}
    assert table["резко", "sharply"].to_en > 0.5
    assert table["резко", "sharply"].beads == 1
    assert ("резко", "poverty") not in table or table["резко", "poverty"].to_en < 0.2


def test_a_dictionary_entry_is_kept_without_any_bead() -> None:
    table = {(row.ru, row.en): row for row in train_lexicon(BEADS, lemmas, [("кот", "cat", 0.75, 1.0)]).table}
    alone = train_lexicon([], lemmas, [("кот", "cat", 0.75, 1.0)]).table
    assert alone == [table["кот", "cat"]]
    assert alone[0][:5] == ("кот", "cat", 0.75, 1.0, 0)


def test_glossary_entries_are_kept_only_for_lemmas_of_the_collection() -> None:
    known = {"погода"}
    alone = train_lexicon([], lemmas, known_lemmas=known).table
    assert ("погода", "weather") in {(row.ru, row.en) for row in alone}
    assert {row.ru for row in alone} == known
    with_beads = train_lexicon(BEADS, lemmas, known_lemmas=known).table
    assert ("погода", "weather") in {(row.ru, row.en) for row in with_beads}
    assert ("погода", "weather") not in {(row.ru, row.en) for row in train_lexicon(BEADS, lemmas).table}


def test_phrases_are_learned_with_the_table() -> None:
    """An invented institute that no list has."""
    beads = [
        (["институт", "полярной", "геофизики", ru], ["institute", "of", "polar", "geophysics", en])
        for ru, en in [("открыт", "opened"), ("закрыт", "closed"), ("переехал", "moved"), ("вырос", "grew")]
    ]
    phrases = {(pair.ru, pair.en): pair.beads for pair in train_lexicon(beads, lemmas).phrases}
    assert phrases["институт полярной геофизики", "institute of polar geophysics"] == 4


def test_what_is_learned_returns_from_another_process_as_it_was() -> None:
    one, four = train_lexicon(BEADS[:1], lemmas), train_lexicon(BEADS * 3, lemmas)
    assert not one.phrases
    assert four.phrases
    for learned in (one, four):
        returned = pickle.loads(pickle.dumps(learned))  # noqa: S301 -- its own
        assert returned == learned
        assert repr(returned) == repr(learned)
