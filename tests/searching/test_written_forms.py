"""A word is found by each of its written forms, typed in any of them, and marked whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import bisearch

if TYPE_CHECKING:
    from collections.abc import Iterator

# Forms of the same word, each in a Russian or an English sentence. Every form finds every sentence of its group.
GROUPS = {
    "dotted Russian": ["НКВД", "Н.К.В.Д.", "Н. К. В. Д.", "НК[ВД]", "HKBД"],
    "dotted English": ["USSR", "U.S.S.R.", "U. S. S. R."],
    "dotted with a bracketed letter": ["ВКП(б)", "В.К.П.(б)"],
    "hyphenated letters": ["с.-д.", "с-д"],
    "ordinal": ["1-й", "1-го", "1-ый", "1й", "1-му"],
    "decade": ["1930-е", "1930-х", "1930s", "1930's"],
    "cardinal": ["20-ти", "20"],
    "Roman ordinal": ["XX-го", "ХХ-й"],
    "tank": ["Т-34", "T-34", "Т34", "T34", "т-34", "Т–34", "Т 34", "T 34"],
    "aeroplane": ["Ил-2", "Il-2", "ИЛ-2", "Ил 2", "Ил2"],
    "fighter": ["МиГ-15", "MiG-15", "МИГ-15", "MiG 15", "миг-15бис"],
    "rocket": ["ФАУ-2", "V-2", "Фау-2", "В-2"],
    "look-alike letters": ["СССР", "CCCP"],
    "note": ["Гарримана", "Гарримана¹", "Гарримана[ми]", "Гар\u00adри\u200bмана"],
    "old spelling": ["ответ", "отвѣтъ", "отвътъ", "ответу"],
    "editor": ["Молотова", "Мол[отов]а", "[М]олотова", "Мол<отов>а", "Мол{отов}а"],
    "hyphen": ["cooperation", "co-operation", "co\u2010operation"],
    "day": ["tomorrow", "to-morrow", "To-morrow"],
}
# A text with a note's number is found by the word, and not by what only begins with it.
NOTED = [("Harriman1", "Harriman"), ("crisis63", "crisis"), ("Кризис63", "кризис"), ("ООН3", "ООН"), ("МиГ-15", "МиГ")]
NOT_FOUND = [
    ("L", "lest"), ("США", "U-2"), ("CO", "CO2"), ("H", "H2O"), ("В", "В1"), ("Т-34", "Т-35"), ("cope", "соре"),
    ("соре", "cope"), ("1-й", "1"), ("US", "U.S.S.R."), ("др", "д-р"), ("2-й", "1-й"),
]  # fmt: skip


def _sentence(form: str) -> str:
    is_english = form.isascii() and form not in {"HKBД", "CCCP", "T-34", "T34"}
    return f"Yesterday {form} was seen there." if is_english else f"Вчера {form} были там замечены."


def _records() -> Iterator[dict[str, str]]:
    sentences = {f"{group}/{form}": _sentence(form) for group, forms in GROUPS.items() for form in forms}
    sentences |= {f"noted/{form}": _sentence(form) for form, _ in NOTED}
    sentences |= {f"other/{form}": _sentence(form) for _, form in NOT_FOUND}
    for id_, sentence in sentences.items():
        yield {"id": id_, "text_en" if sentence.isascii() or sentence.startswith("Y") else "text_ru": sentence}


@pytest.fixture(scope="module")
def forms_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[bisearch.Index]:
    """Yield an index of one document for each form; its id is the group and the form."""
    folder = tmp_path_factory.mktemp("forms")
    lines = (json.dumps(record, ensure_ascii=False) for record in _records())
    (folder / "forms.jsonl").write_text("\n".join(lines), encoding="utf-8")
    bisearch.build([folder], folder / "index")
    with bisearch.open(folder / "index") as opened:
        yield opened


def found(index: bisearch.Index, query: str) -> set[str]:
    results = index.search(query, bisearch.SearchOptions(limit=100))
    return {hit.document.id for hit in results.hits}


@pytest.mark.parametrize(("group", "form"), [(group, form) for group, forms in GROUPS.items() for form in forms])
def test_each_form_finds_all_forms(forms_index: bisearch.Index, group: str, form: str) -> None:
    wanted = {f"{group}/{each}" for each in GROUPS[group]}
    if form in {"20-ти", "20"} or form.startswith(("МиГ", "миг", "МИГ", "MiG")):
        wanted = {each for each in wanted if "бис" not in each} if "бис" not in form else wanted
    assert found(forms_index, form) >= wanted


@pytest.mark.parametrize(("group", "form"), [(group, form) for group, forms in GROUPS.items() for form in forms])
def test_the_mark_slices_the_form_as_written(forms_index: bisearch.Index, group: str, form: str) -> None:
    (hit,) = (
        hit
        for hit in forms_index.search(GROUPS[group][0], bisearch.SearchOptions(limit=100)).hits
        if hit.document.id == f"{group}/{form}"
    )
    (side,) = (each for each in (hit.passage.ru, hit.passage.en) if each is not None)
    marks = (*hit.marks_ru, *hit.marks_en)
    assert "".join(side.text[mark.start : mark.end] for mark in marks).replace(" ", "") in {
        form.rstrip("¹").replace(" ", ""), form.removesuffix("'s").replace(" ", ""),
    }  # fmt: skip


@pytest.mark.parametrize(("written", "typed"), NOTED)
def test_a_word_is_found_before_the_number_of_a_note(forms_index: bisearch.Index, written: str, typed: str) -> None:
    assert f"noted/{written}" in found(forms_index, typed)


@pytest.mark.parametrize(("typed", "written"), NOT_FOUND)
def test_a_form_does_not_find_another_word(forms_index: bisearch.Index, typed: str, written: str) -> None:
    assert f"other/{written}" not in found(forms_index, typed)


@pytest.mark.parametrize("form", ["Н.К.В.Д.", "1-го", "Т-34", "1930-х", "U.S.S.R.", "с.-д."])
def test_an_exact_query_finds_the_form_as_written_only(forms_index: bisearch.Index, form: str) -> None:
    (group,) = (group for group, forms in GROUPS.items() if form in forms)
    others = {f"{group}/{each}" for each in GROUPS[group] if each.isalnum()}
    hits = found(forms_index, f'exact:"{form}"')
    assert f"{group}/{form}" in hits
    assert not hits & others


@pytest.mark.parametrize("form", ["НКВД", "Н.К.В.Д.", "Т-34", "1-й", "T-34"])
def test_a_phrase_has_any_written_form_of_its_words(forms_index: bisearch.Index, form: str) -> None:
    (group,) = (group for group, forms in GROUPS.items() if form in forms)
    russian = {f"{group}/{each}" for each in GROUPS[group] if _sentence(each)[0] == "В" and each != "Т 34"}
    assert found(forms_index, f'"вчера {form} были"') >= russian
