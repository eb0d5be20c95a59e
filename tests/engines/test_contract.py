"""The contract of an engine, tested for each of them."""

from __future__ import annotations

import random
from importlib.metadata import requires
from typing import TYPE_CHECKING

import pytest

from bisearch.deadline import Deadline
from bisearch.engines.bm25 import K1, B, Bm25, idf
from bisearch.engines.nodes import AnyTerm, Both, Either, Node, PassageRanges, TermPhrase, Without
from bisearch.engines.registry import (
    ENGINES,
    FIXED_BM25,
    LOCAL_ENGINES,
    TO_INSTALL_OPENSEARCH,
    TO_INSTALL_TANTIVY,
    engine,
)
from bisearch.errors import IndexDamagedError, PhraseTooWideError, SearchTimeoutError
from bisearch.model import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from bisearch.engines.port import EngineReader

# Passage number -> Russian and English text; terms are the words themselves, but for "стали", which is two.
TEXTS = {
    10: ("посол смит принят", "ambassador smith received"),
    11: ("смит смит смит и посол", None),
    12: (None, "smith left"),
    15: ("стали мира", "steels of the world"),
    16: ("мир и атом", "peace and atom"),
}
ALTERNATIVES = {"стали": ("стать", "сталь")}
LETTERS = "абвгдежзикл"
WEIGHTS = [1 / (place + 1) for place in range(len(LETTERS))]


def positions(text: str) -> list[tuple[str, ...]]:
    return [ALTERNATIVES.get(word, (word,)) for word in text.split()]


def write(name: str, folder: Path, texts: Mapping[int, tuple[str | None, str | None]]) -> None:
    """Commit some passages, the later ones of documents with earlier ids."""
    with engine(name).write(folder) as writer:
        for number, (ru, en) in texts.items():
            sides = {"ru": ru, "en": en}
            terms = {side: positions(text) for side, text in sides.items() if text is not None}
            writer.add(number, terms, f"d{9999 - number}")  # type: ignore[arg-type]
        writer.commit()
        writer.seal()


@pytest.fixture(scope="module")
def reader(name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineReader]:
    folder = tmp_path_factory.mktemp(name)
    write(name, folder, TEXTS)
    reader = engine(name).read(folder)
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
        (TermPhrase("ru", (("посол",), ("смит",))), {10}),
        (TermPhrase("ru", (("смит",), ("посол",))), set()),
        (TermPhrase("ru", (("смит",), ("посол",)), slop=1), {10, 11}),
        (TermPhrase("ru", (("сталь",), ("мира",))), {15}),
        (TermPhrase("ru", (("смит",), ("посол",)), slop=1, fillers=("и",), in_order=True), {11}),
        (TermPhrase("ru", (("смит",), ("посол",)), slop=1, fillers=("или",)), {10}),
        (PassageRanges((range(10, 12), range(16, 20))), {10, 11, 16}),
        (Both((PassageRanges((range(11, 13),)), Either((ru("смит"), AnyTerm("en", ("smith",)))))), {11, 12}),
        (Either(()), set()),
        (AnyTerm("ru", ()), set()),
    ],
)
def test_every_engine_matches_the_same_passages(reader: EngineReader, query: Node, passages: set[int]) -> None:
    assert {match.passage for match in reader.search(query).matches} == passages


@pytest.mark.parametrize("total", [10, 1_000], ids=["few matches", "many matches"])
def test_every_engine_finds_the_ranges_with_a_match(reader: EngineReader, total: int) -> None:
    """By the number of matches an engine chooses a way; all have the same answer."""
    smith = Either((AnyTerm("ru", ("смит",)), AnyTerm("en", ("smith",))))
    matching = set(reader.passages(smith))
    ranges = [range(10, 11), range(11, 12), range(12, 14), range(14, 20), range(20, 900)]
    found = reader.ranges_with_matches(smith, ranges, total)
    assert found == [each for each in ranges if matching.intersection(each)]
    assert found
    assert reader.ranges_with_matches(smith, [range(10, 10), *ranges], total) == found
    assert reader.ranges_with_matches(Either(()), ranges, total) == []
    assert reader.ranges_with_matches(smith, [], total) == []


def test_a_phrase_may_have_many_long_alternatives(name: str, tmp_path: Path) -> None:
    """As a wildcard has; tantivy's patterns are limited in size."""
    draw = random.Random(5)
    endings = ["".join(draw.choices("абвгдежзиклмнопрст", k=12)) for _ in range(200)]
    texts = {number: (f"в {ending} или {endings[-number]}", None) for number, ending in enumerate(endings, 1)}
    write(name, tmp_path, texts)
    many, word = tuple(endings), ("в",)
    reader = engine(name).read(tmp_path)
    assert len(reader.passages(TermPhrase("ru", (word, many)))) == len(endings)
    assert len(reader.passages(TermPhrase("ru", (many, many), slop=1))) == len(endings)
    filled = TermPhrase("ru", (many, many), slop=1, fillers=("или",), in_order=True)
    assert len(reader.passages(filled)) == len(endings)
    assert list(reader.passages(TermPhrase("ru", (word, many[:199])))) != []
    assert not reader.passages(TermPhrase("ru", (many, word)))
    reader.close()


def test_more_and_rarer_words_score_higher(reader: EngineReader) -> None:
    scores = {match.passage: match.score for match in reader.search(Either((ru("смит"), ru("принят")))).matches}
    assert scores[10] > scores[11] > 0  # принят is rarer than смит is often


def test_alternatives_at_one_position_count_once(reader: EngineReader) -> None:
    (one,) = reader.search(ru("сталь")).matches
    (both,) = reader.search(ru("сталь", "стать")).matches
    assert both.score == pytest.approx(one.score)


@pytest.mark.parametrize("weights", [(1.0, 1.0), (1.0, 0.97), (0.9, 0.1)])
def test_a_weighted_group_that_most_passages_have_never_scores_below_0(
    name: str, tmp_path: Path, weights: tuple[float, ...]
) -> None:
    """The mixed frequencies of two terms for one word may exceed the number of passages."""
    write(
        name,
        tmp_path,
        {number: ("стали окно" if number == 3 else "стали", None) for number in range(6)} | {9: ("окно", None)},
    )
    with_both = engine(name).read(tmp_path)
    group = AnyTerm("ru", ("стать", "сталь"), weights=weights)
    scores = {match.passage: match.score for match in with_both.search(Either((group, ru("окно")))).matches}
    assert min(match.score for match in with_both.search(group).matches) > 0
    assert scores[3] > max(score for passage, score in scores.items() if passage not in {3, 9})
    with_both.close()


def test_an_excluded_node_does_not_score(reader: EngineReader) -> None:
    plain = {match.passage: match.score for match in reader.search(ru("смит")).matches}
    (match,) = reader.search(Without(ru("смит"), ru("принят"))).matches
    assert match.score == plain[match.passage]


def test_document_frequency_counts_passages(reader: EngineReader) -> None:
    assert reader.document_frequency("ru", "смит") == 2
    assert reader.document_frequency("ru", "smith") == 0


def test_nothing_changes_until_commit(name: str, tmp_path: Path) -> None:
    write(name, tmp_path, TEXTS)
    with engine(name).write(tmp_path) as writer:
        writer.delete(range(10, 12))
    reader = engine(name).read(tmp_path)
    assert {match.passage for match in reader.search(ru("смит")).matches} == {10, 11}
    reader.close()


def test_deleted_passages_are_not_found(name: str, tmp_path: Path) -> None:
    write(name, tmp_path, TEXTS)
    with engine(name).write(tmp_path) as writer:
        writer.delete(range(11, 12))
        writer.commit()
        writer.seal()
    kept = engine(name).read(tmp_path)
    found = kept.search(ru("смит"))
    assert (found.total, [match.passage for match in found.matches]) == (1, [10])
    assert kept.document_frequency("ru", "смит") == 1
    kept.close()


def test_deleted_passages_do_not_affect_the_scores_of_whoosh(tmp_path: Path) -> None:
    """tantivy counts deleted passages in its statistics until it merges their segment."""
    write("whoosh", tmp_path, TEXTS)
    with engine("whoosh").write(tmp_path) as writer:
        writer.delete(range(11, 12))
        writer.commit()
        writer.seal()
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    write("whoosh", fresh, {number: texts for number, texts in TEXTS.items() if number != 11})
    kept, anew = engine("whoosh").read(tmp_path), engine("whoosh").read(fresh)
    assert sorted(kept.search(ru("смит")).matches) == sorted(anew.search(ru("смит")).matches)
    kept.close()
    anew.close()


def test_many_commits_keep_every_passage_under_its_number(name: str, tmp_path: Path) -> None:
    commits = 13 if name == "opensearch" else 25  # a cluster takes longer, and merges by itself
    for number in range(1, commits):
        write(name, tmp_path, {number: (f"слово{number} общее", None)})
        if number % 3 == 0:
            with engine(name).write(tmp_path) as writer:
                writer.delete(range(number - 2, number - 1))
                writer.commit()
                writer.seal()
    kept = {number for number in range(1, commits) if number % 3 != 1}
    reader = engine(name).read(tmp_path)
    assert {match.passage for match in reader.search(ru("общее")).matches} == kept
    for number in range(1, commits):
        expected = {number} & kept
        assert {match.passage for match in reader.search(ru(f"слово{number}")).matches} == expected
    reader.close()


def random_node(draw: random.Random, depth: int = 2) -> Node:
    """Return a random node over one-letter words, without weights and without a repeated word."""
    kinds: list[Callable[[], Node]] = [
        lambda: AnyTerm(side, tuple(draw.sample(LETTERS, draw.randint(1, 3))), disjoint=draw.random() < 0.3),
        lambda: TermPhrase(side, tuple((letter,) for letter in draw.sample(LETTERS, draw.randint(1, 4)))),
        lambda: TermPhrase(side, ((draw.choice(LETTERS), draw.choice(LETTERS)), (draw.choice(LETTERS),)), slop=2),
        lambda: TermPhrase(side, tuple((letter,) for letter in draw.choices(LETTERS, k=3)), slop=draw.randint(1, 4)),
        lambda: TermPhrase(side, tuple((letter,) for letter in draw.choices(LETTERS, k=3)), draw.randint(1, 4), (2, 1)),
        lambda: TermPhrase(
            side,
            tuple((letter, draw.choice(LETTERS)) for letter in draw.sample(LETTERS, draw.randint(2, 3))),
            slop=draw.randint(1, 3),
            fillers=tuple(draw.sample(LETTERS, 2)),
            in_order=draw.random() < 0.5,
        ),
        lambda: PassageRanges(
            (range(*sorted(draw.sample(range(1, 900), 2))), range(*sorted(draw.sample(range(900), 2))))
        ),
    ]
    side = draw.choice(SIDES)
    if not depth or draw.random() < 0.3:
        return draw.choice(kinds)()
    children = tuple(random_node(draw, depth - 1) for _ in range(draw.randint(1, 3)))
    compound: list[Callable[[], Node]] = [
        lambda: Either(children),
        lambda: Both(children, optional=(random_node(draw, 0),)),
        lambda: Without(children[0], random_node(draw, 0)),
    ]
    return draw.choice(compound)()


@pytest.fixture(scope="module")
def engines(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """Every engine that can run here."""
    try:
        request.getfixturevalue("cluster")
    except pytest.skip.Exception:
        return LOCAL_ENGINES
    return ENGINES


@pytest.fixture(scope="module")
def made_readers(engines: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[EngineReader]]:
    """Every engine over the same 600 passages, in three commits, some deleted, a fifth with one side only."""
    readers = []
    for name in engines:
        draw = random.Random(7)
        folder = tmp_path_factory.mktemp(name)
        for start in (1, 201, 401):
            texts = {}
            for number in range(start, start + 200):
                ru, en = (" ".join(draw.choices(LETTERS, WEIGHTS, k=draw.randint(1, 15))) for _ in SIDES)
                texts[number] = (None if number % 10 == 1 else ru, None if number % 10 == 2 else en)
            write(name, folder, texts)
        with engine(name).write(folder) as writer:
            writer.delete(range(190, 215))
            writer.commit()
            writer.seal()
        readers.append(engine(name).read(folder))
    yield readers
    for reader in readers:
        reader.close()


@pytest.mark.parametrize("seed", range(60))
def test_random_queries_match_the_same_passages_in_every_engine(made_readers: list[EngineReader], seed: int) -> None:
    query = random_node(random.Random(seed))
    found = [reader.search(query) for reader in made_readers]
    passages = [{match.passage for match in each.matches} for each in found]
    assert all(each == passages[0] for each in passages), query
    assert [each.total for each in found] == [len(each) for each in passages]
    scores = [{match.passage: match.score for match in each.matches} for each in found]
    assert all(each == pytest.approx(scores[0], abs=2e-4) for each in scores[2:])  # whoosh's and the cluster's


@pytest.mark.parametrize("seed", range(60))
def test_a_limit_returns_the_best_of_all_matches(made_readers: list[EngineReader], seed: int) -> None:
    draw = random.Random(seed)
    query, limit = random_node(draw), draw.randint(0, 30)
    for reader in made_readers:
        every, best = reader.search(query), reader.search(query, limit)
        assert best.total == every.total
        known = {match.passage: match for match in every.matches}
        assert all(match == pytest.approx(known[match.passage], abs=2e-4) for match in best.matches)
        kept = {match.passage for match in best.matches}
        for two_sided in (True, False):
            kind = [match for match in every.matches if match.is_two_sided == two_sided]
            scores = sorted((match.score for match in kind), reverse=True)
            least = scores[min(limit, len(scores)) - 1] if limit and scores else float("inf")
            assert {match.passage for match in kind if match.score > least + 2e-4} <= kept
            assert sum(match.passage in kept for match in kind) == min(limit, len(kind))


def test_passages_with_equal_scores_are_chosen_by_rank(made_readers: list[EngineReader]) -> None:
    query = Either((PassageRanges((range(1, 601),)), PassageRanges((range(900, 901),))))
    for reader in made_readers:
        every = sorted(match.passage for match in reader.search(query).matches if match.is_two_sided)
        for ranks, first in ((None, every[:7]), (lambda passages: [-each for each in passages], every[-7:])):
            found = reader.search(query, 7, ranks)
            assert found.total > len(every)
            assert sorted(each.passage for each in found.matches if each.is_two_sided) == first


def test_the_engines_rank_passages_similarly(made_readers: list[EngineReader]) -> None:
    """tantivy's BM25 has other constants than ours, so the orders differ; the top is mostly the same."""
    shared = total = 0
    for seed in range(40):
        draw = random.Random(seed)
        query = Either(tuple(AnyTerm(side, (letter,)) for side in SIDES for letter in draw.sample(LETTERS, 2)))
        tops = []
        for reader in made_readers:
            matches = sorted(reader.search(query).matches, key=lambda match: -match.score)
            tops.append({match.passage for match in matches[:20]})
        shared += sum(len(tops[0] & top) for top in tops[1:])
        total += 20 * len(tops[1:])
    assert shared / total > 0.6


def test_a_phrase_with_too_many_arrangements_is_refused_by_tantivy(made_readers: list[EngineReader]) -> None:
    (reader,) = (each for each in made_readers if type(each).__module__.endswith("tantivy.engine"))
    with pytest.raises(PhraseTooWideError, match="fewer words"):
        reader.search(TermPhrase("ru", tuple((letter,) for letter in LETTERS[:6]), slop=9))
    with pytest.raises(PhraseTooWideError, match="fewer words"):  # at once, though it has 10**40 arrangements
        reader.search(TermPhrase("ru", tuple((letter,) for letter in LETTERS[:2] * 15), slop=100))


def test_a_folder_without_postings_is_damaged(name: str, tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError):
        engine(name).read(tmp_path)


def test_an_unknown_engine_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        engine("lucene")


def test_the_scores_of_both_sides_add_up(reader: EngineReader) -> None:
    smith, left = ru("смит"), AnyTerm("en", ("left",))
    parts = [{match.passage: match.score for match in reader.search(node).matches} for node in (smith, left)]
    both = {match.passage: match.score for match in reader.search(Either((smith, left))).matches}
    assert both.keys() == {10, 11, 12}
    assert both == {number: pytest.approx(sum(part.get(number, 0.0) for part in parts), abs=1e-3) for number in both}


@pytest.mark.parametrize(
    ("name", "command"), [("tantivy", TO_INSTALL_TANTIVY), ("opensearch-py", TO_INSTALL_OPENSEARCH)]
)
def test_the_command_that_installs_an_engine_matches_the_extra(name: str, command: str) -> None:
    (wanted,) = {each.partition(";")[0].strip() for each in requires("bisearch-archive") or () if each.startswith(name)}
    bounds = wanted[len(name) :].split(",")
    assert f"pip install '{name}{','.join(sorted(bounds, reverse=True))}'" == command


def test_other_parameters_of_bm25_change_scores_of_their_own_reader_only(name: str, reader: EngineReader) -> None:
    asked = ru("смит")
    shipped = {match.passage: match.score for match in reader.search(asked).matches}
    if name in FIXED_BM25:
        with pytest.raises(ValueError, match=r"k1 is always 1.2 and its b 0.75; use engine whoosh"):
            reader.with_bm25(Bm25(1.2, 0.75))
        return
    assert {m.passage: m.score for m in reader.with_bm25(Bm25(K1, B)).search(asked).matches} == shipped
    # Of the four passages with a Russian side, of 3, 5, 2 and 3 words, two have the word: once, and three times.
    k1, b = 1.2, 0.75
    found = {match.passage: match.score for match in reader.with_bm25(Bm25(k1, b)).search(asked).matches}
    average = 13 / 4
    for passage, frequency, length in ((10, 1, 3), (11, 3, 5)):
        norm = k1 * (1 - b + b * length / average)
        assert found[passage] == pytest.approx(idf(4, 2) * (k1 + 1) * frequency / (frequency + norm), abs=1e-4)
    assert {match.passage: match.score for match in reader.search(asked).matches} == shipped


@pytest.mark.parametrize(
    ("node", "weights"),
    [
        (ru("смит"), {10: 1.0, 11: 1.0}),
        (ru("нет"), {}),
        (AnyTerm("ru", ("смит", "принят"), weights=(0.25, 0.5)), {10: 0.5, 11: 0.25}),
        (AnyTerm("ru", ("посол", "смит"), weights=(0.125, 0.125)), {10: 0.125, 11: 0.125}),
        (TermPhrase("ru", (("посол",), ("смит",))), {10: 1.0}),
        (TermPhrase("ru", (("нет",), ("смит",))), {}),
    ],
)
def test_a_passage_has_the_greatest_weight_of_the_alternatives_in_it(
    reader: EngineReader, node: AnyTerm | TermPhrase, weights: dict[int, float]
) -> None:
    assert reader.weights(node) == weights


def test_reading_writes_nothing_in_the_folder(name: str, tmp_path: Path) -> None:
    """The time of a folder changes when a file is created in it, even one that is removed again."""
    write(name, tmp_path, TEXTS)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path, *tmp_path.iterdir())}
    reader = engine(name).read(tmp_path)
    assert reader.document_frequency("ru", "смит") == 2
    reader.verify()
    reader.close()
    assert {path: path.stat().st_mtime_ns for path in (tmp_path, *tmp_path.iterdir())} == before


class _ShortDeadline(Deadline):
    """A deadline that is over after some checks."""

    __slots__ = ("left",)

    def __init__(self, checks: int) -> None:
        super().__init__()
        self.left = checks

    def check(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise SearchTimeoutError


def test_every_part_of_a_query_looks_at_the_time_limit(tmp_path: Path) -> None:
    write("whoosh", tmp_path, TEXTS)
    reader = engine("whoosh").read(tmp_path)
    words = Both((ru("смит"),) * 50)
    with pytest.raises(SearchTimeoutError):
        reader.for_search(_ShortDeadline(30)).search(words)
    reader.close()
