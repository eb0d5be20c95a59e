from __future__ import annotations

from bisearch.alignment.anchor_points import AnchorPoint, anchor_points
from bisearch.alignment.numbered_text import WordNumbers, number_sentences
from bisearch.alignment.word_matches import Matcher

NAMES = ["Деканозов", "Бирнс", "Трумэн", "Микоян", "Вершинин", "Халворсен", "Торнбери", "Жуковецкий"]
LATIN = ["Dekanozov", "Byrnes", "Truman", "Mikoyan", "Vershinin", "Halvorsen", "Thornbury", "Zhukovetsky"]


def found(ru: list[str], en: list[str]) -> list[AnchorPoint]:
    vocabulary_ru, vocabulary_en = WordNumbers("ru"), WordNumbers("en")
    texts = number_sentences(ru, vocabulary_ru), number_sentences(en, vocabulary_en)
    matcher = Matcher(vocabulary_ru, vocabulary_en, lambda forms: {form: (form,) for form in forms}, [])
    return anchor_points(*texts, matcher.matches())


def test_names_that_occur_once_in_each_text_are_anchor_points() -> None:
    ru, en = [f"Пришел {name}." for name in NAMES], [f"Then {name} came." for name in LATIN]
    assert {(point.ru, point.en) for point in found(ru, en)} >= {(2, 2), (4, 4), (5, 5)}
    assert all(point.ru == point.en for point in found(ru, en))


def test_a_name_out_of_order_is_no_anchor_point() -> None:
    ru = [f"Пришел {name}." for name in NAMES]
    en = [f"Then {name} came." for name in [*LATIN[2:], *LATIN[:2]]]
    assert all(point.ru == point.en + 2 for point in found(ru, en))


def test_unrelated_texts_have_no_anchor_points() -> None:
    assert found(["Снег идет."] * 9, ["All is quiet."] * 9) == []


def test_points_far_apart_do_not_support_each_other() -> None:
    ru, en = ["Снег идет."] * 400, ["All is quiet."] * 400
    for number, (name, latin) in enumerate(zip(NAMES[:4], LATIN[:4], strict=True)):
        ru[100 * number], en[100 * number] = f"Пришел {name}.", f"Then {latin} came."
    assert found(ru, en) == []
