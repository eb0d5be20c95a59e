"""Making corrections: applied at once, again at every rebuild, undone at will, and lost by nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import bisearch
from bisearch.corrections.corrections_file import CORRECTIONS
from bisearch.engines.registry import LOCAL_ENGINES
from bisearch.storage.index_folder import IndexFolder
from bisearch.storage.locks import file_lock

RECORDS = [
    {
        "id": "cable-1",
        "text_ru": "Товарищ Трумзн вернулся в город Вышгород.\n\nЕнот спит в саду.\n\nБарсук ест яблоки.",
        "text_en": "Comrade Truman came back.\n\nThe raccoon sleeps in the garden.\n\nThe badger eats an apple.",
    },
    {
        "id": "letter-2",
        "text_ru": "Енот вернулся в лес.\n\nСмигунов читает письмо.",
        "text_en": "The raccoon returned to the forest.\n\nThe comrade reads the letter.",
    },
    {"id": "note-3", "text_en": "Smiggoonoff wrote of the badger."},
]


@pytest.fixture(params=LOCAL_ENGINES)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return the folder of an index of the records, which are in the file ``sources/records.jsonl`` beside it."""
    write(tmp_path, RECORDS)
    folder = tmp_path / "index"
    bisearch.build([tmp_path / "sources"], folder, bisearch.BuildOptions(engine=request.param))
    return folder


def write(folder: Path, records: list[dict[str, str]]) -> Path:
    """Write records to the file of sources; return its folder."""
    sources = folder / "sources"
    sources.mkdir(exist_ok=True)
    lines = (json.dumps(record, ensure_ascii=False) for record in records)
    (sources / "records.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return sources


def rebuild(index: Path) -> bisearch.BuildReport:
    return bisearch.build([index.parent / "sources"], index, bisearch.BuildOptions(rebuild=True))


def passages(index: Path, id_: str = "cable-1") -> list[tuple[str | None, str | None]]:
    """Return the texts of both sides of each passage of a document."""
    with bisearch.open(index) as opened:
        document = opened.document(id_)
    assert document is not None
    return [(each.ru and each.ru.text, each.en and each.en.text) for each in document.passages]


def ids(index: Path, query: str, **keywords: bool) -> list[str]:
    with bisearch.open(index) as opened:
        return [hit.document.id for hit in opened.search(query, titles=False, **keywords)]  # type: ignore[arg-type]


def test_a_correction_of_the_alignment_is_shown_at_once_and_survives_a_rebuild(index: Path) -> None:
    before = passages(index)
    made = bisearch.Corrections(index, who="Петрова").align("cable-1/1", merge_next=True, note="одна фраза")
    merged = passages(index)
    assert (len(before), len(merged)) == (3, 2)
    assert merged[0][1] == "Comrade Truman came back.\n\nThe raccoon sleeps in the garden."
    report = rebuild(index)
    assert (report.orphans, passages(index)) == ([], merged)
    assert bisearch.check(index) == []
    with bisearch.open(index) as opened:
        document = opened.document("cable-1")
        assert document is not None
        (shown,) = document.to_dict()["passages"][0]["corrections"]
    assert shown == {
        "id": made.id, "kind": "merge", "who": "Петрова", "when": made.when, "note": "одна фраза"
    }  # fmt: skip
    assert ids(index, "+Truman +raccoon") == ["cable-1"]


def test_a_correction_gives_the_same_index_at_once_and_after_a_rebuild(index: Path) -> None:
    corrections = bisearch.Corrections(index)
    corrections.align("cable-1/1", merge_next=True)
    corrections.align("cable-1/1", split_at=(1, 0))
    corrections.word("cable-1/1", "Трумзн", "Трумэн")
    with bisearch.open(index) as opened:
        at_once = [each.to_dict() for each in map(opened.document, ("cable-1", "letter-2", "note-3")) if each]
    rebuild(index)
    with bisearch.open(index) as opened:
        assert [each.to_dict() for each in map(opened.document, ("cable-1", "letter-2", "note-3")) if each] == at_once


def test_an_undone_correction_leaves_the_passages_as_they_were_before(index: Path) -> None:
    before, corrections = passages(index), bisearch.Corrections(index)
    made = corrections.align("cable-1/2", unlink=True)
    assert passages(index) != before
    undo = corrections.undo(made.id)
    assert passages(index) == before
    corrections.undo(undo.id)
    assert len(passages(index)) == len(before) + 1
    assert [each.status for each in corrections.list()] == ["applied", "undone", "recorded"]
    with pytest.raises(bisearch.CorrectionError, match=f"{undo.id} was undone by"):
        corrections.undo(undo.id)
    with pytest.raises(bisearch.CorrectionError, match="no record 'nothing'"):
        corrections.undo("nothing")


def test_a_correction_is_orphaned_when_its_sentence_has_changed_in_the_source(index: Path) -> None:
    corrections = bisearch.Corrections(index)
    made = corrections.align("cable-1/1", merge_next=True)
    kept = corrections.align("letter-2/1", merge_next=True)
    changed = [RECORDS[0] | {"text_en": RECORDS[0]["text_en"].replace("raccoon sleeps", "cat dozes")}, *RECORDS[1:]]
    write(index.parent, changed)
    for report in (bisearch.build(None, index), rebuild(index)):
        assert [(each.correction.id, each.reason) for each in report.orphans] == [
            (made.id, f"the document no longer has the sentence {made.sentences[3]}")
        ]
        assert (len(passages(index)), len(passages(index, "letter-2"))) == (3, 1)
    assert [(each.correction.id, each.status) for each in corrections.list()] == [
        (made.id, "orphaned"), (kept.id, "applied")
    ]  # fmt: skip
    write(index.parent, RECORDS)
    assert bisearch.build(None, index).orphans == []
    assert len(passages(index)) == 2


def test_a_correction_of_a_deleted_document_is_an_orphan_and_stays_in_the_file(index: Path) -> None:
    corrections = bisearch.Corrections(index)
    corrections.align("cable-1/1", merge_next=True)
    with bisearch.open(index) as opened:
        report = opened.delete(["cable-1"])
    assert [each.reason for each in report.orphans] == ["the index no longer has the document"]
    bisearch.build(None, index, bisearch.BuildOptions(restore=True))
    assert len(passages(index)) == 2


def test_a_word_is_found_by_its_reading_and_marked_as_the_source_has_it(index: Path) -> None:
    assert ids(index, "ru:Трумэном") == []
    made = bisearch.Corrections(index, who="Петрова").word("cable-1/1", "Трумзн", "Трумэн")
    rebuilt = False
    while True:
        with bisearch.open(index) as opened:
            (hit,) = opened.search("ru:Трумэном")
            assert hit.passage.ru is not None
            assert [hit.passage.ru.text[mark.start : mark.end] for mark in hit.marks_ru] == ["Трумзн"]
            assert "Трумзн" in hit.passage.ru.text
            assert hit.to_dict()["passage"]["ru"]["readings"] == [
                {"start": 8, "end": 14, "text": "Трумэн", "correction": made.id}
            ]
            assert [each.document.id for each in opened.search("ru:Трумзн")] == ["cable-1"]
        if rebuilt:
            break
        rebuild(index)
        rebuilt = True


def test_an_undone_reading_is_not_found_any_more(index: Path) -> None:
    corrections = bisearch.Corrections(index)
    corrections.undo(corrections.word("cable-1/1", "Трумзн", "Трумэн").id)
    assert ids(index, "ru:Трумэн") == []
    assert ids(index, "ru:Трумзн") == ["cable-1"]


def test_both_spellings_of_a_name_find_each_other_until_that_is_undone(index: Path) -> None:
    corrections = bisearch.Corrections(index)
    before = ids(index, "Смигунов")
    made = corrections.name("Смигунов", "Smiggoonoff")
    assert set(ids(index, "Смигунова")) == {"letter-2", "note-3"}
    assert set(ids(index, "Smiggoonoff")) == {"letter-2", "note-3"}
    assert ids(index, "Smiggoonoff", names=False) == ["note-3"]
    with bisearch.open(index) as opened:
        marks = {mark.why for hit in opened.search("Смигунова") for mark in hit.marks_en}
    assert "name" in marks
    rebuild(index)
    assert set(ids(index, "Smiggoonoff")) == {"letter-2", "note-3"}
    corrections.undo(made.id)
    assert ids(index, "Смигунов") == before


def test_a_name_may_have_several_words_and_more_than_two_spellings(index: Path) -> None:
    corrections = bisearch.Corrections(index)
    corrections.name("товарищ Смигунов", "the badger")
    corrections.name("the badger", "Барсук ест")
    assert "note-3" in ids(index, "товарищ Смигунов")
    assert "note-3" in ids(index, "барсук ест", translate=False)


def test_dismissed_findings_stay_dismissed(index: Path) -> None:
    corrections = bisearch.Corrections(index)
    manifest = IndexFolder(index).manifest()
    made = corrections.dismiss("number/cable-1/k7f2q", note="опечатки нет")
    assert IndexFolder(index).manifest() == manifest
    rebuild(index)
    assert corrections.dismissed_keys() == {"number/cable-1/k7f2q"}
    with pytest.raises(bisearch.CorrectionError, match="dismissed already"):
        corrections.dismiss("number/cable-1/k7f2q")
    corrections.undo(made.id)
    assert corrections.dismissed_keys() == frozenset()


@pytest.mark.parametrize(
    ("reference", "options", "message"),
    [
        ("cable-1/3", {"merge_next": True}, "the last of the document"),
        ("cable-1/1", {"link": "cable-1/1"}, "linked with itself"),
        ("cable-1/1", {"link": "letter-2/1"}, "in another document"),
        ("cable-1/1", {"split_at": 1}, "would be empty"),
        ("cable-1/1", {"split_at": (9, 0)}, "it has 1 Russian and 1 English"),
        ("note-3/1", {"unlink": True}, "one side only"),
        ("cable-1/1", {}, "choose one"),
        ("cable-1/1", {"merge_next": True, "unlink": True}, "choose one"),
    ],
)
def test_what_cannot_be_corrected_is_refused_and_nothing_is_recorded(
    index: Path, reference: str, options: dict[str, object], message: str
) -> None:
    with pytest.raises(bisearch.CorrectionError, match=message):
        bisearch.Corrections(index).align(reference, **options)  # type: ignore[arg-type]
    assert not (index / CORRECTIONS).exists()


@pytest.mark.parametrize("reference", ["cable-1/9", "cable-1/1-aaaaa", "nothing/1", "cable-1", "", "cable-1/0", "/1"])
def test_a_wrong_reference_is_refused(index: Path, reference: str) -> None:
    with pytest.raises(bisearch.PermanentReferenceError):
        bisearch.Corrections(index).align(reference, merge_next=True)
    assert not (index / CORRECTIONS).exists()


@pytest.mark.parametrize(
    ("word", "reading", "message"),
    [
        ("Трумен", "Трумэн", "has no word 'Трумен'"),
        ("Трум", "Трумэн", "has no word 'Трум'"),
        ("Трумзн", "...", "1 to 8 words"),
        ("Трумзн", "Трумзн", "the word itself"),
        ("Трумзн", "\x1b[31mТрумэн", "control character"),
    ],
)
def test_a_reading_of_what_is_no_word_there_is_refused(index: Path, word: str, reading: str, message: str) -> None:
    with pytest.raises(bisearch.CorrectionError, match=message.replace("[", r"\[")):
        bisearch.Corrections(index).word("cable-1/1", word, reading)


def test_a_malformed_line_stops_builds_and_corrections_and_leaves_the_index_unchanged(index: Path) -> None:
    corrections = bisearch.Corrections(index)
    corrections.align("cable-1/1", merge_next=True)
    with (index / CORRECTIONS).open("ab") as file:
        file.write(b"<<<<<<< HEAD\n")
    before = IndexFolder(index).manifest()
    for use in (
        lambda: rebuild(index),
        lambda: bisearch.build(None, index),
        lambda: corrections.align("cable-1/1", split_at=1),
        lambda: corrections.name("Смит", "Smith"),
    ):
        with pytest.raises(bisearch.CorrectionsFileError, match=r"corrections.jsonl:2: not a correction: not JSON; "):
            use()
    assert IndexFolder(index).manifest() == before
    assert [each.status for each in corrections.list()] == ["applied"]
    assert [each.line for each in corrections.records().malformed] == [2]


def test_a_build_stops_if_the_corrections_of_the_index_are_missing(index: Path) -> None:
    bisearch.Corrections(index).align("cable-1/1", merge_next=True)
    (index / CORRECTIONS).unlink()
    with pytest.raises(bisearch.CorrectionsFileError, match="missing; put it back"):
        rebuild(index)
    assert len(passages(index)) == 2
    (index / CORRECTIONS).touch()  # an empty file says that no corrections are wanted
    assert bisearch.build(None, index).corrected == ["cable-1"]
    assert len(passages(index)) == 3


def test_corrections_that_another_person_has_added_to_the_file_are_applied_by_the_next_build(index: Path) -> None:
    other = Path(shutil.copytree(index, index.parent / "other"))
    bisearch.Corrections(other).align("cable-1/1", merge_next=True)
    shutil.copy(other / CORRECTIONS, index)
    report = bisearch.build(None, index)
    assert (report.corrected, report.unchanged) == (["cable-1"], 3)
    assert len(passages(index)) == 2
    assert bisearch.build(None, index).is_changed is False


def test_an_index_remembers_a_file_of_corrections_that_is_elsewhere(index: Path) -> None:
    shared = index.parent / "sources" / "shared.jsonl"
    bisearch.Corrections(index, shared).align("cable-1/1", merge_next=True)
    assert shared.exists()
    assert not (index / CORRECTIONS).exists()
    report = rebuild(index)
    assert (report.left_out, report.passed_over, len(passages(index))) == ([], {}, 2)  # nor are its files sources
    moved = index.parent / "moved"
    moved.mkdir()
    for name in ("index", "sources"):
        shutil.move(index.parent / name, moved / name)
    bisearch.Corrections(moved / "index").align("cable-1/1", split_at=1)
    assert len((moved / "sources" / "shared.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_a_correction_survives_an_upgrade(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corrections = bisearch.Corrections(index)
    corrections.align("cable-1/1", merge_next=True)
    corrections.name("Смигунов", "Smiggoonoff")
    merged = passages(index)
    monkeypatch.setattr("bisearch.analysis.fingerprint.VERSION", 99)
    assert bisearch.upgrade(index).is_changed
    assert passages(index) == merged
    assert [each.status for each in corrections.list()] == ["applied", "applied"]
    assert set(ids(index, "Smiggoonoff")) == {"letter-2", "note-3"}


def test_two_processes_that_correct_at_once_wait_for_each_other(index: Path) -> None:
    script = (
        "import sys, bisearch\n"
        "corrections = bisearch.Corrections(sys.argv[1], who=sys.argv[2])\n"
        "for number in range(3):\n"
        "    corrections.name(f'Смит{sys.argv[2]}{number}', f'Smith{sys.argv[2]}{number}')\n"
    )
    started = [subprocess.Popen([sys.executable, "-c", script, str(index), who]) for who in ("А", "Б")]
    assert [process.wait(timeout=240) for process in started] == [0, 0]
    listed = bisearch.Corrections(index).list()
    assert sorted(each.correction.who for each in listed) == ["А"] * 3 + ["Б"] * 3
    assert {each.status for each in listed} == {"applied"}


def test_a_correction_gives_up_when_another_process_keeps_writing(index: Path) -> None:
    with (
        IndexFolder(index).writing(),
        pytest.raises(bisearch.IndexLockedError, match="has been writing"),
    ):
        bisearch.Corrections(index, wait=0).name("Смит", "Smith")
    assert not (index / CORRECTIONS).exists()


def test_a_correction_gives_up_when_another_index_keeps_writing_to_the_file_that_both_share(index: Path) -> None:
    shared = index.parent / "shared.jsonl"
    with (
        file_lock(shared.with_name("shared.jsonl.lock")),
        pytest.raises(bisearch.IndexLockedError, match=r"shared\.jsonl\.lock: another process is writing"),
    ):
        bisearch.Corrections(index, shared, wait=0).name("Смит", "Smith")
    assert not shared.exists()


def test_a_correction_that_cannot_be_committed_is_not_recorded(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bisearch.storage.index_folder.write_manifest", fail)
    with pytest.raises(bisearch.IndexWriteError, match="no space left"):
        bisearch.Corrections(index).align("cable-1/1", merge_next=True)
    assert (index / CORRECTIONS).read_bytes() == b""
    monkeypatch.undo()
    assert len(passages(index)) == 3


def test_a_correction_that_was_recorded_before_a_crash_is_committed_by_the_next_one(index: Path) -> None:
    other = Path(shutil.copytree(index, index.parent / "other"))
    bisearch.Corrections(other).align("cable-1/1", merge_next=True)
    shutil.copy(other / CORRECTIONS, index)
    corrections = bisearch.Corrections(index)
    assert [each.status for each in corrections.list()] == ["recorded"]
    corrections.name("Смит", "Smith")
    assert len(passages(index)) == 2


def test_a_folder_without_an_index_gets_no_file(tmp_path: Path) -> None:
    with pytest.raises(bisearch.IndexMissingError):
        bisearch.Corrections(tmp_path / "nowhere").name("Смит", "Smith")
    assert not (tmp_path / "nowhere").exists()
    with pytest.raises(bisearch.IndexMissingError):
        bisearch.Corrections(tmp_path).name("Смит", "Smith")
    assert not (tmp_path / CORRECTIONS).exists()


def test_many_corrections_in_a_row_leave_a_sound_index(index: Path) -> None:
    corrections = bisearch.Corrections(index)
    for _ in range(6):
        corrections.align("cable-1/1", merge_next=True)
        corrections.align("cable-1/1", split_at=1)
    assert bisearch.check(index) == []
    assert ids(index, "raccoon badger")
    assert len(passages(index)) == 3


def test_corrected_passages_keep_their_pages_and_the_places_of_their_words(tmp_path: Path) -> None:
    def page(number: int, text: str) -> str:
        words = "".join(
            f"<span class='ocrx_word' title='bbox {10 + 90 * place} 10 {80 + 90 * place} 40'>{word}</span> "
            for place, word in enumerate(text.split())
        )
        line = f"<p class='ocr_par'><span class='ocr_line' title='bbox 10 10 900 40'>{words}</span></p>"
        return f"<div class='ocr_page' title='image \"p{number}.png\"; bbox 0 0 1000 1000'>{line}</div>"

    sources, index = tmp_path / "sources", tmp_path / "index"
    sources.mkdir()
    for side, texts in (
        ("ru", ("Енот спит в большом саду.", "Барсук ест красные яблоки.")),
        ("en", ("The raccoon sleeps in the large garden.", "The badger eats red apples.")),
    ):
        pages = "".join(page(number, text) for number, text in enumerate(texts, 1))
        text = f"<html><head><meta name='ocr-system' content='x'/></head><body>{pages}</body></html>"
        (sources / f"a.{side}.hocr").write_text(text, encoding="utf-8")
    bisearch.build([sources], index)

    def pages_of_passages() -> list[list[int]]:
        with bisearch.open(index) as opened:
            document = opened.document("a")
            assert document is not None
            assert len(opened.places("a", "ru")) == 9
            return [[each.number for each in passage.ru.pages] for passage in document.passages if passage.ru]

    corrections = bisearch.Corrections(index)
    assert pages_of_passages() == [[1], [2]]
    corrections.align("a/1", merge_next=True)
    assert pages_of_passages() == [[1, 2]]
    corrections.align("a/1", split_at=1)
    assert pages_of_passages() == [[1], [2]]
