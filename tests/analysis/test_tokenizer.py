from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bisearch.analysis import tokenizer
from bisearch.analysis.tokenizer import normalize, tokenize, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("на-днях", ["на", "днях"]),
        ("И.В.Сталина", ["и", "в", "сталина"]),
        ("I. V. Stalin's", ["i", "v", "stalin"]),
        ("ЦК ВКП(б)", ["цк", "вкп(б)"]),
        ("КП(б)У и VKP(b) CC", ["кп(б)у", "и", "vkp(b)", "cc"]),
        ("(б)", ["б"]),
        ("т.т. Сталину", ["т.т", "сталину"]),
        ("the U.S. ambassador", ["the", "u.s", "ambassador"]),
        ("1,234 и 6,5", ["1234", "и", "6.5"]),
        ("20.XI.46г.", ["20", "xi", "46", "г"]),
        ("№ 641/ш.", ["641", "ш"]),
        ("К о п и я", ["копия"]),
        ("Vasilʹev, Vasil`ev, Pod``yachev", ["vasil'ev", "vasil'ev", "pod'yachev"]),
        ("миръ, Россія, ѣхать, Ѳеодоръ, объявленіе", ["мир", "россия", "ехать", "феодор", "объявление"]),
        ("Ш И Ф Р О М", ["шифром"]),
        ("я и он, а в и", ["я", "и", "он", "а", "в", "и"]),
        ("за́мок Ёлкин", ["замок", "елкин"]),
        ("об'явление O'Brien’s", ["объявление", "o'brien"]),
        ("меж-\n  дународный", ["международный"]),
        ("со\u00adветский", ["советский"]),
        ("полити\u00ad\nческая борьба", ["политическая", "борьба"]),
        ("полити¬\n  ческая", ["политическая"]),
        ("полити\u2010\nческая", ["политическая"]),
        ("полити\u2011\nческая", ["политическая"]),
        ("полити¬ческая, полити¬ ческая", ["политическая", "политическая"]),
        ("на\u2011днях", ["на", "днях"]),
        ("полити-\n\nческая", ["политическая"]),
        ("полити-\n\n- 12 -\n\nческая", ["политическая"]),
        ("полити-\n\n12\n\x0cческая", ["политическая"]),
        ("politi-\n[Page 360]\ncal", ["political"]),
        ("в 1940-\n1945", ["в", "1940", "1945"]),
        ("Москва -\nгород", ["москва", "город"]),
        ("всегo", ["всего"]),  # the last letter is Latin
        ("Ščerbatjuk", ["scerbatjuk"]),
        ("Cs137 Про6оула", ["cs137", "про6оула"]),
        ("✓ — …", []),
    ],
)
def test_a_text_has_these_words_in_normalized_form(text: str, expected: list[str]) -> None:
    assert list(words(text).forms) == expected


def test_offsets_point_into_the_text_as_given() -> None:
    text = "Верно: К о п и я за́мок Stalin's"
    assert [text[token.start : token.end] for token in tokenize(text)] == ["Верно", "К о п и я", "за́мок", "Stalin"]


@given(st.text(st.sampled_from("абвёЁйИx'’-.() \n0127,;И́ABo\u00ad¬\u2011№"), max_size=60))
def test_tokens_ascend_without_overlap_and_normalize_to_their_form(text: str) -> None:
    end = 0
    for token in tokenize(text):
        assert end <= token.start < token.end <= len(text)
        assert normalize(text[token.start : token.end]) == token.form
        end = token.end


@given(st.text(max_size=30))
def test_a_form_is_its_own_form(text: str) -> None:
    for form in words(text).forms:
        assert normalize(form) == form


@given(st.text(alphabet="абвгежзйкъыьэюяАБВЖЪЯabcxyzABCXYZ", min_size=2, max_size=9))
def test_a_soft_hyphen_within_a_word_leaves_its_form(word: str) -> None:
    """Words of plain letters take a short way, on which a soft hyphen puts no word."""
    assert normalize(f"{word[0]}\u00ad{word[1:]}") == normalize(word)


@settings(max_examples=1000)
@given(st.text(st.sampled_from("абвЁИйДтгТxsUS'’-. .  ()[]<>{}\n017,;И́\u00ad¬\u2011\u200bβ"), max_size=30))
def test_a_text_without_brackets_and_cut_words_has_the_same_words_by_the_short_pattern(text: str) -> None:
    short, full = tokenizer._TOKEN, tokenizer._EDITED_OR_CUT_TOKEN  # noqa: SLF001 -- no public call takes only one
    if tokenizer._EDITED_OR_CUT.search(text) is None:  # noqa: SLF001
        assert short.split(text) == full.split(text)
