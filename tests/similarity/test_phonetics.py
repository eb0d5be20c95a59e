from __future__ import annotations

import iuliia
import pytest

from bisearch.similarity import phonetics
from bisearch.similarity.name_similarity import same_name_probability
from bisearch.similarity.phonetics import phonetic_key, phonetic_keys, pronunciations, pronunciations_of_all

# As newspapers, libraries and passports of several countries wrote them.
PRESS = {
    "деканозов": "Dekanozov Dekanosov Dekanosow Dekanosoff Dékanozov",
    "щербатюк": "Shcherbatyuk Scherbatiuk Ščerbatjuk Shcherbati͡uk Ŝerbatûk Chtcherbatiouk Schtscherbatjuk",
    "хрущев": "Khrushchev Chruschtschow Khrouchtchev Hruščev Hrushchev Xruščev Khrushchov",
    "ельцин": "Yeltsin Eltsin Jelzin Eltsine El'cin",
    "вышинский": "Vyshinsky Vyshinskii Vyshinskiy Vyšinskij Wyschinski Vychinski",
    "чайковский": "Tchaikovsky Tschaikowski Tchaïkovski Čajkovskij Chaykovskiy",
    "смирнов": "Smirnov Smirnoff Smirnow",
    "жуков": "Zhukov Joukov Žukov",
    "пушкин": "Pushkin Pouchkine Puschkin Puškin",
    "чехов": "Chekhov Tchekhov Tschechow Čehov Tchékhov",
    "смит": "Smith",
    "трумэн": "Truman",
    "эйхгорн": "Eichhorn",
    "джонсон": "Johnson",
}


@pytest.mark.parametrize(("russian", "latin"), [(name, each) for name, all_ in PRESS.items() for each in all_.split()])
def test_a_name_matches_its_spellings_in_the_press(russian: str, latin: str) -> None:
    own, other = pronunciations(russian), pronunciations(latin.lower())
    assert {phonetic_key(sound) for sound in own} & {phonetic_key(sound) for sound in other}
    assert same_name_probability(own, other) >= 0.7


SYSTEMS = (iuliia.ALA_LC, iuliia.BGN_PCGN, iuliia.GOST_779, iuliia.GOST_779_ALT, iuliia.ISO_9_1968, iuliia.MVD_310_FR)


@pytest.mark.parametrize("name", ["Деканозов", "Щербатюк", "Хрущев", "Васильев", "Подъячев", "Цыганков", "Юдин"])
@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.name)
def test_a_name_matches_its_transliteration_by_each_system(name: str, system: iuliia.Schema) -> None:
    assert same_name_probability(pronunciations(name.lower()), pronunciations(system.translate(name).lower())) >= 0.7


@pytest.mark.parametrize(
    ("first", "second"),
    [("сталин", "Truman"), ("смирнов", "Smith"), ("вершинин", "Versailles"), ("марков", "Martin"), ("кук", "Cox")],
)
def test_different_names_do_not_match(first: str, second: str) -> None:
    assert same_name_probability(pronunciations(first), pronunciations(second.lower())) == 0.0


def test_the_key_of_a_name_with_an_initial_vowel_starts_with_a() -> None:
    assert phonetic_key("eigorn") == "agrn"
    assert phonetic_key("gorn") == "grn"


def test_a_word_of_other_scripts_has_no_pronunciation() -> None:
    assert pronunciations("ελλάς") == ()


def test_words_read_together_sound_as_each_does_alone() -> None:
    names = ["тщеславный", "ζeta", "schtschow", "ohm", "ль", "smirnoff", "смирнову", "анна", "ff", "к\nж", "ohm"]
    assert pronunciations_of_all(names) == [pronunciations(name) for name in names]
    assert pronunciations_of_all([]) == []


def test_a_line_end_in_a_word_is_no_sound() -> None:
    assert pronunciations_of_all(["анна\nтщета", "иван"]) == [(), ("ivan",)]


def test_a_word_is_heard_the_same_however_many_were_heard_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phonetics, "MAX_KNOWN", 2)
    names = ["иван", "john", "чехов", "ivan"]
    assert pronunciations_of_all(names) == pronunciations_of_all(names)
    assert len(phonetics._known) <= 2  # noqa: SLF001 -- the limit is of memory


def test_keys_of_many_sounds_are_those_of_each() -> None:
    sounds = ["djonson", "eigorn", "aia", "wekspir"]
    assert phonetic_keys(sounds) == [phonetic_key(sound) for sound in sounds] == ["wns", "agrn", "", "wks"]
    assert phonetic_keys([]) == []
