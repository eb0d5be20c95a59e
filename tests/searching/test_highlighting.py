from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch.analysis.form_table import FormTable
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.deadline import Deadline
from bisearch.engines.nodes import AnyTerm, TermPhrase
from bisearch.errors import SearchTimeoutError
from bisearch.model import Passage, PassageText
from bisearch.searching.expansion.base import Expansion
from bisearch.searching.highlighting import MIN_TRANSLATION_PROBABILITY, Highlighter

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bisearch import Index, Mark
    from bisearch.lexicon.word_links import LinkProbabilities

ENERGY = Expansion(AnyTerm("ru", ("энергия",)), "энергия", "lemma")


def marks(
    expansions: Iterable[Expansion], ru: str | None, en: str | None, known: LinkProbabilities | None = None
) -> tuple[list[str], list[str]]:
    """Return the marked text of each side."""
    sides = [PassageText(text, ()) if text is not None else None for text in (ru, en)]
    highlighter = Highlighter(expansions, FormTable(None, Lemmatizer()), lambda *_: known or {}, lambda *_: {})
    (found,) = highlighter.marks([Passage(1, sides[0], sides[1], 1.0)])
    return marked(ru or "", found["ru"]), marked(en or "", found["en"])


def marked(text: str, found: tuple[Mark, ...]) -> list[str]:
    return [text[mark.start : mark.end] for mark in found]


def test_every_form_of_a_word_is_marked() -> None:
    assert marks([ENERGY], "Энергия и запасы энергии.", None) == (["Энергия", "энергии"], [])


def test_a_possessive_ending_is_not_marked() -> None:
    smith = Expansion(AnyTerm("en", ("smith",)), "smith", "lemma")
    assert marks([smith], None, "Smith's letter") == ([], ["Smith"])


def test_the_words_of_a_phrase_are_marked_only_where_it_occurs() -> None:
    phrase = Expansion(TermPhrase("ru", (("атомный",), ("энергия",))), "атомная энергия", "phrase")
    assert marks([phrase], "Атомной энергии нет, энергия есть.", None)[0] == ["Атомной", "энергии"]


def test_marked_words_of_one_match_with_a_hyphen_between_them_share_a_mark() -> None:
    phrase = Expansion(TermPhrase("ru", (("на",), ("день",))), "на днях", "phrase")
    assert marks([phrase], "Письмо на-днях.", None)[0] == ["на-днях"]


def test_every_token_of_a_date_shares_a_mark() -> None:
    date = Expansion(AnyTerm("ru", ("@1946-11-20",)), "20.XI.46", "date")
    assert marks([date], "Письмо от 20 ноября 1946 г.", None)[0] == ["20 ноября 1946"]


def test_the_first_expansion_that_matches_a_token_marks_it() -> None:
    name = Expansion(AnyTerm("ru", ("=энергия",)), "энерджи", "name", (0.8,))
    text = PassageText("Энергия", ())
    for first, second in ((ENERGY, name), (name, ENERGY)):
        highlighter = Highlighter([first, second], FormTable(None, Lemmatizer()), lambda *_: {}, lambda *_: {})
        (found,) = highlighter.marks([Passage(1, text, None, 1.0)])
        (mark,) = found["ru"]
        assert (mark.word, mark.why, mark.probability) == (first.word, first.why, first.probability(["=энергия"]))


def test_a_translation_is_marked_as_a_match_only_where_the_word_itself_does_not_match() -> None:
    translation = Expansion(AnyTerm("en", ("stove",)), "энергия", "translation", (0.9,), is_across=True)
    assert marks([ENERGY, translation], None, "The stove is cold.")[1] == ["stove"]
    assert marks([ENERGY, translation], "Энергия есть.", "The stove is cold.") == (["Энергия"], [])


def test_a_word_that_translates_a_match_is_marked_on_the_other_side() -> None:
    known = {"энергия": {"energy": 0.9}}
    assert marks([ENERGY], "Энергии нет.", "No energy here.", known) == (["Энергии"], ["energy"])


def test_of_two_equally_likely_translations_that_form_no_phrase_neither_is_marked() -> None:
    known = {"энергия": {"calm": 0.1, "power": 0.1}}
    assert marks([ENERGY], "Энергии нет.", "Calm, power.", known)[1] == []
    assert MIN_TRANSLATION_PROBABILITY < 0.5


def test_a_date_in_the_text_is_marked_whole(spellings: Index) -> None:
    hit = next(hit for hit in spellings.search("November 20, 1946") if hit.document.id == "both")
    assert hit.passage.ru is not None
    assert marked(hit.passage.ru.text, hit.marks_ru[:1]) == ["20.XI.46"]
    assert hit.marks_ru[0].why == "date"


def test_a_name_is_marked_on_both_sides_of_its_passage(spellings: Index) -> None:
    (both,) = [hit for hit in spellings.search("Dekanozov") if hit.document.id == "both"]
    assert both.marks_ru
    assert both.marks_en


def test_a_word_that_occurs_twice_on_both_sides_is_marked_at_each_occurrence(tmp_path: Path) -> None:
    texts = {
        "text_ru": "Его интересует энергия, потому что энергией занимаются дипломаты.",
        "text_en": "Energy interests him because energy is the business of diplomats.",
    }
    source = tmp_path / "one.jsonl"
    source.write_text(json.dumps({"id": "one", **texts}, ensure_ascii=False), encoding="utf-8")
    bisearch.build([source], tmp_path / "index")
    with bisearch.open(tmp_path / "index") as index:
        (hit,) = index.search("энергия")
    assert marked(texts["text_en"], hit.marks_en) == ["Energy", "energy"]
    assert {mark.why for mark in hit.marks_en} == {"rendering"}


def test_a_phrase_of_the_list_is_marked_whole_in_both_directions(tmp_path: Path) -> None:
    texts = {
        "text_ru": "Министр подал в отставку. В лагере находились военнопленные.",
        "text_en": "The minister resigned. There were prisoners of war in the camp.",
    }
    source = tmp_path / "one.jsonl"
    source.write_text(json.dumps({"id": "one", **texts}, ensure_ascii=False), encoding="utf-8")
    bisearch.build([source], tmp_path / "index")

    def marks_of(query: str) -> tuple[list[str], list[str]]:
        (hit,) = index.search(query)
        assert hit.passage.ru is not None
        assert hit.passage.en is not None
        return marked(hit.passage.ru.text, hit.marks_ru), marked(hit.passage.en.text, hit.marks_en)

    with bisearch.open(tmp_path / "index") as index:
        assert marks_of("отставка") == (["отставку"], ["resigned"])
        assert marks_of("resigned") == (["подал", "в", "отставку"], ["resigned"])
        assert marks_of("военнопленные") == (["военнопленные"], ["prisoners", "of", "war"])
        assert marks_of("prisoners") == (["военнопленные"], ["prisoners"])


def test_a_very_long_pair_of_texts_has_marks_of_matches_but_none_of_translations() -> None:
    known = {"энергия": {"energy": 0.9}}
    ru, en = "Энергия нужна всем сторонам. ", "All sides need energy now. "
    assert marks([ENERGY], ru, en, known) == (["Энергия"], ["energy"])
    found = marks([ENERGY], ru * 200, en * 200, known)
    assert found == (["Энергия"] * 200, [])


def test_marking_stops_at_the_deadline() -> None:
    deadline = Deadline(0.0)
    highlighter = Highlighter([ENERGY], FormTable(None, Lemmatizer()), lambda *_: {}, lambda *_: {}, deadline)
    with pytest.raises(SearchTimeoutError):
        list(highlighter.marks([Passage(1, PassageText("Энергия.", ()), None, 1.0)]))
