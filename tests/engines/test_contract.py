"""What every engine must do; run over each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.engines import ENGINES, AnyTerm, Both, Either, Node, Passages, Phrase, Without, engine
from bisearch.errors import IndexDamagedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bisearch.engines import EngineReader

# Passage number -> Russian and English text; terms are the words themselves, but for "стали", which is two.
TEXTS = {
    10: ("посол смит принят", "ambassador smith received"),
    11: ("смит смит смит и посол", None),
    12: (None, "smith left"),
    15: ("стали мира", "steels of the world"),
    16: ("мир и атом", "peace and atom"),
}
ALTERNATIVES = {"стали": ("стать", "сталь")}


def positions(text: str) -> list[tuple[str, ...]]:
    return [ALTERNATIVES.get(word, (word,)) for word in text.split()]


def write(name: str, folder: Path, texts: dict[int, tuple[str | None, str | None]]) -> None:
    with engine(name).write(folder) as writer:
        for number, (ru, en) in texts.items():
            sides = {"ru": ru, "en": en}
            writer.add(number, {side: positions(text) for side, text in sides.items() if text is not None})  # type: ignore[misc]
        writer.commit()


@pytest.fixture(params=ENGINES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def reader(name: str, tmp_path: Path) -> Iterator[EngineReader]:
    write(name, tmp_path, TEXTS)
    reader = engine(name).read(tmp_path)
    yield reader
    reader.close()


def ru(*terms: str) -> AnyTerm:
    return AnyTerm("ru", terms)


@pytest.mark.parametrize(
    ("query", "passages"),
    [
        (ru("смит"), {10, 11}),
        (AnyTerm("en", ("smith",)), {10, 12}),
        (ru("smith"), set()),
        (ru("сталь"), {15}),
        (ru("стать"), {15}),
        (ru("мир", "мира"), {15, 16}),
        (Either((ru("атом"), AnyTerm("en", ("left",)))), {12, 16}),
        (Both((ru("смит"), ru("посол"))), {10, 11}),
        (Both((ru("смит"),), optional=(ru("атом"),)), {10, 11}),
        (Without(ru("смит"), ru("принят")), {11}),
        (Phrase("ru", (("посол",), ("смит",))), {10}),
        (Phrase("ru", (("смит",), ("посол",))), set()),
        (Phrase("ru", (("смит",), ("посол",)), slop=1), {10, 11}),
        (Phrase("ru", (("сталь",), ("мира",))), {15}),
        (Passages((range(10, 12), range(16, 20))), {10, 11, 16}),
        (Both((Passages((range(11, 13),)), Either((ru("смит"), AnyTerm("en", ("smith",)))))), {11, 12}),
        (Either(()), set()),
        (AnyTerm("ru", ()), set()),
    ],
)
def test_the_same_passages_match_whatever_the_engine(reader: EngineReader, query: Node, passages: set[int]) -> None:
    assert {match.passage for match in reader.search(query)} == passages


def test_a_side_that_does_not_match_scores_nothing(reader: EngineReader) -> None:
    (match,) = reader.search(ru("принят"))
    assert match.score_ru > 0
    assert match.score_en == 0


def test_more_and_rarer_words_score_higher(reader: EngineReader) -> None:
    scores = {match.passage: match.score_ru for match in reader.search(Either((ru("смит"), ru("принят"))))}
    assert scores[10] > scores[11] > 0  # принят is rarer than смит is often


def test_alternatives_at_one_position_count_once(reader: EngineReader) -> None:
    (one,) = reader.search(ru("сталь"))
    (both,) = reader.search(ru("сталь", "стать"))
    assert both.score_ru == pytest.approx(one.score_ru)


def test_what_is_excluded_does_not_score(reader: EngineReader) -> None:
    plain = {match.passage: match.score_ru for match in reader.search(ru("смит"))}
    (match,) = reader.search(Without(ru("смит"), ru("принят")))
    assert match.score_ru == plain[match.passage]


def test_document_frequency_counts_passages(reader: EngineReader) -> None:
    assert reader.document_frequency("ru", "смит") == 2
    assert reader.document_frequency("ru", "smith") == 0


def test_nothing_changes_until_commit(name: str, tmp_path: Path) -> None:
    write(name, tmp_path, TEXTS)
    with engine(name).write(tmp_path) as writer:
        writer.delete(range(10, 12))
    reader = engine(name).read(tmp_path)
    assert {match.passage for match in reader.search(ru("смит"))} == {10, 11}
    reader.close()


def test_deleted_passages_are_gone_and_the_rest_scores_as_if_they_never_were(name: str, tmp_path: Path) -> None:
    write(name, tmp_path, TEXTS)
    with engine(name).write(tmp_path) as writer:
        writer.delete(range(11, 12))
        writer.commit()
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    write(name, fresh, {number: texts for number, texts in TEXTS.items() if number != 11})
    kept, anew = engine(name).read(tmp_path), engine(name).read(fresh)
    assert sorted(kept.search(ru("смит"))) == sorted(anew.search(ru("смит")))
    assert kept.document_frequency("ru", "смит") == 1
    kept.close()
    anew.close()


def test_many_commits_keep_every_passage_under_its_number(name: str, tmp_path: Path) -> None:
    for number in range(1, 25):
        write(name, tmp_path, {number: (f"слово{number} общее", None)})
        if number % 3 == 0:
            with engine(name).write(tmp_path) as writer:
                writer.delete(range(number - 2, number - 1))
                writer.commit()
    kept = {number for number in range(1, 25) if number % 3 != 1}
    reader = engine(name).read(tmp_path)
    assert {match.passage for match in reader.search(ru("общее"))} == kept
    for number in range(1, 25):
        expected = {number} & kept
        assert {match.passage for match in reader.search(ru(f"слово{number}"))} == expected
    reader.close()


def test_a_folder_that_holds_no_postings_is_damaged(name: str, tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError):
        engine(name).read(tmp_path)


def test_an_unknown_engine_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        engine("lucene")
