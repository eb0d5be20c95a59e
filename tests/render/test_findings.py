from __future__ import annotations

from bisearch.audit.findings import Finding, TextSpan
from bisearch.model import Metadata, Passage, PassageText, Sentence
from bisearch.render.findings import count_line, finding_lines

RU, EN = "Отпущено 18 кубометров\nдров.\x1b[31m", "80 cubic meters were released."


def finding(en: str | None = EN) -> Finding:
    def half(text: str) -> PassageText:
        return PassageText(text, (Sentence(0, len(text)),))

    passage = Passage(3, half(RU), half(en) if en is not None else None)
    marks_en = (TextSpan(0, 2),) if en is not None else ()
    marks_ru = (TextSpan(9, 11),) if en is not None else (TextSpan(0, len(RU)),)
    return Finding("number", "abc", "Is it?", "ru", "18", Metadata("letter"), passage, marks_ru, marks_en)


def test_a_finding_is_its_question_and_both_sides_with_the_words_between_asterisks() -> None:
    lines = list(finding_lines(finding()))
    assert lines[0].startswith("letter/3-")
    assert lines[0].endswith("number  key abc")
    assert lines[1] == "   Is it?"
    assert lines[2].startswith("   RU  Отпущено **18** кубометров дров.")
    assert lines[3:] == ["   EN  **80** cubic meters were released.", ""]


def test_no_terminal_escape_of_a_document_is_printed() -> None:
    assert "\x1b" not in "".join(finding_lines(finding()))


def test_a_whole_sentence_has_no_asterisks_and_a_missing_side_is_said() -> None:
    lines = list(finding_lines(finding(None)))
    assert "**" not in lines[2]
    assert "no" in lines[3].lower()


def test_findings_are_counted_by_kind() -> None:
    assert count_line({"number": 2, "date": 1}, is_cut=False) == "3 questions: number 2, date 1"
    assert count_line({}, is_cut=False) == "0 questions"
    assert count_line({"number": 1}, is_cut=True).endswith("--limit N prints more")
