from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bisearch.sources.grouping import facing_folders, group_files

TEXTS = {".txt", ".md", ".docx", ".html"}


def is_text(path: Path) -> bool:
    return path.suffix.lower() in TEXTS


def pairs(*names: str) -> list[tuple[str, str, str]]:
    """Return the id and the two files of each pair."""
    groups = group_files(map(Path, names), is_text)
    return [(pair.stem, pair.first.as_posix(), pair.second.as_posix()) for group in groups for pair in group.pairs]


@pytest.mark.parametrize(
    ("ru", "en", "stem"),
    [
        ("a.ru.txt", "a.en.txt", "a"),
        ("a_ru.txt", "a_en.txt", "a"),
        ("a-RU.txt", "a-EN.txt", "a"),
        ("A_Ru.txt", "a_eN.TXT", "A"),
        ("a.ru.md", "a.en.md", "a"),
        ("a_ru.docx", "a_en.html", "a"),
        ("a_ru.txt", "a.en.txt", "a"),
        ("a_rus.txt", "a_eng.txt", "a"),
        ("a_ru.txt", "a_eng.txt", "a"),
        ("Letter 5 rus.txt", "Letter 5 eng.txt", "Letter 5"),
        ("Letter (RUS).txt", "Letter (ENG).txt", "Letter"),
        ("Letter in Russian.txt", "Letter in English.txt", "Letter in"),
        ("ru_1.txt", "en_1.txt", "1"),
        ("rus 1.txt", "eng 1.txt", "1"),
        ("doc_ru_01.txt", "doc_en_01.txt", "doc_01"),
        ("письмо_рус.txt", "письмо_англ.txt", "письмо"),
        ("a.ru-RU.txt", "a.en-US.txt", "a"),
        ("a_ru_RU.txt", "a_en_GB.txt", "a"),
        ("a-original.txt", "a-translation.txt", "a"),
        ("a оригинал.txt", "a перевод.txt", "a"),
        ("letter-5/ru.txt", "letter-5/en.txt", "letter-5"),
        ("ru/02.txt", "en/02.txt", "02"),
        ("1946/RU/02.txt", "1946/EN/02.md", "02"),
        ("rus/1946/02.txt", "eng/1946/02.txt", "02"),
        ("Russian/02.txt", "English/02.txt", "02"),
        ("Texts in Russian/02.txt", "Texts in English/02.txt", "02"),
        ("русский/02.txt", "английский/02.txt", "02"),
        ("ru-RU/02.txt", "en-US/02.txt", "02"),
        ("original/02.txt", "translation/02.txt", "02"),
        ("ru/02_ru.txt", "en/02_en.txt", "02"),
        ("a.ru", "a.en", "a"),
        ("a.RU", "a.EN", "a"),
    ],
)
def test_two_files_that_differ_only_in_their_marks_are_a_pair(ru: str, en: str, stem: str) -> None:
    assert pairs(ru, en) == pairs(en, ru) == [(stem, ru, en)]


@pytest.mark.parametrize(
    "names",
    [
        ("Penguin_en.txt",),
        ("menu_ru.txt", "menu.txt"),
        ("en route.txt", "ru.txt"),
        ("a_ru.txt", "b_en.txt"),
        ("a_ru.txt", "a_rus.txt"),
        ("a_ru.txt", "a_en.csv"),
        ("a_ru.txt", "a_translation.txt"),
        ("1946/a_ru.txt", "1947/a_en.txt"),
        ("ru/01.txt", "en/02.txt"),
        ("visit_ru.txt", "visit_en_route_to_Perm.txt"),
        ("peru/01.txt", "peen/01.txt"),
    ],
)
def test_other_files_stay_alone(names: tuple[str, ...]) -> None:
    assert pairs(*names) == []


def test_files_whose_marks_are_spelled_in_the_same_way_are_joined_first() -> None:
    assert pairs("a_ru.txt", "a_en.txt", "a.rus.md", "a.eng.md") == [
        ("a", "a.rus.md", "a.eng.md"),
        ("a", "a_ru.txt", "a_en.txt"),
    ]


@pytest.mark.parametrize(
    ("original", "translations", "stems"),
    [
        ("x.ru.txt", ["x.en.txt", "x.en2.txt"], ["x", "x.en2"]),
        ("x_ru.txt", ["x_en.txt", "x_en_smith.txt"], ["x", "x_en_smith"]),
        ("x_ru.txt", ["x_en_jones.txt", "x_en_smith.txt"], ["x", "x_en_smith"]),
        ("x original.txt", ["x translation 1.txt", "x translation 2.txt"], ["x", "x translation 2"]),
        ("x_ru.txt", ["x_en.txt", "x_eng.txt"], ["x", "x_eng"]),
    ],
)
def test_each_translation_of_an_original_is_a_document(
    original: str, translations: list[str], stems: list[str]
) -> None:
    (group,) = group_files(map(Path, [original, *translations]), is_text)
    found = [(pair.stem, pair.first.name, pair.second.name) for pair in group.pairs]
    assert found == [(stem, original, name) for stem, name in zip(stems, translations, strict=True)]
    assert [group.own_files(str(pair.path)) for pair in group.pairs] == [
        (Path(original), Path(translations[0])), *((Path(name),) for name in translations[1:])
    ]  # fmt: skip


NAMES = st.sampled_from(
    [
        "a.txt", "a_ru.txt", "a_en.txt", "a.ru.txt", "a.en.txt", "A_EN.md", "a_en_smith.txt", "a_en2.txt", "a_rus.md",
        "ru_a.txt", "en_a.txt", "ru.txt", "en.txt", "a-original.txt", "a-translation.txt", "a.ru", "a.en", "a.jsonl",
    ]
)  # fmt: skip
FOLDERS = st.sampled_from(["", "ru", "en", "1946", "1946/ru", "1946/en", "ru/en", "en/ru", "original", "translation"])
FILES = st.sets(st.builds(lambda folder, name: f"{folder}/{name}".lstrip("/"), FOLDERS, NAMES), max_size=12)


@given(FILES)
def test_every_file_is_in_one_group_and_only_an_original_is_in_several_pairs(names: set[str]) -> None:
    groups = group_files(map(Path, names), is_text)
    files = [file for group in groups for file in group.files]
    assert sorted(files) == sorted(map(Path, names))
    own = [file for group in groups for pair in group.pairs for file in group.own_files(str(pair.path))]
    assert len(own) == len(set(own))
    for group in groups:
        assert group.path in group.files
        assert {pair.path for pair in group.pairs} <= set(group.files)


@given(FILES)
def test_groups_do_not_depend_on_the_order_of_files(names: set[str]) -> None:
    files = [Path(name) for name in names]
    assert group_files(files, is_text) == group_files(files[::-1], is_text)


def test_a_folder_faces_the_folder_of_the_other_language(tmp_path: Path) -> None:
    for name in ("ru/1946", "en/1946", "EN/1947", "de/1946", "english/1946"):
        Path(tmp_path, name).mkdir(parents=True, exist_ok=True)
    facing = facing_folders(tmp_path / "ru" / "1946")
    assert [folder.relative_to(tmp_path).as_posix() for folder in facing] == ["en/1946", "english/1946"]
    assert facing_folders(tmp_path) == []
