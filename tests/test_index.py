from __future__ import annotations

import shutil
import threading
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch import SearchOptions

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch import Hit, Index, Mark


def found(index: Index, query: str, **options: object) -> list[str]:
    """Return the passages that match without translation, as ID/NUMBER, sorted."""
    results = index.search(query, SearchOptions(**{"translate": False, "group": "passage", **options}))  # type: ignore[arg-type]
    assert results.total == len(results)
    return sorted(f"{hit.document.id}/{hit.passage.number}" for hit in results)


def marked(text: str, marks: tuple[Mark, ...]) -> list[str]:
    return [text[mark.start : mark.end] for mark in marks]


def first(index: Index, query: str) -> Hit:
    return index.search(query, SearchOptions(group="passage")).hits[0]


@pytest.mark.parametrize(
    ("query", "passages"),
    [
        ("атомная энергия", ["cable-1/1", "letter-2/2", "note-3/1"]),
        ("+атомная +энергия", ["cable-1/1", "letter-2/2"]),
        ("atomic energy", ["cable-1/1", "letter-2/2", "memo-4/1"]),
        ('"атомная энергия"', ["cable-1/1", "letter-2/2"]),
        ('"энергия атомная"', []),
        ('"энергия контроль"~4', ["cable-1/1"]),
        ('exact:"атомной энергией"', ["cable-1/1"]),
        ("exact:энергия", ["note-3/1"]),
        ("Смит OR Смирнова", ["cable-1/1", "letter-2/1"]),
        ("energy -atomic", ["memo-4/1"]),
        ("energy AND NOT atomic", ["memo-4/1"]),
        ("смир*", ["letter-2/1"]),
        ("Смитт~", ["cable-1/1"]),
        ("Смит AND Smith", ["cable-1/1"]),
        ("смит smirnova", ["cable-1/1", "letter-2/1"]),
        ("ru:12", ["cable-1/2"]),
        ("en:Смит", []),
        ("title:atomic энергия", ["cable-1/1"]),
        ("title:letter", ["letter-2/1", "letter-2/2"]),
        ('title:"Письмо"', []),
        ('ref:"ф. 72"', ["cable-1/1", "cable-1/2"]),
        ('ref:"f. 72, op. 3"', ["cable-1/1", "cable-1/2"]),
        ('ref:"ф. 7"', []),
        ("id:note-3", ["note-3/1"]),
        ("id:c*", ["cable-1/1", "cable-1/2"]),
        ("date:1946-11", ["cable-1/1", "cable-1/2"]),
        ("date:1947-05 Смирнова", ["letter-2/1"]),
        ("date:1950.. энергия", ["note-3/1"]),
        ("на днях", ["letter-2/1"]),
        ("на-днях", ["letter-2/1"]),
        ("над", ["cable-1/1"]),
        ("нетакогослова", []),
    ],
)
def test_a_query_finds_the_passages_that_match(index: Index, query: str, passages: list[str]) -> None:
    assert found(index, query) == passages


def test_beside_a_filter_a_word_still_has_to_match(index: Index) -> None:
    assert found(index, "date:1946..1947 энергия") == ["cable-1/1", "letter-2/2"]


def test_lang_limits_the_search_to_one_side(index: Index) -> None:
    assert found(index, "12", lang="en") == ["cable-1/2"]
    assert found(index, "energy", lang="ru") == []


def test_matches_are_marked_on_each_side(index: Index) -> None:
    hit = first(index, "+атомная +energy +id:cable-1")
    assert hit.passage.ru is not None
    assert hit.passage.en is not None
    matched_ru = tuple(mark for mark in hit.marks_ru if mark.why != "rendering")
    matched_en = tuple(mark for mark in hit.marks_en if mark.why != "rendering")
    assert marked(hit.passage.ru.text, matched_ru) == ["атомной"]
    assert marked(hit.passage.en.text, matched_en) == ["energy"]


def test_a_hyphenated_phrase_has_one_mark(index: Index) -> None:
    hit = first(index, "на-днях")
    assert hit.passage.ru is not None
    assert marked(hit.passage.ru.text, hit.marks_ru) == ["на-днях"]


def test_excluded_words_are_not_marked(index: Index) -> None:
    hit = first(index, "энергия -Смит -служить id:letter-2")
    assert {mark.word for mark in hit.marks_ru} == {"энергия"}


def test_a_mark_has_the_reason_of_its_match(index: Index) -> None:
    assert {mark.why for mark in first(index, "смир*").marks_ru} == {"prefix"}
    assert {mark.why for mark in first(index, "Смитт~").marks_ru} == {"fuzzy"}
    assert {mark.why for mark in first(index, "id:note-3 энергия").marks_ru} == {"lemma"}
    assert {mark.why for mark in first(index, "id:memo-4 энергия").marks_en} == {"translation"}


def test_a_passage_without_counterpart_has_only_one_side(index: Index) -> None:
    hit = first(index, "id:note-3")
    assert hit.passage.en is None
    assert hit.marks_en == ()


def test_context_gives_the_passages_around_a_hit(index: Index) -> None:
    (hit,) = index.search("id:cable-1 Трумэн", SearchOptions(context=3))
    assert [passage.number for passage in hit.before] == [1]
    assert hit.after == ()


def test_the_spans_of_sentences_slice_the_original_text(index: Index) -> None:
    original = "Смит сообщил о контроле над атомной энергией.\n\nТрумэн вернулся в Вашингтон 12 ноября."
    found = index.document("cable-1")
    assert found is not None
    for passage in found[1]:
        assert passage.ru is not None
        assert passage.ru.text == " ".join(sentence.of(original) for sentence in passage.ru.sentences)


def test_pages_of_hits_join_without_gap_or_overlap(index: Index) -> None:
    query = "энергия OR energy OR Смит OR Смирнова OR Truman"
    whole = [hit.document.id for hit in index.search(query)]
    paged = [index.search(query, SearchOptions(limit=1, offset=place)).hits for place in range(len(whole))]
    assert [hits[0].document.id for hits in paged] == whole
    assert index.search(query, SearchOptions(offset=100)).hits == ()


def test_sorted_by_date_the_oldest_hits_come_first_and_undated_ones_last(index: Index) -> None:
    hits = index.search("энергия OR energy", SearchOptions(sort="date"))
    assert [hit.document.date for hit in hits] == ["1946-11-20", "1947", "1950-03", ""]


def test_hits_are_ordered_by_score_and_ties_by_document_id(index: Index) -> None:
    ranked = [
        (-hit.score, hit.document.id, hit.passage.number) for hit in index.search("энергия атомная OR date:1900..")
    ]
    assert ranked == sorted(ranked)


def test_threads_can_share_an_index(index: Index) -> None:
    expected = [hit.document.id for hit in index.search("атомная energy")]
    wrong: list[object] = []

    def work() -> None:
        for _ in range(30):
            try:
                ids = [hit.document.id for hit in index.search("атомная energy")]
            except Exception as error:  # noqa: BLE001 -- no search may fail
                wrong.append(error)
                return
            if ids != expected:
                wrong.append(ids)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_table_of_words_only_has_no_numbers(index: Index) -> None:
    table = index.table()
    assert any(ru.isdigit() for ru, *_ in table)
    assert index.table(words_only=True) == [row for row in table if not row[0].isdigit()]


def test_check_names_the_damaged_file(index_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "index"
    shutil.copytree(index_folder, copy)
    assert bisearch.check(copy) == []
    (victim,) = copy.glob("generation-*/postings/*.terms")
    victim.write_bytes(victim.read_bytes()[:-1])
    (fault,) = bisearch.check(copy)
    assert victim.name in fault


def test_opening_a_folder_without_index_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(bisearch.IndexMissingError):
        bisearch.open(tmp_path)


def test_the_translation_of_a_match_is_marked_on_the_other_side(index: Index) -> None:
    hit = first(index, "+атомная +энергия +id:cable-1")
    assert hit.passage.en is not None
    assert marked(hit.passage.en.text, hit.marks_en) == ["atomic", "energy"]
    assert {mark.why for mark in hit.marks_en} == {"rendering"}
    assert all(0 < mark.probability <= 1 for mark in hit.marks_en)
    assert [mark.word for mark in hit.marks_en] == ["атомная", "энергия"]


def test_a_word_is_looked_up_on_the_other_side_by_its_translation(index: Index) -> None:
    ids = {hit.document.id for hit in index.search("энергия")}
    assert {"note-3", "memo-4"} <= ids  # Russian only, English only
    assert "memo-4" not in {hit.document.id for hit in index.search("энергия", SearchOptions(translate=False))}
    assert "memo-4" not in {hit.document.id for hit in index.search("энергия", SearchOptions(lang="ru"))}
    assert "memo-4" not in {hit.document.id for hit in index.search("exact:энергия")}


def test_excluded_words_are_not_translated(index: Index) -> None:
    assert "memo-4" in {hit.document.id for hit in index.search("Stoves OR energy -энергия")}


def test_one_sided_and_two_sided_passages_have_comparable_scores(index: Index) -> None:
    scores = {hit.document.id: hit.score for hit in index.search("энергия")}
    assert max(scores.values()) < 4 * min(scores.values())
